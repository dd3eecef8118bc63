"""The codes that the machine is least sure of: first in line for human eyes."""

from __future__ import annotations

from dataclasses import dataclass

from changetalk.coder.coding import CodedTurn, Coding, Unit
from changetalk.fidelity.raters import family
from changetalk.fidelity.units import by_person

SAME_COUNT = ({"SR", "CR"}, {"QO", "QC"})
"""Pairs that differ within one count: a wrong one moves a share, but no count of acts."""


@dataclass(frozen=True)
class Uncertain:
    """A unit (its place in its turn, from 0), the code given, the code it might be instead, and
    the probabilities (0-1) of both. `doubt` (0-1) is the rank's figure: how close the two are,
    weighted by how much the other code would move scores."""

    turn: str
    unit: int
    code: str
    p: float
    other: str
    other_p: float
    doubt: float


def uncertain(coding: Coding, n: int) -> tuple[Uncertain, ...]:
    """The `n` machine-coded units most in doubt, the most doubtful first.

    Doubt is 1 minus the lead of the given code over the next, times a weight: 1 where the other
    code would change a count of acts or the lean, a half where only a share (simple or complex,
    open or closed), a tenth where no summary score moves (two kinds of talk of one lean).
    """
    found = [
        doubt
        for turn in coding.turns
        for place, unit in enumerate(turn.units)
        if (doubt := _doubt(turn, place, unit))
    ]
    return tuple(sorted(found, key=lambda each: -each.doubt)[:n])


def _doubt(turn: CodedTurn, place: int, unit: Unit) -> Uncertain | None:
    if by_person(unit) or not unit.p or len(unit.p) < 2:
        return None
    shares = dict(unit.p)
    p = shares.pop(unit.code, 0.0)
    other = max(shares, key=lambda code: shares[code])
    closeness = 1 - max(0.0, p - shares[other])
    weight = _weight(unit.code, other, turn)
    return Uncertain(turn.id, place, unit.code, p, other, shares[other], round(closeness * weight, 4))


def _weight(code: str, other: str, turn: CodedTurn) -> float:
    if turn.role == "client":
        return 0.1 if family(code) == family(other) else 1.0
    return 0.5 if {code, other} in SAME_COUNT else 1.0
