"""Codings from files: our coded-transcript JSON, or a table of a human coder's codes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.coding import SCHEMA, Coding, Rater, Unit
from changetalk.coder.labels import CODES
from changetalk.coder.segments import spread
from changetalk.errors import InputTrouble
from changetalk.transcripts import Turn, read
from changetalk.transcripts.tables import read_rows

SCORED_FIELDS = ("scores", "feedback", "risk_words")
CODE_COLUMNS = ("codes", "code")


def read_coded(path: Path | str, *, goal: str | None = None) -> Coding:
    """The coding in a file, chosen by what is in it.

    JSON: a changetalk/coded-transcript/1 file; its scores are left aside, they follow from the
    codes. CSV/TSV: columns id, role, text and codes (one code a unit, blank-separated). Raises
    InputTrouble with the row and the remedy where a code is unknown or a column is missing.
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        coding = _from_json(path)
        if goal:
            coding = coding.model_copy(update={"change_goal": goal, "goal_source": "given"})
        return coding
    return _from_table(path, goal)


def _from_json(path: Path) -> Coding:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputTrouble(path.name, f"cannot be read ({error.strerror})", "Check the path.") from error
    except ValueError as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputTrouble(path.name, "is not sound JSON", "Write it again with changetalk code.", place) from error
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise InputTrouble(
            path.name, f"is not a {SCHEMA} file", "Make one with changetalk code FILE --json PATH, or give a CSV with codes."
        )
    return parse_coding(raw, path.name)


def parse_coding(raw: Mapping[str, Any], source: str) -> Coding:
    """A Coding from parsed JSON, with its offsets and codes checked against its own text."""
    try:
        coding = Coding.model_validate_json(json.dumps({k: v for k, v in raw.items() if k not in SCORED_FIELDS}))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputTrouble(source, "does not follow the coded-transcript schema", "See docs/reference.", place) from error
    for turn in coding.turns:
        for unit in turn.units:
            if turn.role is None or unit.code not in CODES[turn.role]:
                raise InputTrouble(source, f"the code {unit.code} is unknown for this role", "See changetalk instruments.", f"turn {turn.id}")
            if not 0 <= unit.start <= unit.end <= len(turn.text):
                raise InputTrouble(source, "a unit lies outside its turn's text", "Offsets count code points.", f"turn {turn.id}")
    return coding


def _from_table(path: Path, goal: str | None) -> Coding:
    transcript = read(path, goal=goal)
    rows = read_rows(path)
    column = next((name for name in CODE_COLUMNS if rows and name in rows[0].cells), None)
    if column is None:
        raise InputTrouble(path.name, "has no column named codes", "Add one with one code a unit, blank-separated.")
    codes = {row.id: row.cells[column] for row in rows}
    return assemble(
        transcript,
        [_human_turn(turn, codes.get(turn.id, ""), path.name) for turn in transcript.turns],
        rater=Rater(kind="human", name=path.stem),
        goal_source="given" if transcript.change_goal else None,
    )


def _human_turn(turn: Turn, codes: str, source: str) -> TurnCoding:
    if turn.role is None:
        return TurnCoding()
    found = [_known(code, turn, source) for code in re.split(r"[\s,;|]+", codes.strip()) if code]
    spans = spread(turn.text, len(found)) if found else ()
    return TurnCoding(
        tuple(Unit(start=a, end=b, code=code, by="human") for (a, b), code in zip(spans, found, strict=True))
    )


def _known(code: str, turn: Turn, source: str) -> str:
    assert turn.role is not None
    name = code.upper()
    if name not in CODES[turn.role]:
        raise InputTrouble(
            source, f"{code!r} is not a {turn.role} code", "changetalk instruments lists the codes.", f"turn {turn.id}"
        )
    return name


