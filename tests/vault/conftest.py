"""A data home and key of the test's own, and passphrases that are quick to check."""

from __future__ import annotations

from pathlib import Path

import pytest

from changetalk.vault import Person, Vault, keyring
from tests.cli.conftest import run

__all__ = ["run"]


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANGETALK_KEY", str(tmp_path / "keys" / "master.key"))
    monkeypatch.delenv("CHANGETALK_PASSPHRASE", raising=False)
    monkeypatch.setattr(keyring, "COST", 4)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.key"


@pytest.fixture
def vault(home: Path) -> Vault:
    return Vault.create(home)


@pytest.fixture
def person(vault: Vault) -> Person:
    return vault.create_person()
