"""SubRip captions (SRT): numbered cues with "Name: …" in front of the words."""

from __future__ import annotations

import io
import re

from changetalk.errors import InputTrouble
from changetalk.transcripts.captions import Cue, check_whole, lines_of
from changetalk.transcripts.drafts import Draft
from changetalk.transcripts.files import File
from changetalk.transcripts.lines import gather

_OPENING = re.compile(r"\s*(?:\d{1,9}[^\S\n]*\n\s*)?\d{1,4}:\d{1,2}:\d{1,2}[,.]\d{1,3}\s*-->")


def looks(file: File) -> bool:
    """SRT begins with a number and a line of times."""
    return _OPENING.match(file.text[:300]) is not None


def read(file: File) -> Draft:
    """Read SRT. Raises InputTrouble, also where the file is cut off."""
    import webvtt  # noqa: PLC0415
    from webvtt.errors import MalformedFileError  # noqa: PLC0415

    text = file.text.strip()
    check_whole(text.split("\n"), file.path)
    try:
        captions = webvtt.from_buffer(io.StringIO(_numbered(text)), format="srt").captions
    except MalformedFileError:
        raise InputTrouble(file.path, "is not sound SRT", "Export the captions again.", "line 1") from None
    lines = lines_of(Cue(caption.start, caption.end, caption.lines) for caption in captions)
    pieces, notes = gather(lines, file.path)
    return Draft(pieces, merge=True, notes=notes)


def _numbered(text: str) -> str:
    """Some exports leave the first cue's number out, by which the library knows SRT."""
    return f"1\n{text}" if "-->" in text.split("\n", 1)[0] else text
