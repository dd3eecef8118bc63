"""Who speaks in a line: "Name: …" in front of it, or a mark where the speaker changes.

Captions and plain text share this. A line is a caption's line or a line of text, its time
already taken off; whole files decide, since one line alone cannot tell a name from a word that a
colon happens to follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from changetalk.errors import InputTrouble
from changetalk.transcripts.drafts import Piece
from changetalk.transcripts.model import Role
from changetalk.transcripts.role_words import role_in_name
from changetalk.transcripts.wordlists import words

MAX_NAME = 48
"""The most characters a speaker's name may have in front of a colon."""

_MAX_NAME_WORDS = 5
_SURELY_A_NAME = 5
_REACH = MAX_NAME + 16  # a mark, a number or bold type may stand in front of the name
_NAME = re.compile(r"[^\W\d_][\w .'’()/&,#-]*")
_COLON = re.compile(r"[:：]")
_MARK = re.compile(r"\s*(>>+|[-–—](?=[^\S\n]|[^\W\d_]))\s*")
_NUMBER = re.compile(r"\s*\d{1,6}[.)]?\s+")
_MARKUP = "*_#[]"
_LABELS = words(
    """answer attention because comment date duration end example file focus goal id important interview
    language length location meeting name note notes place question reason recorded recording remember
    session setting source start subject summary time title today topic transcript transcription type
    warning www http https"""
)
_SENTENCE_STARTS = words(
    """a all also and anyway are as at basically but can do for from he her here here's his how i i'd i'll
    i'm i've if in is it it's its just like look maybe mean my no not of okay ok on one or our she so
    some something sometimes that that's the their them then there there's these they they're thing things
    this those to um uh well was we we're what what's when where which who why with yeah yes you you're
    your"""
)
_NO_NAMES = (
    'Begin every turn with its speaker\'s name and a colon, such as "Counselor: Welcome."; '
    "when exporting captions, switch speaker names on."
)


@dataclass(frozen=True)
class Line:
    """A line without its time.

    `place` says where it stands ("line 12"), `voice` is the speaker where the format itself says
    it, `starts` whether the line begins a piece of its own even without a name; `role` and `id`
    only come with captions that changetalk wrote.
    """

    words: str
    place: str
    voice: str | None = None
    start: float | None = None
    end: float | None = None
    starts: bool = False
    role: Role | None = None
    id: str | None = None


MAX_HEADING = 200
"""How much is shown of what a file says before anyone speaks."""


def gather(lines: Sequence[Line], source: str) -> tuple[list[Piece], list[str]]:
    """The pieces that lines make up, and notes on what was done. Raises InputTrouble when nothing
    says who speaks. A line without a speaker goes on with the speaker before."""
    notes: list[str] = []
    voiced = _with_names(lines)
    if not any(line.voice for line in voiced):
        voiced = _with_marks(lines, source)
        notes.append("No names: the speakers were told apart by the marks where they change.")
    first = next(index for index, line in enumerate(voiced) if line.voice)
    heading = " ".join(line.words.strip() for line in voiced[:first]).strip()
    if heading:
        notes.append(f"Before the first speaker stands: {shorten(heading, MAX_HEADING, placeholder='…')}")
    return _pieces(voiced[first:]), notes


def looks_like_name(name: str, times: int) -> bool:
    """Whether words in a speaker's place, seen there `times` times in the file, are a name."""
    if len(name) > MAX_NAME or not _NAME.fullmatch(name):
        return False
    words = name.split()
    folded = [word.casefold().replace("’", "'") for word in words]
    if len(words) == 1 and (role_in_name(name) or (len(name) == 1 and name.isupper())):
        return True
    sentence = folded[0] in _SENTENCE_STARTS and not (len(words) == 1 and times >= _SURELY_A_NAME)
    if len(words) > _MAX_NAME_WORDS or sentence or {folded[0], folded[-1]} & _LABELS:
        return False
    if all(not word[0].islower() or role_in_name(word) for word in words):
        return len(words) <= 3 or times > 1
    return times > 1 and len(words) <= 2


def key(name: str) -> str:
    """What makes two spellings of a name the same."""
    return " ".join(name.casefold().split())


def _split_name(words: str) -> tuple[str, str] | None:
    """The words before a line's first colon and the words after it, if they could be a name."""
    head = words[:_REACH]
    colon = _COLON.search(head)
    if colon is None or words.startswith("//", colon.end()):
        return None
    opening = _MARK.match(head) or _NUMBER.match(head)
    marked = words[opening.end() if opening else 0 : colon.start()].strip()
    name = marked.strip(_MARKUP).strip()
    if not _NAME.fullmatch(name):
        return None
    rest = words[colon.end() :]
    left_open = marked[0] in _MARKUP and marked[-1] not in _MARKUP
    return name, rest.lstrip(_MARKUP if left_open else None).lstrip()


def _with_names(lines: Sequence[Line]) -> list[Line]:
    splits = [None if line.voice else _split_name(line.words) for line in lines]
    times = Counter(key(split[0]) for split in splits if split)
    known = {key(line.voice) for line in lines if line.voice}
    spelled: dict[str, bool] = {}
    result = []
    for line, split in zip(lines, splits, strict=True):
        if split:
            name, rest = split
            spelling = key(name)
            if spelling not in spelled:
                spelled[spelling] = spelling in known or looks_like_name(name, times[spelling])
            if spelled[spelling]:
                result.append(replace(line, voice=name, words=rest))
                continue
        result.append(line)
    return result


def _with_marks(lines: Sequence[Line], source: str) -> list[Line]:
    """Two speakers take turns at every mark; without marks nobody can be told apart."""
    said = [line for line in lines if line.words.strip()]
    marks = [_MARK.match(line.words[:8]) for line in said]
    if not said or marks[0] is None or sum(mark is not None for mark in marks) < 2:
        raise InputTrouble(source, "nothing says who speaks", _NO_NAMES)
    result, turns = [], 0
    for line, mark in zip(said, marks, strict=True):
        if mark:
            result.append(replace(line, voice=f"Speaker {turns % 2 + 1}", words=line.words[mark.end() :]))
            turns += 1
        else:
            result.append(line)
    return result


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    pieces: list[Piece] = []
    words: list[list[str]] = []
    for line in lines:
        if line.voice or line.starts:
            speaker = line.voice or pieces[-1].speaker
            pieces.append(Piece(speaker, "", line.start, line.end, line.id, line.role, line.place))
            words.append([])
        words[-1].append(line.words.strip())
    for piece, said in zip(pieces, words, strict=True):
        piece.text = " ".join(part for part in said if part)
    return pieces
