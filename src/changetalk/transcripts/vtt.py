"""WebVTT, as Zoom ("Name: …"), Teams (`<v Name>`) and other meeting programs write it.

Written by changetalk, a cue is a turn: its identifier is the turn's id, its voice's class the
role, and a first note keeps what else the transcript holds, so that it is read back as it was.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from itertools import pairwise
from textwrap import shorten
from typing import Any

from pydantic import ValidationError

from changetalk.errors import InputTrouble
from changetalk.transcripts import stamps
from changetalk.transcripts.captions import Cue, check_whole, lines_of
from changetalk.transcripts.drafts import Draft, own_draft
from changetalk.transcripts.files import File
from changetalk.transcripts.lines import MAX_HEADING, gather
from changetalk.transcripts.model import Transcript, Turn
from changetalk.transcripts.own_json import SCHEMA

_HEADER = "WEBVTT"
_NO_CUES = ("NOTE", "STYLE", "REGION")
_AGAIN = "Export the captions again."


def looks(file: File) -> bool:
    """WebVTT says so in its first word."""
    return file.text.lstrip().startswith(_HEADER)


def read(file: File) -> Draft:
    """Read WebVTT. Raises InputTrouble, also where the file is cut off."""
    text = file.text.lstrip()
    if not text.startswith(_HEADER):
        raise InputTrouble(file.path, f"does not begin with {_HEADER}", _AGAIN, "line 1")
    rows = text.split("\n")
    check_whole(rows, file.path)
    captions, comments = _parsed("\n".join(_without_holes(rows)), file.path)
    kept = _kept(comments)
    lines = lines_of(
        Cue(caption.start, caption.end, caption.lines, caption.identifier if kept else None)
        for caption in captions
    )
    pieces, notes = gather(lines, file.path)
    if kept:
        return own_draft(pieces, kept)
    said = [f"A note in the file says: {shorten(each, MAX_HEADING, placeholder='…')}" for each in comments]
    return Draft(pieces, merge=True, notes=[*said[:1], *notes])


def write(transcript: Transcript) -> bytes:
    """Write one cue a turn. A line break within a turn becomes a blank.

    Raises InputTrouble if a turn has no time: captions cannot do without.
    """
    import webvtt  # noqa: PLC0415

    kept = transcript.model_dump_json(exclude={"turns"}).replace(">", "\\u003e")
    starts = [_start(turn) for turn in transcript.turns]
    following = [later for _, later in pairwise(starts)] + starts[-1:]
    captions = [
        webvtt.Caption(
            stamps.clock(start),
            stamps.clock(later if turn.end is None else turn.end),
            _payload(turn),
            " ".join(turn.id.replace("-->", "->").split()),
        )
        for turn, start, later in zip(transcript.turns, starts, following, strict=True)
    ]
    content: str = webvtt.WebVTT(captions=captions, header_comments=[f"{SCHEMA} {kept}"]).content
    return content.encode()


def _start(turn: Turn) -> float:
    if turn.start is None:
        raise InputTrouble(
            "captions",
            "this turn has no time, and captions need one",
            "Write .json, .csv or .txt instead.",
            f"turn {turn.id}",
        )
    return turn.start


def _payload(turn: Turn) -> str:
    role = f".{turn.role}" if turn.role else ""
    name, words = (
        html.escape(" ".join(text.splitlines()), quote=False) for text in (turn.speaker, turn.text)
    )
    return f"<v{role} {name}>{words}"


def _without_holes(rows: Sequence[str]) -> list[str]:
    """Take out empty lines in the middle of a cue: what follows them would be lost."""
    result: list[str] = []
    in_cue = False
    for number, row in enumerate(rows):
        opens = "-->" in row or (number + 1 < len(rows) and "-->" in rows[number + 1])
        if result and not result[-1].strip() and row.strip():
            if in_cue and not opens and not row.startswith(_NO_CUES):
                while not result[-1].strip():
                    result.pop()
            else:
                in_cue = opens
        result.append(row)
    return result


def _parsed(text: str, source: str) -> tuple[list[Any], list[str]]:
    import webvtt  # noqa: PLC0415
    from webvtt.errors import MalformedCaptionError, MalformedFileError  # noqa: PLC0415

    try:
        found = webvtt.from_string(text)
    except (MalformedFileError, MalformedCaptionError):
        raise InputTrouble(source, "is not sound WebVTT", _AGAIN) from None
    if not found.captions:
        raise InputTrouble(source, "holds no captions", _AGAIN)
    return found.captions, found.header_comments


def _kept(comments: Sequence[str]) -> Transcript | None:
    """What changetalk put into the first note of a file of its own, as a transcript without turns."""
    if not comments or not comments[0].startswith(SCHEMA):
        return None
    try:
        return Transcript.model_validate({**json.loads(comments[0].removeprefix(SCHEMA)), "turns": ()})
    except (ValueError, TypeError, RecursionError, ValidationError):
        return None
