"""The coded transcript as the report shows it: every turn with its units, codes and doubts."""

from __future__ import annotations

from dataclasses import dataclass

from changetalk.coder.coding import CodedTurn, CodedVolley, Coding, Unit
from changetalk.instruments import Code
from changetalk.report.codes import CODES, anchor, family
from changetalk.report.spans import pieces
from changetalk.report.words import Doubt, clock, doubt, percent


@dataclass(frozen=True)
class Evidence:
    """A stretch of a turn's words, and the code they carry (None between units). `doubt` and
    `odds` say how sure the machine is; both are empty where a person coded."""

    text: str
    unit: Unit | None = None
    code: Code | None = None
    family: str = ""
    anchor: str = ""
    tip: str = ""
    doubt: Doubt | None = None
    odds: str = ""


@dataclass(frozen=True)
class Line:
    """One turn ready to show. `anchor` is its place in the page, whatever characters its id has;
    `counted` names the codes of its volley where the rules left others than its units hold."""

    anchor: str
    turn: CodedTurn
    time: str
    evidence: tuple[Evidence, ...]
    talk_doubt: Doubt | None
    talk_odds: str
    counted: tuple[str, ...] | None


def lines(coding: Coding) -> tuple[Line, ...]:
    """Every turn of the conversation, in order."""
    counted = _changed_by_rules(coding)
    return tuple(
        _line(turn, number, counted.get(turn.id)) for number, turn in enumerate(coding.turns, start=1)
    )


def anchors(coding: Coding) -> dict[str, str]:
    """Where each turn stands in the page, by its id."""
    return {turn.id: f"turn-{number}" for number, turn in enumerate(coding.turns, start=1)}


def _line(turn: CodedTurn, number: int, counted: tuple[str, ...] | None) -> Line:
    sure = turn.talk_p.get(turn.talk) if turn.talk_p and turn.talk else None
    place = f"turn-{number}"
    return Line(
        anchor=place,
        turn=turn,
        time="" if turn.start is None else clock(turn.start),
        evidence=tuple(
            _evidence(piece.text, piece.unit, f"{place}-{nth}") for nth, piece in enumerate(pieces(turn))
        ),
        talk_doubt=None if sure is None else doubt(sure),
        talk_odds="" if sure is None else percent(sure),
        counted=counted,
    )


def _evidence(text: str, unit: Unit | None, tip: str) -> Evidence:
    if unit is None:
        return Evidence(text)
    sure = unit.p.get(unit.code, 0.0) if unit.p else None
    return Evidence(
        text=text,
        unit=unit,
        code=CODES[unit.code],
        family=family(unit.code),
        anchor=anchor(unit.code),
        tip=tip,
        doubt=None if sure is None else doubt(sure),
        odds=_odds(unit.p, unit.code) if unit.p else "",
    )


def _odds(p: dict[str, float], code: str) -> str:
    """The code's probability, and the next likeliest code's where it is at least one in ten."""
    others = [(share, other) for other, share in p.items() if other != code and share >= 0.1]
    second = f"; {max(others)[1]} {percent(max(others)[0])}" if others else ""
    return f"{code} {percent(p.get(code, 0.0))}{second}"


def _changed_by_rules(coding: Coding) -> dict[str, tuple[str, ...]]:
    """For the last turn of every volley in which the rules dropped or joined codes: what counts."""
    units = {turn.id: turn.units for turn in coding.turns}
    return {
        volley.turns[-1]: volley.codes
        for volley in coding.volleys
        if volley.turns and _differs(volley, units)
    }


def _differs(volley: CodedVolley, units: dict[str, tuple[Unit, ...]]) -> bool:
    coded = [unit.code for turn in volley.turns for unit in units.get(turn, ()) if CODES[unit.code].counted]
    return sorted(coded) != sorted(volley.codes)
