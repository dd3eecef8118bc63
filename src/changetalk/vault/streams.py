"""A stream on disk: one log file of one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from changetalk.vault import disk
from changetalk.vault.log import Frame, Framer, Scan, first_frame
from changetalk.vault.records import Record, name_bytes, name_of, record_of
from changetalk.vault.sealing import PersonKeys
from changetalk.vault.troubles import RESTORE, Damaged

CHANGED = "was changed, is out of its place, or one before it was taken away"


@dataclass(repr=False)
class _Known:
    """What was read of a log so far, so that an append reads only what others have added."""

    inode: int
    end: int = 0
    number: int = -1
    torn: bool = False
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, frame: Frame) -> None:
        """Take a frame that follows."""
        self.number, self.end = frame.number, frame.end
        if frame.number:
            self.places[record_of(frame.number, frame.plain).key] = (frame.number, frame.start)


@dataclass
class Stream:
    """One log. Callers hold the lock."""

    path: Path
    framer: Framer
    _known: _Known | None = None

    @classmethod
    def at(cls, path: Path, person: str, keys: PersonKeys) -> Stream:
        """The stream in this file."""
        return cls(path, Framer(keys, person, path.stem))

    def begin(self, name: str, record: bytes, draft: Path) -> Record:
        """Make the file with its first record, whole or not at all."""
        data = self.framer.frame(0, name_bytes(name)) + self.framer.frame(1, record)
        disk.write_whole(self.path, data, draft)
        return record_of(1, record)

    def append(self, record: bytes, key: str | None, draft: Path) -> Record:
        """Add a record, or find the one that has the key already. Raises Damaged."""
        known = self._catch_up()
        if key in known.places:
            number, start = known.places[key]
            return record_of(number, self._scan(start, number).frames[0].plain)
        if known.torn:
            self._set_aside(known, draft)
        data = self.framer.frame(known.number + 1, record)
        disk.append(self.path, known.end, data)
        known.add(Frame(known.number + 1, known.end, known.end + len(data), record))
        return record_of(known.number, record)

    def name(self) -> str:
        """The stream's name. Raises Damaged."""
        with disk.in_words(self.path, "read"), self.path.open("rb") as file:
            first = self.framer.scan(first_frame(file)).frames
        if not first:
            raise self._damage(0)
        return name_of(first[0].plain)

    def records(self) -> list[Record]:
        """Every record. Raises Damaged."""
        return [record_of(frame.number, frame.plain) for frame in self._checked(self._scan()) if frame.number]

    def salvage(self) -> tuple[list[Record], Damaged | None]:
        """The records that can be read, and the damage."""
        scan = self._scan()
        records = [record_of(frame.number, frame.plain) for frame in scan.frames if frame.number]
        return records, self._damage(scan.damaged[0]) if scan.damaged else None

    def _catch_up(self) -> _Known:
        with disk.in_words(self.path, "read"):
            status = self.path.stat()
        known = self._known
        if known is None or known.inode != status.st_ino or status.st_size < known.end:
            known = _Known(status.st_ino)
        if status.st_size != known.end:
            scan = self._scan(known.end, known.number + 1)
            for frame in self._checked(scan):
                known.add(frame)
            known.torn = scan.torn
        self._known = known
        return known

    def _set_aside(self, known: _Known, draft: Path) -> None:
        """Move a half-written tail to a file of its own, so that the log goes on where it was whole."""
        with disk.in_words(self.path, "read"):
            tail = self.path.read_bytes()[known.end :]
        disk.write_whole(self.path.with_name(f"{self.path.stem}-{known.end}.torn"), tail, draft)
        disk.cut(self.path, known.end)
        known.torn = False

    def _scan(self, start: int = 0, number: int = 0) -> Scan:
        with disk.in_words(self.path, "read"):
            return self.framer.scan(self.path.read_bytes(), start, number)

    def _checked(self, scan: Scan) -> list[Frame]:
        if scan.damaged:
            raise self._damage(scan.damaged[0])
        return scan.frames

    def _damage(self, number: int) -> Damaged:
        place = f"record {number}" if number else "its beginning"
        return Damaged(str(self.path), CHANGED, RESTORE, place)
