"""Figures, intervals, doubt and times in words."""

import pytest

from changetalk.report.words import Unit, clock, doubt, figure, listed, percent, span


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.583, "share", "58\u202f%"),
        (14.0, "count", "14"),
        (1.25, "ratio", "1.2"),
        (3.0, "rating", "3.0"),
        (0.0, "count", "0"),
    ],
)
def test_a_figure_is_said_in_its_unit(value: float, unit: Unit, said: str) -> None:
    assert figure(value, unit) == said


def test_an_interval_says_its_unit_once() -> None:
    assert span((0.48, 0.66), "share") == "48–66\u202f%"
    assert span((9, 14), "count") == "9–14"


def test_an_interval_of_one_value_is_that_value() -> None:
    assert span((0.501, 0.499), "share") == "50\u202f%"


def test_a_probability_is_never_rounded_to_certain_or_impossible() -> None:
    assert percent(0.9951) == "over 99\u202f%"
    assert percent(0.004) == "under 1\u202f%"
    assert percent(1) == "100\u202f%"
    assert percent(0) == "0\u202f%"


@pytest.mark.parametrize(
    ("p", "said"), [(0.85, "sure"), (0.849, "fairly sure"), (0.6, "fairly sure"), (0.599, "unsure")]
)
def test_doubt_has_three_words(p: float, said: str) -> None:
    assert doubt(p) == said


def test_times_show_hours_only_from_an_hour_on() -> None:
    assert clock(245.9) == "4:05"
    assert clock(3599) == "59:59"
    assert clock(3845) == "1:04:05"


def test_lists_read_as_in_a_sentence() -> None:
    assert [listed(list(words)) for words in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
