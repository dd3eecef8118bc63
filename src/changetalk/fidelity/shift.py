"""How far a site's own coders lie from the machine, and scores moved by that much.

Counts are compared by the logarithm of their totals' ratio, ratios and shares by their log-odds (one
count against another), so that a moved score stays in its range. With few sessions a difference is
mostly chance: the shift learnt from them is drawn towards none.
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
"""Added to every total before its logarithm, so that none is infinite (Haldane 1956, Anscombe 1956).
An expert is also taken to differ from the machine by half a code in each session."""

PRIOR: Mapping[str, float] = {
    "questions": 0.1,
    "reflections": 0.2,
    "mi_adherent": 0.2,
    "mi_non_adherent": 0.3,
    "change_talk": 0.3,
    "sustain_talk": 0.3,
    "reflection_to_question": 0.25,
    "percent_complex": 0.6,
    "percent_change_talk": 0.2,
}
"""What is believed of each shift before any session is seen: normal around none with this standard
deviation. 0.1 means that two sites in three lie within 10 % of the machine, 0.3 within 35 %.

Empirical: the spread of ten AnnoMI annotators (0.11 questions, 0.25 reflections, 0.28 change talk, 0.52
sustain talk, 0.34 R:Q, 0.94 % complex, 0.36 % change talk) and of nine batches of the authored
dialogues (0.04, 0.17, 0.31, 0.26, 0.14, 0.46, 0.13; MI-adherent 0.19, non-adherent 0.33) around the machine
held out from them, by the method of moments; rounded between the two."""

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
class Tally:
    """One session's evidence on one score: of its one or two counts what the person found, what the
    machine expected, and the covariance that the machine's own error gives the latter."""

    person: tuple[float, ...]
    expected: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]


def tally(score: str, names: Sequence[str], person: Array, machine: Array) -> Tally:
    """A session's evidence on a score of SHIFTED, from counts by code in the order of `names`: the
    person's (a row) and the machine's (draws of what an expert would count)."""
    parts = [_SCORES[part] for part in AGAINST.get(score, (score,))]
    theirs, ours = (
        np.stack([computed(part, names, rows) for part in parts]) for rows in (person[None], machine)
    )
    return Tally(
        tuple(theirs[:, 0].tolist()),
        tuple(ours.mean(axis=1).tolist()),
        tuple(map(tuple, np.atleast_2d(np.cov(ours)).tolist())),
    )


def compared(tallies: Sequence[Tally]) -> tuple[float, float]:
    """The logarithm of the person's total over the machine's (for two counts: of the first's less the
    second's), and its variance; at least one session.

    Totals and not single sessions, as sessions without a code say nothing of a factor. The variance
    is what the machine's own error foretells, or what the sessions' differences show if that is
    more (of the linearised ratio, as in a survey's ratio estimate).
    """
    person, expected = (
        np.array(each) for each in zip(*((t.person, t.expected) for t in tallies), strict=True)
    )
    n, sign = len(person), np.array([1, -1])[: person.shape[1]]
    theirs, ours = person.sum(axis=0) + HALF, expected.sum(axis=0) + HALF
    covariance = np.sum([each.covariance for each in tallies], axis=0) + n * HALF**2 * np.eye(len(sign))
    foretold = float((sign / ours) @ covariance @ (sign / ours))
    apart = ((person - expected * theirs / ours) * sign / theirs).sum(axis=1)
    shown = n / (n - 1) * float((apart**2).sum()) if n > 1 else 0.0
    return float(sign @ np.log(theirs / ours)), max(foretold, shown)


def shrunk(tallies: Sequence[Tally], prior: float) -> tuple[float, float]:
    """The shift and its standard error: the posterior mean and deviation of a normal mean with a
    normal prior (0, `prior`). Without sessions: no shift, and the prior's own deviation."""
    if not tallies:
        return 0.0, prior
    value, variance = compared(tallies)
    kept = prior**2 / (prior**2 + variance)
    return kept * value, (kept * variance) ** 0.5


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
    """Values of the score with `shift` added to their logarithm (a share: to its log-odds), so that a
    count or ratio is never below 0 and a share stays within 0-1."""
    factor = np.exp(shift)
    if score.unit == "share":
        return np.asarray(values * factor / (1 - values + values * factor))
    return np.asarray(values * factor)
