"""Tables (CSV, TSV, tables in documents): a row is a turn, keeps its id and is never merged."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from changetalk.errors import InputTrouble
from changetalk.transcripts import stamps
from changetalk.transcripts.drafts import Draft, Piece
from changetalk.transcripts.files import MAX_FILE_BYTES, File
from changetalk.transcripts.model import Medium, Roles, Transcript, Turn
from changetalk.transcripts.role_words import roles_in_names
from changetalk.transcripts.wordlists import words

COLUMNS: Mapping[str, frozenset[str]] = {
    "text": words(
        """text utterance utterance_text words content message transcript speech body sentence turn_text
        verbatim dialogue dialog said"""
    ),
    "speaker": words(
        "speaker name speaker_name who participant person author from interlocutor sender talker"
    ),
    "role": words("role speaker_role role_of_speaker"),
    "start": words(
        """start start_time start_s start_sec start_seconds starttime begin begin_time onset time timestamp
        time_stamp timecode"""
    ),
    "end": words("end end_time end_s end_sec end_seconds endtime stop stop_time finish offset"),
    "id": words("id turn turn_id turn_number utterance_id utterance_number n no nr number index row row_id"),
    "medium": frozenset(["medium"]),
    "change_goal": words("change_goal goal target_behaviour target_behavior"),
    "date": words("date session_date"),
    "role_p": frozenset(["role_p"]),
}
"""The columns that are read, and the names they are known by (small letters, words joined by _)."""

_NOBODY = "no role"
_DELIMITERS = ",;\t|"
_HEADER_REACH = 10_000
_HINT = re.compile(r"\Asep=.\n")
_MEDIA: Mapping[str, Medium] = {"spoken": "spoken", "audio": "spoken", "chat": "chat", "typed": "chat"}
_NOT_IN_A_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Table:
    """Rows under a header, and the rows' numbers in the file, for errors."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]


def looks(file: File) -> bool:
    """A header that names a column of words and one of speakers or roles makes a table."""
    return is_header(_header(file.text, _delimiter(file.text)))


def read(file: File) -> Draft:
    """Read CSV or TSV, the delimiter found by the header. Raises InputTrouble."""
    return draft(table(file), file.path)


def write(transcript: Transcript) -> bytes:
    """Write a row a turn; columns for goal, medium, date and how sure guessed roles are only where
    there is something to put in them. Notes are not kept. Marked as UTF-8, so that Excel reads it."""
    constants = {
        "medium": transcript.medium,
        "change_goal": transcript.change_goal,
        "date": transcript.date,
        "role_p": transcript.roles.p if transcript.roles.source == "guessed" else None,
    }
    kept = {name: value for name, value in constants.items() if value is not None}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*Turn.model_fields, *kept])
    for turn in transcript.turns:
        writer.writerow([*turn.model_dump().values(), *kept.values()])
    return out.getvalue().encode("utf-8-sig")


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names a column of words and one that says who speaks."""
    known = columns(cells)
    return "text" in known and bool({"speaker", "role"} & set(known))


def table(file: File) -> Table:
    """The cells of a CSV or TSV file. Raises InputTrouble where its quotes do not close."""
    delimiter = _delimiter(file.text)
    try:
        rows = _rows(file.text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error as error:
        if delimiter != "\t":
            raise InputTrouble(
                file.path,
                "a quotation mark does not close",
                'Put the cell in quotation marks and double those inside it ("").',
                str(error),
            ) from None
        rows = _rows(file.text, delimiter, csv.QUOTE_NONE)
    if not rows:
        raise InputTrouble(file.path, "has no rows", "Check that the export worked.")
    (_, header), *rest = rows
    return Table(header, [row for _, row in rest], [number for number, _ in rest])


def draft(cells: Table, source: str) -> Draft:
    """The turns in a table. Raises InputTrouble if it lacks a column of words or of speakers."""
    where = columns(cells.header)
    if "text" not in where:
        raise InputTrouble(
            source,
            "no column holds the words",
            'Name the columns in the first row: "text" for the words, "speaker" or "role" for who speaks.',
            "row 1",
        )
    if not {"speaker", "role"} & set(where):
        raise InputTrouble(
            source,
            "no column says who speaks",
            'Add a column "speaker" or "role" (counselor or client).',
            "row 1",
        )
    notes: list[str] = []
    records = [_Record(number, row, where) for number, row in zip(cells.numbers, cells.rows, strict=True)]
    for record in records:
        record.check_width(len(cells.header), source)
    pieces = _pieces(records, source, notes)
    return replace(_constants(records), pieces=pieces, notes=notes)


def columns(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands in a header."""
    names = [_NOT_IN_A_NAME.sub("_", cell.strip().casefold()).strip("_") for cell in header]
    found = {}
    for column, known in COLUMNS.items():
        # The plain name wins over its synonyms: "text" over "utterance", wherever they stand.
        places = [names.index(column)] if column in names else [i for i, n in enumerate(names) if n in known]
        if places:
            found[column] = places[0]
    return found


@dataclass(frozen=True)
class _Record:
    """A row whose cells are asked for by what they hold."""

    number: int
    row: Sequence[str]
    where: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        place = self.where.get(column, len(self.row))
        return self.row[place].strip() if place < len(self.row) else ""

    @property
    def place(self) -> str:
        return f"row {self.number}"

    def check_width(self, width: int, source: str) -> None:
        if any(cell.strip() for cell in self.row[width:]):
            raise InputTrouble(
                source,
                "this row has more cells than the first row names",
                "Put words that hold the delimiter in quotation marks.",
                self.place,
            )


def _pieces(records: Sequence[_Record], source: str, notes: list[str]) -> list[Piece]:
    roles = roles_in_names(dict.fromkeys(record["role"] for record in records))
    pieces: list[Piece] = []
    carried = unread = 0
    for record in records:
        speaker = record["speaker"] or record["role"]
        if not speaker and "speaker" not in record.where:
            speaker = _NOBODY
        if not speaker:
            if not pieces:
                raise InputTrouble(source, "nothing says who speaks", "Fill in the speaker.", record.place)
            speaker = pieces[-1].speaker
            carried += 1
        start, end = (stamps.cell_seconds(record[name]) for name in ("start", "end"))
        unread += sum(bool(record[name]) and time is None for name, time in (("start", start), ("end", end)))
        id_ = record["id"] if "id" in record.where else None
        role = roles.get(record["role"])
        pieces.append(Piece(speaker, record["text"], start, end, id_, role, record.place))
    if carried:
        notes.append(
            f"{carried} row{'s' if carried > 1 else ''} without a speaker given to the speaker before."
        )
    if unread:
        notes.append(f"{unread} time{'s' if unread > 1 else ''} could not be read and left out.")
    return pieces


def _constants(records: Sequence[_Record]) -> Draft:
    """What a table says once for all its rows: the first row that says it counts."""

    def first(column: str) -> str:
        return next((record[column] for record in records if record[column]), "")

    sure = stamps.cell_seconds(first("role_p"))
    return Draft(
        [],
        change_goal=first("change_goal") or None,
        date=_date(first("date")),
        medium=_MEDIA.get(first("medium").casefold()),
        roles=Roles(source="guessed", p=sure) if sure is not None and sure <= 1 else None,
    )


def _date(cell: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(cell[:10])
    except ValueError:
        return None


def _delimiter(text: str) -> str:
    """The delimiter under which the header names the most known columns."""
    return max(_DELIMITERS, key=lambda delimiter: len(columns(_header(text, delimiter))))


def _header(text: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(_after_hint(text[:_HEADER_REACH]), newline=""), delimiter=delimiter)
    return next((row for row in rows if any(cell.strip() for cell in row)), [])


def _rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[tuple[int, list[str]]]:
    """Rows that hold something, with their numbers. A csv.Error's text is the place of the trouble."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FILE_BYTES))
    cells = io.StringIO(_after_hint(text), newline="")
    reader = csv.reader(cells, delimiter=delimiter, quoting=quoting, strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if any(cell.strip() for cell in row):
                rows.append((number, row))
    except csv.Error:
        raise csv.Error(f"row {number + 1}") from None
    return rows


def _after_hint(text: str) -> str:
    """Excel may name its delimiter in a first line of its own ("sep=;")."""
    return _HINT.sub("", text, count=1)
