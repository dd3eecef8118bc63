from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.errors import InputTrouble
from changetalk.transcripts import Roles, Transcript, Turn, read, write
from changetalk.transcripts.decoding import clean
from tests.transcripts.samples import put

TURNS: list[dict[str, Any]] = [
    {"id": "a", "speaker": "Ann", "role": "counselor", "text": "How are you?"},
    {"id": "b", "speaker": "Bob", "role": "client", "text": "Well."},
]


def transcript_file(tmp_path: Path, **fields: Any) -> Path:
    whole = {"schema": "changetalk/transcript/1", "turns": TURNS} | fields
    return put(tmp_path, "a.json", json.dumps(whole))


def clean_text() -> st.SearchStrategy[str]:
    """Text as a reader leaves it: some of it visible, no control characters, one kind of line end."""
    return st.text(max_size=30).map(lambda text: clean(text)[0]).filter(str.strip)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    times = st.none() | st.floats(0, 1e6)
    turns = [
        Turn(
            id=str(number),
            speaker=draw(clean_text()),
            role=role,
            text=draw(clean_text()),
            start=draw(times),
            end=draw(times),
        )
        for number, role in enumerate(["counselor", "client", draw(st.sampled_from(["client", None]))])
    ]
    return Transcript(
        turns=tuple(turns),
        change_goal=draw(st.none() | clean_text()),
        date=draw(st.none() | st.dates()),
        source=draw(clean_text()),
        medium=draw(st.sampled_from([None, "chat", "spoken"])),
        roles=draw(st.builds(Roles, source=st.sampled_from(["named", "guessed"]), p=st.floats(0, 1))),
        notes=tuple(draw(st.lists(clean_text(), max_size=2, unique=True))),
    )


@settings(max_examples=40, deadline=None)
@given(transcript=transcripts())
def test_every_transcript_is_read_back_just_as_it_was(
    transcript: Transcript, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("json") / "a.json"
    write(transcript, path)
    assert read(path) == transcript


def test_a_coded_transcript_is_read_without_its_codes(tmp_path: Path) -> None:
    turns = [
        TURNS[0] | {"volley": 1, "codes": [{"code": "QO", "p": 0.9}], "units": []},
        TURNS[1] | {"talk": "neutral", "units": []},
    ]
    path = transcript_file(
        tmp_path,
        schema="changetalk/coded-transcript/1",
        turns=turns,
        scores={},
        volleys=[],
        change_goal="drink less",
        goal_source="given",
        medium="spoken",
        date="2026-03-04",
        roles={"source": "guessed", "p": 0.8},
    )
    transcript = read(path)
    assert transcript == Transcript(
        turns=tuple(Turn(**turn) for turn in TURNS),
        change_goal="drink less",
        medium="spoken",
        date=datetime.date(2026, 3, 4),
        roles=Roles(source="guessed", p=0.8),
        source="a.json",
    )


def test_a_guessed_goal_goes_with_the_codes(tmp_path: Path) -> None:
    path = transcript_file(
        tmp_path, schema="changetalk/coded-transcript/1", change_goal="drink less", goal_source="guessed"
    )
    assert read(path).change_goal is None


def test_a_turn_of_no_role_stays_so(tmp_path: Path) -> None:
    third = {"id": "c", "speaker": "Ann", "role": None, "text": "Tea?"}
    assert read(transcript_file(tmp_path, turns=[*TURNS, third])).turns[2].role is None


def test_roles_are_worked_out_where_the_file_gives_none(tmp_path: Path) -> None:
    bare = [{**turn, "role": None} for turn in TURNS]
    transcript = read(transcript_file(tmp_path, turns=bare))
    assert [turn.role for turn in transcript.turns] == ["counselor", "client"]
    assert transcript.roles.source == "guessed"


def test_control_characters_and_half_letters_are_taken_out_and_noted(tmp_path: Path) -> None:
    turns = [TURNS[0], TURNS[1] | {"text": "We\u0007ll\ud800.\u0000"}]
    transcript = read(transcript_file(tmp_path, turns=turns))
    assert transcript.turns[1].text == "Well."
    assert "3 control characters were taken out." in transcript.notes


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        ('{"schema": "changetalk/transcript/1",\n "turns": [{"id": "1", "spea', "line 2", "broken JSON"),
        ("nothing", "line 1, column 1", "broken JSON"),
        ('{"a": ' + "[" * 100_000, "", "no sensible shape"),
        ('{"a": ' + "1" * 5_000 + "}", "", "no sensible shape"),
        ("[1, 2]", "", "not a transcript"),
        ('{"turns": []}', "", "not a transcript"),
        ('{"schema": "changetalk/transcript/9", "turns": []}', "", "not a transcript"),
        ('{"schema": ["x"], "turns": []}', "", "not a transcript"),
        ('{"schema": "changetalk/transcript/1", "turns": 3}', "", "not a transcript"),
        ('{"schema": "changetalk/transcript/1", "turns": []}', "", "no words"),
        ('{"schema": "changetalk/transcript/1", "turns": [3]}', "turn 1", "not right"),
        ('{"schema": "changetalk/transcript/1", "turns": [], "medium": "smoke"}', "", "'spoken' or 'chat'"),
    ],
)
def test_json_that_is_no_transcript_is_refused(
    content: str, place: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputTrouble) as trouble:
        read(put(tmp_path, "a.json", content))
    assert trouble.value.place.startswith(place)
    assert problem in trouble.value.problem


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": 2}, '"id" is not right'),
        ({"id": "a"}, "used twice"),
        ({"text": None}, '"text" is not right'),
        ({"role": "boss"}, '"role" is not right'),
        ({"colour": "red"}, '"colour" is not right'),
        ({"start": float("nan")}, "not a number of seconds"),
        ({"start": -1}, "not a number of seconds"),
        ({"end": float("inf")}, "not a number of seconds"),
    ],
)
def test_a_turn_that_is_not_right_is_named(changes: dict[str, Any], problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputTrouble) as trouble:
        read(transcript_file(tmp_path, turns=[TURNS[0], TURNS[1] | changes]))
    assert trouble.value.place == "turn 2"
    assert problem in trouble.value.problem
