"""One person's drawer: streams of records, small documents, and seals for rows kept elsewhere."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from changetalk.vault import disk
from changetalk.vault.erasures import Erasures
from changetalk.vault.locking import HomeLock
from changetalk.vault.records import Document, Record, document_bytes, document_of, record_bytes
from changetalk.vault.sealing import PersonKeys, Unreadable, about, seal, unseal
from changetalk.vault.streams import Stream
from changetalk.vault.troubles import RESTORE, Damaged, NoSuchPerson

KEY_NAME = "key"
"""The file that holds a person's data key, wrapped by the master key."""

STREAM, DOCUMENT = ".log", ".doc"
ENTRY = re.compile(r"[0-9a-f]{32}(?:\.log|\.doc)")
DRAFT = "part"

ROW = b"\x01"
"""What a sealed row begins with: the version of its format."""


@dataclass
class Person:
    """Everything kept about one person, under a data key of their own. Vault makes these.

    Names of streams and documents are any text of up to 200 characters; a name is one or the other.
    Names, times, keys and values are encrypted; on disk, files have random names. What may have to be
    erased by itself (a conversation, an entry) needs a stream or document of its own.
    """

    id: str
    folder: Path
    keys: PersonKeys
    lock: HomeLock
    erasures: Erasures
    _names: dict[Path, str] = field(default_factory=dict, repr=False)
    _streams: dict[Path, Stream] = field(default_factory=dict, repr=False)

    def append(
        self, stream: str, value: Mapping[str, Any], *, key: str | None = None, at: datetime | None = None
    ) -> Record:
        """Put a record at the end of a stream, which is made if there is none; return it once it is on
        disk.

        If the stream has a record with this `key`, that one is returned as it is and nothing is
        written: a caller that was interrupted may simply try again. Without `key` the record gets a
        random one. `at` is when it was said (now, if None; with a time zone).
        Raises VaultTrouble; ValueError if `value` is not JSON or larger than 16 MB.
        """
        record = record_bytes(value, key or secrets.token_hex(16), at)
        draft = self.folder / DRAFT
        with self._at_work():
            path = self._find(stream, STREAM)
            if path is not None:
                return self._stream(path).append(record, key, draft)
            path = self.folder / f"{secrets.token_hex(16)}{STREAM}"
            first = self._stream(path).begin(stream, record, draft)
            self._names[path] = stream
            return first

    def read(self, stream: str) -> list[Record]:
        """The records of a stream; none if there is no such stream. Raises Damaged if any was changed,
        swapped, repeated or left out; `salvage` gives the others."""
        with self._at_work():
            path = self._find(stream, STREAM)
            return self._stream(path).records() if path else []

    def put(self, name: str, value: Mapping[str, Any], *, at: datetime | None = None) -> None:
        """Put a document on disk, in place of one of this name, whose bytes are overwritten.
        Raises VaultTrouble; ValueError if `value` is not JSON or larger than 16 MB."""
        plain = document_bytes(name, value, at)
        with self._at_work():
            path = self._find(name, DOCUMENT) or self.folder / f"{secrets.token_hex(16)}{DOCUMENT}"
            sealed = seal(self.keys.records, plain, self._bound_to(path))
            disk.write_whole(path, sealed, self.folder / DRAFT)
            self._names[path] = name

    def get(self, name: str) -> dict[str, Any] | None:
        """The document of this name, or None. Raises Damaged if it was changed."""
        with self._at_work():
            path = self._find(name, DOCUMENT)
            return self._document(path).value if path else None

    def streams(self) -> list[str]:
        """The names of all streams, in order. Raises Damaged if one cannot be read."""
        return self._all_names(STREAM)

    def documents(self) -> list[str]:
        """The names of all documents, in order. Raises Damaged if one cannot be read."""
        return self._all_names(DOCUMENT)

    def remove(self, name: str) -> bool:
        """Destroy a stream or document, here and in whatever backup is restored later; whether there
        was one. A new one may take the name."""
        with self._at_work():
            path = self._find(name)
            if path is None:
                return False
            self.erasures.note(f"{self.id}/{path.stem}")
            destroy_entry(self.folder, path.stem)
            self._names.pop(path, None)
            self._streams.pop(path, None)
            return True

    def seal(self, data: bytes, context: str) -> bytes:
        """Bytes for a database elsewhere that only `unseal` can read, with this person and the same
        `context`: name table, row and column there, so that cells cannot be swapped."""
        self._check_alive()
        return ROW + seal(self.keys.rows, data, about("row", self.id, context))

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """What `seal` was given. Raises Damaged if it was changed or is of another person or context,
        NoSuchPerson if this person was erased."""
        self._check_alive()
        try:
            if sealed[:1] != ROW:
                raise Unreadable
            return unseal(self.keys.rows, sealed[1:], about("row", self.id, context))
        except Unreadable:
            what = "was changed, or belongs to somebody or something else"
            raise Damaged("a sealed row", what, RESTORE) from None

    def salvage(self) -> tuple[dict[str, list[Record]], list[Document], list[Damaged]]:
        """Every stream and document that can be read, and the damage that cannot."""
        streams: dict[str, list[Record]] = {}
        documents: list[Document] = []
        damage: list[Damaged] = []
        with self._at_work():
            for path in self._entries():
                if path.suffix == STREAM:
                    records, trouble = self._stream(path).salvage()
                    if records or not trouble:
                        streams[self._salvaged_name(path)] = records
                    damage += [trouble] if trouble else []
                    continue
                try:
                    documents.append(self._document(path))
                except Damaged as trouble:
                    damage.append(trouble)
        return dict(sorted(streams.items())), sorted(documents, key=lambda each: each.name), damage

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self.lock.held():
            self._check_alive()
            yield

    def _check_alive(self) -> None:
        # Another program may have erased this person since.
        if not disk.there(self.folder / KEY_NAME):
            raise NoSuchPerson(f"person {self.id}", "was erased", "Begin anew as a new person.")

    def _entries(self) -> list[Path]:
        with disk.in_words(self.folder, "read"):
            return sorted(path for path in self.folder.iterdir() if ENTRY.fullmatch(path.name))

    def _find(self, name: str, kind: str | None = None) -> Path | None:
        """The file of this name. Raises ValueError if it is not of this kind, and Damaged if it may be
        one whose name cannot be read: another beside it would hide that."""
        unreadable: Damaged | None = None
        for path in self._entries():
            try:
                found = self._name(path) == name
            except Damaged as trouble:
                unreadable = trouble
                continue
            if found and kind in (None, path.suffix):
                return path
            if found:
                raise ValueError("a stream and a document cannot share a name")
        if unreadable:
            raise unreadable
        return None

    def _name(self, path: Path) -> str:
        if path not in self._names:
            is_document = path.suffix == DOCUMENT
            self._names[path] = self._document(path).name if is_document else self._stream(path).name()
        return self._names[path]

    def _salvaged_name(self, path: Path) -> str:
        try:
            return self._name(path)
        except Damaged:
            return f"stream {path.stem}"

    def _all_names(self, kind: str) -> list[str]:
        with self._at_work():
            return sorted(self._name(path) for path in self._entries() if path.suffix == kind)

    def _stream(self, path: Path) -> Stream:
        return self._streams.setdefault(path, Stream.at(path, self.id, self.keys))

    def _document(self, path: Path) -> Document:
        with disk.in_words(path, "read"):
            sealed = path.read_bytes()
        try:
            return document_of(unseal(self.keys.records, sealed, self._bound_to(path)))
        except Unreadable:
            raise Damaged(str(path), "was changed or belongs elsewhere", RESTORE) from None

    def _bound_to(self, path: Path) -> bytes:
        return about("document", self.id, path.stem)


def destroy_entry(folder: Path, stem: str) -> None:
    """Destroy the file of a stream or document, and what was set aside of it."""
    with disk.in_words(folder, "erased"):
        for path in folder.glob(f"{stem}*"):
            disk.destroy(path)
        disk.sync_folder(folder)
