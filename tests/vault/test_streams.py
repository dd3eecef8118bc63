from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone

import pytest

from changetalk.vault import Damaged, Person, Vault


def test_records_come_back_in_order_with_number_time_and_key(person: Person) -> None:
    began = datetime.now(UTC)
    person.append("talk", {"text": "I want to stop"}, key="turn 1")
    person.append("talk", {"text": "but not yet", "codes": ["D+", "R-"], "risk": None})
    first, second = person.read("talk")
    assert (first.number, first.key, first.value) == (1, "turn 1", {"text": "I want to stop"})
    assert (second.number, second.value["codes"]) == (2, ["D+", "R-"])
    assert began <= first.at <= second.at <= datetime.now(UTC)


def test_what_append_returns_is_what_is_read(person: Person) -> None:
    written = [person.append("talk", {"n": n}) for n in range(3)]
    assert person.read("talk") == written


def test_a_retry_with_the_same_key_finds_the_record_and_writes_nothing(vault: Vault, person: Person) -> None:
    first = person.append("talk", {"text": "once"}, key="turn 1")
    person.append("talk", {"text": "then"}, key="turn 2")
    assert person.append("talk", {"text": "once"}, key="turn 1") == first
    assert vault.person(person.id).append("talk", {"text": "otherwise"}, key="turn 1") == first
    assert len(person.read("talk")) == 2


def test_records_without_a_key_are_told_apart(person: Person) -> None:
    assert len({person.append("talk", {"text": "yes"}).key for _ in range(3)}) == 3


def test_two_handles_on_one_person_see_each_others_records(vault: Vault, person: Person) -> None:
    other = vault.person(person.id)
    for n in range(4):
        (person, other)[n % 2].append("talk", {"n": n}, key=str(n))
    assert [each.value["n"] for each in other.read("talk")] == [0, 1, 2, 3]
    assert [each.number for each in person.read("talk")] == [1, 2, 3, 4]


def test_a_time_may_be_given_and_is_kept_to_the_microsecond(person: Person) -> None:
    said = datetime(2026, 3, 4, 17, 5, 6, 789, tzinfo=timezone(timedelta(hours=2)))
    person.append("talk", {}, at=said)
    person.put("plan", {}, at=said)
    assert person.read("talk")[0].at == said
    assert person.salvage()[1][0].at == said


def test_a_stream_that_is_not_there_is_empty_and_a_document_none(person: Person) -> None:
    assert person.read("talk") == []
    assert person.get("plan") is None
    assert person.remove("talk") is False


def test_a_document_is_replaced_whole(person: Person) -> None:
    person.put("plan", {"step": "call the clinic", "when": "Monday"})
    person.put("plan", {"step": "walk to work"})
    assert person.get("plan") == {"step": "walk to work"}


def test_streams_and_documents_are_listed_by_name(person: Person) -> None:
    for name in ("talk 2", "talk 1", "Gespräch – drei"):
        person.append(name, {})
    person.put("plan", {})
    assert person.streams() == ["Gespräch – drei", "talk 1", "talk 2"]
    assert person.documents() == ["plan"]


def test_a_removed_stream_is_gone_and_a_new_one_may_take_its_name(vault: Vault, person: Person) -> None:
    person.append("talk", {"text": "old"})
    person.put("plan", {"step": "old"})
    assert person.remove("talk")
    assert person.remove("plan")
    assert person.streams() == person.documents() == []
    person.append("talk", {"text": "new"})
    assert [each.value for each in Vault.open(vault.home).person(person.id).read("talk")] == [{"text": "new"}]


def test_a_name_is_a_stream_or_a_document_but_not_both(person: Person) -> None:
    person.append("talk", {})
    with pytest.raises(ValueError, match="share a name"):
        person.put("talk", {})


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_name_has_1_to_200_characters(person: Person, name: str) -> None:
    with pytest.raises(ValueError, match="200"):
        person.append(name, {})


@pytest.mark.parametrize("value", [{"x": float("nan")}, {"x": object()}, {"x": "x" * (17 << 20)}])
def test_what_json_cannot_hold_or_is_huge_is_refused_and_nothing_kept(
    person: Person, value: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"JSON|MB"):
        person.append("talk", value)
    assert person.streams() == []


def test_any_text_comes_back_as_it_was(person: Person) -> None:
    text = "“naïve” 🙂 \x00 \ud800 " + "x" * 100_000
    person.append("talk", {"text": text})
    assert person.read("talk")[0].value["text"] == text


def test_a_confirmed_append_was_synced_to_the_disk_in_full(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, int] = {}
    fsync = os.fsync

    def noting(file: int) -> None:
        fsync(file)
        synced[os.fstat(file).st_ino] = os.fstat(file).st_size

    monkeypatch.setattr(os, "fsync", noting)
    for n in range(2):
        person.append("talk", {"n": n})
        (log,) = person.folder.glob("*.log")
        assert synced[log.stat().st_ino] == log.stat().st_size
    assert person.folder.stat().st_ino in synced


def test_rows_for_another_database_come_back_only_for_their_person_and_place(
    vault: Vault, person: Person
) -> None:
    sealed = person.seal(b"what was said", "turns/17/text")
    assert b"said" not in sealed
    assert vault.person(person.id).unseal(sealed, "turns/17/text") == b"what was said"
    for who, row, context in (
        (person, sealed, "turns/18/text"),
        (vault.create_person(), sealed, "turns/17/text"),
        (person, sealed[:-1] + b"x", "turns/17/text"),
        (person, b"", "turns/17/text"),
    ):
        with pytest.raises(Damaged, match="sealed row"):
            who.unseal(row, context)
