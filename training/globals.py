"""Fit the global ratings: ridge regression from what a coded conversation looks like as a whole.

Trained on the authored set's ratings and the coder's own held-out codings, so that at run time
the regression meets codes with the errors it was fitted under.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from changetalk.coder.calibration import Calibration
from changetalk.fidelity.features import FEATURES, session_features
from changetalk.instruments import MITI
from training.codings import machine_coding
from training.examples import FOLDS
from training.held_out import HeldOut

Array = NDArray[np.float64]
STRENGTH = 10.0
NAMES = tuple(rating.id for rating in MITI.globals)


@dataclass(frozen=True)
class Rated:
    """Features (n, k), ratings (n, 4) and folds (n) of the dialogues that carry globals."""

    features: Array
    ratings: Array
    folds: NDArray[np.int64]


def rated(found: Sequence[HeldOut], calibrations: Mapping[int, Calibration]) -> Rated:
    """Every rated dialogue, coded with the calibration of its fold."""
    rows, ratings, folds = [], [], []
    for held in found:
        given = held.dialogue.facts.get("globals")
        if isinstance(given, dict):
            features = session_features(machine_coding(held, calibrations[held.fold]))
            rows.append([features[name] for name in FEATURES])
            ratings.append([float(given[name]) for name in NAMES])
            folds.append(held.fold)
    return Rated(np.array(rows), np.array(ratings), np.array(folds))


def _ridge(features: Array, ratings: Array) -> Ridge:
    return Ridge(alpha=STRENGTH).fit(features, ratings)


def held_out_estimates(data: Rated) -> Array:
    """Estimates (n, 4) of each dialogue from the other folds, clipped to 1-5."""
    mean, scale = data.features.mean(0), data.features.std(0) + 1e-6
    scaled = (data.features - mean) / scale
    out = np.zeros_like(data.ratings)
    for fold in range(FOLDS):
        test = data.folds == fold
        out[test] = _ridge(scaled[~test], data.ratings[~test]).predict(scaled[test])
    return np.clip(out, 1, 5)


def fit_globals(data: Rated, source: str) -> dict[str, object]:
    """What `globals.json` holds; `residual` is the middle 90 % of held-out rating minus estimate."""
    mean, scale = data.features.mean(0), data.features.std(0) + 1e-6
    model = _ridge((data.features - mean) / scale, data.ratings)
    residuals = data.ratings - held_out_estimates(data)
    return {
        "features": list(FEATURES),
        "mean": [round(float(v), 5) for v in mean],
        "scale": [round(float(v), 5) for v in scale],
        "globals": {
            name: {
                "coef": [round(float(v), 5) for v in model.coef_[n]],
                "intercept": round(float(model.intercept_[n]), 5),
                "residual": [round(float(np.quantile(residuals[:, n], q)), 3) for q in (0.05, 0.95)],
            }
            for n, name in enumerate(NAMES)
        },
        "source": source,
    }
