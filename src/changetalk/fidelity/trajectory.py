"""Change and sustain talk across the conversation, for the picture over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Coding
from changetalk.fidelity.coefficient import LEVEL
from changetalk.fidelity.draws import Expert
from changetalk.fidelity.error import ANNOMI_RATERS, coding_error
from changetalk.fidelity.model import Interval
from changetalk.fidelity.resample import SEED
from changetalk.fidelity.units import Units, units_of
from changetalk.instruments import MISC

LEAST_LEANING = 3
_DRAWS = 200

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """Client talk in a window around one client turn.

    `position` runs from 0 (first turn of the conversation) to 1 (last); `minutes` counts from the
    start, where times are known. `change` and `sustain` are expected numbers of units in the
    window. `share` is change / (change + sustain), with its 90 % *coding* interval; both are None
    where fewer than three leaning units are expected in the window.
    """

    turn: str
    position: float
    minutes: float | None
    change: float
    sustain: float
    share: float | None
    interval: Interval | None


def trajectory(coding: Coding) -> tuple[Point, ...]:
    """One point for each client turn. The window reaches a tenth of the client's turns to each
    side (2 at least, 10 at most) and is cut off at both ends."""
    client = [(place, turn) for place, turn in enumerate(coding.turns) if turn.role == "client"]
    half = min(10, max(2, len(client) // 10))
    change, sustain, low, high = _windows(coding, len(client), half)
    last = max(1, len(coding.turns) - 1)
    begin = next((turn.start for turn in coding.turns if turn.start is not None), 0.0)
    points = []
    for row, (place, turn) in enumerate(client):
        leaning = change[row] + sustain[row]
        share = float(change[row] / leaning) if leaning >= LEAST_LEANING else None
        points.append(
            Point(
                turn.id,
                place / last,
                None if turn.start is None else (turn.start - begin) / 60,
                float(change[row]),
                float(sustain[row]),
                share,
                None if share is None else (min(low[row], share), max(high[row], share)),
            )
        )
    return tuple(points)


def _windows(coding: Coding, turns: int, half: int) -> tuple[Array, Array, list[float], list[float]]:
    """By client turn: expected change and sustain units in its window, and the share's interval."""
    units = units_of(coding, MISC)
    signs = [np.array([code.endswith(sign) for code in units.codes]) for sign in "+-"]
    expected = (
        np.bincount(units.turn, weights=units.p[:, sign].sum(axis=1), minlength=turns) for sign in signs
    )
    change, sustain = (_rolled(counts[None].astype(float), half)[0] for counts in expected)
    rng = np.random.default_rng((SEED, 2))
    expert = Expert(units, coding_error(), ANNOMI_RATERS, _DRAWS, rng)
    seen, settled = expert.codes(units, rng)
    drawn = [_rolled(_by_turn(sign[seen], sign[settled], units, turns), half) for sign in signs]
    with np.errstate(invalid="ignore"):
        share = drawn[0] / (drawn[0] + drawn[1])
    undefined = np.isnan(share)
    share[undefined] = 0.5
    low, high = np.quantile(share, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
    return change, sustain, low.tolist(), high.tolist()


def _by_turn(seen: NDArray[np.bool_], settled: NDArray[np.bool_], units: Units, turns: int) -> Array:
    """[draw, turn] counts, as an expert would count, without drift from what people coded."""
    starts = np.searchsorted(units.turn, np.arange(turns + 1))
    sums = [
        np.diff(np.pad(each.cumsum(axis=1), ((0, 0), (1, 0)))[:, starts], axis=1) for each in (seen, settled)
    ]
    return np.asarray(sums[0] - (sums[0] - sums[1]).mean(axis=0))


def _rolled(counts: Array, half: int) -> Array:
    """[row, turn] sums over the window around each turn, never below 0."""
    total = np.pad(counts.cumsum(axis=1), ((0, 0), (1, 0)))
    place = np.arange(counts.shape[1])
    above = np.minimum(place + half + 1, counts.shape[1])
    return np.asarray(np.maximum(total[:, above] - total[:, np.maximum(place - half, 0)], 0))
