"""What a power cut leaves on disk: the next append goes on where the log was whole."""

from __future__ import annotations

import pytest

from changetalk.vault import Damaged, Person, Vault
from tests.vault.look import contents, log_of


def cut_short(person: Person, lost: int) -> bytes:
    """Take bytes off the end of the person's log; the half record that is left."""
    log = log_of(person.folder)
    before = log.stat().st_size
    person.append("talk", {"text": "half written"})
    data = log.read_bytes()[:-lost]
    log.write_bytes(data)
    return data[before:]


def test_a_half_written_tail_is_set_aside_and_the_stream_goes_on(vault: Vault, person: Person) -> None:
    person.append("talk", {"text": "whole"}, key="1")
    tail = cut_short(person, 10)
    again = vault.person(person.id)
    assert [each.value["text"] for each in again.read("talk")] == ["whole"]
    record = again.append("talk", {"text": "after the power came back"})
    assert record.number == 2
    assert [each.number for each in vault.person(person.id).read("talk")] == [1, 2]
    (aside,) = person.folder.glob("*.torn")
    assert aside.read_bytes() == tail


def test_a_handle_that_was_open_all_along_notices_too(person: Person) -> None:
    person.append("talk", {"text": "whole"})
    cut_short(person, 10)
    person.append("talk", {"text": "next"})
    assert [each.value["text"] for each in person.read("talk")] == ["whole", "next"]


def test_a_tail_of_zeros_is_set_aside(person: Person) -> None:
    person.append("talk", {"text": "whole"})
    log = log_of(person.folder)
    log.write_bytes(log.read_bytes() + bytes(4096))
    person.append("talk", {"text": "next"})
    assert [each.value["text"] for each in person.read("talk")] == ["whole", "next"]


def test_a_changed_last_record_is_not_taken_for_a_torn_one(vault: Vault, person: Person) -> None:
    person.append("talk", {"text": "whole"})
    person.append("talk", {"text": "changed"})
    log = log_of(person.folder)
    data = bytearray(log.read_bytes())
    data[-3] ^= 1
    log.write_bytes(data)
    before = contents(vault.home)
    for _ in range(2):
        with pytest.raises(Damaged, match="record 2: was changed"):
            vault.person(person.id).append("talk", {"text": "next"})
        with pytest.raises(Damaged):
            vault.person(person.id).read("talk")
    assert contents(vault.home) == before


def test_what_was_set_aside_goes_when_its_stream_or_person_goes(vault: Vault, person: Person) -> None:
    for name in ("one", "two"):
        person.append(name, {"text": "whole"})
        log = log_of(person.folder)
        log.write_bytes(log.read_bytes() + b"half")
        person.append(name, {"text": "next"})
        person.remove(name)
        assert {path.name for path in person.folder.iterdir()} == {"key"}
    vault.erase(person.id)
    assert not person.folder.exists()


def test_a_stream_cannot_be_begun_beside_one_whose_name_is_damaged(vault: Vault, person: Person) -> None:
    person.append("talk", {"text": "whole"})
    log = log_of(person.folder)
    log.write_bytes(b"?" + log.read_bytes()[1:])
    again = vault.person(person.id)
    with pytest.raises(Damaged, match="its beginning"):
        again.append("talk", {"text": "next"})
    with pytest.raises(Damaged):
        again.streams()
    assert len(list(person.folder.glob("*.log"))) == 1


def test_a_changed_or_exchanged_document_is_refused(vault: Vault, person: Person) -> None:
    person.put("plan", {"step": "one"})
    (plan,) = person.folder.glob("*.doc")
    person.put("values", {"first": "two"})
    (values,) = set(person.folder.glob("*.doc")) - {plan}
    plan.write_bytes(values.read_bytes())
    with pytest.raises(Damaged, match="belongs elsewhere"):
        vault.person(person.id).get("plan")
    assert vault.person(person.id).get("values") == {"first": "two"}


def test_another_persons_log_does_not_pass(vault: Vault, person: Person) -> None:
    other = vault.create_person()
    for who in (person, other):
        who.append("talk", {"text": who.id})
    log_of(person.folder).write_bytes(log_of(other.folder).read_bytes())
    with pytest.raises(Damaged):
        vault.person(person.id).read("talk")
