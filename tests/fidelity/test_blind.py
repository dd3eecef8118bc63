"""Which codings a site may calibrate with, and how others are refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from changetalk.coder import Coding
from changetalk.coder.coding import Edit
from changetalk.errors import InputTrouble
from changetalk.fidelity.blind import (
    blind_codings,
    check_blind,
    check_not_copied,
    digest,
    roles_coded,
    uncoded,
)
from tests.authored import EXAMPLES, authored_coding
from tests.fidelity.sites import machine, session, site


def with_first_unit(coding: Coding, **fields: object) -> Coding:
    """The coding with something in its first unit changed."""
    turn = coding.turns[0]
    units = (turn.units[0].model_copy(update=fields), *turn.units[1:])
    return coding.model_copy(update={"turns": (turn.model_copy(update={"units": units}), *coding.turns[1:])})


def refused(changed: Coding) -> str:
    """What is said of five sessions, one of them this."""
    with pytest.raises(InputTrouble) as trouble:
        check_blind({**site(4), "odd.csv": changed}, "folder")
    return str(trouble.value)


def test_five_sessions_that_people_coded_are_taken() -> None:
    check_blind(site(5), "folder")


@pytest.mark.parametrize(("n", "said"), [(0, "holds 0 coded sessions"), (1, "holds 1 coded session."),
                                         (4, "holds 4 coded sessions")])  # fmt: skip
def test_fewer_than_five_are_too_few(n: int, said: str) -> None:
    with pytest.raises(InputTrouble, match=f"folder: {said}.*at least 5"):
        check_blind(site(n), "folder")


def test_the_machines_coding_is_refused() -> None:
    said = refused(machine(uncoded(session(9))))
    assert said.startswith("odd.csv: was coded by the machine. Take in only sessions")


def test_a_coding_that_a_machine_began_is_refused_even_when_a_person_signs_it() -> None:
    by_machine = machine(uncoded(session(9)))
    signed = by_machine.model_copy(update={"coder": None, "rater": session(9).rater})
    assert "odd.csv: is a correction of the machine's codes" in refused(signed)


@pytest.mark.parametrize(
    "trace",
    [
        {"by": "machine"},
        {"p": {"SR": 0.6, "CR": 0.4}},
        {"edits": (Edit(from_="CR", to="SR", who="Kim", when=datetime.datetime(2026, 1, 1)),)},
    ],
    ids=["unit of the machine", "probabilities", "edits"],
)
def test_one_unit_that_bears_the_machines_trace_is_enough_to_refuse(trace: dict[str, object]) -> None:
    assert "is a correction of the machine's codes" in refused(with_first_unit(session(9), **trace))


def test_a_turn_without_words_is_named() -> None:
    coding = session(9)
    turns = (*coding.turns[:3], coding.turns[3].model_copy(update={"text": " "}), *coding.turns[4:])
    said = refused(coding.model_copy(update={"turns": turns}))
    assert said.startswith("odd.csv, turn 4: a turn holds no text")


def test_a_transcript_without_codes_is_refused() -> None:
    coding = session(9)
    bare = tuple(turn.model_copy(update={"units": ()}) for turn in coding.turns)
    assert "odd.csv: holds no codes" in refused(coding.model_copy(update={"turns": bare}))


def test_the_same_session_twice_is_refused_whatever_its_codes() -> None:
    again = with_first_unit(session(2), code="CR")
    assert "odd.csv: holds the same session as 2.csv" in refused(again)


def test_codes_copied_from_the_machine_are_refused() -> None:
    by_machine = machine(uncoded(session(9)))
    copied = by_machine.model_copy(update={"rater": session(9).rater, "coder": None})
    with pytest.raises(InputTrouble, match="the machine's own codes, one for one"):
        check_not_copied("odd.csv", copied, by_machine)
    check_not_copied("odd.csv", session(9), by_machine)


def test_refusals_quote_nothing_that_was_said() -> None:
    assert "word" not in refused(machine(uncoded(session(9))))


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    for name, coding in site(5).items():
        (tmp_path / name.replace("csv", "json")).write_text(coding.model_dump_json())
    (tmp_path / "notes.txt").write_text("not a coding")
    assert list(blind_codings(tmp_path)) == [f"{number}.json" for number in range(5)]


def test_a_tables_goal_is_kept_and_another_named_where_there_is_none(tmp_path: Path) -> None:
    for number in range(5):
        goal = "walk more" if number else ""
        rows = f'1,counselor,"What brings you, number {number}?",QO,{goal}\n2,client,I want to.,D+,{goal}\n'
        (tmp_path / f"{number}.csv").write_text(f"id,role,text,codes,change_goal\n{rows}")
    goals = [coding.change_goal for coding in blind_codings(tmp_path, goal="stop smoking").values()]
    assert goals == ["stop smoking", *["walk more"] * 4]


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match="is not a folder"):
        blind_codings(tmp_path / "nowhere")


def test_a_conversation_is_had_back_without_its_codes() -> None:
    transcript = uncoded(authored_coding("cpap"))
    assert [turn.text for turn in transcript.turns] == [turn.text for turn in authored_coding("cpap").turns]
    assert not hasattr(transcript.turns[0], "units")


def test_a_guessed_goal_goes_with_the_codes() -> None:
    coding = session(1).model_copy(update={"goal_source": "guessed"})
    assert uncoded(coding).change_goal is None
    assert uncoded(session(1)).change_goal == "stop smoking"


def test_a_digest_is_of_the_words_alone() -> None:
    one, other = (authored_coding("cpap", coder) for coder in ("first", "second"))
    assert digest(one) == digest(other) != digest(authored_coding("thesis"))
    assert len(digest(one)) == 16


def test_client_codes_teach_only_towards_a_named_goal() -> None:
    assert set(roles_coded(session(1))) == {"counselor", "client"}
    assert set(roles_coded(session(1, goal=None))) == {"counselor"}
    assert set(roles_coded(session(1, talk=[("T", "SR"), ("C", "")]))) == {"counselor"}


def test_the_examples_are_what_they_are_taken_for() -> None:
    assert (EXAMPLES / "coded" / "first").is_dir()
    with pytest.raises(InputTrouble, match="holds 3 coded sessions"):
        blind_codings(EXAMPLES / "coded" / "first")
