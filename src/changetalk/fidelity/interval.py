"""From draws to a figure with its two intervals, its band and its warning."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from changetalk.fidelity.coefficient import LEVEL
from changetalk.fidelity.computing import computed
from changetalk.fidelity.draws import Draws
from changetalk.fidelity.model import Band, BandName, Interval, Score
from changetalk.fidelity.shift import Lean
from changetalk.instruments.model import SummaryScore, Threshold

UNDEFINED_AT_MOST = 0.05
UNDEFINED = "In some likely codings of this conversation there is nothing to divide by."

UNSEEN = 2.0
"""What did not happen here may happen next time, which no resampling shows: having seen nothing
once, up to 2 are to be expected the next time with 95 % probability (Poisson counts, Jeffreys'
prior). No *practice* interval of a count ends below that."""

STILL = Lean()
"""No shift: a score that no site's codes correct."""

Array = NDArray[np.float64]


def shown_value(score: SummaryScore, draws: Draws, lean: Lean = STILL) -> float | None:
    """The median of the draws in which people's codes stand, a whole number for a count.

    So a human coding shows what its own codes give. For the machine each figure is the median of
    its own draws: always inside its interval, and figures need not add up exactly. `lean` shifts
    them to what a site's own coders find.
    """
    values = computed(score, draws.names, draws.settled)
    if np.isnan(values).mean() > UNDEFINED_AT_MOST:
        return None
    return _tidy(float(np.nanmedian(lean.settled(values, score))), score)


def scored(score: SummaryScore, draws: Draws, why: str, source: str, lean: Lean = STILL) -> Score:
    """The score with its intervals, or "not enough" with the reason `why` when there is one.

    `lean` shifts them to what a site's own coders find; what it may be wrong by widens the intervals.
    """
    missing = Score(name=score.name, unit=score.unit, value=None, enough=False, why=why or UNDEFINED)
    value = None if why else shown_value(score, draws, lean)
    if value is None:
        return missing
    coding, practice = (
        lean.drawn(computed(score, draws.names, each), score) for each in (draws.coding, draws.practice)
    )
    if max(np.isnan(coding).mean(), np.isnan(practice).mean()) > UNDEFINED_AT_MOST:
        return missing
    seen = interval(coding, score, (value, value))
    unseen = (seen[0], max(seen[1], UNSEEN)) if score.unit == "count" else seen
    return Score(
        name=score.name,
        unit=score.unit,
        value=value,
        coding=seen,
        practice=interval(practice, score, unseen),
        band=_band(practice, score.threshold) if score.threshold else None,
        caution=_caution(seen, score),
        error_source=source,
    )


def interval(values: Array, score: SummaryScore, at_least: Interval) -> Interval:
    """The middle 90 % of `values` of the score, widened to hold the interval `at_least`; whole for a
    count."""
    low, high = np.nanquantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    if score.unit == "count":
        low, high = _whole(values, np.floor(low), np.ceil(high))
    return min(_tidy(low, score), at_least[0]), max(_tidy(high, score), at_least[1])


def _whole(values: Array, low: float, high: float) -> Interval:
    """The narrowest whole-numbered interval from `low` to `high`, or one shorter at either end,
    that still holds 90 % of the draws: few counts are likely, so both ends often hold more."""
    counts = np.rint(values)
    ends = [(low + a, high - b) for a in (0, 1) for b in (0, 1) if low + a <= high - b]
    held = {end: float(((counts >= end[0]) & (counts <= end[1])).mean()) for end in ends}
    enough = [end for end in ends if held[end] >= LEVEL] or [(low, high)]
    return min(enough, key=lambda end: (end[1] - end[0], -held[end]))


def _tidy(value: float, score: SummaryScore) -> float:
    """Four decimals are more than any score deserves; a count has none."""
    return float(round(value, 0 if score.unit == "count" else 4))


def _band(values: Array, threshold: Threshold) -> Band:
    """The band in which another conversation like it would most probably lie."""
    defined = values[~np.isnan(values)]
    good = float((defined >= threshold.good).mean())
    below = float((defined < threshold.fair).mean())
    shares: dict[BandName, float] = {"below fair": below, "fair": 1 - below - good, "good": good}
    name = max(shares, key=lambda each: shares[each])
    return Band(
        name=name,
        p=round(shares[name], 3),
        fair=threshold.fair,
        good=threshold.good,
        standing=threshold.standing,
    )


def _caution(seen: Interval, score: SummaryScore) -> str:
    mark = score.upper_sanity
    if mark is None or seen[0] <= mark:
        return ""
    named = f"{mark:.0%}" if score.unit == "share" else f"{mark:g}"
    return f"The whole likely range lies above {named}, which experts seldom reach. Check some codes by hand."
