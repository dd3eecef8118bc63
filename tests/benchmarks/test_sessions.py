"""Session figures: agreement, bias, and what counts."""

import pytest

from benchmarks.measures.agreement import Pair, result, results
from benchmarks.measures.scores import counted, counts_of
from tests.benchmarks.test_tasks import coding


def test_bias_is_the_mean_of_machine_minus_people() -> None:
    found = result([3, 5], [2, 2])
    assert found is not None
    assert found.bias == 2  # (1 + 3) / 2
    # Standard error: sd of (1, 3) is 1.4142, over the root of 2 is 1; 1.645 either way.
    assert found.bias_interval == pytest.approx((0.355, 3.645))
    assert (found.machine, found.person) == (4, 2)


def test_equal_figures_agree_perfectly() -> None:
    found = result([1, 2, 3], [1, 2, 3])
    assert found is not None
    assert found.icc == 1


def test_one_session_gives_no_agreement() -> None:
    assert result([1], [1]) is None


def test_counts_follow_volleys_for_the_counselor_and_units_for_the_client() -> None:
    one = coding(
        ("counselor", [(0, 5, "QO"), (6, 10, "QC"), (11, 20, "SR")]),
        ("client", [(0, 5, "R+"), (6, 10, "R+"), (11, 20, "D-")]),
        ("counselor", [(0, 20, "CR")]),
    )
    assert counts_of(one) == {"QO": 1, "SR": 1, "CR": 1, "R+": 2, "D-": 1}
    assert counted(one, "reflection_to_question") == 2
    assert counted(one, "percent_complex") == 0.5
    assert counted(one, "percent_change_talk") == pytest.approx(2 / 3)


def test_sessions_that_are_not_shown_count_among_all_but_not_among_the_shown() -> None:
    pairs = [Pair("authored", "questions", n, n + 1, n, shown=n > 1) for n in (1, 2, 4)]
    found = results(pairs, "authored")["questions"]
    assert [each.n if each else 0 for each in found.values()] == [3, 3, 2]
    assert found["codes"] is not None
    assert found["codes"].bias == 1
