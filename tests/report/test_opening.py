"""The head of the report."""

import pytest

from changetalk.fidelity import Review, Score
from changetalk.report.opening import opening
from tests.report.small import SMALL


def with_scores(**scores: Score) -> Review:
    return SMALL.model_copy(update={"scores": scores})


def facts(review: Review) -> dict[str, tuple[str, str]]:
    return {fact.name: (fact.value, fact.remark) for fact in opening(review).facts}


def test_the_first_line_counts_and_says_how_far_talk_leaned() -> None:
    review = with_scores(
        questions=Score(name="Q", unit="count", value=1),
        reflections=Score(name="R", unit="count", value=14),
        percent_change_talk=Score(name="%", unit="share", value=0.58, coding=(0.48, 0.66)),
    )

    assert opening(review).first_line == (
        "The counselor gave 14 reflections and asked one question. Of what the client said for or against "
        "the change, 58\u202f% was for it (an expert coder would likely find 48–66\u202f%)."
    )


def test_the_first_line_says_when_there_is_too_little() -> None:
    review = with_scores(percent_change_talk=Score(name="%", unit="share", value=None, enough=False, why="x"))

    assert opening(review).first_line == (
        "There is too little to say how far the client’s words leaned towards change."
    )


def test_none_is_said_in_words() -> None:
    review = with_scores(
        questions=Score(name="Q", unit="count", value=0), reflections=Score(name="R", unit="count", value=0)
    )

    assert opening(review).first_line == "The counselor gave no reflections and asked no questions."


def test_guesses_are_called_guesses() -> None:
    assert facts(SMALL)["Change goal"] == ("stop smoking", "a guess, made from what was said")
    assert facts(SMALL)["Counselor"] == ("Nurse Ada", "worked out from what was said: sure, 93\u202f%")


def test_a_missing_goal_is_said() -> None:
    assert facts(SMALL.model_copy(update={"change_goal": None}))["Change goal"][0] == "none named"


def test_the_machine_is_named_with_its_weights_and_pass() -> None:
    assert facts(SMALL)["Coded by"] == (
        "changetalk 0.0.0",
        "a machine, weights abc123, reading only what came before each turn",
    )


def test_a_person_is_named_as_one() -> None:
    person = SMALL.rater.model_copy(update={"kind": "human", "name": "K. Okafor", "version": None})
    review = SMALL.model_copy(update={"rater": person, "coder": None})

    assert facts(review)["Coded by"] == ("K. Okafor", "a person")
    assert not opening(review).machine


@pytest.mark.parametrize(("medium", "said"), [("chat", "typed"), ("spoken", "spoken"), (None, "not said")])
def test_the_medium_is_said(medium: str | None, said: str) -> None:
    assert facts(SMALL.model_copy(update={"medium": medium}))["Medium"][0] == said


def test_length_and_date_are_said_where_known() -> None:
    # From 0 to 3661 seconds is 61 minutes, but the last turn has no time, so only the turns are counted.
    assert facts(SMALL)["Length"][0] == "5 turns"
    assert facts(SMALL)["Date"][0] == "14 March 2026"
    assert (
        facts(SMALL.model_copy(update={"turns": SMALL.turns[:2]}))["Length"][0] == "under a minute, 2 turns"
    )
    assert facts(SMALL.model_copy(update={"turns": SMALL.turns[:4]}))["Length"][0] == "61 minutes, 4 turns"


def test_an_unnamed_conversation_has_a_title_too() -> None:
    assert opening(SMALL.model_copy(update={"source": None})).title == "A conversation"
