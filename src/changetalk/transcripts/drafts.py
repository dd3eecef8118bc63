"""What a reader hands over, and how it becomes turns: cleaning, merging, limits, ids."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from changetalk.errors import InputTrouble
from changetalk.transcripts.decoding import clean
from changetalk.transcripts.files import control_note
from changetalk.transcripts.model import Medium, Role, Roles, Transcript

MAX_TURNS = 100_000
"""The most turns one conversation may have."""

MAX_TURN_CHARACTERS = 1024 * 1024
"""The most characters one turn may have; any turn of 1 MB fits."""

_SPLIT = "Split it into single conversations."


@dataclass
class Piece:
    """A stretch of one speaker's words as a file holds it: a cue, a line, a row.

    `place` says where it stands ("line 12"); `id` and `role` are set where the file gives them.
    """

    speaker: str
    text: str
    start: float | None = None
    end: float | None = None
    id: str | None = None
    role: Role | None = None
    place: str = ""


@dataclass
class Draft:
    """What a reader found.

    `merge` marks formats that cut one speaker's talk into pieces (captions, time-stamped text);
    `exact` marks files written by changetalk, whose turns are kept just as they are.
    """

    pieces: list[Piece]
    merge: bool = False
    exact: bool = False
    change_goal: str | None = None
    date: datetime.date | None = None
    medium: Medium | None = None
    source: str | None = None
    roles: Roles | None = None
    notes: list[str] = field(default_factory=list)


def own_draft(pieces: list[Piece], kept: Transcript) -> Draft:
    """The draft of a file that changetalk wrote: its pieces, and what else its transcript held."""
    return Draft(
        pieces,
        exact=True,
        change_goal=kept.change_goal,
        date=kept.date,
        medium=kept.medium,
        source=kept.source,
        roles=kept.roles,
        notes=list(kept.notes),
    )


def settle_pieces(draft: Draft, source: str) -> Draft:
    """Make the pieces of a draft its turns: clean, without empty ones, merged where the format
    cuts talk up, within the limits, each with an id.

    `source` names the file in an error. Raises InputTrouble.
    """
    notes = list(draft.notes)
    _clean(draft.pieces, notes)
    pieces = _said(draft.pieces, notes)
    if not pieces:
        raise InputTrouble(source, "holds no words", "Check that the export worked.")
    if not draft.exact:
        _spell_alike(pieces)
    if draft.merge:
        pieces = _merged(pieces, notes)
    _check_limits(pieces, source)
    _number(pieces, source)
    return replace(draft, pieces=pieces, notes=notes)


def _clean(pieces: Sequence[Piece], notes: list[str]) -> None:
    stripped = 0
    for piece in pieces:
        piece.text, in_text = clean(piece.text)
        piece.speaker, in_speaker = clean(piece.speaker)
        stripped += in_text + in_speaker
    if stripped:
        notes.append(control_note(stripped))


def _said(pieces: Sequence[Piece], notes: list[str]) -> list[Piece]:
    said = [piece for piece in pieces if piece.text.strip()]
    silent = len(pieces) - len(said)
    if silent:
        notes.append(f"{silent} turn{'s' if silent > 1 else ''} without words left out.")
    return said


def _spell_alike(pieces: Sequence[Piece]) -> None:
    """ANN and Ann are one speaker, spelled as she is first."""
    first: dict[str, str] = {}
    for piece in pieces:
        name = " ".join(piece.speaker.split())
        piece.speaker = first.setdefault(name.casefold(), name)


def _merged(pieces: Sequence[Piece], notes: list[str]) -> list[Piece]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][-1].speaker == piece.speaker:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    if len(runs) < len(pieces):
        notes.append(f"{len(pieces)} pieces joined into {len(runs)} turns.")
    return [run[0] if len(run) == 1 else _joined(run) for run in runs]


def _joined(run: Sequence[Piece]) -> Piece:
    starts = [piece.start for piece in run if piece.start is not None]
    ends = [piece.end for piece in run if piece.end is not None]
    return replace(
        run[0],
        text=" ".join(piece.text.strip() for piece in run),
        start=min(starts, default=None),
        end=max(ends, default=None),
    )


def _check_limits(pieces: Sequence[Piece], source: str) -> None:
    if len(pieces) > MAX_TURNS:
        raise InputTrouble(source, f"has {len(pieces):,} turns, and {MAX_TURNS:,} is the most", _SPLIT)
    for number, piece in enumerate(pieces, 1):
        if len(piece.text) > MAX_TURN_CHARACTERS:
            raise InputTrouble(
                source,
                f"one turn is longer than {MAX_TURN_CHARACTERS:,} characters",
                "Check that every turn begins with its speaker's name.",
                piece.place or f"turn {number}",
            )


def _number(pieces: Sequence[Piece], source: str) -> None:
    if all(piece.id is None for piece in pieces):
        for number, piece in enumerate(pieces, 1):
            piece.id = str(number)
    seen: set[str] = set()
    for number, piece in enumerate(pieces, 1):
        place = piece.place or f"turn {number}"
        remedy = "Give every turn an id of its own, or none an id."
        if not piece.id:
            raise InputTrouble(source, "this turn has no id and others have", remedy, place)
        if piece.id in seen:
            raise InputTrouble(source, "the id of this turn is used twice", remedy, place)
        seen.add(piece.id)
