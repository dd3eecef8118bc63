"""Where things are: the data home, what the vault keeps in it, and the key file outside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def data_home() -> Path:
    """The data home: CHANGETALK_HOME, or changetalk's folder among this user's data."""
    home = os.environ.get("CHANGETALK_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("changetalk", appauthor=False))


def key_file(vault: str) -> Path:
    """The key file of the vault with this id: CHANGETALK_KEY, or one named after the vault in a
    folder of its own among this user's settings, so that a copy of the data home has no key in it."""
    key = os.environ.get("CHANGETALK_KEY")
    if key:
        return Path(key)
    return Path(platformdirs.user_config_dir("changetalk-keys", appauthor=False)) / f"{vault}.key"


@dataclass(frozen=True)
class Layout:
    """Every path of a data home that the vault knows. Names tell nothing about anyone."""

    home: Path

    @property
    def lock(self) -> Path:
        """Held by whoever is at work here."""
        return self.home / "vault.lock"

    @property
    def root(self) -> Path:
        """What is kept."""
        return self.home / "vault"

    @property
    def incoming(self) -> Path:
        """A backup while it is being unpacked."""
        return self.home / "vault.incoming"

    @property
    def restored(self) -> Path:
        """A backup that is unpacked whole and will be the root."""
        return self.home / "vault.restored"

    @property
    def replaced(self) -> Path:
        """The root that a restored one replaces, on its way out."""
        return self.home / "vault.replaced"


@dataclass(frozen=True)
class Root:
    """The paths under a vault's root."""

    path: Path

    @property
    def header(self) -> Path:
        """Id, kind of key and owner."""
        return self.path / "vault.json"

    @property
    def sealed_key(self) -> Path:
        """The master key sealed by a passphrase, where one is used."""
        return self.path / "passphrase.json"

    @property
    def erased(self) -> Path:
        """Ids of what was erased."""
        return self.path / "erased"

    @property
    def people(self) -> Path:
        """A folder for each person."""
        return self.path / "people"

    @property
    def settings(self) -> Path:
        """Settings that came with a restored backup, before they move to the home."""
        return self.path / "settings"
