"""A backup's file: one line that says what it is, then everything else sealed in chunks.

Each chunk is bound to the line and to its place, and the last is marked as the last, so a file that
was cut, changed or put together from two is told from a whole one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from changetalk.vault import disk
from changetalk.vault.keyring import KeyFile, Keyring
from changetalk.vault.sealing import NONCE, TAG, Unreadable, about, new_key, seal, unseal
from changetalk.vault.troubles import Damaged, KeyTrouble

CHUNK = 1 << 20
LONGEST_LINE = 1 << 16
NOT_WHOLE = "this backup is damaged or was cut off"
ANOTHER = "Use another copy or an earlier backup."


class Note(BaseModel):
    """A backup's first line. `sealed_key` is the passphrase's sealed master key, where one is used."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="hex", val_json_bytes="hex")

    schema_: Literal["changetalk/backup/1"] = Field(alias="schema", default="changetalk/backup/1")
    vault: str
    made: datetime = Field(default_factory=lambda: datetime.now(UTC))
    master: str
    wrapped: bytes
    sealed_key: KeyFile | None = None


def read_note(path: Path | str) -> Note:
    """What the first line of the file says. Raises Damaged if it is no backup of changetalk."""
    path = Path(path)
    with disk.in_words(path, "read"), path.open("rb") as file:
        return _note(path, file)[0]


def _note(path: Path, file: BinaryIO) -> tuple[Note, bytes]:
    line = file.readline(LONGEST_LINE)
    try:
        return Note.model_validate_json(line), line
    except ValidationError:
        remedy = "Name the file that changetalk vault backup wrote."
        raise Damaged(str(path), "is not a backup of changetalk", remedy) from None


def new_note(ring: Keyring, sealed_key: KeyFile | None) -> tuple[Note, bytes]:
    """The first line of a new backup, and the key that its chunks are sealed with."""
    key = new_key()
    wrapped = seal(ring.keys[ring.current], key, about("backup", ring.vault, ring.current))
    return Note(vault=ring.vault, master=ring.current, wrapped=wrapped, sealed_key=sealed_key), key


def archive_key(path: Path, note: Note, ring: Keyring) -> bytes:
    """The key of the chunks. Raises KeyTrouble if the ring does not hold the master key of that time."""
    if note.vault != ring.vault or note.master not in ring.keys:
        raise KeyTrouble(
            str(path),
            "was made with another key than the one at hand",
            "Give the copy of the key file from when it was made with --key.",
        )
    try:
        return unseal(ring.keys[note.master], note.wrapped, about("backup", note.vault, note.master))
    except Unreadable:
        raise Damaged(str(path), NOT_WHOLE, ANOTHER) from None


class _Chunks:
    """What both directions share."""

    def __init__(self, file: BinaryIO, key: bytes, line: bytes) -> None:
        self.file = file
        self.cipher = AESGCM(key)
        self.bound_to = hashlib.sha256(line).digest()
        self.count = 0
        self.held = b""

    def nonce(self, last: bool) -> bytes:
        """Each chunk's own; the key is used for one file only."""
        self.count += 1
        return self.count.to_bytes(NONCE - 1, "big") + bytes([last])


class Writer(_Chunks):
    """Takes bytes and writes sealed chunks."""

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self.held += data
        while len(self.held) > CHUNK:
            self._put(self.held[:CHUNK], last=False)
            self.held = self.held[CHUNK:]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(self.held, last=True)

    def _put(self, data: bytes, last: bool) -> None:
        self.file.write(self.cipher.encrypt(self.nonce(last), data, self.bound_to))


class Reader(_Chunks):
    """Gives back the bytes that a Writer took."""

    def __init__(self, path: Path, file: BinaryIO, key: bytes, line: bytes) -> None:
        super().__init__(file, key, line)
        self.path = path
        self.ahead = file.read(CHUNK + TAG)
        self.ended = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end. Raises Damaged."""
        while len(self.held) < size and not self.ended:
            self._take()
        data, self.held = self.held[:size], self.held[size:]
        return data

    def drain(self) -> None:
        """Read to the end, to know that it is there. Raises Damaged."""
        while not self.ended:
            self._take()

    def _take(self) -> None:
        sealed, self.ahead = self.ahead, self.file.read(CHUNK + TAG)
        self.ended = not self.ahead
        try:
            self.held += self.cipher.decrypt(self.nonce(self.ended), sealed, self.bound_to)
        except InvalidTag:
            raise Damaged(str(self.path), NOT_WHOLE, ANOTHER) from None


@contextmanager
def reading(path: Path, ring: Keyring) -> Iterator[Reader]:
    """The open backup. Raises KeyTrouble, Damaged."""
    with disk.in_words(path, "read"), path.open("rb") as file:
        note, line = _note(path, file)
        yield Reader(path, file, archive_key(path, note, ring), line)
