from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from changetalk.vault import NoSuchPerson, Person, Vault
from changetalk.vault.keyring import UnderPassphrase
from tests.vault.look import contents, holds

PHRASE = "the heron stood in the ditch"
WHO = "Desmond"


def fill(person: Person) -> None:
    person.append(f"talk with {WHO}", {"speaker": WHO, "text": PHRASE}, key=PHRASE)
    person.append(f"talk with {WHO}", {"text": f"again: {PHRASE}"})
    person.put(f"plan of {WHO}", {"step": PHRASE})
    person.put(f"plan of {WHO}", {"step": f"{PHRASE}, later"})


def test_what_is_said_and_who_is_named_stands_in_no_file_and_no_file_name(
    vault: Vault, person: Person, tmp_path: Path
) -> None:
    fill(person)
    vault.backup(tmp_path / "backup")
    for text in (PHRASE, PHRASE[:9], WHO, "talk with", "plan of"):
        for encoding in ("utf-8", "utf-16-le"):
            assert holds(tmp_path, text.encode(encoding)) == []


def test_files_are_their_owners_alone_and_so_is_a_home_that_was_open(home: Path) -> None:
    home.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        vault = Vault.create(home)
        fill(vault.owner())
        vault.backup(home.parent / "backup")
    finally:
        os.umask(before)
    paths = [home, *home.rglob("*"), *(home.parent / "keys").rglob("*"), home.parent / "keys"]
    for path in [*paths, home.parent / "backup"]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_key_lies_outside_the_data_home_by_default(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHANGETALK_KEY")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    vault = Vault.create(home)
    assert vault.keeper.path.is_file()
    assert not vault.keeper.path.is_relative_to(home)
    assert Vault.open(home).id == vault.id


def test_erasing_leaves_none_of_a_persons_ciphertext_or_wrapped_key_in_any_file(
    vault: Vault, person: Person, tmp_path: Path
) -> None:
    fill(person)
    other = vault.create_person()
    fill(other)
    kept = contents(other.folder)
    theirs = list(contents(person.folder).values())
    pieces = [data[at : at + 16] for data in theirs for at in range(0, len(data) - 16, 16)]
    assert all(holds(tmp_path, piece) for piece in pieces)
    vault.erase(person.id)
    assert [piece for piece in pieces if holds(tmp_path, piece)] == []
    assert contents(other.folder) == kept


def test_erased_files_are_overwritten_before_they_go(vault: Vault, person: Person) -> None:
    fill(person)
    held = [path.open("rb") for path in person.folder.iterdir()]
    sizes = [os.fstat(file.fileno()).st_size for file in held]
    vault.erase(person.id)
    for file, size in zip(held, sizes, strict=True):
        with file:
            assert file.read() == bytes(size)


def test_a_document_that_is_replaced_is_overwritten(person: Person) -> None:
    person.put("plan", {"step": "first"})
    (path,) = person.folder.glob("*.doc")
    with path.open("rb") as file:
        person.put("plan", {"step": "second"})
        assert not any(file.read())


def test_a_removed_stream_leaves_none_of_its_ciphertext(person: Person, tmp_path: Path) -> None:
    fill(person)
    (log,) = person.folder.glob("*.log")
    data = log.read_bytes()
    person.remove(f"talk with {WHO}")
    assert holds(tmp_path, data[40:72]) == []
    assert person.documents() == [f"plan of {WHO}"]


def test_an_erased_person_cannot_be_opened_written_to_or_sealed_for(vault: Vault, person: Person) -> None:
    fill(person)
    row = person.seal(b"x", "row 1")
    vault.erase(person.id)
    for attempt in (
        lambda: vault.person(person.id),
        lambda: vault.erase(person.id),
        lambda: person.append("talk", {}),
        lambda: person.put("plan", {}),
        lambda: person.read("talk"),
        lambda: person.seal(b"x", "row 1"),
        lambda: person.unseal(row, "row 1"),
    ):
        with pytest.raises(NoSuchPerson, match="was erased"):
            attempt()
    assert vault.people() == ()
    assert not person.folder.exists()


@pytest.mark.parametrize("name", ["f" * 32, "../../etc", "", "nobody"])
def test_somebody_who_was_never_here_is_named_as_such(vault: Vault, name: str) -> None:
    with pytest.raises(NoSuchPerson, match="nobody with this id"):
        vault.person(name)


def test_the_owner_is_made_once_and_anew_after_erasing(vault: Vault) -> None:
    assert vault.owner_id() is None
    owner = vault.owner()
    assert Vault.open(vault.home).owner().id == owner.id == vault.owner_id()
    vault.erase(owner.id)
    assert vault.owner_id() is None
    assert vault.owner().id != owner.id


def test_what_a_program_shows_of_its_objects_quotes_nothing_and_gives_no_key_away(vault: Vault) -> None:
    person = vault.owner()
    fill(person)
    streams, documents, _ = person.salvage()
    shown = repr((vault, vault.ring, vault.keeper, person, person.keys, streams.values(), documents))
    assert PHRASE not in shown
    for key in (*vault.ring.keys.values(), person.keys.records, person.keys.frames, person.keys.rows):
        assert repr(key)[2:-1] not in shown
        assert key.hex() not in shown
    sealed = UnderPassphrase(vault.home / "key", "open sesame, please")
    assert "sesame" not in repr(sealed)


def test_messages_never_quote_what_is_kept(vault: Vault, person: Person) -> None:
    fill(person)
    for path in person.folder.glob("*.*"):
        path.write_bytes(b"?" + path.read_bytes()[1:])
    _, _, damage = vault.person(person.id).salvage()
    assert len(damage) == 2
    assert not [each for each in damage if PHRASE in str(each) or WHO in str(each)]
