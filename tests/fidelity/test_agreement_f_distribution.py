"""The F quantile, against printed tables and where it can be worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.f_distribution import f_quantile

PROBABILITIES = st.floats(0.01, 0.99)
FREEDOMS = st.floats(0.5, 200)


@pytest.mark.parametrize(
    ("p", "above", "below", "printed"),
    [
        (0.95, 1, 1, 161.45),
        (0.95, 1, 10, 4.96),
        (0.95, 5, 10, 3.33),
        (0.95, 20, 120, 1.66),
        (0.975, 4, 6, 6.23),
        (0.99, 3, 12, 5.95),
        (0.90, 10, 20, 1.94),
        (0.50, 8, 8, 1.00),
    ],
)
def test_the_quantile_is_the_one_printed_in_tables(p: float, above: int, below: int, printed: float) -> None:
    assert f_quantile(p, above, below) == pytest.approx(printed, abs=0.005)


@settings(max_examples=60)
@given(p=PROBABILITIES, below=FREEDOMS)
def test_with_two_degrees_above_it_has_a_closed_form(p: float, below: float) -> None:
    # P(F <= x) = 1 - (1 + 2x / d)^(-d / 2), so x = d / 2 * ((1 - p)^(-2 / d) - 1)
    assert f_quantile(p, 2, below) == pytest.approx(below / 2 * ((1 - p) ** (-2 / below) - 1), rel=1e-4)


@settings(max_examples=60)
@given(p=PROBABILITIES, above=FREEDOMS, below=FREEDOMS)
def test_turning_the_ratio_over_turns_the_quantile_over(p: float, above: float, below: float) -> None:
    turned = f_quantile(1 - p, below, above)
    assert f_quantile(p, above, below) * turned == pytest.approx(1, rel=1e-4)
