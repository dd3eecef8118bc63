"""How a machine's and people's figures of whole sessions agree: ICC(2,1) and bias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.measures.judged import Interval
from changetalk.fidelity.icc import icc

MEASURED = (
    "questions",
    "reflections",
    "mi_adherent",
    "mi_non_adherent",
    "percent_change_talk",
    "reflection_to_question",
    "percent_complex",
)
"""The scores of which agreement is measured."""

Z = 1.645
"""Standard errors either way that hold 90 %."""


@dataclass(frozen=True)
class Pair:
    """One score of one session: the machine's figure, the same from its codes as they stand, and the
    people's; whether the package would show it (its minimums are met)."""

    data: str
    score: str
    machine: float
    codes: float
    person: float
    shown: bool


@dataclass(frozen=True)
class Result:
    """Of one score over sessions: ICC with its 90 % interval, bias with its own, and the means."""

    n: int
    icc: float | None
    interval: Interval | None
    bias: float
    bias_interval: Interval
    machine: float
    person: float


def result(machine: Sequence[float], person: Sequence[float]) -> Result | None:
    """How the two agree; None below two sessions. Bias: [3, 5] against [2, 2] gives (1 + 3) / 2 = 2."""
    if len(machine) < 2:
        return None
    agreement = icc(list(zip(machine, person, strict=True)))
    difference = np.subtract(machine, person)
    bias, error = float(difference.mean()), float(difference.std(ddof=1) / len(difference) ** 0.5)
    return Result(
        len(machine),
        agreement.value,
        agreement.interval,
        bias,
        (bias - Z * error, bias + Z * error),
        float(np.mean(machine)),
        float(np.mean(person)),
    )


Results = dict[str, dict[str, Result | None]]


def results(found: Sequence[Pair], data: str) -> Results:
    """By score: all sessions, the codes as they stand in the same sessions, and those shown."""
    out: Results = {}
    for name in MEASURED:
        mine = [pair for pair in found if (pair.data, pair.score) == (data, name)]
        shown = [pair for pair in mine if pair.shown]
        if mine:
            out[name] = {
                "all": result([p.machine for p in mine], [p.person for p in mine]),
                "codes": result([p.codes for p in mine], [p.person for p in mine]),
                "shown": result([p.machine for p in shown], [p.person for p in shown]),
            }
    return out


def icc_text(found: Result | None) -> str:
    """The correlation with its interval; nothing where there is none."""
    if found is None or found.icc is None:
        return ""
    low, high = found.interval or (found.icc, found.icc)
    return f"{found.icc:.2f} ({low:.2f}-{high:.2f})"
