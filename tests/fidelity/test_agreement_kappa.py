"""Kappa and positive agreement, each worked by hand or against a published table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.kappa import kappa, positive_agreement, presence_tables, tables

LABELS = st.sampled_from("xyz")
JUDGED = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=40)


def from_table(table: list[list[int]], block: int = 2) -> tuple[list[int], list[int], list[int]]:
    """Two raters' categories and blocks whose counts are `table` (rater a down, b across)."""
    pairs = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]
    shuffled = [pairs[place] for place in np.random.default_rng(3).permutation(len(pairs))]
    blocks = [place // block for place in range(len(pairs))]
    return [a for a, _ in shuffled], [b for _, b in shuffled], blocks


def test_kappa_is_the_one_fleiss_works_out() -> None:
    # Fleiss, Statistical Methods for Rates and Proportions: two raters, 100 patients, 3 diagnoses.
    # Same: .75 + .04 + .10 = .89. Chance: .80 * .80 + .10 * .05 + .10 * .15 = .66.
    # (.89 - .66) / (1 - .66) = .68
    found = kappa(tables(*from_table([[75, 1, 4], [5, 4, 1], [0, 0, 10]])))
    assert found.value == pytest.approx(0.676, abs=0.001)
    assert found.n == 100


def test_kappa_is_zero_where_agreement_is_that_of_chance() -> None:
    # Same: (1 + 4) / 9 = .556. Chance: 3/9 * 3/9 + 6/9 * 6/9 = .111 + .444 = .556.
    assert kappa(tables(*from_table([[1, 2], [2, 4]]))).value == pytest.approx(0)


def test_kappa_is_minus_one_where_two_raters_always_say_the_opposite() -> None:
    # Same: 0. Chance: .5 * .5 + .5 * .5 = .5. (0 - .5) / (1 - .5) = -1
    assert kappa(tables(*from_table([[0, 5], [5, 0]]))).value == -1


def test_a_rater_who_never_varies_gets_zero_against_one_who_does() -> None:
    # a says 0 always, b 0 eight times of ten. Same .8, chance 1 * .8 + 0 * .2 = .8: (.8 - .8) / .2 = 0
    assert kappa(tables(*from_table([[8, 2], [0, 0]]))).value == 0


def test_kappa_is_undefined_where_both_say_one_thing_only() -> None:
    found = kappa(tables(["x"] * 9, ["x"] * 9, list(range(9))))
    assert (found.value, found.interval, found.n) == (None, None, 9)
    assert "throughout" in found.why


def test_kappa_is_undefined_where_nothing_is_compared() -> None:
    found = kappa(tables([], [], []))
    assert (found.value, found.interval, found.n) == (None, None, 0)
    assert "nothing" in found.why


def test_positive_agreement_is_the_shared_part_of_a_codes_uses() -> None:
    # both 4, a alone 1, b alone 3, neither 12: 2 * 4 / (2 * 4 + 1 + 3) = 8 / 12
    a, b, blocks = from_table([[12, 3], [1, 4]])
    found = positive_agreement(presence_tables([bool(x) for x in a], [bool(x) for x in b], blocks))
    assert found.value == pytest.approx(2 / 3)
    assert found.n == 8  # 4 + 1 + 3


def test_positive_agreement_does_not_care_how_often_neither_saw_the_code() -> None:
    values = [
        positive_agreement(presence_tables(*_bools(from_table([[neither, 3], [1, 4]])))).value
        for neither in (0, 500)
    ]
    assert values[0] == values[1]


def _bools(judged: tuple[list[int], list[int], list[int]]) -> tuple[list[bool], list[bool], list[int]]:
    return [bool(x) for x in judged[0]], [bool(x) for x in judged[1]], judged[2]


def test_positive_agreement_is_undefined_for_a_code_nobody_used() -> None:
    found = positive_agreement(presence_tables([False] * 9, [False] * 9, list(range(9))))
    assert (found.value, found.interval, found.n) == (None, None, 0)
    assert found.why


def test_the_interval_is_the_same_each_time_and_holds_the_value() -> None:
    counts = tables(*from_table([[30, 5, 2], [4, 20, 6], [1, 3, 29]]))
    found = kappa(counts)
    assert found == kappa(counts)
    assert found.interval is not None
    assert found.value is not None
    assert found.interval[0] < found.value < found.interval[1]


def test_more_of_the_same_evidence_narrows_the_interval() -> None:
    widths = []
    for times in (1, 4):
        interval = kappa(tables(*from_table([[8 * times, 2 * times], [3 * times, 12 * times]]))).interval
        assert interval is not None
        widths.append(interval[1] - interval[0])
    # four times the evidence halves the width, give or take what chance does to it
    assert widths[1] < 0.65 * widths[0]


def test_neighbours_that_err_together_widen_the_interval() -> None:
    a = ["x", "x", "x", "x", "y", "y", "y", "y"] * 10
    b = [("y" if turn % 24 < 4 else "x") if one == "x" else "y" for turn, one in enumerate(a)]
    alone = kappa(tables(a, b, list(range(len(a))))).interval
    together = kappa(tables(a, b, [turn // 4 for turn in range(len(a))])).interval
    assert alone is not None
    assert together is not None
    assert together[1] - together[0] > alone[1] - alone[0]


def test_perfect_agreement_on_little_evidence_stays_unsure() -> None:
    # 10 of 10 alike, each category half the time: with tail .05 the share may be .05 ** (1 / 10) = .741,
    # so kappa may be (.741 - .5) / (1 - .5) = .482
    found = kappa(tables(["x", "y"] * 5, ["x", "y"] * 5, list(range(10))))
    assert found.value == 1
    assert found.interval == pytest.approx((0.482, 1), abs=0.001)


def test_perfect_positive_agreement_on_little_evidence_stays_unsure() -> None:
    # 3 of 3 alike: the share may be .05 ** (1 / 3) = .368, so 2 * .368 / (1 + .368) = .539
    found = positive_agreement(presence_tables([True] * 3 + [False], [True] * 3 + [False], [0, 1, 2, 3]))
    assert found.value == 1
    assert found.interval == pytest.approx((0.539, 1), abs=0.001)


def test_too_few_blocks_give_a_value_but_no_interval() -> None:
    found = kappa(tables(["x", "y", "x"], ["x", "y", "y"], [0, 1, 2]))
    assert found.value is not None
    assert found.interval is None
    assert found.why == "too short for an interval"


def test_a_code_seen_once_gives_a_value_but_no_interval() -> None:
    seen = [True] + [False] * 39
    found = positive_agreement(presence_tables(seen, [False] * 40, [turn // 2 for turn in range(40)]))
    assert found.value == 0
    assert found.interval is None
    assert found.why == "too rare for an interval"


def test_nine_in_ten_intervals_hold_the_true_kappa() -> None:
    # True shares: same .70; chance .30 * .28 + .18 * .22 + .52 * .50 = .3836; kappa .3164 / .6164 = .513
    shares = np.array([[0.20, 0.05, 0.05], [0.03, 0.10, 0.05], [0.05, 0.07, 0.40]])
    random = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        drawn = random.choice(9, size=60, p=shares.ravel())
        counts = tables((drawn // 3).tolist(), (drawn % 3).tolist(), [place // 2 for place in range(60)])
        interval = kappa(counts).interval
        assert interval is not None
        held += interval[0] <= 0.513 <= interval[1]
    # two binomial standard errors: 2 * sqrt(.9 * .1 / 400) = .03
    assert abs(held / 400 - 0.9) <= 0.03


@settings(max_examples=60)
@given(JUDGED)
def test_kappa_is_the_same_whoever_comes_first(judged: list[tuple[str, str]]) -> None:
    a, b = [one for one, _ in judged], [other for _, other in judged]
    blocks = [place // 2 for place in range(len(a))]
    assert kappa(tables(a, b, blocks)) == kappa(tables(b, a, blocks))


@settings(max_examples=60)
@given(JUDGED)
def test_kappa_does_not_care_what_the_categories_are_called(judged: list[tuple[str, str]]) -> None:
    a, b = [one for one, _ in judged], [other for _, other in judged]
    blocks = [place // 2 for place in range(len(a))]
    renamed = tables([ord(one) for one in a], [ord(other) for other in b], blocks)
    assert kappa(renamed) == kappa(tables(a, b, blocks))


@settings(max_examples=60)
@given(JUDGED)
def test_figures_stay_in_their_range(judged: list[tuple[str, str]]) -> None:
    a, b = [one == "x" for one, _ in judged], [other == "x" for _, other in judged]
    counts = presence_tables(a, b, [place // 2 for place in range(len(a))])
    for found, least in ((kappa(counts), -1.0), (positive_agreement(counts), 0.0)):
        if found.interval is not None and found.value is not None:
            assert least <= found.interval[0] <= found.value <= found.interval[1] <= 1
