"""The words of a turn cut at its units, so that each unit can be shown with its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from changetalk.coder.coding import CodedTurn, Unit


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn's text and the unit it belongs to (None between units)."""

    text: str
    unit: Unit | None = None


def pieces(turn: CodedTurn) -> tuple[Piece, ...]:
    """The turn's whole text in order, cut at its units.

    Offsets are Unicode code points. Joining the pieces gives the text back exactly: where units
    overlap the earlier one keeps the shared words, and what lies outside the text is left out.
    """
    return tuple(_cut(turn.text, sorted(turn.units, key=lambda unit: (unit.start, unit.end))))


def _cut(text: str, units: list[Unit]) -> Iterator[Piece]:
    done = 0
    for unit in units:
        start = max(unit.start, done)
        if start > done:
            yield Piece(text[done:start])
        end = max(start, min(unit.end, len(text)))
        yield Piece(text[start:end], unit)
        done = end
    if done < len(text):
        yield Piece(text[done:])
