"""One conversation and how each format holds it, for the tests of the readers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

from changetalk.transcripts import Roles, Transcript, Turn

WORDS: Sequence[tuple[str, str]] = (
    ("Counselor", "Welcome, Sam. What brings you in today?"),
    ("Client", "My wife, mostly. She says I drink too much: every night, in fact."),
    ("Counselor", "She is worried, and you are not so sure yet & that is <fine>."),
    ("Client", "Mm-hmm."),
    ("Counselor", "What do you make of it yourself?"),
    ("Client", "I don't know. I typed <script>alert('hi')</script> into my diary, 5 < 6 & all that."),
    ("Counselor", "You “want” a café evening without it – שלום – sometimes."),
    ("Client", "Yeah, maybe I do. At 6:30 I always think: no."),
)


def turns(*, timed: bool = True) -> tuple[Turn, ...]:
    """The conversation's turns; turn n runs from 10n to 10n + 8.25 seconds."""
    return tuple(
        Turn(
            id=str(number),
            speaker=speaker,
            role="counselor" if speaker == "Counselor" else "client",
            text=text,
            start=10.0 * number if timed else None,
            end=10.0 * number + 8.25 if timed else None,
        )
        for number, (speaker, text) in enumerate(WORDS, 1)
    )


def transcript(*, timed: bool = True) -> Transcript:
    """The conversation as it should be read."""
    return Transcript(turns=turns(timed=timed), roles=Roles())


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def zoom_vtt() -> str:
    """As Zoom writes it: numbered cues, the name in front of the words."""
    cues = [
        f"{turn.id}\n{_vtt(turn.start)} --> {_vtt(turn.end)}\n{turn.speaker}: {turn.text}\n"
        for turn in turns()
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def teams_vtt() -> str:
    """As Teams writes it: voices, long talk cut up, odd identifiers."""
    cues = []
    for turn in turns():
        first, _, rest = turn.text.partition(" ")
        middle = ((turn.start or 0) + (turn.end or 0)) / 2 if rest else turn.end
        for part, (start, end) in ((first, (turn.start, middle)), (rest, (middle, turn.end))):
            if part:
                cues.append(
                    f"7f3a-{turn.id}/1-0\n{_vtt(start)} --> {_vtt(end)}\n<v {turn.speaker}>{part}</v>\n"
                )
    return "WEBVTT\n\n" + "\n".join(cues)


def srt() -> str:
    """SubRip: numbers, commas in the times, the name in front of the words."""
    return "\n".join(
        f"{turn.id}\n{_vtt(turn.start).replace('.', ',')} --> {_vtt(turn.end).replace('.', ',')}\n"
        f"{turn.speaker}: {turn.text}\n"
        for turn in turns()
    )


def plain_text() -> str:
    """Name and words, wrapped at some width, blank lines between."""
    return "\n\n".join(f"{speaker}: {_wrapped(text)}" for speaker, text in WORDS)


def stamped_text() -> str:
    """Name and words with a span of time in front."""
    return "\n".join(
        f"[{_vtt(turn.start)} --> {_vtt(turn.end)}] {turn.speaker}: {turn.text}" for turn in turns()
    )


def word_paragraphs(path: Path) -> Path:
    """A Word document with one paragraph a turn."""
    document = docx.Document()
    for speaker, text in WORDS:
        document.add_paragraph(f"{speaker}: {text}")
    document.save(str(path))
    return path


def word_table(path: Path, rows: Sequence[Sequence[str]] = WORDS) -> Path:
    """A Word document with a table."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def _wrapped(text: str) -> str:
    words = text.split(" ")
    return "\n   ".join(" ".join(words[start : start + 6]) for start in range(0, len(words), 6))


def _vtt(seconds: float | None) -> str:
    whole, thousandths = divmod(round((seconds or 0) * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{thousandths:03d}"
