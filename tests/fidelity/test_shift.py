"""How much of a difference between a site's coders and the machine is believed, and what it does."""

from __future__ import annotations

from itertools import chain
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.shift import PRIOR, SHIFTED, Lean, Tally, compared, moved, shrunk, tally
from changetalk.instruments import INSTRUMENTS
from changetalk.instruments.model import SummaryScore

SCORES = {each.id: each for each in chain.from_iterable(one.scores for one in INSTRUMENTS.values())}
NAMES = ("SR", "CR", "QO")

counts = st.integers(0, 40).map(float)


@st.composite
def tallies(draw: st.DrawFn, least: int = 0, sessions: int = 1) -> list[Tally]:
    """Sessions of one score, all of one count or all of two, none below `least`."""
    size = draw(st.integers(1, 2))
    variances = st.tuples(*[st.floats(0, 9)] * size)
    return [
        Tally(
            draw(st.tuples(*[st.integers(least, 40).map(float)] * size)),
            draw(st.tuples(*[st.floats(least, 40)] * size)),
            tuple(map(tuple, np.diag(draw(variances)).tolist())),
        )
        for _ in range(draw(st.integers(sessions, 20)))
    ]


leans = st.builds(Lean, st.floats(-10, 10), st.floats(0, 10))


def values_of(score: SummaryScore) -> np.ndarray:
    return np.linspace(0, {"count": 200, "ratio": 30, "share": 1}[score.unit], 1000)


def one(person: float, expected: float, variance: float = 0.0) -> Tally:
    return Tally((person,), (expected,), ((variance,),))


def test_totals_are_compared_by_their_ratio() -> None:
    # Totals 30 and 20, half a code added: log(30.5/20.5) = .3973. The machine's own error and half a
    # code a session: (1 + 1 + 2·.25) / 20.5² = .00595. Both sessions have the ratio of the totals but
    # for the half: (15 − 10·30.5/20.5)/30.5 = .0040 each, 2·2·.0040² = .00006, so the former holds.
    value, variance = compared([one(15, 10, 1), one(15, 10, 1)])
    assert value == pytest.approx(0.3973, abs=1e-4)
    assert variance == pytest.approx(0.00595, abs=1e-5)


def test_sessions_that_differ_more_than_foretold_teach_less() -> None:
    # Totals 20 and 20. Apart by (20 − 10)/20.5 = .4878 and (0 − 10)/20.5: 2·2·.4878² = .9518.
    value, variance = compared([one(20, 10), one(0, 10)])
    assert value == 0
    assert variance == pytest.approx(0.9518, abs=1e-4)


def test_two_counts_are_set_against_each_other() -> None:
    # Complex 6.5/10.5 less simple 12.5/8.5 of person and machine, as logarithms: -.4796 - .3857.
    session = Tally((6.0, 12.0), (10.0, 8.0), ((1.0, -0.5), (-0.5, 1.0)))
    value, variance = compared([session])
    assert value == pytest.approx(-0.8653, abs=1e-4)
    # (1 + .25)/10.5² + (1 + .25)/8.5² − 2·(−.5)/(10.5·8.5) = .01134 + .01730 + .01120
    assert variance == pytest.approx(0.03984, abs=1e-4)


def test_a_shift_is_drawn_towards_none_by_what_was_believed_before() -> None:
    # .3973 with variance .00595; prior .2² = .04. Kept: .04/.04595 = .8705, so .3459;
    # √(.8705·.00595) = .0720.
    value, se = shrunk([one(15, 10, 1), one(15, 10, 1)], 0.2)
    assert value == pytest.approx(0.3459, abs=1e-4)
    assert se == pytest.approx(0.0720, abs=1e-4)


def test_without_evidence_there_is_no_shift() -> None:
    assert shrunk([], 0.4) == (0.0, 0.4)


def test_every_score_that_can_be_shifted_has_a_prior() -> None:
    assert set(PRIOR) == set(SHIFTED)


def test_a_tally_holds_what_the_machine_expects_and_how_it_may_err() -> None:
    # Half the draws say 1, half 3: mean 2, variance (1 + 1)/(2 − 1) = 2.
    draws = np.array([[1.0, 0, 0], [2.0, 1, 0]])
    assert tally("reflections", NAMES, np.array([6.0, 3, 0]), draws) == Tally((9.0,), (2.0,), ((2.0,),))


def test_a_share_is_told_by_its_two_counts() -> None:
    found = tally("percent_complex", NAMES, np.array([6.0, 3, 0]), np.tile([2.0, 5, 9], (10, 1)))
    assert found == Tally((3.0, 6.0), (5.0, 2.0), ((0.0, 0.0), (0.0, 0.0)))


def test_scores_move_by_their_factor() -> None:
    # 12·1.2 = 14.4; 1.5·1.2 = 1.8; odds .25/.75·3 = 1, so one half.
    assert moved(np.array([12.0]), SCORES["questions"], log(1.2)) == pytest.approx([14.4])
    assert moved(np.array([1.5]), SCORES["reflection_to_question"], log(1.2)) == pytest.approx([1.8])
    assert moved(np.array([0.25]), SCORES["percent_complex"], log(3)) == pytest.approx([0.5])


@settings(max_examples=60)
@given(tallies(), st.sampled_from(sorted(PRIOR.values())))
def test_a_shift_lies_between_none_and_what_the_totals_say(seen: list[Tally], prior: float) -> None:
    value, se = shrunk(seen, prior)
    raw, variance = compared(seen)
    assert abs(value) <= abs(raw)
    assert value * raw >= 0
    assert 0 < se <= min(prior, variance**0.5)


@settings(max_examples=60)
@given(tallies(least=1, sessions=2), st.integers(2, 4))
def test_more_sessions_of_the_same_kind_make_it_surer(seen: list[Tally], times: int) -> None:
    assert shrunk(seen * times, 0.3)[1] < shrunk(seen, 0.3)[1]


@pytest.mark.parametrize("n", [1, 5, 20])
def test_sessions_without_a_code_teach_nothing(n: int) -> None:
    value, se = shrunk([one(0, 0)] * n, 0.3)
    assert value == 0
    assert se == pytest.approx(0.3, rel=0.05)


@settings(max_examples=60)
@given(st.lists(counts, max_size=20))
def test_sessions_that_show_no_difference_teach_no_shift(found: list[float]) -> None:
    assert shrunk([one(each, each, 1) for each in found], 0.3)[0] == 0


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
    drawn = Lean(0.0, 0.2).drawn(np.full(1000, 50.0), SCORES["questions"])
    # 50·e^±(1.645·.2): 36.0 to 69.5, in 1000 draws by chance a little off.
    low, high = np.quantile(drawn, (0.05, 0.95))
    assert low == pytest.approx(50 * exp(-0.329), rel=0.05)
    assert high == pytest.approx(50 * exp(0.329), rel=0.05)
