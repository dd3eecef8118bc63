"""Agreement of raters on figures: the intraclass correlation ICC(2,1), with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from changetalk.fidelity.coefficient import LEVEL, Coefficient
from changetalk.fidelity.f_distribution import f_quantile


def icc(ratings: Sequence[Sequence[float]], level: float = LEVEL) -> Coefficient:
    """ICC(2,1): absolute agreement of single ratings, raters taken as a sample of raters.

    `ratings` has a row for each thing rated and a column for each rater. 1 is perfect; 0 means
    that raters differ as much about one thing as things differ from each other; it can fall below
    0. Undefined (None) below two things or where they do not differ. Source: Shrout & Fleiss
    (1979), case 2; interval from McGraw & Wong (1996), Satterthwaite's degrees of freedom.
    """
    squares = _squares(np.asarray(ratings, dtype=float)) if len(ratings) > 1 else None
    if squares is None:
        return Coefficient(value=None, n=len(ratings), why="at least two transcripts are needed")
    n, k, between, raters, error = squares
    spread = between + (k - 1) * error + k * (raters - error) / n
    if np.isclose(spread, 0):
        return Coefficient(value=None, n=n, why="the transcripts do not differ in it")
    if np.isclose(raters + error, 0):
        return Coefficient(value=1, n=n, why="the two agree exactly, which leaves no error for an interval")
    value = float((between - error) / spread)
    return Coefficient(value=value, interval=_interval(squares, value, level), n=n)


class _Squares(NamedTuple):
    """How many things and raters, and the mean squares between things, between raters and of error."""

    n: int
    k: int
    between: float
    raters: float
    error: float


def _squares(table: npt.NDArray[np.float64]) -> _Squares:
    n, k = table.shape
    grand = table.mean()
    things, raters = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    residual = table - things - raters + grand
    return _Squares(
        n,
        k,
        between=float(k * ((things - grand) ** 2).sum() / (n - 1)),
        raters=float(n * ((raters - grand) ** 2).sum() / (k - 1)),
        error=float((residual**2).sum() / ((n - 1) * (k - 1))),
    )


def _interval(squares: _Squares, value: float, level: float) -> tuple[float, float]:
    n, k, between, raters, error = squares
    a = k * value / (n * (1 - value))
    b = 1 + a * (n - 1)
    parts = (a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    # A mixture's degrees of freedom never fall below its smaller part's; negative weights can break that.
    freedom = max((a * raters + b * error) ** 2 / parts, k - 1.0) if parts else k - 1.0
    rest = k * raters + (k * n - k - n) * error
    tail = (1 + level) / 2
    f_low, f_high = f_quantile(tail, n - 1, freedom), f_quantile(tail, freedom, n - 1)
    low = n * (between - f_low * error) / (f_low * rest + n * between)
    high = n * (f_high * between - error) / (rest + n * f_high * between)
    return low, high
