"""When there is not enough to say, and in which words."""

import pytest

from changetalk.fidelity import score
from changetalk.transcripts import Roles
from tests.fidelity.build import Talk, coding, timed

FULL: Talk = [("T", "SR QO"), ("C", "R+")] * 12
THIN: Talk = [("T", "SR QO"), ("C", "R+")] * 3 + [("T", "GI"), ("C", "FN")] * 9


def test_three_reflections_give_no_ratio_but_their_count() -> None:
    scores = score(coding(THIN))

    assert scores["reflections"].value == 3
    for name in ("reflection_to_question", "percent_complex", "percent_change_talk", "open_question_share"):
        assert not scores[name].enough
        assert "10" in scores[name].why


def test_with_ten_of_each_the_ratio_is_there() -> None:
    assert score(coding(FULL))["reflection_to_question"].value == 1


@pytest.mark.parametrize("seconds", [5, 12])
def test_below_five_minutes_only_counts_are_given(seconds: float) -> None:
    # 24 turns of 12 seconds are 4.8 minutes.
    scores = score(timed(FULL, seconds))

    assert scores["questions"].value == 12
    assert scores["questions"].per_20_minutes is None
    assert "five minutes" in scores["reflection_to_question"].why


def test_from_five_minutes_on_ratios_are_given() -> None:
    # 24 turns of 12.5 seconds are 5 minutes.
    assert score(timed(FULL, 12.5))["reflection_to_question"].enough


def test_without_times_750_spoken_words_stand_for_five_minutes() -> None:
    # 24 turns of 31 words are 744, of 32 words 768.
    assert "750" in score(coding(FULL, words=31))["reflection_to_question"].why
    assert score(coding(FULL, words=32))["reflection_to_question"].enough


def test_typed_talk_is_measured_in_turns() -> None:
    assert score(coding(FULL, words=2, medium="chat"))["reflection_to_question"].enough


def test_roles_that_are_a_guess_give_no_score_at_all() -> None:
    scores = score(coding(FULL, roles=Roles(source="guessed", p=0.89)))

    assert not any(each.enough for each in scores.values())
    assert "not sure who the counselor is" in scores["questions"].why
    assert "--counselor" in scores["talk_share"].why


def test_roles_that_are_a_good_guess_are_scored() -> None:
    assert score(coding(FULL, roles=Roles(source="guessed", p=0.9)))["questions"].enough


@pytest.mark.parametrize("goal", ["decide whether to leave him", "feel happier"])
def test_a_goal_that_is_no_behaviour_gives_no_directed_score(goal: str) -> None:
    scores = score(coding(FULL, goal=goal))

    assert "stays neutral" in scores["percent_change_talk"].why
    assert scores["reflection_to_question"].enough
    assert scores["questions"].enough


def test_a_side_that_nobody_coded_is_not_a_side_without_change_talk() -> None:
    talk: Talk = [("T", "SR QO"), ("C", "")] * 12

    assert score(coding(talk))["change_talk"].why == "No client turn carries a code."


def test_a_transcript_of_nothing_says_so_in_every_score() -> None:
    scores = score(coding([]))

    assert not any(each.enough for each in scores.values())
