"""Volleys: the unbroken stretches of counselor talk that MITI scores count in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from changetalk.transcripts.model import Frozen, Role
from changetalk.transcripts.wordlists import words

BACKCHANNELS = words(
    """ah aha alright gotcha hm hmm hmmm huh kay mhm mhmm mm mmhm mmhmm mmm oh ok okay ooh right uh
    uhhuh uhuh um yah yea yeah yep yes yup"""
) | {"all right", "i see", "uh huh", "uh hum", "mm hm", "mm hmm", "mm mm", "got it"}
"""What a listener says to show that they are still listening."""

MAX_BACKCHANNEL_WORDS = 4

_ASIDE = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_AFTER_A_QUESTION_MARK = "\"'”’»)]*. \t\n"
_LONGEST_BACKCHANNEL = 60


class Spoken(Protocol):
    """Anything with a role and words: a `Turn`, or a coded turn."""

    @property
    def role(self) -> Role | None:
        """Who spoke: counselor, client, or neither."""

    @property
    def text(self) -> str:
        """What was said."""


class Volley(Frozen):
    """An unbroken stretch of counselor talk: its number, from 1, and where its counselor turns
    stand in the conversation, from 0."""

    id: int
    turns: tuple[int, ...]


def volleys(turns: Sequence[Spoken]) -> tuple[Volley, ...]:
    """Gather counselor turns into volleys (MITI 4.2.1).

    A client's turn ends a volley, unless it is a mere backchannel ("mm-hmm", "yeah") that answers
    nothing: the counselor's turn before it does not end with a question mark. Turns without a
    role do not end one.
    """
    stretches: list[list[int]] = []
    open_ = False
    for index, turn in enumerate(turns):
        if turn.role == "counselor":
            if not open_:
                stretches.append([])
            stretches[-1].append(index)
            open_ = True
        elif turn.role == "client" and open_:
            asked = _asks(turns[stretches[-1][-1]].text)
            open_ = not asked and is_backchannel(turn.text)
    return tuple(Volley(id=number, turns=tuple(found)) for number, found in enumerate(stretches, 1))


def is_backchannel(text: str) -> bool:
    """Whether the words only show listening: up to four of them, all of the list above.

    What stands in brackets (a nod, a laugh) does not count as words.
    """
    if len(text) > _LONGEST_BACKCHANNEL:
        return False
    words = _WORD.findall(_ASIDE.sub(" ", text).casefold())
    return len(words) <= MAX_BACKCHANNEL_WORDS and _all_backchannels(words)


def _all_backchannels(words: list[str]) -> bool:
    while words:
        for length in (2, 1):
            if len(words) >= length and " ".join(words[:length]) in BACKCHANNELS:
                words = words[length:]
                break
        else:
            return False
    return True


def _asks(text: str) -> bool:
    return text.rstrip(_AFTER_A_QUESTION_MARK).endswith(("?", "？", "؟"))
