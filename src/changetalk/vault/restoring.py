"""Restoring a backup: the data home as it was then, without what was erased since."""

from __future__ import annotations

import os
import re
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from changetalk.vault import disk, erasures, header
from changetalk.vault.archive import ANOTHER, NOT_WHOLE, Note, Reader, read_note, reading
from changetalk.vault.keyring import InFile, Keyring, opened
from changetalk.vault.locking import PATIENCE, HomeLock
from changetalk.vault.places import Layout, Root, data_home, key_file
from changetalk.vault.settling import settle_restore
from changetalk.vault.store import Vault, given
from changetalk.vault.troubles import Damaged, KeyTrouble

NAMES = re.compile(
    r"erased|vault\.json|passphrase\.json|settings/[^/]+\.json"
    r"|people/(?P<person>[0-9a-f]{32})/(?:key|(?P<entry>[0-9a-f]{32})(?:\.log|\.doc|-\d+\.torn))"
)
"""Names of files in a backup."""


@dataclass(frozen=True)
class Restored:
    """What a restore did: the vault, and how many people the backup held that were erased since."""

    vault: Vault
    left_out: int


def restore(
    path: Path | str,
    home: Path | str | None = None,
    *,
    key: Path | str | None = None,
    passphrase: str | Callable[[], str] | None = None,
    patience: float = PATIENCE,
) -> Restored:
    """Put the backup at `path` in the place of everything in `home` (the data home if None). Whatever
    was erased, there or beside the key, stays erased. A kill at any moment leaves the vault as it was
    before or as it is after.

    The backup opens with the key file of its vault, or with `key`, a copy of the key file from when it
    was made, which is then put where the key file belongs; or with the passphrase of that time.
    Raises Damaged, KeyTrouble, Busy, VaultTrouble.
    """
    path, layout = Path(path), Layout(Path(home) if home else data_home())
    note = read_note(path)
    place = key_file(note.vault)
    if note.sealed_key is not None:
        passphrase = given(passphrase)
    ring = _ring(path, note, Path(key) if key else place, passphrase)
    disk.make_folder(layout.home)
    with HomeLock(layout.lock, patience).held():
        disk.close_to_others(layout.home)
        settle_restore(layout)
        beside_key = place.with_suffix(".erased")
        erased = {*erasures.ids(Root(layout.root).erased), *erasures.ids(beside_key)}
        with reading(path, ring) as reader:
            left_out = _unpack(path, reader, Root(layout.incoming), erased)
        if note.sealed_key is None:
            _put_key(place, ring)
        with disk.in_words(layout.home):
            os.rename(layout.incoming, layout.restored)
            disk.sync_folder(layout.home)
        settle_restore(layout)
    return Restored(Vault.open(home, passphrase=passphrase, patience=patience), left_out)


def _ring(path: Path, note: Note, key: Path, passphrase: str | Callable[[], str] | None) -> Keyring:
    if note.sealed_key is not None:
        return opened(path, note.sealed_key, given(passphrase))
    return InFile(key).load()


def _unpack(path: Path, reader: Reader, root: Root, erased: set[str]) -> int:
    """Write the backup's files under `root`, durably, but for what is erased; how many people that
    left out."""
    disk.make_folder(root.people)
    left_out = set()
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", reader), mode="r|") as tar:
            for member in tar:
                match = NAMES.fullmatch(member.name)
                file = tar.extractfile(member)
                if match is None or file is None:
                    raise Damaged(str(path), f"holds a file that no backup holds ({member.name})", ANOTHER)
                person, entry = match["person"], match["entry"]
                if person in erased:
                    left_out.add(person)
                elif f"{person}/{entry}" not in erased:
                    target = root.path / member.name
                    disk.make_folder(target.parent)
                    disk.write_whole(target, file.read())
                if member.name == root.erased.name:
                    erased.update(erasures.ids(root.erased))
        reader.drain()
    except tarfile.TarError:
        raise Damaged(str(path), NOT_WHOLE, ANOTHER) from None
    header.read(root)
    erasures.write(root.erased, erased)
    return len(left_out)


def _put_key(place: Path, ring: Keyring) -> None:
    """Make sure that the key file holds the backup's key. If it holds a later one of the same vault,
    opening the vault then goes over to that one."""
    if not disk.there(place):
        InFile(place).save(ring)
        return
    present = InFile(place).load()
    if present.vault != ring.vault:
        remedy = "Name another place for this vault's key with CHANGETALK_KEY."
        raise KeyTrouble(str(place), "the key of another vault lies here", remedy)
    if not set(ring.keys) <= set(present.keys):
        InFile(place).save(present.joined(ring))
