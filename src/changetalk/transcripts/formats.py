"""The formats transcripts come in: one row each, tried in this order by what a file holds.

To add a format, write a module with `looks`, `read` and, if it can be written, `write`, and give
it a row above the last one, which takes any text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from changetalk.transcripts import docx, own_json, srt, tables, text, vtt
from changetalk.transcripts.drafts import Draft
from changetalk.transcripts.files import File
from changetalk.transcripts.model import Transcript


@dataclass(frozen=True)
class Format:
    """A format: its name, the endings its files are written under, and the functions for it.

    `looks` tells by content, or by ending where the content allows it, `read` raises InputTrouble
    and nothing else, and `is_text` says whether the file is text throughout.
    """

    name: str
    endings: tuple[str, ...]
    looks: Callable[[File], bool]
    read: Callable[[File], Draft]
    write: Callable[[Transcript], bytes] | None = None
    is_text: bool = True


FORMATS: tuple[Format, ...] = (
    Format("Word", (".docx",), docx.looks, docx.read, is_text=False),
    Format("WebVTT", (".vtt",), vtt.looks, vtt.read, vtt.write),
    Format("SRT", (".srt",), srt.looks, srt.read),
    Format("JSON", (".json",), own_json.looks, own_json.read, own_json.write),
    Format("table", (".csv", ".tsv"), tables.looks, tables.read, tables.write),
    Format("text", (".txt",), text.looks, text.read, text.write),
)


def format_of(file: File) -> Format:
    """The first format that a file looks like. Raises InputTrouble if it is not text at all."""
    return next(form for form in FORMATS if form.looks(file))
