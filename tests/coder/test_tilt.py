"""A client turn's units are made to agree with the turn's talk."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from changetalk.coder.coding import TALKS
from changetalk.coder.labels import CLIENT_CODES
from changetalk.coder.tilt import codes_for, signs, talk_of_units, tilt
from changetalk.instruments import talk_of

Array = NDArray[np.float64]
SHARES = st.lists(st.floats(0.01, 1), min_size=len(CLIENT_CODES), max_size=len(CLIENT_CODES))
UNITS = st.lists(SHARES, min_size=1, max_size=4).map(lambda rows: normal(np.array(rows)))
TALK = st.lists(st.floats(0.02, 1), min_size=3, max_size=3).map(lambda row: normal(np.array([row]))[0])


def normal(rows: Array) -> Array:
    return np.asarray(rows / rows.sum(1, keepdims=True))


def test_one_unit_gives_its_own_signs() -> None:
    assert talk_of_units(np.array([[0.5, 0.2, 0.3]])) == pytest.approx([0.5, 0.2, 0.3])


def test_two_units_follow_the_rule_that_a_tie_goes_to_the_last() -> None:
    # change: ++ .25, +0 .1, 0+ .1, -+ (tie, last is +) .15           = .60
    # sustain: -- .09, -0 .06, 0- .06, +- (tie, last is -) .15         = .36
    # neutral: 00 .04
    unit = [0.5, 0.3, 0.2]
    assert talk_of_units(np.array([unit, unit])) == pytest.approx([0.60, 0.36, 0.04])


@given(UNITS)
def test_talk_of_units_is_what_drawing_every_combination_gives(p: Array) -> None:
    expected = np.zeros(3)
    three = signs(p)
    for choice in product(range(3), repeat=len(p)):
        codes = [("R+", "R-", "FN")[sign] for sign in choice]
        chance = np.prod([three[n, sign] for n, sign in enumerate(choice)])
        expected[TALKS.index(talk_of(codes).talk)] += chance
    assert talk_of_units(three) == pytest.approx(expected, abs=1e-9)


@given(UNITS, TALK)
def test_tilted_units_give_the_turns_talk(p: Array, talk_p: Array) -> None:
    assert talk_of_units(signs(tilt(p, talk_p))) == pytest.approx(talk_p, abs=0.03)


@given(UNITS, TALK)
def test_tilted_units_stay_probabilities(p: Array, talk_p: Array) -> None:
    assert tilt(p, talk_p).sum(1) == pytest.approx(np.ones(len(p)))


@given(UNITS, st.sampled_from(TALKS))
def test_shown_codes_agree_with_the_talk_shown(p: Array, talk: str) -> None:
    assert talk_of(codes_for(p, talk)).talk == talk  # type: ignore[arg-type]


def test_many_units_are_turned_until_the_talk_fits() -> None:
    row = np.full(len(CLIENT_CODES), 0.01)
    row[CLIENT_CODES.index("R-")] = 0.6
    row[CLIENT_CODES.index("D+")] = 0.24
    codes = codes_for(normal(np.tile(row, (9, 1))), "change")
    assert talk_of(codes).talk == "change"
    assert "R-" in codes
