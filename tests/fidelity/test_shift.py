"""How much of a difference between a site's coders and the machine is believed, and what it does."""

from __future__ import annotations

from itertools import chain
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.shift import (
    COUNT_PRIOR,
    SHIFTED,
    Difference,
    Lean,
    birge,
    difference,
    moved,
    prior,
    shrunk,
)
from changetalk.instruments import INSTRUMENTS
from changetalk.instruments.model import SummaryScore

SCORES = {each.id: each for each in chain.from_iterable(one.scores for one in INSTRUMENTS.values())}
NAMES = ("SR", "CR", "QO")

seen = st.builds(Difference, st.floats(-3, 3), st.floats(0.001, 4))
some = st.lists(seen, min_size=1, max_size=20)
leans = st.builds(Lean, st.floats(-10, 10), st.floats(0, 10))


def values_of(score: SummaryScore) -> np.ndarray:
    return np.linspace(0, {"count": 200, "ratio": 30, "share": 1}[score.unit], 1000)


def test_a_difference_is_drawn_towards_none_by_what_was_believed_before() -> None:
    # Precisions: 1/.5² = 4 for none, 1/.1 = 10 for each session. (10·.4 + 10·.6) / 24 = .4167;
    # √(1/24) = .2041. Spread: 2·.1²/.1 = .2 for one degree of freedom, so no scaling.
    value, se = shrunk([Difference(0.4, 0.1), Difference(0.6, 0.1)], 0.5)
    assert value == pytest.approx(0.4167, abs=1e-4)
    assert se == pytest.approx(0.2041, abs=1e-4)


def test_a_surer_session_counts_for_more() -> None:
    # Precisions 4, 1/.05 = 20 and 1/.2 = 5: (20·0.1 + 5·0.5) / 29 = .1552. Mean (2 + 2.5)/25 = .18;
    # spread (20·.08² + 5·.32²) = .64 for one degree of freedom.
    value, _ = shrunk([Difference(0.1, 0.05), Difference(0.5, 0.2)], 0.5)
    assert value == pytest.approx(0.1552, abs=1e-4)


def test_sessions_that_differ_more_than_foretold_teach_less() -> None:
    # Around their mean 0: (1² + 1²)/.1 = 20 for one degree of freedom: variances 20 times as large.
    assert birge(np.array([-1.0, 1.0]), np.array([10.0, 10.0])) == pytest.approx(20)
    # Precisions 4 and twice 10/20 = .5: √(1/5) = .4472.
    assert shrunk([Difference(-1, 0.1), Difference(1, 0.1)], 0.5)[1] == pytest.approx(0.4472, abs=1e-4)


def test_without_evidence_there_is_no_shift() -> None:
    assert shrunk([], 0.4) == (0.0, 0.4)


def test_two_counts_against_each_other_may_differ_by_more() -> None:
    assert prior("questions") == COUNT_PRIOR
    assert prior("percent_complex") == pytest.approx(0.5657, abs=1e-4)  # .4 · √2


def test_a_count_is_compared_with_what_the_machine_expected() -> None:
    # The person found 9, the machine 4 in every draw: log(9.5 / 4.5) = .7472, and of half a code
    # in 4.5 the variance is (.5 / 4.5)² = .0123.
    found = difference("reflections", NAMES, np.array([6.0, 3, 0]), np.tile([4.0, 0, 0], (100, 1)))
    assert found.value == pytest.approx(0.7472, abs=1e-4)
    assert found.variance == pytest.approx(0.0123, abs=1e-4)


def test_the_machines_doubt_about_a_session_is_the_variance_of_its_draws() -> None:
    # Half the draws say 0, half 2: logs of .5 and 2.5 lie log(5) apart, a variance of (log(5)/2)²
    # = .6476; half a code in 1.5: .1111.
    draws = np.array([[0.0, 0, 0], [2.0, 0, 0]])
    found = difference("reflections", NAMES, np.array([1.0, 0, 0]), draws)
    assert found.value == pytest.approx(log(1.5) - (log(0.5) + log(2.5)) / 2)
    assert found.variance == pytest.approx(0.6476 + 0.1111, abs=1e-4)


def test_a_share_is_compared_by_its_odds() -> None:
    # Person: 3 complex of 9: odds 3.5/6.5. Machine: 2 of 4: odds 2.5/2.5. Variance 2·(.5/2.5)² = .08.
    found = difference("percent_complex", NAMES, np.array([6.0, 3, 0]), np.tile([2.0, 2, 9], (10, 1)))
    assert found.value == pytest.approx(log(3.5 / 6.5))
    assert found.variance == pytest.approx(0.08)


def test_scores_move_by_their_factor() -> None:
    # (12 + .5)·1.2 − .5 = 14.5; 1.5·1.2 = 1.8; odds .25/.75·3 = 1, so one half.
    assert moved(np.array([12.0]), SCORES["questions"], log(1.2)) == pytest.approx([14.5])
    assert moved(np.array([1.5]), SCORES["reflection_to_question"], log(1.2)) == pytest.approx([1.8])
    assert moved(np.array([0.25]), SCORES["percent_complex"], log(3)) == pytest.approx([0.5])


@settings(max_examples=60)
@given(some)
def test_a_shift_lies_between_none_and_the_furthest_session(differences: list[Difference]) -> None:
    value, se = shrunk(differences, COUNT_PRIOR)
    assert abs(value) <= max(abs(each.value) for each in differences)
    assert 0 < se <= COUNT_PRIOR


@settings(max_examples=60)
@given(some, st.integers(2, 4))
def test_more_sessions_of_the_same_kind_make_it_surer(differences: list[Difference], times: int) -> None:
    few, many = shrunk(differences, COUNT_PRIOR), shrunk(differences * times, COUNT_PRIOR)
    assert many[1] < few[1]


@settings(max_examples=60)
@given(st.lists(st.floats(0.001, 4), max_size=20))
def test_sessions_that_show_no_difference_teach_no_shift(variances: list[float]) -> None:
    assert shrunk([Difference(0.0, each) for each in variances], COUNT_PRIOR)[0] == 0


@settings(max_examples=60)
@given(st.sampled_from(SHIFTED), leans)
def test_a_moved_score_stays_in_its_range_and_order(name: str, lean: Lean) -> None:
    score = SCORES[name]
    values = values_of(score)
    settled, drawn = lean.settled(values, score), lean.drawn(values, score)
    for each in (settled, drawn):
        assert np.isfinite(each).all()
        assert each.min() >= 0
        assert score.unit != "share" or each.max() <= 1
    assert (np.diff(settled) >= 0).all()


@settings(max_examples=60)
@given(st.sampled_from(SHIFTED))
def test_no_lean_leaves_a_score_as_it_is(name: str) -> None:
    values = values_of(SCORES[name])
    assert (Lean().drawn(values, SCORES[name]) == values).all()
    assert (Lean().settled(values, SCORES[name]) == values).all()


def test_what_a_shift_may_be_wrong_by_spreads_the_draws() -> None:
    drawn = Lean(0.0, 0.2).drawn(np.full(1000, 49.5), SCORES["questions"])
    # 50·e^±(1.645·.2) less .5: 35.5 to 68.9, in 1000 draws by chance a little off.
    low, high = np.quantile(drawn, (0.05, 0.95))
    assert low == pytest.approx(50 * exp(-0.329) - 0.5, rel=0.05)
    assert high == pytest.approx(50 * exp(0.329) - 0.5, rel=0.05)
