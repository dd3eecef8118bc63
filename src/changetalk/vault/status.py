"""What is kept, counted and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from changetalk.errors import VaultTrouble
from changetalk.vault import disk
from changetalk.vault.header import Header
from changetalk.vault.keyring import Kind

if TYPE_CHECKING:
    from changetalk.vault.store import Vault


@dataclass(frozen=True)
class PersonStatus:
    """How much is kept about one person, in bytes on disk, and what of it is damaged."""

    id: str
    streams: int
    records: int
    documents: int
    bytes: int
    damage: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """What is kept. `erased` counts people; `open_to_others` lists files and folders that other
    users may read; `key_inside` is whether the key file lies in the data home, where a copy of the
    home takes it along."""

    home: Path
    id: str
    key: Kind
    key_path: Path
    key_inside: bool
    owner: str | None
    people: tuple[PersonStatus, ...]
    erased: int
    open_to_others: tuple[Path, ...]

    @property
    def damage(self) -> tuple[str, ...]:
        """Everything that is damaged."""
        return tuple(each for person in self.people for each in person.damage)


def look(vault: Vault, head: Header) -> Status:
    """Read everything. Callers hold the lock."""
    path = vault.keeper.path
    return Status(
        home=vault.home,
        id=vault.id,
        key=vault.keeper.kind,
        key_path=path,
        key_inside=vault.keeper.kind == "file" and path.resolve().is_relative_to(vault.home.resolve()),
        owner=head.owner,
        people=tuple(_person(vault, person) for person in vault.people()),
        erased=sum("/" not in each for each in vault.erasures.all()),
        open_to_others=_open_to_others(vault.root.path, path),
    )


def _person(vault: Vault, person_id: str) -> PersonStatus:
    folder = vault.root.people / person_id
    with disk.in_words(folder, "read"):
        size = sum(path.stat().st_size for path in folder.iterdir())
    try:
        streams, documents, damage = vault.person(person_id).salvage()
    except VaultTrouble as trouble:
        return PersonStatus(person_id, 0, 0, 0, size, (str(trouble),))
    records = sum(len(each) for each in streams.values())
    in_words = tuple(str(each) for each in damage)
    return PersonStatus(person_id, len(streams), records, len(documents), size, in_words)


def _open_to_others(root: Path, key: Path) -> tuple[Path, ...]:
    with disk.in_words(root, "read"):
        paths = [root.parent, root, *root.rglob("*"), key]
        return tuple(path for path in paths if path.exists() and path.stat().st_mode & 0o077)
