"""Interval measures."""

import pytest

from benchmarks.measures.intervals import Case, pooled, summary, winkler
from changetalk.fidelity import Score


def case(fold: int, value: float, truth: float | None, enough: bool = True) -> Case:
    said = Score(
        name="x", unit="count", value=value if enough else None, enough=enough,
        coding=(value - 1, value + 1) if enough else None,
    )  # fmt: skip
    return Case("authored", fold, "questions", truth, said)


def test_a_miss_costs_twenty_times_its_distance() -> None:
    assert winkler(2, 5, 4) == 3
    assert winkler(2, 5, 6) == pytest.approx(23)  # 3 + 2 / .1 * 1


def test_the_pooled_interval_takes_its_errors_from_other_folds() -> None:
    cases = [case(0, 10, 100), case(1, 10, 11), case(2, 10, 11)]
    assert pooled(cases, cases[0]) == pytest.approx((11, 11))


def test_coverage_and_abstentions_are_counted() -> None:
    cases = [case(0, 10, 10), case(1, 10, 13), case(2, 10, 9), case(3, 10, 10), case(4, 1, 1, enough=False)]
    row = summary(cases, "questions", "authored")
    assert row["n"] == 4
    assert row["abstained"] == 0.2
    assert row["coverage"] == 0.75
    # Widths 2, one miss by 2: (2 + 2 + 2 + 2 + 40) / 4 = 12.
    assert row["winkler"] == 12


def test_too_few_cases_give_no_coverage() -> None:
    assert summary([case(0, 10, 10)], "questions", None) == {"n": 1, "abstained": 0.0}
