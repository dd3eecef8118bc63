"""Do intervals hold the truth, and how wide are they? Coverage, Winkler scores, a pooled interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from changetalk.fidelity import Score

LEVEL = 0.9


@dataclass(frozen=True)
class Case:
    """One score of one dialogue: the truth (None where undefined) and what the package said."""

    data: str
    fold: int
    measure: str
    truth: float | None
    score: Score


def winkler(low: float, high: float, truth: float) -> float:
    """Width plus 2/alpha times the miss (Winkler 1972); smaller is better.

    At level .9 (alpha .1): [2, 5] with truth 6 gives 3 + 20 * 1 = 23.
    """
    miss = max(low - truth, truth - high, 0.0)
    return high - low + 2 / (1 - LEVEL) * miss


def pooled(shown: Sequence[Case], case: Case) -> tuple[float, float]:
    """The interval that takes one error for all, from the other folds."""
    errors = [
        c.truth - c.score.value
        for c in shown
        if c.fold != case.fold and c.truth is not None and c.score.value is not None
    ]
    low, high = np.quantile(errors, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = case.score.value or 0.0
    return max(0.0, value + float(low)), value + float(high)


Row = dict[str, float | int | None]


def summary(all_cases: Sequence[Case], measure: str, data: str | None) -> Row:
    """Coverage, abstentions and Winkler scores of one score, in one set or in both."""
    mine = [c for c in all_cases if c.measure == measure and data in (None, c.data)]
    shown = [c for c in mine if c.score.enough and c.truth is not None and c.score.coding]
    abstained = round(sum(not c.score.enough for c in mine) / max(1, len(mine)), 3)
    if len({case.fold for case in shown}) < 2:
        return {"n": len(shown), "abstained": abstained}
    inside, ours, theirs, widths = [], [], [], []
    for case in shown:
        assert case.score.coding is not None
        assert case.truth is not None
        low, high = case.score.coding
        inside.append(low - 1e-9 <= case.truth <= high + 1e-9)
        ours.append(winkler(low, high, case.truth))
        theirs.append(winkler(*pooled(shown, case), case.truth))
        widths.append(high - low)
    return {
        "n": len(shown),
        "abstained": abstained,
        "coverage": round(float(np.mean(inside)), 3),
        "two standard errors": round(2 * (LEVEL * (1 - LEVEL) / len(shown)) ** 0.5, 3),
        "mean width": round(float(np.mean(widths)), 3),
        "winkler": round(float(np.mean(ours)), 3),
        "pooled winkler": round(float(np.mean(theirs)), 3),
        "better by": round(1 - float(np.mean(ours) / np.mean(theirs)), 3),
    }
