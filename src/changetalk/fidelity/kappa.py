"""Agreement of two raters on categories: Cohen's kappa and positive agreement, with intervals.

Both are computed from tables of counts (rater a down, rater b across), one table for each block of
neighbouring turns. What two raters make of neighbouring turns is alike, so the intervals come from
drawing whole blocks again (percentile bootstrap, widened for short transcripts; seeded: the same
codings give the same figures).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from changetalk.fidelity.coefficient import LEVEL, Coefficient
from changetalk.fidelity.f_distribution import f_quantile

Counts = npt.NDArray[np.float64]
"""Tables of counts; the last two axes are rater a and rater b."""

DRAWS = 2000
SEED = 20
LEAST_BLOCKS = 5
"""Fewer blocks than this give no interval."""

LEAST_DEFINED = 0.9
"""A smaller share of draws in which the figure is defined gives no interval."""


def tables(
    a: Sequence[Hashable], b: Sequence[Hashable], blocks: Sequence[int], first: Sequence[Hashable] = ()
) -> Counts:
    """Counts of (what a said, what b said), one table for each block. The three run side by side,
    an entry for each thing both raters judged. Categories are those of `first`, then as seen."""
    categories = {category: place for place, category in enumerate(dict.fromkeys([*first, *a, *b]))}
    places = {block: place for place, block in enumerate(dict.fromkeys(blocks))}
    counts = np.zeros((len(places), len(categories), len(categories)))
    for one, other, block in zip(a, b, blocks, strict=True):
        counts[places[block], categories[one], categories[other]] += 1
    return counts


def presence_tables(a: Sequence[bool], b: Sequence[bool], blocks: Sequence[int]) -> Counts:
    """The same for a code that is absent (first row and column) or present (second)."""
    return tables(a, b, blocks, first=(False, True))


def kappa(counts: Counts) -> Coefficient:
    """Cohen's kappa: agreement beyond what both raters' own habits would give by chance.

    0 is chance, 1 is perfect. Undefined (None) where there is nothing to compare and where both
    gave one and the same code throughout: chance alone explains that. Source: Cohen (1960).
    """
    whole = counts.sum(axis=0)
    n = int(whole.sum())
    if n == 0:
        return Coefficient(value=None, n=0, why="there is nothing to compare")
    value = float(_kappas(whole))
    if np.isnan(value):
        return Coefficient(value=None, n=n, why="both gave the same throughout, so chance explains it")
    if value == 1:
        return Coefficient(value=value, interval=(_least_kappa(whole), 1.0), n=n)
    return _with_interval(value, n, counts, _kappas, least=-1.0)


def positive_agreement(counts: Counts) -> Coefficient:
    """Of all a code's uses, the share the two raters share: 2 both / (2 both + a alone + b alone).

    0-1. Unlike kappa it ignores where both saw nothing, so a rare code is not flattered or
    punished for being rare. Undefined (None) where neither used the code. Takes tables of
    presence; `n` counts where at least one saw it. Source: Cicchetti & Feinstein (1990).
    """
    whole = counts.sum(axis=0)
    seen = int(whole.sum() - whole[0, 0])
    if seen == 0:
        return Coefficient(value=None, n=0, why="neither used this code")
    value = float(_positives(whole))
    if value == 1:
        share = _least_share(seen)
        return Coefficient(value=value, interval=(2 * share / (1 + share), 1.0), n=seen)
    return _with_interval(value, seen, counts, _positives, least=0.0)


def _kappas(counts: Counts) -> Counts:
    n = counts.sum(axis=(-2, -1))
    same = np.trace(counts, axis1=-2, axis2=-1)
    chance = (counts.sum(axis=-1) * counts.sum(axis=-2)).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((n * same - chance) / (n * n - chance))


def _positives(counts: Counts) -> Counts:
    both = 2 * counts[..., 1, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(both / (both + counts[..., 0, 1] + counts[..., 1, 0]))


def _with_interval(
    value: float, n: int, counts: Counts, statistic: Callable[[Counts], Counts], least: float
) -> Coefficient:
    size = len(counts)
    if size < LEAST_BLOCKS:
        return Coefficient(value=value, n=n, why="too short for an interval")
    drawn = statistic(np.tensordot(_chosen(size), counts, axes=1))
    defined = drawn[np.isfinite(drawn)]
    if len(defined) < LEAST_DEFINED * DRAWS:
        return Coefficient(value=value, n=n, why="too rare for an interval")
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) - value
    wider = _widening(size)
    ends = max(least, value + wider * min(low, 0)), min(1.0, value + wider * max(high, 0))
    return Coefficient(value=value, interval=(float(ends[0]), float(ends[1])), n=n)


def _widening(size: int) -> float:
    """How much too narrow drawing `size` blocks again makes an interval: a resample spreads like
    n - 1 things rather than n, and a short transcript calls for Student's t, whose square is F."""
    student = sqrt(f_quantile(LEVEL, 1, size - 1))
    return sqrt(size / (size - 1)) * student / NormalDist().inv_cdf((1 + LEVEL) / 2)


@lru_cache(maxsize=8)
def _chosen(size: int) -> Counts:
    """How often each of `size` blocks is drawn, for every draw."""
    draws = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=DRAWS)
    return draws.astype(np.float64)


def _least_kappa(whole: Counts) -> float:
    """The lower end where all agree: drawing again cannot show a disagreement that is possible."""
    n = whole.sum()
    chance = float((whole.sum(axis=1) * whole.sum(axis=0)).sum() / n**2)
    return max(-1.0, (_least_share(int(n)) - chance) / (1 - chance))


def _least_share(n: int) -> float:
    """The lowest true share of agreement under which `n` agreements out of `n` are no rarer than
    the interval's tail (exact binomial bound: share ** n = tail)."""
    return float(((1 - LEVEL) / 2) ** (1 / n))
