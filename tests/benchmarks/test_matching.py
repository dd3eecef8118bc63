"""Which found unit stands for which given one."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measures.matching import matched

SPANS = st.lists(st.integers(1, 40), min_size=1, max_size=8, unique=True).map(
    lambda ends: list(zip([0, *sorted(ends)[:-1]], sorted(ends), strict=True))
)


def test_equal_units_stand_for_each_other() -> None:
    assert matched([(0, 10), (11, 20)], [(0, 10), (11, 20)]) == [0, 1]


def test_of_two_halves_the_longer_stands_for_the_whole() -> None:
    assert matched([(0, 20)], [(0, 6), (7, 20)]) == [1]


def test_one_unit_over_two_stands_for_the_one_it_covers_most() -> None:
    # 10 characters of the first, 9 of the second: the second is missed.
    assert matched([(0, 10), (11, 20)], [(0, 20)]) == [0, None]


def test_of_equal_parts_the_first_counts() -> None:
    assert matched([(0, 10), (10, 20)], [(0, 20)]) == [0, None]
    assert matched([(0, 20)], [(0, 10), (10, 20)]) == [0]


def test_units_that_share_nothing_stand_for_nothing() -> None:
    assert matched([(0, 5)], [(6, 9)]) == [None]
    assert matched([(0, 5)], []) == [None]
    assert matched([], [(0, 5)]) == []


@given(SPANS, SPANS)
def test_a_found_unit_stands_for_one_given_unit_at_most(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    places = [place for place in matched(one, other) if place is not None]
    assert len(places) == len(set(places))
