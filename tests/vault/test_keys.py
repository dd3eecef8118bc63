from __future__ import annotations

import json
from pathlib import Path

import pytest

from changetalk.vault import Damaged, KeyTrouble, NoVault, Vault
from tests.vault.look import contents

WORDS = "heron ditch copper nine"


def test_a_vault_is_made_only_when_asked_for(home: Path) -> None:
    with pytest.raises(NoVault, match="nothing is kept here yet"):
        Vault.open(home)
    assert not home.exists()
    made = Vault.open(home, make=True)
    assert Vault.open(home, make=True).id == made.id


def test_a_second_vault_is_not_made_over_the_first(vault: Vault) -> None:
    with pytest.raises(KeyTrouble, match="there is a vault here already"):
        Vault.create(vault.home)


def test_a_lost_key_is_said_so_and_nothing_is_changed_or_made_anew(vault: Vault, key: Path) -> None:
    vault.owner().append("talk", {"text": "x"})
    before = contents(vault.home)
    lost = key.rename(key.with_name("elsewhere"))
    for make in (False, True):
        with pytest.raises(KeyTrouble, match=r"key of this vault is not there.*Put back a copy"):
            Vault.open(vault.home, make=make)
    assert contents(vault.home) == before
    assert not key.exists()
    lost.rename(key)
    assert len(Vault.open(vault.home).owner().read("talk")) == 1


def test_another_vaults_key_is_refused(vault: Vault, key: Path, tmp_path: Path) -> None:
    vault.owner()
    key.unlink()
    Vault.create(tmp_path / "other").owner()
    with pytest.raises(KeyTrouble, match="belongs to another vault"):
        Vault.open(vault.home)


def test_a_key_from_before_the_last_rotation_is_refused(vault: Vault, key: Path) -> None:
    vault.owner()
    old = key.read_bytes()
    vault.rotate()
    key.write_bytes(old)
    with pytest.raises(KeyTrouble, match="earlier or later key"):
        Vault.open(vault.home)


def test_a_key_with_the_right_name_but_other_bytes_is_refused(vault: Vault, key: Path) -> None:
    vault.owner()
    stored = json.loads(key.read_text())
    stored["keys"] = {stored["current"]: "00" * 32}
    key.write_text(json.dumps(stored))
    with pytest.raises(KeyTrouble, match="the key in it is damaged"):
        Vault.open(vault.home)


@pytest.mark.parametrize("text", ["", "not json", "{}", '{"schema": "changetalk/vault-key/2"}'])
def test_a_file_that_is_no_key_file_is_named(vault: Vault, key: Path, text: str) -> None:
    vault.owner()
    key.write_text(text)
    with pytest.raises(KeyTrouble, match="is not a changetalk key file"):
        Vault.open(vault.home)


def test_a_new_vault_does_not_replace_a_key_that_is_there(vault: Vault, key: Path, tmp_path: Path) -> None:
    before = key.read_bytes()
    with pytest.raises(KeyTrouble, match="not replaced"):
        Vault.create(tmp_path / "other")
    assert key.read_bytes() == before
    assert Vault.open(vault.home).id == vault.id


def test_a_passphrase_opens_the_vault_and_no_other_does(home: Path, key: Path) -> None:
    person = Vault.create(home, passphrase=WORDS).owner()
    person.append("talk", {"text": "x"})
    assert not key.exists()
    assert Vault.open(home, passphrase=WORDS).person(person.id).read("talk")[0].value == {"text": "x"}
    with pytest.raises(KeyTrouble, match=r"not the passphrase.*Nobody can recover it"):
        Vault.open(home, passphrase=WORDS + "!")


def test_a_passphrase_is_the_same_however_its_letters_are_composed(home: Path) -> None:
    Vault.create(home, passphrase="Brücke über Åre")
    assert Vault.open(home, passphrase="Bru\u0308cke u\u0308ber \u212bre")


def test_a_passphrase_comes_from_the_environment_or_whom_one_can_ask(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Vault.create(home, passphrase=WORDS)
    assert Vault.open(home, passphrase=lambda: WORDS)
    with pytest.raises(KeyTrouble, match=r"no terminal to ask.*CHANGETALK_PASSPHRASE"):
        Vault.open(home)
    monkeypatch.setenv("CHANGETALK_PASSPHRASE", WORDS)
    assert Vault.open(home)


def test_a_short_passphrase_is_not_set(home: Path, vault: Vault) -> None:
    with pytest.raises(KeyTrouble, match="shorter than 12"):
        Vault.create(home.parent / "other", passphrase="short words")
    with pytest.raises(KeyTrouble, match="shorter than 12"):
        vault.rotate(passphrase="short words")


def test_rotation_changes_the_master_key_and_every_wrapped_key_but_no_words(vault: Vault, key: Path) -> None:
    people = [vault.create_person() for _ in range(3)]
    for person in people:
        person.append("talk", {"text": person.id})
    old = json.loads(key.read_text())
    wrapped = {person.id: (person.folder / "key").read_bytes() for person in people}
    said = {path: data for path, data in contents(vault.home).items() if path.suffix == ".log"}
    with key.open("rb") as held:
        vault.rotate()
        assert not any(held.read())
    (new,) = json.loads(key.read_text())["keys"]
    assert new != old["current"]
    assert all((person.folder / "key").read_bytes() != wrapped[person.id] for person in people)
    assert {path: data for path, data in contents(vault.home).items() if path.suffix == ".log"} == said
    again = Vault.open(vault.home)
    for person in people:
        assert again.person(person.id).read("talk")[0].value == {"text": person.id}


def test_a_program_that_was_open_during_a_rotation_works_on(vault: Vault) -> None:
    person = vault.owner()
    Vault.open(vault.home).rotate()
    person.append("talk", {"text": "x"})
    made = vault.create_person()
    made.append("talk", {"text": "y"})
    again = Vault.open(vault.home)
    assert [len(again.person(each.id).read("talk")) for each in (person, made)] == [1, 1]


def test_a_program_that_was_open_when_the_key_went_under_a_passphrase_is_told_to_start_again(
    vault: Vault,
) -> None:
    Vault.open(vault.home).rotate(passphrase=WORDS)
    with pytest.raises(KeyTrouble, match="Start it again"):
        vault.create_person()


def test_the_key_goes_under_a_passphrase_under_another_and_back_into_a_file(vault: Vault, key: Path) -> None:
    person = vault.owner()
    person.append("talk", {"text": "x"})
    vault.rotate(passphrase=WORDS)
    assert not key.exists()
    Vault.open(vault.home, passphrase=WORDS).rotate(passphrase=WORDS + " ten")
    with pytest.raises(KeyTrouble, match="not the passphrase"):
        Vault.open(vault.home, passphrase=WORDS)
    Vault.open(vault.home, passphrase=WORDS + " ten").rotate()
    Vault.open(vault.home, passphrase=WORDS + " ten").rotate(to_key_file=True)
    assert not vault.root.sealed_key.exists()
    assert len(Vault.open(vault.home).person(person.id).read("talk")) == 1


def test_rotation_changes_nothing_while_a_persons_key_is_damaged(vault: Vault, key: Path) -> None:
    whole, damaged = vault.create_person(), vault.create_person()
    wrapped = damaged.folder / "key"
    wrapped.write_bytes(wrapped.read_bytes()[:-1] + bytes([wrapped.read_bytes()[-1] ^ 1]))
    before = key.read_bytes()
    with pytest.raises(Damaged, match="this person's key was changed"):
        vault.rotate()
    assert key.read_bytes() == before
    again = Vault.open(vault.home)
    assert again.person(whole.id)
    with pytest.raises(Damaged, match="this person's key was changed"):
        again.person(damaged.id)
    again.erase(damaged.id)
    again.rotate()


def test_a_person_whose_key_is_gone_is_damage_not_somebody_unknown(vault: Vault) -> None:
    person = vault.create_person()
    (person.folder / "key").unlink()
    with pytest.raises(Damaged, match="this person's key is gone"):
        vault.person(person.id)


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "changetalk/vault/2", "id": "x"}'])
def test_a_damaged_header_is_named(vault: Vault, text: str) -> None:
    vault.owner()
    vault.root.header.write_text(text)
    with pytest.raises(Damaged, match="damaged, or from a newer changetalk"):
        Vault.open(vault.home)


def test_a_header_that_is_gone_is_not_taken_for_an_empty_home(vault: Vault) -> None:
    vault.owner()
    vault.root.header.unlink()
    with pytest.raises(Damaged, match="is gone"):
        Vault.open(vault.home, make=True)
