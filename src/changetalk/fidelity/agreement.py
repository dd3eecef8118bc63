"""How far two codings of one transcript agree, code by code, and where they differ.

Raters may split a turn into units differently, so codes are compared by their presence in a volley
(counselor) or turn (client), which needs no shared units. Units with the very same span are
compared besides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from changetalk.coder.coding import CodedTurn, Coding
from changetalk.errors import InputTrouble
from changetalk.fidelity.coefficient import LEVEL, Coefficient
from changetalk.fidelity.kappa import kappa, positive_agreement, presence_tables, tables
from changetalk.instruments import INSTRUMENTS, Instrument
from changetalk.transcripts.model import Frozen, Role

BLOCK = 4
"""Turns in a block of neighbours (two exchanges), drawn together for intervals."""

MOST_BLOCKS = 200
"""Long transcripts get longer blocks, so that an interval never takes longer than this many need."""


_COUNTED = {code.id for each in INSTRUMENTS.values() for code in each.codes if code.counted}


class Categories(Frozen):
    """Agreement on one category each: the plain share (0-1) of things judged alike, and kappa."""

    same: float | None
    kappa: Coefficient


class CodeAgreement(Frozen):
    """Agreement on whether a code is present in a volley (counselor) or turn (client): how many
    have it by both, by a alone, by b alone and by neither, positive agreement and kappa."""

    code: str
    both: int
    only_a: int
    only_b: int
    neither: int
    positive: Coefficient
    kappa: Coefficient


class InstrumentAgreement(Frozen):
    """Agreement on one instrument's codes. `units` compares the `units_shared` units that begin
    and end at the same place in both; a has `units_a` units in all, b has `units_b`."""

    instrument: str
    units: Categories
    units_shared: int
    units_a: int
    units_b: int
    codes: tuple[CodeAgreement, ...]


class Difference(Frozen):
    """A turn that the two coded differently, with what each gave: a counselor turn's distinct
    codes, a client turn's codes unit by unit, both without those that mean "no code"."""

    turn: str
    a: tuple[str, ...]
    b: tuple[str, ...]


class Agreement(Frozen):
    """Two codings of one transcript side by side; `a` and `b` name the raters. `main` compares
    counselor turns by main act, `talk` client turns by change, sustain or neutral. Intervals are
    at `level`. `notes` say what limits the comparison."""

    level: float = LEVEL
    a: str
    b: str
    turns: int
    main: Categories
    talk: Categories
    instruments: tuple[InstrumentAgreement, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Judged:
    """What a said and what b said of the same things, and each thing's block of turns."""

    a: list[str] = field(default_factory=list)
    b: list[str] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    def add(self, one: str, other: str, block: int) -> None:
        self.a.append(one)
        self.b.append(other)
        self.blocks.append(block)

    def compared(self) -> Categories:
        same = sum(one == other for one, other in zip(self.a, self.b, strict=True))
        return Categories(
            same=same / len(self.a) if self.a else None, kappa=kappa(tables(self.a, self.b, self.blocks))
        )


class _Pair(NamedTuple):
    """One turn in both codings, and its block of neighbouring turns."""

    a: CodedTurn
    b: CodedTurn
    block: int


def agree(a: Coding, b: Coding) -> Agreement:
    """Compare two codings of one transcript.

    Raises InputTrouble when they are not codings of the same turns: ids in order, roles and words
    (white space aside) must be the same.
    """
    check_same_turns(a, b)
    pairs = _pairs(a, b)
    return Agreement(
        a=a.rater.name,
        b=b.rater.name,
        turns=len(a.turns),
        main=_turns_compared(pairs, "main"),
        talk=_turns_compared(pairs, "talk"),
        instruments=tuple(_instrument(a, pairs, instrument) for instrument in INSTRUMENTS.values()),
        differences=tuple(_differences(pairs)),
        notes=tuple(_notes(a, b)),
    )


def check_same_turns(a: Coding, b: Coding) -> None:
    """Raise InputTrouble unless both coded the same turns: ids in order, roles and words."""
    source = b.source or b.rater.name
    remedy = "Agreement needs two codings of one transcript, with the same turns and roles"
    if len(a.turns) != len(b.turns):
        raise InputTrouble(source, f"{len(b.turns)} turns where the other coding has {len(a.turns)}", remedy)
    for number, (one, other) in enumerate(zip(a.turns, b.turns, strict=True), start=1):
        same = {
            "id": one.id == other.id,
            "text": one.text.split() == other.text.split(),
            "role": one.role == other.role,
        }
        different = next((what for what, alike in same.items() if not alike), None)
        if different:
            problem = f"the {different} of this turn is not the one in the other coding"
            raise InputTrouble(source, problem, remedy, f"turn {number}")


def both_coded(a: Coding, b: Coding) -> frozenset[Role]:
    """The roles for which both raters coded anything: a rater who left every client turn blank did
    not find them all neutral, but did not code them."""
    coded = ({turn.role for turn in coding.turns if turn.role and turn.units} for coding in (a, b))
    return frozenset.intersection(*map(frozenset, coded))


def stretches(coding: Coding, instrument: Instrument) -> list[tuple[str, ...]]:
    """The ids of the turns in each volley (counselor) or client turn of `coding`."""
    if instrument.counted_in == "volley":
        return [volley.turns for volley in coding.volleys]
    return [(turn.id,) for turn in coding.turns if turn.role == instrument.role]


def unit_codes(turns: Iterable[CodedTurn]) -> list[str]:
    """The codes of all units of these turns, in order."""
    return [unit.code for turn in turns for unit in turn.units]


def _pairs(a: Coding, b: Coding) -> list[_Pair]:
    length = max(BLOCK, math.ceil(len(a.turns) / MOST_BLOCKS))
    coded = both_coded(a, b)
    twins = enumerate(zip(a.turns, b.turns, strict=True))
    return [_Pair(one, other, place // length) for place, (one, other) in twins if one.role in coded]


def _turns_compared(pairs: Sequence[_Pair], label: Literal["main", "talk"]) -> Categories:
    judged = _Judged()
    for a, b, block in pairs:
        one, other = getattr(a, label), getattr(b, label)
        if one is not None and other is not None:
            judged.add(one, other, block)
    return judged.compared()


def _instrument(a: Coding, pairs: Sequence[_Pair], instrument: Instrument) -> InstrumentAgreement:
    ours = [pair for pair in pairs if pair.a.role == instrument.role]
    shared = _shared_units(ours)
    pair_of = {pair.a.id: pair for pair in ours}
    together = [[pair_of[turn] for turn in turns] for turns in stretches(a, instrument)] if ours else []
    standing_a = [instrument.reduce(unit_codes(pair.a for pair in group)) for group in together]
    standing_b = [instrument.reduce(unit_codes(pair.b for pair in group)) for group in together]
    blocks = [group[0].block for group in together]
    return InstrumentAgreement(
        instrument=instrument.id,
        units=shared.compared(),
        units_shared=len(shared.a),
        units_a=sum(len(pair.a.units) for pair in ours),
        units_b=sum(len(pair.b.units) for pair in ours),
        codes=tuple(
            _code(code.id, standing_a, standing_b, blocks) for code in instrument.codes if code.counted
        ),
    )


def _shared_units(pairs: Sequence[_Pair]) -> _Judged:
    judged = _Judged()
    for a, b, block in pairs:
        theirs = {(unit.start, unit.end): unit.code for unit in b.units}
        for unit in a.units:
            code = theirs.pop((unit.start, unit.end), None)
            if code is not None:
                judged.add(unit.code, code, block)
    return judged


def _code(
    code: str, a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]], blocks: Sequence[int]
) -> CodeAgreement:
    counts = presence_tables([code in codes for codes in a], [code in codes for codes in b], blocks)
    (neither, only_b), (only_a, both) = counts.sum(axis=0).astype(int).tolist()
    return CodeAgreement(
        code=code,
        both=both,
        only_a=only_a,
        only_b=only_b,
        neither=neither,
        positive=positive_agreement(counts),
        kappa=kappa(counts),
    )


def _differences(pairs: Sequence[_Pair]) -> Iterator[Difference]:
    for a, b, _ in pairs:
        one, other = _shown(a), _shown(b)
        if sorted(one) != sorted(other):
            yield Difference(turn=a.id, a=one, b=other)


def _shown(turn: CodedTurn) -> tuple[str, ...]:
    codes = [code for code in unit_codes([turn]) if code in _COUNTED]
    return tuple(dict.fromkeys(codes) if turn.role == "counselor" else codes)


def _notes(a: Coding, b: Coding) -> Iterator[str]:
    goals = {" ".join(coding.change_goal.casefold().split()) for coding in (a, b) if coding.change_goal}
    if len(goals) > 1:
        yield "The two codings name different change goals, so their client codes are about different things."
    roles = {turn.role for turn in a.turns if turn.role} - both_coded(a, b)
    for role in sorted(roles):
        yield f"No {role} turn is coded in one of the two, so the {role}'s codes are not compared."
