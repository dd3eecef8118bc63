"""How far a whole conversation's codes stray from the coder's probabilities.

The coder's error has a part that all units of a conversation share: its habits with this speaker,
topic or rater. For each code it is measured as the standard deviation of a shift in that code's
log-odds, from held-out dialogues: with p the calibrated probabilities of a dialogue's units, the
count is expected to be sum p with variance sum p(1-p), plus sigma squared times the squared slope
sum p(1-p) of the count in the shift. Sigma is the value that makes the observed counts likeliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.calibration import Calibration
from changetalk.coder.labels import CODES
from changetalk.coder.machine import decide
from training.examples import PRESENCE_CODES, LabelledTurn
from training.held_out import HeldOut, turns_of

Array = NDArray[np.float64]
LEAST_LEANING = 10
GRID = np.concatenate([[0.0], np.geomspace(0.03, 1.5, 40)])


class Errors(TypedDict):
    """The content of `errors.json`, as `fidelity.error.CodingError` reads it."""

    sigma: dict[str, float]
    shared: dict[str, float]
    source: str


@dataclass(frozen=True)
class Count:
    """One code in one dialogue: how often it was given, and what the probabilities expected."""

    given: float
    expected: float
    variance: float
    slope: float


def likeliest_sigma(counts: Sequence[Count]) -> float:
    """The shared shift's standard deviation (log-odds) that makes the counts likeliest."""
    given, expected, variance, slope = np.array(
        [(c.given, c.expected, c.variance, c.slope) for c in counts]
    ).T
    total = variance + GRID[:, None] ** 2 * slope**2 + 0.25
    fit = -0.5 * (np.log(total) + (given - expected) ** 2 / total).sum(1)
    return round(float(GRID[fit.argmax()]), 3)


def _count(given: float, p: Array) -> Count:
    spread = float((p * (1 - p)).sum())
    return Count(given, float(p.sum()), spread, spread)


def unit_counts(found: Iterable[HeldOut], calibration: Calibration, code: str) -> Iterator[Count]:
    """A code's counts over the authored set's given units."""
    role = "client" if code in CODES["client"] else "counselor"
    column = CODES[role].index(code)  # type: ignore[index]
    scaling = getattr(calibration, role)
    for held in found:
        p, given = [], 0.0
        for turn, reading in zip(held.dialogue.turns, held.given or (), strict=False):
            if turn.role == role and turn.units and len(reading.units) == len(turn.units):
                p.extend(scaling.apply(reading.units)[:, column])
                given += sum(unit.belief.get(code, 0.0) for unit in turn.units)
        if p:
            yield _count(given, np.array(p))


def presence_counts(
    found: Iterable[HeldOut], calibration: Calibration, codes: Sequence[str], kind: str | None = None
) -> Iterator[Count]:
    """Counts of counselor turns that hold one of `codes`, over the units that the coder finds.

    The authored set's unit codes say so, and AnnoMI's word on acts of this `kind` if there is one.
    The slope is that of the count in a shift of all these codes' log-odds together.
    """
    columns = [CODES["counselor"].index(code) for code in codes]
    for held in found:
        p, slope, given = [], 0.0, 0.0
        for turn, reading in zip(held.dialogue.turns, held.found, strict=True):
            there = _holds(turn, codes, kind)
            if there is None or not len(reading.units):
                continue
            q = calibration.counselor.apply(reading.units)[:, columns].sum(1)
            absent = float(np.prod(1 - q))
            p.append(1 - absent)
            slope += absent * float(q.sum())
            given += there
        if p:
            counted = _count(given, np.array(p))
            yield replace(counted, slope=slope)


def _holds(turn: LabelledTurn, codes: Sequence[str], kind: str | None) -> float | None:
    if turn.role == "counselor" and turn.units:
        return float(any(max(u.belief, key=u.belief.__getitem__) in codes for u in turn.units))
    return turn.presence.truth(kind) if turn.presence and kind else None


def surplus_counts(found: Iterable[HeldOut], calibration: Calibration) -> Iterator[Count]:
    """Client turns of change talk less those of sustain talk, in both sets.

    The slope is that in a shift of both signs' log-odds apart, half each way. Dialogues with too
    little leaning talk for a share to be shown are left out: their error is never shown.
    """
    for held in found:
        rows, given = [], 0.0
        turns = turns_of(held.dialogue)
        for labelled, turn, reading in zip(held.dialogue.turns, turns, held.found, strict=True):
            said = decide(turn, reading, calibration).talk_p
            if labelled.talk is not None and said:
                rows.append((said["change"], said["sustain"]))
                given += {"change": 1.0, "sustain": -1.0, "neutral": 0.0}[labelled.talk]
        p, m = np.array(rows).reshape(-1, 2).T
        if (p + m).sum() >= LEAST_LEANING:
            variance = float((p + m - (p - m) ** 2).sum())
            yield Count(given, float((p - m).sum()), variance, variance / 2)


def fit_errors(found: Sequence[HeldOut], calibration: Calibration, source: str) -> Errors:
    """What `errors.json` holds.

    Questions, reflections and the two signs of talk each get a shift that their codes share; what
    single codes vary beyond it is theirs. NC and FN get none: all others shifting is the same.
    """
    sigma = dict.fromkeys((code for codes in CODES.values() for code in codes), 0.0)
    for code in ("GI", "PER", "PWP", "AF", "SEEK", "EMPH", "CONF"):
        sigma[code] = likeliest_sigma(list(presence_counts(found, calibration, (code,))))
    shared = {}
    for name in ("reflection", "question"):
        codes = PRESENCE_CODES[name]
        shared[name] = likeliest_sigma(list(presence_counts(found, calibration, codes, name)))
        for code in codes:
            alone = likeliest_sigma(list(unit_counts(found, calibration, code)))
            sigma[code] = round(max(0.0, alone**2 - shared[name] ** 2) ** 0.5, 3)
    # Two signs that shift each by its own differ by the square root of 2 times as much.
    apart = likeliest_sigma(list(surplus_counts(found, calibration)))
    shared["+"] = shared["-"] = round(apart / 2**0.5, 3)
    return {"sigma": sigma, "shared": shared, "source": source}
