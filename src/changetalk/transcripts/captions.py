"""What WebVTT and SRT share: the library's cues become lines, with tags and entities taken off."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from changetalk.errors import InputTrouble
from changetalk.transcripts import stamps
from changetalk.transcripts.lines import Line
from changetalk.transcripts.model import Role

_TIME = r"(?:\d{1,4}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?!\d)")
_VOICE = re.compile(r"<v(?:\.([^\s<>]*))?\s([^<>]*)>")
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d+:[\d:.]+>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_TAG_BEGUN = re.compile(r"</?(?:v(?:[.\s][^<>]*)?)?$")
_ENDS_EARLY = re.compile(r"[\d:.,>\s-]{1,80}|\S*\d")
_CUT = "Export the captions again: the file was cut off or damaged here."
_ROLES: dict[str, Role] = {"counselor": "counselor", "client": "client"}


@dataclass(frozen=True)
class Cue:
    """A cue as the library read it: clock shapes, lines, and its name if it has one."""

    start: str
    end: str
    lines: Sequence[str]
    id: str | None = None


def lines_of(cues: Iterable[Cue]) -> list[Line]:
    """The lines of cues; a cue with several voices gives one line a voice, else one line a row.

    Every line begins a piece: captions merge afterwards.
    """
    lines = []
    for number, cue in enumerate(cues, 1):
        start, end = stamps.seconds(cue.start), stamps.seconds(cue.end)
        for voice, role, words in _voices(cue.lines):
            lines.append(Line(plain(words), f"cue {number}", voice, start, end, True, role, cue.id))
    return lines


def plain(words: str) -> str:
    """Caption words without caption tags (bold, colour, karaoke times) and with entities read.

    Any other markup is speech and stays as it stands.
    """
    return _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub("", words))


def check_whole(rows: Sequence[str], source: str) -> None:
    """Raise InputTrouble where captions are cut off or damaged.

    That is: a time line that is not one, a last cue without words, an end in the middle of a tag,
    of a time or of a number, or a last voice left open where the others are closed.
    """
    for number, row in enumerate(rows, 1):
        if "-->" in row and not _TIMES.match(row[:200]):
            raise InputTrouble(source, "this time line is broken", _CUT, f"line {number}")
    last = next((number for number in range(len(rows), 0, -1) if rows[number - 1].strip()), 0)
    if not last:
        return
    ending = rows[last - 1]
    alone = last == 1 or not rows[last - 2].strip()
    if "-->" in ending:
        raise InputTrouble(source, "the last cue has a time but no words", _CUT, f"line {last}")
    if (alone and _ENDS_EARLY.fullmatch(ending[:80])) or _open_tag(ending) or _open_voice(rows, ending):
        raise InputTrouble(source, "the last cue is cut off", _CUT, f"line {last}")


def _open_tag(row: str) -> bool:
    return _TAG_BEGUN.search(row, row.rfind(">") + 1) is not None


def _open_voice(rows: Sequence[str], ending: str) -> bool:
    closed = sum(row.count("</v>") for row in rows)
    opened = sum(row.count("<v ") + row.count("<v.") for row in rows)
    return closed > 0 and opened == closed + 1 and "</v>" not in ending


def _voices(rows: Sequence[str]) -> Iterator[tuple[str | None, Role | None, str]]:
    whole = "\n".join(rows)
    spans = list(_VOICE.finditer(whole))
    if not spans:
        for row in rows:
            yield None, None, row
        return
    before = whole[: spans[0].start()]
    if before.strip():
        yield None, None, before.replace("\n", " ")
    ends = [span.start() for span in spans[1:]] + [len(whole)]
    for span, end in zip(spans, ends, strict=True):
        role = _ROLES.get(span[1] or "")
        name = " ".join(plain(span[2]).split())
        yield name or None, role, whole[span.end() : end].replace("\n", " ")
