"""changetalk's own JSON: a transcript just as it is in memory, or a coded one without its codes."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from pydantic import ValidationError

from changetalk.errors import InputTrouble
from changetalk.transcripts.drafts import Draft, Piece, own_draft
from changetalk.transcripts.files import File
from changetalk.transcripts.model import Transcript, Turn

SCHEMA = "changetalk/transcript/1"
CODED_SCHEMA = "changetalk/coded-transcript/1"

_OPENING = re.compile(r'\s*(?:\{\s*["}]|\[\s*\{\s*")')
_REMEDY = f'Write it with changetalk, or give it "schema": "{SCHEMA}" and "turns" with id, speaker and text.'


def looks(file: File) -> bool:
    """JSON begins with a bracket and a quote."""
    return _OPENING.match(file.text[:1000]) is not None


def read(file: File) -> Draft:
    """Read a transcript, or a coded transcript without its codes. Raises InputTrouble."""
    transcript = _validated(_fields(file), file.path)
    for number, turn in enumerate(transcript.turns, 1):
        if any(time is not None and (time < 0 or not math.isfinite(time)) for time in (turn.start, turn.end)):
            raise InputTrouble(
                file.path,
                "this time is not a number of seconds",
                "Correct it or leave it out.",
                f"turn {number}",
            )
    pieces = [
        Piece(turn.speaker, turn.text, turn.start, turn.end, turn.id, turn.role, f"turn {number}")
        for number, turn in enumerate(transcript.turns, 1)
    ]
    return own_draft(pieces, transcript)


def write(transcript: Transcript) -> bytes:
    """Write everything a transcript holds."""
    fields = {"schema": SCHEMA, **transcript.model_dump(mode="json")}
    return (json.dumps(fields, ensure_ascii=False, indent=1) + "\n").encode()


def _fields(file: File) -> dict[str, Any]:
    """The fields of a transcript in the file, those of a coding taken off."""
    try:
        fields = json.loads(file.text)
    except json.JSONDecodeError as error:
        raise InputTrouble(
            file.path,
            "is broken JSON or cut off",
            "Export it again.",
            f"line {error.lineno}, column {error.colno}",
        ) from None
    except (ValueError, RecursionError):
        raise InputTrouble(file.path, "is JSON of no sensible shape", _REMEDY) from None
    schema = fields.get("schema") if isinstance(fields, dict) else None
    if schema not in (SCHEMA, CODED_SCHEMA) or not isinstance(fields.get("turns"), list):
        raise InputTrouble(file.path, "is JSON, but not a transcript that changetalk knows", _REMEDY)
    if schema == CODED_SCHEMA:
        return _without_codes(fields)
    return {name: value for name, value in fields.items() if name != "schema"}


def _without_codes(fields: dict[str, Any]) -> dict[str, Any]:
    """A guessed goal belongs to the coding, not to the conversation, and goes with the codes."""
    kept = {name: fields[name] for name in Transcript.model_fields if name in fields}
    if fields.get("goal_source") == "guessed":
        kept.pop("change_goal", None)
    kept["turns"] = [
        {name: turn[name] for name in Turn.model_fields if name in turn} if isinstance(turn, dict) else turn
        for turn in fields["turns"]
    ]
    return kept


def _validated(fields: dict[str, Any], source: str) -> Transcript:
    try:
        return Transcript.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = first["loc"]
        in_turn = len(where) > 1 and where[0] == "turns" and isinstance(where[1], int)
        name = str(where[-1])[:40]
        raise InputTrouble(
            source,
            f'"{name}" is not right: {first["msg"][:80]}',
            "Correct it, or write the file with changetalk.",
            f"turn {int(where[1]) + 1}" if in_turn else "",
        ) from None
