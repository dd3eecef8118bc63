"""Blocks of neighbouring exchanges, drawn again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.resample import of_practice


@settings(max_examples=30)
@given(st.integers(1, 300))
def test_every_draw_has_as_many_exchanges_as_the_conversation(n: int) -> None:
    assert (of_practice(n).weights(0, n).sum(axis=1) == n).all()


@settings(max_examples=20)
@given(st.integers(2, 200), st.data())
def test_weights_of_a_stretch_are_those_of_the_whole(n: int, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, n - 1))
    high = data.draw(st.integers(low + 1, n))

    whole = of_practice(n).weights(0, n)

    assert (of_practice(n).weights(low, high) == whole[:, low:high]).all()


def test_each_exchange_is_drawn_once_on_average() -> None:
    # 1,000 draws of 27 exchanges in blocks of 3: the mean weight of each is 1 within 5 standard errors (.03).
    assert of_practice(27).weights(0, 27).mean(axis=0) == pytest.approx(np.ones(27), abs=0.16)


def test_neighbours_are_drawn_together() -> None:
    # Blocks of 27 ** (1/3) = 3: two of three times a neighbour comes along, so weights correlate by 2/3.
    weights = of_practice(27).weights(0, 27)

    assert np.corrcoef(weights[:, 10], weights[:, 11])[0, 1] == pytest.approx(2 / 3, abs=0.1)
    assert abs(np.corrcoef(weights[:, 10], weights[:, 20])[0, 1]) < 0.3


def test_totals_add_up_what_was_drawn() -> None:
    parts = np.ones((5000, 2)) * (1, 2)

    assert (of_practice(5000).totals(parts) == (5000, 10000)).all()
