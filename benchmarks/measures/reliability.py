"""How often it happens beside how probable it was said to be: bins of equal mass, log loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 15
LEAST_POSITIVES = 200
FLOOR = 0.0005
"""The package leaves probabilities below this out."""

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Curve:
    """Bins of forecasts: mean probability said, share that came true, number. `error` is the mean
    distance of the two, each bin by its number."""

    said: tuple[float, ...]
    true: tuple[float, ...]
    n: tuple[int, ...]

    @property
    def error(self) -> float:
        """Expected calibration error."""
        gaps = np.abs(np.subtract(self.said, self.true))
        return float(np.average(gaps, weights=self.n))

    def data(self) -> dict[str, list[float]]:
        """For JSON."""
        return {"said": [round(x, 4) for x in self.said], "came true": [round(x, 4) for x in self.true]}


def curve(p: Array, true: Flags, bins: int = BINS) -> Curve:
    """Forecasts in order of probability, cut into bins of equal number (as nearly as may be)."""
    order = p.argsort(kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return Curve(
        tuple(float(p[part].mean()) for part in parts),
        tuple(float(true[part].mean()) for part in parts),
        tuple(len(part) for part in parts),
    )


@dataclass
class Forecasts:
    """Of one head: its classes (a head of one says yes or no), the probability of each (n, classes), and
    whether it was true."""

    names: tuple[str, ...]
    p: list[list[float]]
    true: list[list[bool]]


@dataclass(frozen=True)
class Reliability:
    """Of one head, or one class of it: how many times it was true, and the figures. `error` is the
    expected calibration error (0-1), `loss` the mean log loss (nats)."""

    head: str
    label: str
    n: int
    positives: int
    error: float
    loss: float
    curve: Curve


def whole(head: str, said: Forecasts) -> Reliability:
    """A head as a whole: how sure it is of the class it finds most likely, beside how often it is right
    (a yes-or-no head: the probability of yes, beside how often it is yes)."""
    p, true = np.array(said.p), np.array(said.true)
    if p.shape[1] == 1:
        return _one(head, "", p[:, 0], true[:, 0])
    top = p.argmax(1)
    rows = np.arange(len(p))
    found = curve(p[rows, top], true[rows, top])
    loss = float(-np.log(np.clip(p[true], FLOOR, 1)).mean())
    return Reliability(head, "", len(p), len(p), found.error, loss, found)


def classes(head: str, said: Forecasts) -> list[Reliability]:
    """Each class of a head that is true often enough, against the rest."""
    p, true = np.array(said.p), np.array(said.true)
    return [
        _one(head, label, p[:, place], true[:, place])
        for place, label in enumerate(said.names)
        if p.shape[1] > 1 and true[:, place].sum() >= LEAST_POSITIVES
    ]


def _one(head: str, label: str, p: Array, true: Flags) -> Reliability:
    found = curve(p, true)
    loss = float(-np.log(np.clip(np.where(true, p, 1 - p), FLOOR, 1)).mean())
    return Reliability(head, label, len(p), int(true.sum()), found.error, loss, found)
