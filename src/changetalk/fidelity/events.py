"""What happened between the two: a coding as exchanges, and how probable each event in it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

from changetalk.coder.coding import CodedTurn, Coding, Unit
from changetalk.fidelity.extent import exchange_count, exchanges, words
from changetalk.fidelity.units import by_person
from changetalk.instruments import MISC

SURE = 0.9
LIKELY = 0.5
ENOUGH_EVENTS = 500
"""More of one kind than this need no counting out."""

CHANGE, SUSTAIN = (tuple(code.id for code in MISC.codes if code.id.endswith(sign)) for sign in "+-")


@dataclass
class Exchange:
    """A volley and the client talk up to the next one."""

    counselor: list[CodedTurn] = field(default_factory=list)
    client: list[CodedTurn] = field(default_factory=list)

    def counselor_words(self) -> int:
        """How many words the counselor says here."""
        return sum(map(words, self.counselor))

    def client_words(self) -> int:
        """How many words the client says here."""
        return sum(map(words, self.client))


@dataclass(frozen=True)
class Event:
    """Something that happened in `turns` with probability `p` (1 where people coded it)."""

    turns: tuple[str, ...]
    p: float


@dataclass(frozen=True)
class Found:
    """The events of one kind and the expected number of chances there were for them."""

    events: tuple[Event, ...]
    chances: float

    def surely(self) -> int:
        """How many of the events happened, at the least, with 90 % probability."""
        exactly = np.ones(1)
        for event in sorted(self.events, key=lambda event: -event.p)[:ENOUGH_EVENTS]:
            exactly = np.convolve(exactly, (1 - event.p, event.p))
        at_least = exactly[::-1].cumsum()[::-1]
        return int(np.flatnonzero(at_least >= SURE - 1e-9)[-1])

    def likely(self) -> tuple[Event, ...]:
        """The events that more probably happened than not."""
        return tuple(event for event in self.events if event.p >= LIKELY)


def exchanges_of(coding: Coding) -> list[Exchange]:
    """The conversation's exchanges in order."""
    found = [Exchange() for _ in range(exchange_count(coding))]
    for number, turn in exchanges(coding):
        (found[number].counselor if turn.role == "counselor" else found[number].client).append(turn)
    return found


def has(unit: Unit, codes: Iterable[str]) -> float:
    """The probability that a unit holds one of `codes`."""
    if by_person(unit) or not unit.p:
        return float(unit.code in codes)
    return min(1.0, sum(unit.p.get(code, 0.0) for code in codes))


def holds(turns: Iterable[CodedTurn], codes: Sequence[str]) -> float:
    """The probability that any unit of `turns` holds one of `codes`."""
    return 1 - prod(1 - has(unit, codes) for turn in turns for unit in turn.units)


def carriers(turns: Iterable[CodedTurn], codes: Sequence[str]) -> tuple[str, ...]:
    """The ids of the turns in which one of `codes` more probably stands than not."""
    return tuple(turn.id for turn in turns if holds([turn], codes) >= LIKELY)
