"""The training data: what is masked, what is learned, and how folds are kept apart."""

import json
from pathlib import Path

import pytest

from training.examples import (
    Dialogue,
    LabelledTurn,
    Presence,
    annomi,
    authored,
    fold_of,
    pair,
    with_silver,
    written,
)
from training.experiments import record

HEADER = (
    "mi_quality,transcript_id,video_title,video_url,topic,utterance_id,interlocutor,timestamp,utterance_text,"
    "annotator_id,therapist_input_exists,therapist_input_subtype,reflection_exists,reflection_subtype,"
    "question_exists,question_subtype,main_therapist_behaviour,client_talk_type\n"
)


def test_a_table_row_says_which_acts_a_turn_holds(tmp_path: Path) -> None:
    rows = (
        "high,1,Made up,v1,unidentifiable,0,therapist,00:01:05,So tired. How come?,"
        "3,False,n/a,True,simple,True,open,question,n/a\n"
    )
    (tmp_path / "annomi-full-train.csv").write_text(HEADER + rows)
    [dialogue] = annomi(tmp_path)
    assert dialogue.turns[0].presence == Presence("simple", "open", False)
    assert dialogue.turns[0].main == "question"
    assert dialogue.turns[0].start == 65
    assert dialogue.goal is None
    assert dialogue.turns[0].units is None


@pytest.mark.parametrize(
    ("presence", "kind", "truth"),
    [
        (Presence("simple", "none", False), "reflection", 1),
        (Presence("simple", "none", False), "complex", 0),
        (Presence("none", "none", True), "complex", -1),
        (Presence("none", "open", False), "open", 1),
        (Presence("none", "none", False), "question", 0),
        (Presence("none", "none", True), "input", 1),
    ],
)
def test_what_a_label_does_not_say_is_minus_one(presence: Presence, kind: str, truth: float) -> None:
    assert presence.truth(kind) == truth


def one_turn(folder: Path, units: list[dict[str, str]], speaker: str) -> LabelledTurn:
    facts = {"id": "x", "topic": "t", "change_goal": "g", "quality": "high", "medium": "chat", "globals": {}}
    (folder / "x.json").write_text(json.dumps(facts | {"turns": [{"speaker": speaker, "units": units}]}))
    return authored(folder)[0].turns[0]


def test_units_are_joined_by_one_blank_and_keep_their_places(tmp_path: Path) -> None:
    turn = one_turn(
        tmp_path, [{"text": "So tired.", "code": "SR"}, {"text": "Why?", "code": "QO"}], "counselor"
    )
    assert turn.units is not None
    assert [turn.text[unit.start : unit.end] for unit in turn.units] == ["So tired.", "Why?"]


def test_a_second_coders_other_code_takes_a_share_of_belief(tmp_path: Path) -> None:
    turn = one_turn(tmp_path, [{"text": "So tired.", "code": "SR", "second": "CR"}], "counselor")
    assert turn.units is not None
    assert turn.units[0].belief == {"SR": 0.65, "CR": 0.35}


def test_a_turn_of_two_kinds_of_act_has_no_main_act_to_learn(tmp_path: Path) -> None:
    turn = one_turn(
        tmp_path, [{"text": "So tired.", "code": "SR"}, {"text": "Why?", "code": "QO"}], "counselor"
    )
    assert turn.main is None


def test_answers_without_a_code_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "pair.csv").write_text(
        "prompt_id,topic,client_prompt,response,slot,level,miti_label\n"
        "0,t,I smoke.,You smoke.,mq1,1,SR\n0,t,I smoke.,Hm.,lq3,0,\n"
    )
    assert [dialogue.turns[1].text for dialogue in pair(tmp_path, 0.3)] == ["You smoke."]


def test_silver_codes_stand_beside_the_human_labels_and_never_replace_them(tmp_path: Path) -> None:
    rows = (
        "low,1,Made up,v1,gym,0,client,00:00:05,I hate gyms. Who has time?,"
        "3,n/a,n/a,n/a,n/a,n/a,n/a,n/a,sustain\n"
    )
    (tmp_path / "annomi-full-train.csv").write_text(HEADER + rows)
    (tmp_path / "silver.txt").write_text("annomi-1 0 R- A-/FN\n")
    [dialogue] = with_silver(annomi(tmp_path), tmp_path / "silver.txt")
    turn = dialogue.turns[0]
    assert (turn.talk, turn.units) == ("sustain", None)
    assert turn.silver is not None
    assert [unit.belief for unit in turn.silver] == [{"R-": 1.0}, {"A-": 0.65, "FN": 0.35}]


def test_a_piece_without_a_code_is_context_and_leaves_its_turn_without_a_label(tmp_path: Path) -> None:
    turns = [
        {"speaker": "client", "units": [{"text": "Hm.", "code": None}, {"text": "I quit.", "code": "TS+"}]}
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "w1", "change_goal": "g", "turns": turns}) + "\n")
    [dialogue] = written(tmp_path, 0.5)
    [turn] = dialogue.turns
    assert dialogue.weight == 0.5
    assert turn.talk is None
    assert turn.units is not None
    assert [(turn.text[u.start : u.end], u.belief) for u in turn.units] == [("I quit.", {"TS+": 1.0})]


def test_every_run_leaves_a_row_with_its_settings(tmp_path: Path) -> None:
    file = tmp_path / "experiments.csv"
    for fold in "01":
        record("train", fold, {"main annomi": 0.5}, {"train": {"seed": 7}}, file)
    lines = file.read_text().splitlines()
    assert len(lines) == 3
    assert '""main annomi"": 0.5' in lines[2]
    assert '""seed"": 7' in lines[2]


def test_dialogues_of_one_video_never_part() -> None:
    turns = tuple(LabelledTurn(str(n), "client", "x") for n in range(7))
    dialogues = [Dialogue(f"a{n}", "annomi", f"video{n // 2}", None, turns) for n in range(40)]
    folds = fold_of(dialogues)
    assert all(folds[f"a{n}"] == folds[f"a{n + 1}"] for n in range(0, 40, 2))
    assert sorted(set(folds.values())) == [0, 1, 2, 3, 4]
