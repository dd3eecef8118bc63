from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from changetalk.errors import VaultTrouble
from changetalk.vault import Damaged, KeyTrouble, Person, Vault, read_note, restore
from changetalk.vault.archive import CHUNK
from tests.vault.look import contents, log_of

WORDS = "heron ditch copper nine"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def said(person: Person) -> list[str]:
    return [each.value["text"] for each in person.read("talk")]


def test_a_restored_home_is_as_it_was(vault: Vault, backup: Path) -> None:
    person = vault.owner()
    person.append("talk", {"text": "before"})
    person.put("plan", {"step": "one"})
    (vault.home / "calibration.json").write_text("old")
    then = contents(vault.home)
    note = vault.backup(backup)
    assert (note.people, note.bytes) == (1, backup.stat().st_size)
    assert read_note(backup).made == note.made
    person.append("talk", {"text": "after"})
    vault.create_person()
    (vault.home / "calibration.json").write_text("new")
    again = restore(backup, vault.home).vault
    assert said(again.owner()) == ["before"]
    assert again.owner().get("plan") == {"step": "one"}
    assert {path: data for path, data in contents(vault.home).items() if path.name != "erased"} == then


def test_a_backup_comes_back_on_a_machine_that_lost_everything_but_the_key(
    vault: Vault, backup: Path, key: Path, tmp_path: Path
) -> None:
    person = vault.owner()
    person.append("talk", {"text": "x" * 3 * CHUNK})
    vault.backup(backup)
    copy = shutil.copy(key, tmp_path / "copy of the key")
    shutil.rmtree(vault.home)
    key.unlink()
    with pytest.raises(KeyTrouble, match="not there"):
        restore(backup, vault.home)
    again = restore(backup, vault.home, key=copy).vault
    assert len(said(again.owner())[0]) == 3 * CHUNK
    assert key.is_file()
    assert Vault.open(vault.home).id == vault.id


def test_what_was_erased_stays_erased_after_an_older_backup_is_restored(vault: Vault, backup: Path) -> None:
    person, other = vault.owner(), vault.create_person()
    for who in (person, other):
        who.append("talk", {"text": "x"})
        who.append("talk 2", {"text": "y"})
    vault.backup(backup)
    theirs = log_of_name(other, "talk").read_bytes()[100:]
    vault.erase(person.id)
    other.remove("talk")
    done = restore(backup, vault.home)
    assert done.left_out == 1
    assert done.vault.people() == (other.id,)
    assert done.vault.person(other.id).streams() == ["talk 2"]
    assert not [path for path, data in contents(vault.home).items() if theirs in data]
    assert done.vault.owner_id() is None


def log_of_name(person: Person, name: str) -> Path:
    for path in person.folder.glob("*.log"):
        if person._name(path) == name:
            return path
    raise AssertionError


def test_erasures_hold_even_where_the_whole_home_was_lost_since(vault: Vault, backup: Path) -> None:
    person = vault.owner()
    vault.backup(backup)
    vault.erase(person.id)
    shutil.rmtree(vault.home)
    done = restore(backup, vault.home)
    assert (done.left_out, done.vault.people()) == (1, ())


def test_erasures_hold_where_the_key_lies_out_of_reach(
    vault: Vault, backup: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = vault.owner()
    vault.backup(backup)
    mounted = Path("/proc/self/cwd") / "no" / "such.key"
    monkeypatch.setenv("CHANGETALK_KEY", str(mounted))
    vault.erase(person.id)
    monkeypatch.setenv("CHANGETALK_KEY", str(key))
    assert restore(backup, vault.home).vault.people() == ()


def test_an_erasure_in_a_backup_is_kept_by_a_restore_to_another_home(
    vault: Vault, backup: Path, key: Path, tmp_path: Path
) -> None:
    vault.erase(vault.owner().id)
    vault.backup(backup)
    key.with_suffix(".erased").unlink()
    assert restore(backup, tmp_path / "other").vault.status().erased == 1


def test_a_backup_from_before_a_rotation_opens_with_a_copy_of_the_old_key_only(
    vault: Vault, backup: Path, key: Path, tmp_path: Path
) -> None:
    person = vault.owner()
    person.append("talk", {"text": "before"})
    vault.backup(backup)
    old = shutil.copy(key, tmp_path / "old.key")
    vault.rotate()
    person.append("talk", {"text": "after"})
    now = contents(vault.home)
    with pytest.raises(KeyTrouble, match="another key than the one at hand"):
        restore(backup, vault.home)
    assert contents(vault.home) == now
    again = restore(backup, vault.home, key=old).vault
    assert said(again.owner()) == ["before"]
    # The later key took over.
    assert again.ring.keys.keys() == vault.ring.keys.keys()
    assert said(Vault.open(vault.home).owner()) == ["before"]


def test_a_backup_under_a_passphrase_opens_with_it_alone(home: Path, backup: Path) -> None:
    vault = Vault.create(home, passphrase=WORDS)
    vault.owner().append("talk", {"text": "x"})
    vault.backup(backup)
    shutil.rmtree(home)
    with pytest.raises(KeyTrouble, match="not the passphrase"):
        restore(backup, home, passphrase="x" * 12)
    asked: list[str] = []

    def ask() -> str:
        asked.append("once")
        return WORDS

    assert said(restore(backup, home, passphrase=ask).vault.owner()) == ["x"]
    assert asked == ["once"]


def test_another_vaults_key_in_the_place_is_not_replaced(
    vault: Vault, backup: Path, key: Path, tmp_path: Path
) -> None:
    vault.backup(backup)
    old = key.rename(tmp_path / "old.key")
    other = Vault.create(tmp_path / "other")
    before = contents(other.home), key.read_bytes()
    with pytest.raises(KeyTrouble, match="another vault lies here"):
        restore(backup, other.home, key=old)
    assert (contents(other.home), key.read_bytes()) == before or Vault.open(other.home)
    assert key.read_bytes() == before[1]


def test_a_cut_or_changed_backup_is_refused_and_the_home_left_alone(
    vault: Vault, backup: Path, tmp_path: Path
) -> None:
    vault.owner().append("talk", {"text": "x" * 2 * CHUNK})
    vault.backup(backup)
    now, whole = contents(vault.home), backup.read_bytes()
    line = whole.index(b"\n") + 1
    bad = tmp_path / "bad"
    for data in (
        whole[:-1],
        whole[: line + CHUNK + 16],
        whole[:line],
        whole + b"x",
        whole[: line + 5] + b"?" + whole[line + 6 :],
        whole[:line] + whole[line + CHUNK + 16 :],
        whole.replace(b'"made":"20', b'"made":"19', 1),
        b"",
        b"{}\n",
        b"PK\x03\x04" * 9,
    ):
        bad.write_bytes(data)
        with pytest.raises(Damaged, match=r"damaged or was cut off|is not a backup"):
            restore(bad, vault.home)
        Vault.open(vault.home)
        assert contents(vault.home) == now


def test_a_damaged_home_can_be_restored(vault: Vault, backup: Path) -> None:
    vault.owner().append("talk", {"text": "x"})
    vault.backup(backup)
    for path in contents(vault.root.path):
        path.write_bytes(b"?")
    assert said(restore(backup, vault.home).vault.owner()) == ["x"]


def test_a_backup_is_written_whole_or_not_at_all_and_never_over_another_file(
    vault: Vault, backup: Path, tmp_path: Path
) -> None:
    backup.write_text("mine")
    with pytest.raises(VaultTrouble, match="is there already"):
        vault.backup(backup)
    with pytest.raises(VaultTrouble, match="is not there"):
        vault.backup(tmp_path / "no" / "such")
    with pytest.raises(VaultTrouble, match="inside the data home"):
        vault.backup(vault.home / "backup")
    assert backup.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "home", "keys"]


def test_a_backup_takes_half_written_tails_along_and_no_drafts(vault: Vault, backup: Path) -> None:
    person = vault.owner()
    person.append("talk", {"text": "x"})
    log = log_of(person.folder)
    log.write_bytes(log.read_bytes() + b"half")
    (person.folder / "part").write_bytes(b"draft")
    vault.backup(backup)
    again = restore(backup, vault.home).vault.owner()
    assert said(again) == ["x"]
    assert not (again.folder / "part").exists()
