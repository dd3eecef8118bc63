"""ICC(2,1), against the worked example of Shrout & Fleiss (1979)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.icc import icc

# Shrout & Fleiss (1979), table 2: six targets (rows) rated by four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=12)


def test_the_value_is_the_published_one() -> None:
    # Their mean squares: between targets 11.24, between judges 32.49, error 1.02.
    # (11.24 - 1.02) / (11.24 + 3 * 1.02 + 4 * (32.49 - 1.02) / 6) = 10.22 / 35.28 = .29
    assert icc(SHROUT_FLEISS).value == pytest.approx(0.29, abs=0.005)


def test_the_interval_is_the_one_the_r_package_psych_documents_for_this_table() -> None:
    interval = icc(SHROUT_FLEISS, level=0.95).interval
    assert interval == pytest.approx((0.019, 0.761), abs=0.001)


def test_the_usual_interval_is_narrower_than_that_at_95_percent() -> None:
    usual, wide = icc(SHROUT_FLEISS).interval, icc(SHROUT_FLEISS, level=0.95).interval
    assert usual is not None
    assert wide is not None
    assert wide[0] < usual[0] < usual[1] < wide[1]


def test_two_raters_worked_by_hand() -> None:
    # Rows (1, 2), (3, 3), (5, 4): row means 1.5, 3, 4.5; column means 3, 3; grand mean 3.
    # Between rows 2 * (2.25 + 0 + 2.25) / 2 = 4.5. Between raters 3 * 0 / 1 = 0.
    # Residuals -.5 .5 / 0 0 / .5 -.5: error 1 / (2 * 1) = .5.
    # (4.5 - .5) / (4.5 + .5 + 2 * (0 - .5) / 3) = 4 / 4.6667 = .857
    assert icc([(1, 2), (3, 3), (5, 4)]).value == pytest.approx(0.857, abs=0.001)


def test_a_rater_who_always_counts_more_agrees_less() -> None:
    # Absolute agreement: rows differ by the same 2 each time.
    # Between 2 * (1 + 0 + 1) / 2 = 2, raters 3 * (1 + 1) / 1 = 6, error 0.
    # 2 / (2 + 0 + 2 * 6 / 3) = 2 / 6 = .333
    assert icc([(1, 3), (2, 4), (3, 5)]).value == pytest.approx(0.333, abs=0.001)


def test_raters_who_agree_exactly_get_one_and_no_interval() -> None:
    perfect = icc([(1, 1), (4, 4), (2, 2)])
    assert perfect.value == 1
    assert perfect.interval is None
    assert perfect.why


@pytest.mark.parametrize("ratings", [[], [(3, 4)], [(3, 3), (3, 3)], [(1, 2), (2, 1)]])
def test_it_is_undefined_with_a_reason_where_there_is_nothing_to_tell_apart(
    ratings: list[tuple[int, int]],
) -> None:
    nothing = icc(ratings)
    assert nothing.value is None
    assert nothing.interval is None
    assert nothing.why


def test_raters_who_only_ever_contradict_each_other_still_get_a_figure() -> None:
    # Between and raters 0, error (.25 * 4) / 2 = .5: -.5 / (.5 - 2 * .5 / 3) = -3
    assert icc([(1, 2), (2, 1), (1.5, 1.5)]).value == pytest.approx(-3)


@settings(max_examples=60)
@given(PAIRS)
def test_swapping_the_raters_alters_nothing(pairs: list[tuple[int, int]]) -> None:
    here, there = icc(pairs), icc([(b, a) for a, b in pairs])
    assert (here.value is None) == (there.value is None)
    if here.value is not None:
        assert here.value == pytest.approx(there.value)


@settings(max_examples=60)
@given(PAIRS, st.integers(1, 5), st.integers(-5, 5))
def test_another_unit_of_measure_alters_nothing(pairs: list[tuple[int, int]], scale: int, shift: int) -> None:
    here, there = icc(pairs), icc([(a * scale + shift, b * scale + shift) for a, b in pairs])
    assert (here.value is None) == (there.value is None)
    if here.value is not None:
        assert here.value == pytest.approx(there.value)


@settings(max_examples=60)
@given(PAIRS)
def test_the_interval_holds_the_value(pairs: list[tuple[int, int]]) -> None:
    found = icc(pairs)
    if found.interval is not None and found.value is not None and found.value > 0:
        assert found.interval[0] <= found.value <= found.interval[1] <= 1
