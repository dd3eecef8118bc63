"""Word documents: paragraphs are read as text, and the rows of tables as turns.

A table either names its columns in its first row, or has one column of speakers and one of words,
beside which only times and numbers may stand.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence

from changetalk.errors import InputTrouble
from changetalk.transcripts import stamps, tables, text
from changetalk.transcripts.drafts import Draft
from changetalk.transcripts.files import MAX_FILE_BYTES, File

_PACKED = b"PK\x03\x04"
_HEAD = 4096
_MAIN_PART = "word/document.xml"
_AGAIN = "Open it in Word, save it again as .docx and hand that in."

Rows = list[list[str]]


def looks(file: File) -> bool:
    """A Word document is a packed file with a main part of a fixed name, or a broken one whose
    ending says that it was to be one."""
    broken = file.ending == ".docx" and (file.data.startswith(_PACKED) or b"\0" in file.data[:_HEAD])
    return broken or (file.data.startswith(_PACKED) and _MAIN_PART in _parts(file.data))


def read(file: File) -> Draft:
    """Read a Word document: its tables if they hold more than its paragraphs do, else its
    paragraphs. Raises InputTrouble."""
    if sum(_parts(file.data).values()) > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1024**2} MB"
        raise InputTrouble(
            file.path, f"is larger than {limit} unpacked", "Split it into single conversations."
        )
    paragraphs, rows = _contents(file)
    if sum(len(cell) for row in rows for cell in row) > sum(map(len, paragraphs)):
        return _from_rows(rows, file.path)
    return text.read_rows(paragraphs, file.path)


def _parts(data: bytes) -> dict[str, int]:
    """The parts of a packed file and their sizes unpacked; none if it is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {part.filename: part.file_size for part in packed.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return {}


def _contents(file: File) -> tuple[list[str], Rows]:
    """The lines of all paragraphs outside tables, and the cells of all tables.

    Cells are taken as they stand in the file, not through the library's grid, which repeats a
    merged cell once for every row and column that it covers.
    """
    import docx  # noqa: PLC0415

    try:
        body = docx.Document(io.BytesIO(file.data)).element.body
        paragraphs = [line for paragraph in body.p_lst for line in paragraph.text.split("\n")]
        rows = [[_words(cell) for cell in row.tc_lst] for table in body.tbl_lst for row in table.tr_lst]
    except Exception:
        # A damaged document fails anywhere in the library, with errors of a dozen kinds.
        raise InputTrouble(file.path, "is not a sound Word document", _AGAIN) from None
    return paragraphs, rows


def _words(cell: object) -> str:
    return "\n".join(paragraph.text for paragraph in getattr(cell, "p_lst", ()))


def _from_rows(rows: Rows, source: str) -> Draft:
    """Rows of another width than most are titles and the like."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    fitting = [(number, row) for number, row in enumerate(rows, 1) if len(row) == width]
    numbers, kept = [number for number, _ in fitting], [row for _, row in fitting]
    if tables.is_header(kept[0]):
        table = tables.Table(kept[0], kept[1:], numbers[1:])
    else:
        table = tables.Table(_header(kept, source), kept, numbers)
    draft = tables.draft(table, source)
    left_out = len(rows) - len(kept)
    if left_out:
        draft.notes.append(f"{left_out} table row{'s' if left_out > 1 else ''} of another width left out.")
    return draft


def _header(rows: Sequence[Sequence[str]], source: str) -> list[str]:
    """Name the columns of a table that does not: by what is in them."""
    columns = [[row[index].strip() for row in rows] for index in range(len(rows[0]))]
    header = [_kind(cells) for cells in columns]
    said = [index for index, name in enumerate(header) if name == "said"]
    if len(said) != 2:
        raise InputTrouble(
            source,
            "the table does not say which column holds the words",
            'Name its columns in the first row: "speaker" and "text".',
            "row 1",
        )
    words = max(said, key=lambda index: sum(map(len, columns[index])))
    for index in said:
        header[index] = "text" if index == words else "speaker"
    return header


def _kind(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    if not filled:
        return ""
    if all(stamps.cell_seconds(cell) is not None for cell in filled):
        return "id" if len(set(filled)) == len(cells) and not any(":" in cell for cell in filled) else "start"
    return "said"
