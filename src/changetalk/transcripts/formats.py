"""The formats transcripts come in, one row each: told by what a file holds, else by its ending.

To add a format, write a module with `looks`, `read` and, if it can be written, `write`, and give
it a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from changetalk.transcripts import docx, own_json, srt, tables, text, vtt
from changetalk.transcripts.drafts import Draft
from changetalk.transcripts.files import File
from changetalk.transcripts.model import Transcript


@dataclass(frozen=True)
class Format:
    """A format: its name, the endings its files have (the first is written), and its functions.

    `looks` tells by content alone; `read` raises InputTrouble and nothing else; `is_text` says
    whether the file is text throughout.
    """

    name: str
    endings: tuple[str, ...]
    looks: Callable[[File], bool] | None
    read: Callable[[File], Draft]
    write: Callable[[Transcript], bytes] | None = None
    is_text: bool = True


TEXT = Format("text", (".txt",), None, text.read, text.write)
"""What any other text is read as."""

FORMATS: tuple[Format, ...] = (
    Format("Word", (".docx",), docx.looks, docx.read, is_text=False),
    Format("WebVTT", (".vtt",), vtt.looks, vtt.read, vtt.write),
    Format("SRT", (".srt",), srt.looks, srt.read),
    Format("JSON", (".json",), own_json.looks, own_json.read, own_json.write),
    Format("table", (".csv", ".tsv"), tables.looks, tables.read, tables.write),
    TEXT,
)


def format_of(file: File) -> Format:
    """The format of a file. Raises InputTrouble if it is not one that can be read."""
    by_content = (form for form in FORMATS if form.looks and form.looks(file))
    by_ending = (form for form in FORMATS if file.ending in form.endings)
    return next(chain(by_content, by_ending), TEXT)
