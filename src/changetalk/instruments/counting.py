"""Arithmetic that the scores of every instrument share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from changetalk.instruments.model import Code, Counts, SummaryScore


def total(*ids: str) -> Callable[[Counts], float]:
    """A function that adds up the counts of these codes; a code that is missing counts 0."""

    def add(counts: Counts) -> float:
        return sum(counts.get(code, 0) for code in ids)

    return add


def ratio(above: tuple[str, ...], below: tuple[str, ...]) -> Callable[[Counts], float | None]:
    """A function that divides the total of `above` by that of `below`; None when that is 0."""
    numerator, denominator = total(*above), total(*below)

    def divide(counts: Counts) -> float | None:
        divisor = denominator(counts)
        return numerator(counts) / divisor if divisor else None

    return divide


def mean(*ids: str) -> Callable[[Counts], float | None]:
    """A function that averages these global ratings; None unless all of them are there."""

    def average(ratings: Counts) -> float | None:
        if any(rating not in ratings for rating in ids):
            return None
        return sum(ratings[rating] for rating in ids) / len(ids)

    return average


def count_scores(codes: Iterable[Code], source: str) -> tuple[SummaryScore, ...]:
    """One count for each code that counts, under the code's own id."""
    return tuple(
        SummaryScore(code.id, code.name, "count", code.id, total(code.id), source=source)
        for code in codes
        if code.counted
    )
