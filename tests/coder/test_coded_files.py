"""Human codings from tables, and codings from our own JSON."""

import json
import re
from pathlib import Path

import pytest

from changetalk.coder import read_coded
from changetalk.errors import InputTrouble
from tests.authored import EXAMPLES, NAMES, authored_coding

HEAD = "id,role,text,codes\n"
TALK = '1,counselor,"So you are tired. What would help?",SR QO\n2,client,I want to stop.,D+\n'


def table(folder: Path, text: str) -> Path:
    path = folder / "coded.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_code_a_unit_finds_its_sentence(tmp_path: Path) -> None:
    coding = read_coded(table(tmp_path, HEAD + TALK))
    first = coding.turns[0]
    assert [(first.text[u.start : u.end], u.code, u.by) for u in first.units] == [
        ("So you are tired.", "SR", "human"),
        ("What would help?", "QO", "human"),
    ]


def test_codes_in_small_letters_are_known(tmp_path: Path) -> None:
    coding = read_coded(table(tmp_path, HEAD + TALK.replace("SR QO", "sr qo")))
    assert [unit.code for unit in coding.turns[0].units] == ["SR", "QO"]


def test_the_rater_is_the_person_the_file_names(tmp_path: Path) -> None:
    coding = read_coded(table(tmp_path, HEAD + TALK))
    assert (coding.rater.kind, coding.rater.name) == ("human", "coded")


def test_a_row_without_codes_is_a_turn_without_units(tmp_path: Path) -> None:
    coding = read_coded(table(tmp_path, HEAD + TALK + "3,counselor,Right.,\n"))
    assert coding.turns[2].units == ()


@pytest.mark.parametrize("name", NAMES)
def test_marked_spans_are_kept(name: str) -> None:
    coding = authored_coding(name)
    assert any(len(turn.units) > 1 for turn in coding.turns)
    assert all(unit.end > unit.start for turn in coding.turns for unit in turn.units)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD + TALK.replace("SR QO", "SR QX"), "turn 1: 'QX' is not a counselor code"),
        (HEAD + TALK.replace("D+", "SR"), "turn 2: 'SR' is not a client code"),
        (HEAD.replace("codes", "notes") + TALK, "has no column named codes"),
        (
            HEAD.replace("codes", "codes,spans") + "1,counselor,So.,SR,0-99\n2,client,Yes.,FN,0-4\n",
            "codes and spans do not fit",
        ),
    ],
)
def test_trouble_names_the_place_and_the_remedy(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputTrouble, match=re.escape(problem)):
        read_coded(table(tmp_path, text))


def test_a_coding_comes_back_from_its_json(tmp_path: Path) -> None:
    coding = authored_coding("thesis")
    path = tmp_path / "thesis.coded.json"
    path.write_text(coding.model_dump_json(), encoding="utf-8")
    assert read_coded(path) == coding


def test_scores_in_the_json_are_left_aside(tmp_path: Path) -> None:
    coding = authored_coding("thesis")
    raw = json.loads(coding.model_dump_json()) | {"scores": {"questions": {"value": 99}}}
    path = tmp_path / "thesis.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert read_coded(path) == coding


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is not sound JSON"),
        ('{"schema": "other/1"}', "is not a changetalk/coded-transcript/1 file"),
        ('{"schema": "changetalk/coded-transcript/1"}', "does not follow the coded-transcript schema"),
    ],
)
def test_json_trouble_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputTrouble, match=problem):
        read_coded(path)


def test_a_unit_outside_its_text_is_refused(tmp_path: Path) -> None:
    raw = json.loads(authored_coding("thesis").model_dump_json())
    raw["turns"][0]["units"][0]["end"] = 9999
    path = tmp_path / "x.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputTrouble, match="outside its turn's text"):
        read_coded(path)


def test_the_examples_are_there() -> None:
    assert all(
        (EXAMPLES / "coded" / coder / f"{name}.csv").is_file()
        for coder in ("first", "second")
        for name in NAMES
    )
