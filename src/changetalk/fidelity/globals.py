"""The four MITI globals, estimated from the whole conversation's features by a ridge regression.

The regression is part of the coder's artefact; without it there are no estimates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Coding
from changetalk.fidelity.draws import Draws
from changetalk.fidelity.enough import lacking
from changetalk.fidelity.error import WEIGHTS
from changetalk.fidelity.features import FEATURES, exchange_parts, features
from changetalk.fidelity.interval import scored
from changetalk.fidelity.model import Score
from changetalk.fidelity.resample import DRAWS, of_practice
from changetalk.instruments import MITI
from changetalk.instruments.model import GlobalRating, SummaryScore

Array = NDArray[np.float64]

NO_ESTIMATES = "This coder has no global estimates."
_Z = np.array([NormalDist().inv_cdf((place + 0.5) / DRAWS) for place in range(DRAWS)])
_Z_AT_QUANTILE = NormalDist().inv_cdf(0.95)


@dataclass(frozen=True)
class Regression:
    """One global's ridge regression over standardised features; `residual` holds the 5 % and 95 %
    quantiles of its error (rating minus estimate) on held-out conversations."""

    coef: Array
    intercept: float
    residual: tuple[float, float]


@dataclass(frozen=True)
class Estimator:
    """Regressions by global id, how their features are standardised, and where all this is from."""

    mean: Array
    scale: Array
    globals: Mapping[str, Regression]
    source: str


@cache
def shipped_estimator() -> Estimator | None:
    """The estimator of the coder in this package, or None where it has none."""
    return read_estimator(WEIGHTS / "globals.json")


def read_estimator(path: Traversable) -> Estimator | None:
    """The estimator in an artefact's `globals.json`; None without that file.

    Raises ValueError when the file was made for other features than these.
    """
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    if tuple(found["features"]) != FEATURES:
        raise ValueError("globals.json was made for other features than this version has")
    regressions = {
        name: Regression(np.array(each["coef"]), each["intercept"], tuple(each["residual"]))
        for name, each in found["globals"].items()
    }
    return Estimator(np.array(found["mean"]), np.array(found["scale"]), regressions, found["source"])


def estimate_globals(coding: Coding, estimator: Estimator | None = None) -> dict[str, Score]:
    """The four globals and their means, technical and relational, on the scale 1-5.

    The *coding* interval is the regression's held-out error, *practice* adds the resampling of
    exchanges. Errors of globals that are averaged are taken to go together: the careful choice.
    """
    estimator = estimator or shipped_estimator()
    wanted = [*map(_as_score, MITI.globals), *(score for score in MITI.scores if score.unit == "rating")]
    if estimator is None:
        return {
            each.id: Score(name=each.name, unit="rating", value=None, enough=False, why=NO_ESTIMATES)
            for each in wanted
        }
    draws = _draws(coding, estimator)
    source = f"estimated from the codes, with the error seen on held-out conversations ({estimator.source})"
    return {each.id: scored(each, draws, lacking(coding, "counselor", each, {}), source) for each in wanted}


def _as_score(rating: GlobalRating) -> SummaryScore:
    return SummaryScore(
        rating.id, rating.name, "rating", "rating", lambda given: given.get(rating.id), minimum=rating.minimum
    )


def _draws(coding: Coding, estimator: Estimator) -> Draws:
    names, parts = exchange_parts(coding)
    resampled = of_practice(len(parts)).totals(parts)
    columns = [
        _column(each, _standard(names, parts.sum(axis=0), estimator), _standard(names, resampled, estimator))
        for each in estimator.globals.values()
    ]
    coding_, practice, settled = (np.stack(each, axis=1) for each in zip(*columns, strict=True))
    return Draws(tuple(estimator.globals), coding_, practice, settled)


def _standard(names: tuple[str, ...], totals: Array, estimator: Estimator) -> Array:
    return (features(names, totals) - estimator.mean) / estimator.scale


def _column(regression: Regression, here: Array, resampled: Array) -> tuple[Array, Array, Array]:
    """One global's draws: with the regression's error, with resampling too, and with neither."""
    low, high = min(regression.residual[0], 0), max(regression.residual[1], 0)
    error = np.where(_Z < 0, -low, high) * _Z / _Z_AT_QUANTILE
    estimate = np.full(DRAWS, here @ regression.coef + regression.intercept)
    other = resampled @ regression.coef + regression.intercept
    return _rating(estimate + error), _rating(other + error), _rating(estimate)


def _rating(values: Array) -> Array:
    return np.clip(values, 1, 5)
