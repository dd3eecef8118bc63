"""Counselor units made to agree with what is believed of the turn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from changetalk.coder.acts import held, tilt_acts
from changetalk.coder.labels import COUNSELOR_CODES


def unit(**p: float) -> list[float]:
    rest = (1 - sum(p.values())) / (len(COUNSELOR_CODES) - len(p))
    return [p.get(code, rest) for code in COUNSELOR_CODES]


def test_an_act_is_held_unless_every_unit_lacks_it() -> None:
    # 1 - (1 - .4 - .1)(1 - .2 - .1) = 1 - .5 * .7 = .65
    units = np.array([unit(SR=0.4, CR=0.1, QO=0.0, QC=0.0), unit(SR=0.2, CR=0.1, QO=0.0, QC=0.0)])
    assert held(units) == pytest.approx([0.65, 0.0])


@settings(max_examples=60, deadline=None)
@given(
    arrays(float, st.tuples(st.integers(2, 6), st.just(12)), elements=st.floats(0.02, 1)),
    arrays(float, 2, elements=st.floats(0.02, 0.98)),
)
def test_tilted_units_hold_each_act_half_way_to_what_the_turn_says(
    raw: np.ndarray, present: np.ndarray
) -> None:
    units = raw / raw.sum(1, keepdims=True)
    tilted = tilt_acts(units, present)
    assert tilted.sum(1) == pytest.approx(1)
    odds = (present / (1 - present) * held(units) / (1 - held(units))) ** 0.5
    assert held(tilted) == pytest.approx(odds / (1 + odds), abs=0.06)


def test_units_that_agree_with_their_turn_stay_as_they_are() -> None:
    units = np.array([unit(SR=0.4, CR=0.1, QO=0.1, QC=0.1)])
    assert tilt_acts(units, held(units)) == pytest.approx(units, abs=1e-3)
