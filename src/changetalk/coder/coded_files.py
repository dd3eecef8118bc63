"""Codings from files: our coded-transcript JSON, or a table of a human coder's codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.coding import SCHEMA, Coding, Rater, Unit
from changetalk.coder.labels import CODES
from changetalk.coder.segments import Span, spread
from changetalk.errors import InputTrouble
from changetalk.transcripts import Turn, read
from changetalk.transcripts.files import open_file
from changetalk.transcripts.tables import columns, table

SCORED_FIELDS = ("scores", "feedback", "risk_words")
CODE_COLUMNS = ("codes", "code")
SPAN_COLUMN = "spans"


def read_coded(path: Path | str, *, goal: str | None = None) -> Coding:
    """The coding in a file, chosen by what is in it.

    JSON: a changetalk/coded-transcript/1 file; its scores are left aside, they follow from the
    codes. CSV/TSV: columns id, role, text and codes (one code a unit, blank-separated), and spans
    ("0-24 25-40", code points) where a coder marked them. Raises InputTrouble with the place and
    the remedy where a code is unknown or a column is missing.
    """
    path = Path(path)
    if open_file(path).text.lstrip().startswith("{"):
        coding = _from_json(path)
        if goal:
            coding = coding.model_copy(update={"change_goal": goal, "goal_source": "given"})
        return coding
    return _from_table(path, goal)


def _from_json(path: Path) -> Coding:
    try:
        raw = json.loads(open_file(path).text)
    except (ValueError, RecursionError) as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputTrouble(
            path.name, "is not sound JSON", "Write it again with changetalk code.", place
        ) from None
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise InputTrouble(
            path.name,
            f"is not a {SCHEMA} file",
            "Make one with changetalk code FILE --json PATH, or give a CSV with codes.",
        )
    return parse_coding(raw, path.name)


def parse_coding(raw: Mapping[str, Any], source: str) -> Coding:
    """A Coding from parsed JSON, with its offsets and codes checked against its own text."""
    try:
        coding = Coding.model_validate_json(
            json.dumps({k: v for k, v in raw.items() if k not in SCORED_FIELDS})
        )
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputTrouble(
            source, "does not follow the coded-transcript schema", "See docs/reference.", place
        ) from None
    for turn in coding.turns:
        for unit in turn.units:
            if turn.role is None or unit.code not in CODES[turn.role]:
                raise InputTrouble(
                    source,
                    f"the code {unit.code} is unknown for this role",
                    "See changetalk instruments.",
                    f"turn {turn.id}",
                )
            if not 0 <= unit.start <= unit.end <= len(turn.text):
                raise InputTrouble(
                    source,
                    "a unit lies outside its turn's text",
                    "Offsets count code points.",
                    f"turn {turn.id}",
                )
    return coding


def _from_table(path: Path, goal: str | None) -> Coding:
    transcript = read(path, goal=goal)
    rows = list(_coded_rows(path))
    if len(rows) != len(transcript.turns):
        raise InputTrouble(path.name, "some rows hold no words", "Take them out or fill them.")
    return assemble(
        transcript,
        [_human_turn(turn, row, path.name) for turn, row in zip(transcript.turns, rows, strict=True)],
        rater=Rater(kind="human", name=path.stem),
        goal_source="given" if transcript.change_goal else None,
    )


@dataclass(frozen=True)
class _CodedRow:
    """The codes of one row, and the spans of their units where the table gives them."""

    codes: tuple[str, ...]
    spans: tuple[str, ...]


def _coded_rows(path: Path) -> Iterator[_CodedRow]:
    cells = table(open_file(path))
    names = [cell.strip().casefold() for cell in cells.header]
    column = next((names.index(name) for name in CODE_COLUMNS if name in names), None)
    if column is None:
        raise InputTrouble(
            path.name, "has no column named codes", "Add one with one code a unit, blank-separated."
        )
    words = columns(cells.header)["text"]
    spans = names.index(SPAN_COLUMN) if SPAN_COLUMN in names else None
    for row in cells.rows:
        if words < len(row) and row[words].strip():
            yield _CodedRow(_parts(row, column), () if spans is None else _parts(row, spans))


def _parts(row: Sequence[str], column: int) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[\s,;|]+", row[column]))) if column < len(row) else ()


def _human_turn(turn: Turn, row: _CodedRow, source: str) -> TurnCoding:
    if turn.role is None:
        return TurnCoding()
    codes = [_known(code, turn, source) for code in row.codes]
    spans = _spans(turn, row, source) if row.spans else spread(turn.text, len(codes)) if codes else ()
    return TurnCoding(
        tuple(Unit(start=a, end=b, code=code, by="human") for (a, b), code in zip(spans, codes, strict=True))
    )


def _spans(turn: Turn, row: _CodedRow, source: str) -> tuple[Span, ...]:
    found = [re.fullmatch(r"(\d+)-(\d+)", text) for text in row.spans]
    spans = tuple((int(match[1]), int(match[2])) for match in found if match)
    inside = all(0 <= a <= b <= len(turn.text) for a, b in spans)
    if len(spans) != len(row.codes) or len(spans) != len(row.spans) or not inside:
        raise InputTrouble(
            source,
            "codes and spans do not fit",
            'Give one span like "0-24" a code, within the text.',
            f"turn {turn.id}",
        )
    return spans


def _known(code: str, turn: Turn, source: str) -> str:
    assert turn.role is not None
    name = code.upper()
    if name not in CODES[turn.role]:
        raise InputTrouble(
            source,
            f"{code[:12]!r} is not a {turn.role} code",
            "changetalk instruments lists the codes.",
            f"turn {turn.id}",
        )
    return name
