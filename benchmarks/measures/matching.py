"""Which found unit stands for which given one."""

from __future__ import annotations

from collections.abc import Sequence

from changetalk.coder.segments import Span


def shared(one: Span, other: Span) -> int:
    """Characters that two spans have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def matched(given: Sequence[Span], found: Sequence[Span]) -> list[int | None]:
    """For each given unit the place of the found unit that stands for it, or None.

    Every found unit belongs to the given unit with which it shares most characters (of equals the
    first). Where several belong to one given unit, the one that shares most stands for it. So one
    found unit stands for one given unit at most, and the rest stand for none.
    """
    best: list[tuple[int, int | None]] = [(0, None)] * len(given)
    for place, span in enumerate(found):
        overlaps = [shared(span, each) for each in given]
        most = max(overlaps, default=0)
        if most and most > best[overlaps.index(most)][0]:
            best[overlaps.index(most)] = most, place
    return [place for _, place in best]
