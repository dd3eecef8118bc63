"""The vault of a data home: opening it, its people, its keys."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from changetalk.errors import VaultTrouble
from changetalk.vault import backup, disk, header, rotation, status, wrapping
from changetalk.vault.erasures import Erasures
from changetalk.vault.export import Export, take_in
from changetalk.vault.header import PERSON, Header
from changetalk.vault.keyring import InFile, Keeper, Keyring, UnderPassphrase, check_strength
from changetalk.vault.locking import PATIENCE, HomeLock
from changetalk.vault.person import KEY_NAME, Person
from changetalk.vault.places import Layout, Root, data_home, key_file
from changetalk.vault.sealing import PersonKeys, new_key
from changetalk.vault.settling import settle_erasures, settle_restore
from changetalk.vault.troubles import Damaged, KeyTrouble, NoSuchPerson, NoVault

Ask = Callable[[], str]
"""Something that can be asked for the passphrase, such as a terminal."""


class Vault:
    """Everything kept in one data home. Several programs and threads may have it open; each takes
    the home's lock while it reads or writes. `Vault.open` and `Vault.create` make one."""

    def __init__(self, layout: Layout, lock: HomeLock, head: Header, keeper: Keeper, ring: Keyring) -> None:
        self.layout = layout
        self.root = Root(layout.root)
        self.id = head.id
        self.keeper = keeper
        self.ring = ring
        self._lock = lock

    @classmethod
    def open(
        cls,
        home: Path | str | None = None,
        *,
        passphrase: str | Ask | None = None,
        make: bool = False,
        patience: float = PATIENCE,
    ) -> Vault:
        """The vault in `home` (the data home if None), with whatever a program that was killed left
        half done brought to its end. `make` makes one, with a key file, where there is none.

        The key is the file at CHANGETALK_KEY or, if that is not set, in this user's settings; or a
        passphrase: `passphrase`, else CHANGETALK_PASSPHRASE, else what `passphrase` answers if it is
        something to ask. `patience` is how many seconds to wait for another program.
        Raises NoVault, KeyTrouble, Busy, Damaged, VaultTrouble.
        """
        layout, lock = _home(home, patience)
        if not make and not any(disk.there(path) for path in (layout.root, layout.restored)):
            raise header.no_vault(layout.home)
        passphrase = _answered(Root(layout.root), passphrase)
        disk.make_folder(layout.home)
        with lock.held():
            disk.close_to_others(layout.home)
            settle_restore(layout)
            vault = cls._found(layout, lock, passphrase)
            if vault is None and make:
                return cls._made(layout, lock, None)
            if vault is None:
                raise header.no_vault(layout.home)
            settle_erasures(vault.root, vault.erasures)
            rotation.finish(vault)
            return vault

    @classmethod
    def create(
        cls,
        home: Path | str | None = None,
        *,
        passphrase: str | None = None,
        patience: float = PATIENCE,
    ) -> Vault:
        """A new vault in `home`, its master key in a new key file or, if one is given, under a
        passphrase of at least 12 characters. Raises VaultTrouble if there is a vault already."""
        layout, lock = _home(home, patience)
        disk.make_folder(layout.home)
        with lock.held():
            disk.close_to_others(layout.home)
            settle_restore(layout)
            if cls._found(layout, lock, passphrase) is not None:
                raise KeyTrouble(str(layout.home), "there is a vault here already", "Open it instead.")
            return cls._made(layout, lock, passphrase and check_strength(passphrase))

    @classmethod
    def _found(cls, layout: Layout, lock: HomeLock, passphrase: str | Ask | None) -> Vault | None:
        """The vault that is there. None where its making never came to the key, which is made last."""
        root = Root(layout.root)
        try:
            head = header.read(root)
        except NoVault:
            return None
        place = key_file(head.id) if head.key == "file" else root.sealed_key
        if not disk.there(place) and not header.people(root):
            return None
        keeper = InFile(place) if head.key == "file" else UnderPassphrase(place, given(passphrase))
        return cls(layout, lock, head, keeper, _fitting(keeper, head))

    @classmethod
    def _made(cls, layout: Layout, lock: HomeLock, passphrase: str | None) -> Vault:
        root = Root(layout.root)
        ring = Keyring.new(secrets.token_hex(16))
        keeper = UnderPassphrase(root.sealed_key, passphrase) if passphrase else new_file(ring.vault)
        head = Header(id=ring.vault, key=keeper.kind, master=ring.current)
        disk.make_folder(root.people)
        header.write(root, head)
        keeper.save(ring)
        return cls(layout, lock, head, keeper, ring)

    @property
    def home(self) -> Path:
        """The data home."""
        return self.layout.home

    @property
    def erasures(self) -> Erasures:
        """The list of what was erased."""
        return Erasures(self.root.erased, key_file(self.id).with_suffix(".erased"))

    @contextmanager
    def at_work(self) -> Iterator[Header]:
        """While the home's lock is held, with the header and keys as they are now."""
        with self._lock.held():
            head = header.read(self.root)
            if head.key != self.keeper.kind:
                what = "the master key is kept in another way since this program began"
                raise KeyTrouble(str(self.home), what, "Start it again.")
            if head.master != self.ring.current:
                self.ring = _fitting(self.keeper, head)
            yield head

    def owner(self) -> Person:
        """The person whose own conversations the terminal keeps; made when first asked for, and anew
        after they were erased."""
        with self.at_work() as head:
            if head.owner and disk.there(self._folder(head.owner)):
                return self.person(head.owner)
            # Named first: a kill in between leaves nobody behind who is not named.
            person_id = secrets.token_hex(16)
            header.write(self.root, head.model_copy(update={"owner": person_id}))
            return self.create_person(person_id)

    def owner_id(self) -> str | None:
        """The owner's id, or None if there is none (yet)."""
        with self.at_work() as head:
            return head.owner if head.owner and disk.there(self._folder(head.owner)) else None

    def create_person(self, person_id: str | None = None) -> Person:
        """A new person with a data key of their own. Their id is random unless one is given (32
        hexadecimal digits, from an export of a person who is not here and was not erased here)."""
        person_id = person_id or secrets.token_hex(16)
        if not PERSON.fullmatch(person_id) or disk.there(self._folder(person_id)):
            raise ValueError("not the id of a new person")
        with self.at_work():
            data_key = new_key()
            draft = self._folder(f"{person_id}.new")
            disk.make_folder(draft)
            disk.write_whole(draft / KEY_NAME, wrapping.wrapped(self.ring, person_id, data_key))
            with disk.in_words(draft):
                os.rename(draft, self._folder(person_id))
                disk.sync_folder(self.root.people)
            return self._person(person_id, data_key)

    def person(self, person_id: str) -> Person:
        """The person with this id. Raises NoSuchPerson, KeyTrouble, Damaged."""
        folder = self._folder(person_id)
        with self.at_work():
            file = wrapping.read(folder) if PERSON.fullmatch(person_id) else None
            if file is not None:
                return self._person(person_id, wrapping.unwrapped(self.ring, folder, file))
            if person_id in self.erasures.all():
                raise NoSuchPerson(f"person {person_id}", "was erased", "Begin anew as a new person.")
            if PERSON.fullmatch(person_id) and disk.there(folder):
                remedy = "Restore a backup with changetalk vault restore; without it their words stay closed."
                raise Damaged(str(folder / KEY_NAME), "this person's key is gone", remedy)
            raise NoSuchPerson(
                f"person {person_id[:40]}",
                "nobody with this id is kept here",
                "See changetalk vault status for who is.",
            )

    def people(self) -> tuple[str, ...]:
        """The ids of everyone who is kept here, in order."""
        return header.people(self.root)

    def erase(self, person_id: str) -> None:
        """Destroy everything about a person: their key first, then every file, overwritten and
        removed. It stays so after any restore. Raises NoSuchPerson, VaultTrouble."""
        with self.at_work():
            if person_id not in self.people():
                self.person(person_id)  # says why not
            try:
                self.erasures.note(person_id)
            except VaultTrouble:
                # A full disk has room for the note again once their files are gone.
                disk.destroy_folder(self._folder(person_id), first=KEY_NAME)
                self.erasures.note(person_id)
            settle_erasures(self.root, self.erasures)

    def import_person(self, export: Export, into: Person | None = None) -> Person:
        """Take in an export: to `into`, or to the person it names, who is made if they are not here
        (under a new id if they were erased here). Records that are here already are not taken twice;
        of a document that is here too, the later one stays."""
        with self.at_work():
            if into is None:
                known = export.person in self.people()
                erased = export.person in self.erasures.all()
                into = (
                    self.person(export.person)
                    if known
                    else self.create_person(None if erased else export.person)
                )
            take_in(export, into)
            return into

    def rotate(self, *, passphrase: str | None = None, to_key_file: bool = False) -> None:
        """Change the master key, and with `passphrase` or `to_key_file` how it is kept. The old key is
        destroyed when the new one holds everything; a kill at any moment leaves a vault that opens.

        Backups made before open only with a copy of the old key. Raises Damaged and changes nothing
        if a person's key cannot be read; KeyTrouble for a passphrase under 12 characters.
        """
        with self.at_work():
            if passphrase:
                self._rotate(UnderPassphrase(self.root.sealed_key, check_strength(passphrase)))
            else:
                self._rotate(new_file(self.id) if to_key_file and self.keeper.kind != "file" else self.keeper)

    def _rotate(self, keeper: Keeper) -> None:
        rotation.check(self)
        rotation.begin(self, keeper)
        rotation.finish(self)

    def backup(self, path: Path | str) -> backup.BackupNote:
        """Write everything that is kept, encrypted, to one file at `path`: whole or not at all. The key
        is not in it (a passphrase's sealed key is). Raises VaultTrouble."""
        with self.at_work() as head:
            return backup.write(self.layout, head, self.ring, Path(path))

    def status(self) -> status.Status:
        """What is kept, read from end to end, and what of it is damaged."""
        with self.at_work() as head:
            return status.look(self, head)

    def _person(self, person_id: str, data_key: bytes) -> Person:
        return Person(person_id, self._folder(person_id), PersonKeys.of(data_key), self._lock, self.erasures)

    def _folder(self, person_id: str) -> Path:
        return self.root.people / person_id


def _home(home: Path | str | None, patience: float) -> tuple[Layout, HomeLock]:
    layout = Layout(Path(home) if home else data_home())
    return layout, HomeLock(layout.lock, patience)


def _answered(root: Root, passphrase: str | Ask | None) -> str | Ask | None:
    """The passphrase, if one is needed: asked for before the lock is taken, as people type slowly."""
    try:
        needed = header.read(root).key == "passphrase"
    except VaultTrouble:
        return passphrase
    return given(passphrase) if needed else passphrase


def given(passphrase: str | Ask | None) -> str:
    """The passphrase: as given, from CHANGETALK_PASSPHRASE, or asked for. Raises KeyTrouble."""
    if isinstance(passphrase, str):
        return passphrase
    from_environment = os.environ.get("CHANGETALK_PASSPHRASE")
    if from_environment:
        return from_environment
    if passphrase is None:
        raise KeyTrouble(
            "passphrase",
            "this vault needs its passphrase, and there is no terminal to ask for it",
            "Set CHANGETALK_PASSPHRASE.",
        )
    return passphrase()


def _fitting(keeper: Keeper, head: Header) -> Keyring:
    """The keeper's ring, if it is of this vault and holds its master key. Raises KeyTrouble."""
    ring = keeper.load()
    if ring.vault != head.id:
        raise KeyTrouble(
            str(keeper.path), "this key belongs to another vault", "Put back the key file of this one."
        )
    if head.master not in ring.keys:
        raise KeyTrouble(
            str(keeper.path),
            "this is an earlier or later key of this vault, not the one it is closed with",
            "Put back the copy of the key file made after the last rotation.",
        )
    return ring


def new_file(vault: str) -> InFile:
    """Where the new key file of a vault goes. Raises KeyTrouble if a key lies there."""
    path = key_file(vault)
    if disk.there(path):
        remedy = "Name another place with CHANGETALK_KEY, or move that file away."
        raise KeyTrouble(str(path), "there is a key here already, which is not replaced", remedy)
    return InFile(path)
