"""Writing a backup: everything that is kept, in one encrypted file."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from changetalk.errors import VaultTrouble
from changetalk.vault import disk, header, keyring
from changetalk.vault.archive import Writer, new_note
from changetalk.vault.header import Header
from changetalk.vault.keyring import Keyring
from changetalk.vault.places import Layout, Root


@dataclass(frozen=True)
class BackupNote:
    """What a backup holds: where it is, when it was made, how many people and bytes."""

    path: Path
    made: datetime
    people: int
    bytes: int


def write(layout: Layout, head: Header, ring: Keyring, path: Path) -> BackupNote:
    """Write a backup to `path`, whole or not at all. Callers hold the lock."""
    _check_place(layout, path)
    root = Root(layout.root)
    sealed_key = keyring.read(root.sealed_key) if head.key == "passphrase" else None
    note, key = new_note(ring, sealed_key)
    line = note.model_dump_json(by_alias=True).encode() + b"\n"
    draft = path.with_name(f"{path.name}.part")
    with disk.in_words(path):
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(line)
                writer = Writer(file, key, line)
                with tarfile.open(fileobj=cast("IO[bytes]", writer), mode="w|") as tar:
                    for source, name in contents(layout):
                        tar.add(source, name, recursive=False)
                writer.finish()
                file.flush()
                disk.sync(file.fileno())
                size = file.tell()
            os.replace(draft, path)
            disk.sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                os.unlink(draft)
            raise
    return BackupNote(path, note.made, len(header.people(root)), size)


def contents(layout: Layout) -> Iterator[tuple[Path, str]]:
    """Every file that a backup holds with its name there: the list of erasures first, so that a
    restore knows it before anything else, then the vault, then settings kept in the home."""
    root = Root(layout.root)
    files = [root.erased, root.header, root.sealed_key]
    for person in header.people(root):
        files += sorted(path for path in (root.people / person).iterdir() if path.name != "part")
    for file in files:
        if file.is_file():
            yield file, str(file.relative_to(root.path))
    for file in sorted(layout.home.glob("*.json")):
        if file.is_file():
            yield file, f"{root.settings.name}/{file.name}"


def _check_place(layout: Layout, path: Path) -> None:
    folder = path.parent
    if disk.there(path):
        raise VaultTrouble(str(path), "is there already", "Name another file for the backup.")
    if not disk.there(folder):
        raise VaultTrouble(str(path), f"the folder {folder} is not there", "Make it first.")
    if folder.resolve().is_relative_to(layout.home.resolve()):
        remedy = "Name a file elsewhere, best on another disk."
        raise VaultTrouble(str(path), "a backup inside the data home is lost with it", remedy)
