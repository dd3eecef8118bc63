"""What feedback says, and when it keeps silent."""

import pytest

from changetalk.coder import Coding
from changetalk.fidelity import Feedback, feedback, score
from changetalk.fidelity.feedback import REMARKS, TOO_LITTLE
from changetalk.transcripts import Roles
from tests.authored import NAMES, authored_coding
from tests.fidelity.build import Talk, coding

PLAIN = [("T", "NC"), ("C", "FN")] * 6


def given(made: Coding) -> tuple[Feedback, ...]:
    return feedback(made, score(made))


def said(made: Coding, words: str) -> Feedback | None:
    return next((each for each in given(made) if words in each.text), None)


@pytest.mark.parametrize(
    ("talk", "words", "turns"),
    [
        (
            [("T", "QO"), ("C", "R+"), ("T", "CR")] * 3,
            "spoke up for the change, you gave it back",
            ("2", "3"),
        ),
        ([("T", "GI"), ("C", "R-"), ("T", "SR")] * 2, "You did not argue", ("2", "3")),
        ([("T", "QO"), ("C", "D+")] * 3, "Your open questions brought out", ("1", "2")),
        ([("T", "AF"), ("C", "FN")] * 2, "named strengths and efforts", ("1",)),
        ([("T", "EMPH"), ("C", "FN")] * 2, "the choice is theirs", ("1",)),
        ([("T", "SR"), ("C", "FN")], "Moments like this", ("1",)),
        ([("T", "GI"), ("C", "R-"), ("T", "PER")], "a doubt was met with an argument", ("2", "3")),
        ([("T", "CONF"), ("C", "FN")], "told off", ("1",)),
        ([("T", "PER"), ("C", "FN")], "advice came before anyone asked", ("1",)),
        ([("T", "NC"), ("C", "R+"), ("T", "GI")] * 2, "stay with it", ("2", "3")),
        ([("T", "QC"), ("C", "FN")] * 3, "closed questions came in a row", ("1", "3", "5")),
        ([("T", "QO QO"), ("C", "FN")] * 3, "two or more questions came at once", ("1", "3", "5")),
        ([("T", "NC"), ("C", "TS+"), ("T", "NC"), ("C", "FN")] * 3, "name the strength", ("2",)),
        ([("T", "NC"), ("C", "R-")] * 2, "it is up to them", ("2", "4")),
    ],
)
def test_a_pattern_is_named_with_its_very_turns(talk: Talk, words: str, turns: tuple[str, ...]) -> None:
    remark = said(coding([*talk, *PLAIN]), words)

    assert remark is not None
    assert set(turns) <= set(remark.turns)
    assert remark.kind == ("try" if "Next time" in remark.text else "strength")


def test_a_sound_that_does_not_argue_is_not_called_an_argument() -> None:
    assert said(coding([("T", "GI"), ("C", "R-"), ("T", "SR"), *PLAIN]), "argument") is None


def test_no_advice_comes_from_what_the_coder_only_half_saw() -> None:
    unsure: Talk = [("T", [{"PER": 0.45, "GI": 0.55}]), ("C", [{"FN": 1.0}])]
    sure: Talk = [("T", [{"PER": 0.95, "GI": 0.05}]), ("C", [{"FN": 1.0}])]

    assert said(coding([*unsure, *PLAIN]), "advice came before") is None
    assert said(coding([*sure, *PLAIN]), "advice came before") is not None


def test_questions_and_reflections_are_weighed_only_where_the_interval_supports_it() -> None:
    many: Talk = [("T", [{"SR": 1.0}]), ("C", [{"FN": 1.0}])] * 40 + [
        ("T", [{"QO": 1.0}]),
        ("C", [{"FN": 1.0}]),
    ] * 12
    even: Talk = [("T", [{"SR": 1.0}, {"QO": 1.0}]), ("C", [{"FN": 1.0}])] * 12 + [
        ("T", [{"QO": 0.5, "SR": 0.5}]),
        ("C", [{"FN": 1.0}]),
    ] * 12
    words = "reflected at least as often as you asked"

    remark = said(coding(many), words)

    assert remark is not None
    assert remark.score == "reflection_to_question"
    assert said(coding(even), words) is None


def test_a_choice_gets_no_directional_advice() -> None:
    talk: Talk = [("T", "QO"), ("C", "R+"), ("T", "CR"), ("C", "R-"), ("T", "PER"), ("C", "FN")] * 4
    made = coding(talk, goal="decide whether to leave him")

    directed = {remark.words.split("(")[0] for remark in REMARKS if remark.directed}

    assert any(each.text.split("(")[0] in directed for each in given(coding(talk)))
    assert not any(each.text.split("(")[0] in directed for each in given(made))


@pytest.mark.parametrize(
    "made",
    [coding(PLAIN[:10]), coding(PLAIN * 3, roles=Roles(source="guessed", p=0.6)), coding([])],
    ids=["five exchanges", "unsure roles", "nothing"],
)
def test_too_little_to_say_is_said(made: Coding) -> None:
    assert given(made) == (Feedback(kind="note", text=TOO_LITTLE, turns=()),)


def test_where_nothing_stands_out_that_is_said() -> None:
    (only,) = given(coding(PLAIN * 2))

    assert only.kind == "note"
    assert "Nothing stands out" in only.text


@pytest.mark.parametrize("name", NAMES)
def test_a_real_conversation_gets_strengths_first_and_at_most_two_things_to_try(name: str) -> None:
    made = authored_coding(name)

    remarks = given(made)

    kinds = [each.kind for each in remarks]
    assert kinds == sorted(kinds)
    assert 1 <= kinds.count("strength") <= 3
    assert kinds.count("try") <= 2
    turns = {turn.id for turn in made.turns}
    assert all(each.turns and set(each.turns) <= turns for each in remarks)


def test_no_remark_gives_a_mark_or_shames() -> None:
    for remark in REMARKS:
        assert not {"score", "poor", "bad", "wrong", "fail", "failed", "should"} & set(
            remark.words.lower().split()
        )
        assert ("Next time" in remark.words) == (remark.kind == "try")
