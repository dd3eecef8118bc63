"""Plain text: "Name: …", wrapped lines, and times in the shapes people and programs write them.

A time may stand in front of a line, behind the name ("Ann (00:12): …"), or with the name on a line
of its own above the words (Otter, Teams, Word). Text with times cuts one speaker's talk into
pieces, so neighbouring pieces of a speaker are merged; text without times keeps every line that
begins with a name as a turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from changetalk.transcripts import stamps
from changetalk.transcripts.drafts import Draft
from changetalk.transcripts.files import File
from changetalk.transcripts.lines import MAX_NAME, Line, gather, key, looks_like_name
from changetalk.transcripts.model import Transcript
from changetalk.transcripts.role_words import role_in_name

_REACH = 120
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:,?\s+|T))"
_TIMES = (
    rf"(?P<date>{_DATE})?(?P<start>{stamps.CLOCK})"
    rf"(?:\s*(?:--?>|[-–—]|to)\s*(?P<end>{stamps.CLOCK}))?"
)
_LEADING = re.compile(
    rf"[\s\u200e\u200f]*(?P<open>[\[({{<])?\s*{_TIMES}(?(open)\s*[\])}}>])(?=\W|$)(?:\s+[-–—|]\s|[,;|])?\s*"
)
_NAMED = re.compile(
    rf"\s*(?P<name>[^\W\d_][^:\[\](){{}}<>\n]{{0,{MAX_NAME - 1}}}?)(?P<gap>\s*)(?P<colon>:?)\s*"
    rf"(?P<open>[\[({{<])?\s*{_TIMES}(?(open)\s*[\])}}>])\s*(?P<colon2>[:：]?)(?=\s|$)"
)
_ANY_TIME = re.compile(r"\d:\d\d")
_FOOTER = re.compile(r"\s*Transcribed by https?://\S+\s*$")
_WALL_CLOCK_FROM = 3 * 3600
_DAY = 24 * 3600
_BARE_SHARE = 3


@dataclass(frozen=True)
class _Row:
    """A row of text taken apart.

    `header` marks a row that, if its name is one, stands above the words; `sure` a name whose
    place or spacing says that it is one; `bare` a leading time without brackets, which in speech
    may be just a time.
    """

    whole: str
    words: str
    start: str | None = None
    end: str | None = None
    dated: bool = False
    name: str | None = None
    header: bool = False
    bare: bool = False
    sure: bool = False


def read(file: File) -> Draft:
    """Read a plain text transcript. Raises InputTrouble."""
    return read_rows(file.text.split("\n"), file.path)


def read_rows(texts: Iterable[str], source: str) -> Draft:
    """Read a transcript from rows of text (a text file's lines, a document's paragraphs)."""
    rows = [_taken_apart(text) for text in texts if not _FOOTER.match(text[:_REACH])]
    rows = _settled(rows)
    pieces, notes = gather(_timed(rows), source)
    return Draft(pieces, merge=any(piece.start is not None for piece in pieces), notes=notes)


def write(transcript: Transcript) -> bytes:
    """Write "[start - end] Name: words" for every turn, without times where there are none.

    Text holds speakers, words, times and those roles that names say; a line break within a turn
    becomes a blank. Read back, a speaker's neighbouring turns merge where they carry times.
    """
    blocks = []
    for turn in transcript.turns:
        span = ""
        if turn.start is not None:
            end = "" if turn.end is None else f" - {stamps.clock(turn.end)}"
            span = f"[{stamps.clock(turn.start)}{end}] "
        blocks.append(f"{span}{turn.speaker}: {' '.join(turn.text.splitlines())}\n")
    return "\n".join(blocks).encode()


def _taken_apart(text: str) -> _Row:
    head = text[:_REACH]
    if not _ANY_TIME.search(head):
        return _Row(text, text)
    found = _LEADING.match(head)
    if found:
        rest = text[found.end() :]
        return _Row(
            text,
            rest,
            found["start"],
            found["end"],
            bool(found["date"]),
            bare=not (found["open"] or found["date"]),
        )
    found = _NAMED.match(head)
    if found:
        rest = text[found.end() :].strip()
        sure = bool(found["colon"] or found["colon2"])
        a_time_said = found["colon"] or (rest and not found["colon2"])
        if a_time_said and not found["open"]:
            return _Row(text, text)
        return _Row(
            text,
            rest,
            found["start"],
            found["end"],
            bool(found["date"]),
            name=found["name"].strip("*_ \t"),
            header=not rest,
            sure=sure or found["open"] == "[" or len(found["gap"]) > 1 or "\t" in found["gap"],
        )
    return _Row(text, text)


def _settled(rows: Sequence[_Row]) -> list[_Row]:
    """Decide, over the whole file, which names in front of times and which bare times are real."""
    filled = sum(bool(row.whole.strip()) for row in rows)
    bare = sum(row.bare for row in rows)
    rows = [_above(row, following) for row, following in zip(rows, [*rows[1:], None], strict=True)]
    times = Counter(key(row.name) for row in rows if row.name)
    names_stand_above = any(row.header and times[key(row.name or "")] > 1 for row in rows)
    after_gap = [names_stand_above and not before.strip() for before in ["", *(row.whole for row in rows)]]
    return [
        _decided(row, times, gap, bare * _BARE_SHARE >= filled)
        for row, gap in zip(rows, after_gap[:-1], strict=True)
    ]


def _above(row: _Row, following: _Row | None) -> _Row:
    """A time and then a name alone, above the words: "00:00:03 Speaker 1"."""
    name = row.words.strip()
    alone = row.start and not row.name and name and len(name) <= MAX_NAME and ":" not in name
    if not alone or following is None or following.start or not following.whole.strip():
        return row
    return _Row(row.whole, "", row.start, row.end, row.dated, name=name, header=True, bare=row.bare)


def _decided(row: _Row, times: Counter[str], after_gap: bool, bare_times: bool) -> _Row:
    plain = _Row(row.whole, row.whole)
    if row.name:
        seen = times[key(row.name)]
        trusted = row.sure or seen > 1 or (row.header and after_gap) or role_in_name(row.name)
        if trusted and looks_like_name(row.name, seen):
            return row
        timed = _taken_apart(row.whole)
        row = timed if not timed.name else plain
    return plain if row.bare and not bare_times and not _names_someone(row) else row


def _names_someone(row: _Row) -> bool:
    """A bare time right in front of "Name:" is a time stamp even where it stands alone."""
    head, colon, _ = row.words[: MAX_NAME + 1].partition(":")
    return bool(colon) and looks_like_name(head.strip(), 1)


def _timed(rows: Sequence[_Row]) -> list[Line]:
    """A time alone on its row is the time of the row after it."""
    seconds = _clock(rows)
    lines: list[Line] = []
    waiting: tuple[float | None, float | None] = (None, None)
    for number, row in enumerate(rows, 1):
        start, end = (seconds(time) if time else None for time in (row.start, row.end))
        said = row.name or row.words.strip()
        if start is None and said:
            start, end = waiting
        waiting = (None, None) if said else (start, end) if start is not None else waiting
        if said:
            lines.append(Line(row.words, f"line {number}", row.name, start, end, starts=start is not None))
    return lines


def _clock(rows: Sequence[_Row]) -> Callable[[str], float | None]:
    """How this file's times count: from the beginning, or by the clock on the wall, which is then
    set back to the first of them. Wall clock times over several days tell no lengths: none."""
    starts = [row.start for row in rows if row.start]
    of_day = any(row.dated for row in rows) or any(start[-1] in "mM." for start in starts)
    reading = stamps.time_of_day if of_day else stamps.seconds
    times = [time for start in starts if (time := reading(start)) is not None]
    first = times[0] if times else 0.0
    if not of_day and first < _WALL_CLOCK_FROM:
        return reading

    def since_first(clock: str) -> float | None:
        time = reading(clock)
        return None if time is None else (time - first) % _DAY

    passed = [(time - first) % _DAY for time in times]
    if any(later < earlier for earlier, later in pairwise(passed)):
        return lambda _: None
    return since_first
