"""The units of a coding as arrays: what a draw needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Coding, Unit
from changetalk.fidelity.extent import exchanges
from changetalk.instruments import Instrument

Floats = NDArray[np.float32]
Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Units:
    """All units of one instrument's speaker, in order. `codes` are the instrument's ids; each row
    of `p` holds a unit's probabilities (a certain 1 for a code given by a person), `code` its
    code's place, `human` whether a person gave it, `exchange` and `turn` where it stands."""

    codes: tuple[str, ...]
    p: Floats
    code: Whole
    human: NDArray[np.bool_]
    exchange: Whole
    turn: Whole

    def between(self, low: int, high: int) -> Units:
        """The units of the exchanges from `low` up to but without `high`."""
        part = slice(*np.searchsorted(self.exchange, (low, high)))
        return Units(
            self.codes,
            self.p[part],
            self.code[part],
            self.human[part],
            self.exchange[part],
            self.turn[part],
        )


def by_person(unit: Unit) -> bool:
    """Did a person give this unit its code, or settle it by correcting the machine?"""
    return unit.by == "human" or unit.p is None


def units_of(coding: Coding, instrument: Instrument) -> Units:
    """The units of the instrument's speaker. `turn` counts that speaker's turns from 0."""
    codes = tuple(code.id for code in instrument.codes)
    place = {code: number for number, code in enumerate(codes)}
    turns = [(exchange, turn) for exchange, turn in exchanges(coding) if turn.role == instrument.role]
    units = [(exchange, number, unit) for number, (exchange, turn) in enumerate(turns) for unit in turn.units]
    given = np.array([place[unit.code] for *_, unit in units], dtype=np.intp)
    p = np.zeros((len(units), len(codes)), dtype=np.float32)
    for row, (*_, unit) in enumerate(units):
        shares = {unit.code: 1.0} if by_person(unit) or not unit.p else unit.p
        for code, share in shares.items():
            p[row, place[code]] = share
    return Units(
        codes,
        p / p.sum(axis=1, keepdims=True),
        given,
        np.array([by_person(unit) for *_, unit in units], dtype=bool),
        np.array([exchange for exchange, *_ in units], dtype=np.intp),
        np.array([number for _, number, _ in units], dtype=np.intp),
    )
