"""Change and sustain talk across the conversation."""

import pytest
from hypothesis import given, settings

from changetalk.coder import Coding
from changetalk.fidelity import trajectory
from tests.fidelity.build import Talk, coding, timed
from tests.fidelity.strategies import codings

RISING: Talk = [("T", "QO"), ("C", "R-")] * 6 + [("T", "QO"), ("C", "R+")] * 6


def test_the_window_reaches_two_client_turns_to_each_side() -> None:
    # Twelve client turns: six R-, then six R+. Around the sixth (index 5): turns 3 to 7 hold 3 R- and 2 R+.
    point = trajectory(coding(RISING))[5]

    assert (point.turn, point.change, point.sustain) == ("12", 2, 3)
    assert point.share == pytest.approx(2 / 5)


def test_the_share_rises_from_none_to_all() -> None:
    shares = [point.share for point in trajectory(coding(RISING))]

    assert shares[0] == 0
    assert shares[-1] == 1


def test_machine_codes_count_by_their_probabilities() -> None:
    talk: Talk = [("T", [{"QO": 1.0}]), ("C", [{"R+": 0.6, "R-": 0.3, "FN": 0.1}])] * 5
    # The middle of five: all five turns are in its window.
    point = trajectory(coding(talk))[2]

    assert point.change == pytest.approx(5 * 0.6)
    assert point.sustain == pytest.approx(5 * 0.3)
    assert point.share == pytest.approx(2 / 3)
    assert point.interval is not None
    assert point.interval[0] < 2 / 3 < point.interval[1]


def test_too_few_leaning_units_give_no_share() -> None:
    talk: Talk = [("T", "QO"), ("C", "R+"), ("T", "QO"), ("C", "FN")]

    assert [(point.share, point.interval) for point in trajectory(coding(talk))] == [(None, None)] * 2


def test_points_lie_between_0_and_1_and_know_their_minute() -> None:
    # 24 turns of 30 seconds: the last client turn starts at 11.5 minutes.
    points = trajectory(timed(RISING, 30))

    assert points[0].position == pytest.approx(1 / 23)
    assert points[-1].position == 1
    assert points[-1].minutes == pytest.approx(11.5)
    assert trajectory(coding(RISING))[0].minutes is None


@settings(max_examples=25)
@given(codings())
def test_every_share_lies_in_its_interval(made: Coding) -> None:
    points = trajectory(made)

    assert [point.turn for point in points] == [turn.id for turn in made.turns if turn.role == "client"]
    for point in points:
        assert min(point.change, point.sustain) >= 0
        if point.share is not None:
            assert point.interval is not None
            assert 0 <= point.interval[0] <= point.share <= point.interval[1] <= 1
