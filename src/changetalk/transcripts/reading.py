"""Reading and writing transcripts, whatever the format."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from changetalk.errors import InputTrouble
from changetalk.transcripts import language, roles
from changetalk.transcripts.drafts import Piece, settle_pieces
from changetalk.transcripts.files import open_file, write_whole
from changetalk.transcripts.formats import FORMATS, format_of
from changetalk.transcripts.model import Transcript, Turn


def read(
    path: str | os.PathLike[str], *, counselor: str | None = None, goal: str | None = None
) -> Transcript:
    """Read a conversation from WebVTT, SRT, plain text, Word, CSV or TSV, or changetalk's JSON.

    The format is told by what is in the file as well as by its ending. `counselor` names the
    speaker who is the counselor (small or capital letters, or just how the name begins); without
    it, roles come from the file, from names that say them, or from what is said. `goal` is the
    change goal and goes before one in the file.

    Raises InputTrouble, which names the file, the place and the remedy: the file is missing,
    empty, damaged, not a transcript, over the limits (100,000 turns, 1 MB a turn, 256 MB a file),
    not English, or has one speaker only.
    """
    file = open_file(path)
    form = format_of(file)
    draft = form.read(file)
    if form.is_text:
        draft = replace(draft, notes=[*draft.notes, *file.notes])
    draft = settle_pieces(draft, file.path)
    language.check([piece.text for piece in draft.pieces], file.path)
    settled = roles.settle(draft, file.path, counselor)
    return Transcript(
        turns=tuple(_turn(piece) for piece in draft.pieces),
        change_goal=(goal or "").strip() or draft.change_goal,
        date=draft.date,
        source=draft.source or file.name,
        medium=draft.medium,
        roles=settled.roles,
        notes=tuple(dict.fromkeys([*draft.notes, *settled.notes])),
    )


def write(transcript: Transcript, path: str | os.PathLike[str]) -> None:
    """Write a transcript in the format of the path's ending: .json, .csv, .vtt or .txt.

    JSON holds everything, WebVTT everything but line breaks within a turn, CSV everything but
    notes, and text the speakers, their words and times. An existing file is replaced, and is so
    only when all is written. Raises InputTrouble for another ending, a turn without a time in
    WebVTT, or a place that cannot be written to.
    """
    ending = Path(path).suffix.lower()
    form = next((form for form in FORMATS if form.write and ending == form.endings[0]), None)
    if form is None or form.write is None:
        endings = ", ".join(form.endings[0] for form in FORMATS if form.write)
        raise InputTrouble(os.fspath(path), "is no format that is written", f"Use one of {endings}.")
    write_whole(path, form.write(transcript))


def _turn(piece: Piece) -> Turn:
    return Turn(
        id=piece.id or "",
        speaker=piece.speaker,
        role=piece.role,
        text=piece.text,
        start=piece.start,
        end=piece.end,
    )
