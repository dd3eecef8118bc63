"""The master key: where it is kept, in a key file or sealed by a passphrase, and its change.

A ring holds one key, or two while a rotation is on its way: then both the old and the new one are
on disk until every person's data key is wrapped by the new one.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from changetalk.vault import disk
from changetalk.vault.sealing import KEY, Unreadable, about, key_id, new_key, seal, unseal
from changetalk.vault.troubles import KeyTrouble

SCHEMA: Literal["changetalk/vault-key/1"] = "changetalk/vault-key/1"
NOTE = "Whoever has this file can read the vault. Without it nobody can. Keep a copy in a safe place."

COST = 2**17
"""scrypt's n with r = 8 and p = 1: the least that OWASP's Password Storage Cheat Sheet gives."""

MOST_COST = 2**20
SHORTEST = 12
"""The fewest characters of a passphrase that is set: changetalk's own minimum."""

Kind = Literal["file", "passphrase"]


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="hex", val_json_bytes="hex")


class Hardening(_Stored):
    """How scrypt makes a key from the passphrase."""

    salt: bytes
    n: int = Field(ge=2, le=MOST_COST)
    r: Literal[8] = 8
    p: Literal[1] = 1


class KeyFile(_Stored):
    """A ring on disk: keys in hexadecimal digits, as they are or, with `scrypt`, sealed by a passphrase."""

    schema_: Literal["changetalk/vault-key/1"] = Field(alias="schema", default=SCHEMA)
    note: str = NOTE
    vault: str
    current: str
    keys: dict[str, bytes] = Field(repr=False)
    scrypt: Hardening | None = None


@dataclass(frozen=True)
class Keyring:
    """The master keys of one vault by their ids, and which of them is current."""

    vault: str
    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def new(cls, vault: str) -> Keyring:
        """A ring with one fresh key."""
        key = new_key()
        return cls(vault, key_id(key), {key_id(key): key})

    def with_new(self) -> Keyring:
        """This ring and a fresh key that is the current one."""
        fresh = Keyring.new(self.vault)
        return Keyring(self.vault, fresh.current, {**self.keys, **fresh.keys})

    def joined(self, other: Keyring) -> Keyring:
        """This ring and the keys of another."""
        return Keyring(self.vault, self.current, {**other.keys, **self.keys})

    def only_current(self) -> Keyring:
        """This ring with its current key alone."""
        return Keyring(self.vault, self.current, {self.current: self.keys[self.current]})


@dataclass(frozen=True)
class InFile:
    """A ring in a key file that only its owner may read."""

    path: Path
    kind: Kind = "file"

    def load(self) -> Keyring:
        """The ring in the file. Raises KeyTrouble."""
        stored = read(self.path)
        if stored.scrypt:
            raise KeyTrouble(
                str(self.path), "this key is sealed by a passphrase", "Name a key file with CHANGETALK_KEY."
            )
        return _ring(self.path, stored, stored.keys)

    def save(self, ring: Keyring) -> None:
        """Write the file."""
        disk.make_folder(self.path.parent)
        _write(self.path, KeyFile(vault=ring.vault, current=ring.current, keys=dict(ring.keys)))


@dataclass(frozen=True)
class UnderPassphrase:
    """A ring sealed by a passphrase, beside the data that it opens."""

    path: Path
    passphrase: str = field(repr=False)
    kind: Kind = "passphrase"

    def load(self) -> Keyring:
        """The ring, if the passphrase opens it. Raises KeyTrouble."""
        return opened(self.path, read(self.path), self.passphrase)

    def save(self, ring: Keyring) -> None:
        """Seal the ring by the passphrase and write it."""
        hardening = Hardening(salt=os.urandom(16), n=COST)
        sealing = _hardened(self.passphrase, hardening)
        keys = {name: seal(sealing, key, _bound_to(ring.vault, name)) for name, key in ring.keys.items()}
        note = "These keys are sealed by a passphrase. Without it nobody can read the vault."
        stored = KeyFile(note=note, vault=ring.vault, current=ring.current, keys=keys, scrypt=hardening)
        _write(self.path, stored)


Keeper = InFile | UnderPassphrase
"""Where a ring is kept."""


def check_strength(passphrase: str) -> str:
    """The passphrase, unless it is too short to be set. Raises KeyTrouble."""
    if len(passphrase) < SHORTEST:
        raise KeyTrouble(
            "passphrase", f"is shorter than {SHORTEST} characters", "Four or five words that are your own do."
        )
    return passphrase


def opened(path: Path, stored: KeyFile, passphrase: str) -> Keyring:
    """The ring that a passphrase seals. Raises KeyTrouble if it is another passphrase."""
    if stored.scrypt is None:
        raise KeyTrouble(str(path), "is not sealed by a passphrase", "Restore it from a backup.")
    sealing = _hardened(passphrase, stored.scrypt)
    try:
        keys = {
            name: unseal(sealing, key, _bound_to(stored.vault, name)) for name, key in stored.keys.items()
        }
    except Unreadable:
        raise KeyTrouble(
            "passphrase",
            "this is not the passphrase of this vault",
            "Try again. Nobody can recover it: without it what is kept stays closed.",
        ) from None
    return _ring(path, stored, keys)


def read(path: Path) -> KeyFile:
    """What the file of a ring says. Raises KeyTrouble if it is not there or no such file."""
    with disk.in_words(path, "read"):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise KeyTrouble(
                str(path),
                "the key of this vault is not there",
                "Put back a copy of the key file, or name where it is with CHANGETALK_KEY. "
                "Nothing was changed; without the key nobody can read what is kept.",
            ) from None
    try:
        return KeyFile.model_validate_json(data)
    except ValidationError:
        raise KeyTrouble(str(path), "is not a changetalk key file", "Put back a copy of it.") from None


def _ring(path: Path, stored: KeyFile, keys: Mapping[str, bytes]) -> Keyring:
    sound = all(len(key) == KEY and key_id(key) == name for name, key in keys.items())
    if not sound or stored.current not in keys:
        raise KeyTrouble(str(path), "the key in it is damaged", "Put back a copy of the key file.")
    return Keyring(stored.vault, stored.current, keys)


def _write(path: Path, stored: KeyFile) -> None:
    disk.write_whole(path, stored.model_dump_json(by_alias=True, indent=1, exclude_none=True).encode())


def _bound_to(vault: str, name: str) -> bytes:
    return about("master key", vault, name)


@cache
def _hardened(passphrase: str, hardening: Hardening) -> bytes:
    """The passphrase's key. It takes time on purpose, and is made once in a process."""
    return Scrypt(salt=hardening.salt, length=KEY, n=hardening.n, r=hardening.r, p=hardening.p).derive(
        unicodedata.normalize("NFKC", passphrase).encode()
    )
