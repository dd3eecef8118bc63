"""How far a site's own coders lie from the machine, and scores moved by that much.

Counts are compared by the logarithm of their ratio, ratios and shares by their log-odds (one count
against another), so that a moved score stays in its range. With few sessions a difference is mostly
chance: the shift learnt from them is drawn towards none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from changetalk.fidelity.computing import computed
from changetalk.fidelity.resample import DRAWS, SEED
from changetalk.instruments import INSTRUMENTS
from changetalk.instruments.model import SummaryScore
from changetalk.transcripts.model import Frozen

Array = NDArray[np.float64]

COUNTED = ("questions", "reflections", "mi_adherent", "mi_non_adherent", "change_talk", "sustain_talk")
"""The counts whose shift a site's own codes can teach."""

AGAINST: Mapping[str, tuple[str, str]] = {
    "reflection_to_question": ("reflections", "questions"),
    "percent_complex": ("CR", "SR"),
    "percent_change_talk": ("change_talk", "sustain_talk"),
}
"""The ratios and shares whose shift can be learnt, and the two counts that each sets against each
other."""

SHIFTED = (*COUNTED, *AGAINST)

HALF = 0.5
"""Added to every count before its logarithm, so that none is infinite (Haldane 1956, Anscombe 1956).
An expert is also taken to differ from the machine by half a code at least."""

COUNT_PRIOR = 0.4
"""What is believed of a count's shift before any session is seen: normal around none with this
standard deviation, so that two sites in three lie within a factor of 1.5 of the machine, and nineteen
in twenty within 2.2. changetalk's own choice. Two counts set against each other differ by the square
root of 2 times as much."""

_SCORES = {each.id: each for each in chain.from_iterable(one.scores for one in INSTRUMENTS.values())}


class Shift(Frozen):
    """How a site's coders differ from the machine in one score, drawn towards no difference.

    `value` is the logarithm of the factor by which the score's count, ratio or odds (share against
    the rest) is multiplied; `se` its standard error; `sessions` how many sessions it is learnt from.
    """

    value: float = Field(ge=-10, le=10)
    se: float = Field(ge=0, le=10)
    sessions: int = Field(ge=1)


@dataclass(frozen=True)
class Difference:
    """One session: a score of the person's coding less what the machine expected of it, as a
    logarithm, and the variance that the machine's own error gives this difference."""

    value: float
    variance: float


def prior(score: str) -> float:
    """The standard deviation of a score's shift over sites, as believed beforehand."""
    return COUNT_PRIOR * (2**0.5 if score in AGAINST else 1)


def shrunk(differences: Sequence[Difference], prior: float) -> tuple[float, float]:
    """The shift and its standard error: the posterior mean and deviation of a normal mean with a
    normal prior (0, `prior`), each session weighted by the inverse of its variance.

    Where the sessions differ among themselves by more than their variances foretell, those are
    scaled up by that much (the Birge ratio, 1932), never down. Without sessions: no shift, and the
    prior's own deviation.
    """
    if not differences:
        return 0.0, prior
    y = np.array([each.value for each in differences])
    weight = 1 / np.array([each.variance for each in differences])
    weight /= birge(y, weight)
    precision = prior**-2 + weight.sum()
    return float((weight * y).sum() / precision), float(precision**-0.5)


def birge(y: Array, weight: Array) -> float:
    """By how much the values' spread around their weighted mean exceeds what their weights (inverse
    variances) foretell: chi-squared per degree of freedom, at least 1."""
    if len(y) < 2:
        return 1.0
    mean = (weight * y).sum() / weight.sum()
    return max(1.0, float((weight * (y - mean) ** 2).sum() / (len(y) - 1)))


def difference(score: str, names: Sequence[str], person: Array, machine: Array) -> Difference:
    """One session's difference in a score of SHIFTED, from counts by code in the order of `names`:
    the person's (a row) and the machine's (draws of what an expert would count)."""
    parts = [_SCORES[part] for part in AGAINST.get(score, (score,))]
    theirs, ours = (
        [computed(part, names, rows) + HALF for part in parts] for rows in (person[None], machine)
    )
    expected = _logarithm(ours)
    least = sum((HALF / counts.mean()) ** 2 for counts in ours)
    return Difference(float(_logarithm(theirs)[0] - expected.mean()), float(expected.var() + least))


def _logarithm(counts: Sequence[Array]) -> Array:
    """Of one count, or of the first over the second."""
    first, *second = map(np.log, counts)
    return np.asarray(first - second[0] if second else first)


@dataclass(frozen=True)
class Lean:
    """A shift to apply to one score: its logarithm and standard error, both 0 for none."""

    shift: float = 0.0
    se: float = 0.0

    def settled(self, values: Array, score: SummaryScore) -> Array:
        """Values of the score, shifted."""
        return moved(values, score, self.shift) if self.shift else values

    def drawn(self, values: Array, score: SummaryScore) -> Array:
        """One value of the score for each draw, each shifted by what the shift may really be."""
        return moved(values, score, self.shift + self.se * _normal()) if self.shift or self.se else values


def _normal() -> Array:
    return np.random.default_rng((SEED, 3)).standard_normal(DRAWS)


def moved(values: Array, score: SummaryScore, shift: float | Array) -> Array:
    """Values of the score with `shift` added to their logarithm (a share: to its log-odds). A count
    is never below 0, a share stays within 0-1."""
    factor = np.exp(shift)
    match score.unit:
        case "count":
            return np.maximum((values + HALF) * factor - HALF, 0)
        case "share":
            return np.asarray(values * factor / (1 - values + values * factor))
        case _:
            return np.asarray(values * factor)
