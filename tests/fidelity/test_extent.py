"""How much of a conversation there is."""

import pytest

from changetalk.fidelity.extent import long_enough, minutes
from tests.fidelity.build import Talk, coding, timed

TALK: Talk = [("T", "SR"), ("C", "FN")] * 15
NEEDS = {"minutes": 10.0, "spoken_words": 1500.0, "typed_turns": 30.0}


def test_minutes_run_from_the_first_start_to_the_last_end() -> None:
    # 30 turns of 24 seconds.
    assert minutes(timed(TALK, 24)) == pytest.approx(12)


def test_without_times_there_are_no_minutes() -> None:
    assert minutes(coding(TALK)) is None
    assert minutes(coding([])) is None


def test_a_last_turn_without_a_time_leaves_the_length_unknown() -> None:
    made = timed(TALK, 24)
    last = made.turns[-1].model_copy(update={"start": None, "end": None})

    assert minutes(made.model_copy(update={"turns": (*made.turns[:-1], last)})) is None


@pytest.mark.parametrize(
    ("seconds", "enough"),
    [(19.9, False), (20.0, True)],  # 30 turns: 9.95 and 10 minutes
)
def test_times_decide_where_they_are_known(seconds: float, enough: bool) -> None:
    assert long_enough(timed(TALK, seconds, words=1), NEEDS) is enough


@pytest.mark.parametrize(("words", "enough"), [(49, False), (50, True)])  # 30 turns: 1,470 and 1,500 words
def test_words_decide_where_there_are_no_times(words: int, enough: bool) -> None:
    assert long_enough(coding(TALK, words=words), NEEDS) is enough


def test_turns_decide_where_talk_is_typed() -> None:
    assert long_enough(coding(TALK, words=1, medium="chat"), NEEDS)
    assert not long_enough(coding(TALK[:-1], words=99, medium="chat"), NEEDS)
