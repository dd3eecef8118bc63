"""What the machine is unsure of, first in line for human eyes."""

from __future__ import annotations

from dataclasses import dataclass

from changetalk.coder.coding import CodedTurn, Coding
from changetalk.fidelity import uncertain
from changetalk.instruments import Code
from changetalk.report.codes import CODES
from changetalk.report.words import doubt, percent

MOST = 10


@dataclass(frozen=True)
class Check:
    """A thought to read again: its turn and words, the code it was given and the one it may be."""

    turn: CodedTurn
    words: str
    code: Code
    odds: str
    other: Code
    other_odds: str


def checks(coding: Coding) -> tuple[Check, ...]:
    """The ten codes most in doubt, the most doubtful first; none that the machine is sure of."""
    turns = {turn.id: turn for turn in coding.turns}
    found = []
    for each in uncertain(coding, MOST):
        turn = turns[each.turn]
        unit = turn.units[each.unit]
        if doubt(each.p) != "sure":
            found.append(
                Check(
                    turn=turn,
                    words=turn.text[unit.start : unit.end],
                    code=CODES[each.code],
                    odds=percent(each.p),
                    other=CODES[each.other],
                    other_odds=percent(each.other_p),
                )
            )
    return tuple(found)
