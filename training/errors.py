"""How far a whole conversation's codes stray from the coder's probabilities.

The coder's error has a part that all units of a conversation share: its habits with this speaker,
topic or rater. For each code it is measured as the standard deviation of a shift in that code's
log-odds, from held-out dialogues: with p the calibrated probabilities of a dialogue's units, the
count is expected to be sum p with variance sum p(1-p), plus sigma squared times the squared slope
sum p(1-p) of the count in the shift. Sigma is the value that makes the observed counts likeliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import Talk
from changetalk.coder.labels import CODES
from changetalk.coder.machine import decide
from training.examples import PRESENCE_CODES
from training.held_out import HeldOut, turns_of

Array = NDArray[np.float64]
GRID = np.concatenate([[0.0], np.geomspace(0.03, 1.5, 40)])


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


def presence_counts(found: Iterable[HeldOut], calibration: Calibration, kind: str) -> Iterator[Count]:
    """AnnoMI's counts of turns with a question, reflection, ... over found units."""
    columns = [CODES["counselor"].index(code) for code in PRESENCE_CODES[kind]]
    for held in found:
        p, given = [], 0.0
        for turn, reading in zip(held.dialogue.turns, held.found, strict=True):
            if turn.presence is None or not len(reading.units):
                continue
            q = calibration.counselor.apply(reading.units)[:, columns].sum(1)
            p.append(1 - float(np.prod(1 - q)))
            given += turn.presence.truth(kind)
        if p:
            yield _count(given, np.array(p))


def talk_counts(found: Iterable[HeldOut], calibration: Calibration, talk: Talk) -> Iterator[Count]:
    """Counts of client turns of one talk, in both sets."""
    for held in found:
        p, given = [], 0.0
        turns = turns_of(held.dialogue)
        for labelled, turn, reading in zip(held.dialogue.turns, turns, held.found, strict=True):
            said = decide(turn, reading, calibration).talk_p
            if labelled.talk is not None and said:
                p.append(said[talk])
                given += labelled.talk == talk
        if p:
            yield _count(given, np.array(p))


def fit_errors(found: Sequence[HeldOut], calibration: Calibration, source: str) -> dict[str, object]:
    """What `errors.json` holds. A family's shared shift stands for each of its codes, widened so
    that two codes shifting apart move the family's count as much as was measured."""
    sigma = {
        code: likeliest_sigma(list(unit_counts(found, calibration, code)))
        for codes in CODES.values()
        for code in codes
    }
    for kind, codes in (("question", ("QO", "QC")), ("reflection", ("SR", "CR"))):
        shared = likeliest_sigma(list(presence_counts(found, calibration, kind)))
        for code in codes:
            sigma[code] = round(max(sigma[code], shared * 2**0.5), 3)
    talk = [likeliest_sigma(list(talk_counts(found, calibration, name))) for name in ("change", "sustain")]
    return {"sigma": sigma, "talk_sigma": round(float(np.mean(talk)), 3), "source": source}
