from __future__ import annotations

from pathlib import Path

import pytest

from changetalk.vault import Vault
from tests.vault.look import log_of


def test_everything_that_is_kept_is_counted(vault: Vault, key: Path) -> None:
    owner, other, gone = vault.owner(), vault.create_person(), vault.create_person()
    for n in range(3):
        owner.append("talk", {"n": n})
    other.append("talk", {})
    other.append("ratings", {})
    other.put("plan", {})
    vault.erase(gone.id)
    status = vault.status()
    found = {each.id: (each.streams, each.records, each.documents) for each in status.people}
    assert found == {owner.id: (1, 3, 0), other.id: (2, 2, 1)}
    assert (status.home, status.id, status.owner, status.erased) == (vault.home, vault.id, owner.id, 1)
    assert (status.key, status.key_path, status.key_inside) == ("file", key, False)
    assert (status.damage, status.open_to_others) == ((), ())
    assert next(each.bytes for each in status.people if each.id == owner.id) == sum(
        path.stat().st_size for path in owner.folder.iterdir()
    )


def test_damage_is_named_for_each_person_and_the_others_are_counted(vault: Vault) -> None:
    whole, changed, closed = (vault.create_person() for _ in range(3))
    for person in (whole, changed, closed):
        person.append("talk", {})
    log = log_of(changed.folder)
    log.write_bytes(log.read_bytes()[:-2] + b"??")
    (closed.folder / "key").unlink()
    status = vault.status()
    damage = {each.id: each.damage for each in status.people}
    assert damage[whole.id] == ()
    assert "record 1: was changed" in damage[changed.id][0]
    assert "this person's key is gone" in damage[closed.id][0]
    assert len(status.damage) == 2


def test_a_key_within_the_home_and_files_open_to_others_are_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANGETALK_KEY", str(home / "key"))
    vault = Vault.create(home)
    (home / "key").chmod(0o644)
    status = vault.status()
    assert status.key_inside
    assert status.open_to_others == (home / "key",)
