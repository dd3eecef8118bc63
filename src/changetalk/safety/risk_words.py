"""Words that may mean risk, for a human to read: a list and nothing more.

No score and no verdict: a phrase of the list may mean nothing, and risk is often said in other
words or not at all. Whoever reads the turns decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple, Protocol

HESITATIONS = frozenset((
    "uh", "um", "er", "erm", "eh", "mm", "hmm", "well", "like", "just", "really", "actually", "literally",
    "honestly", "bloody", "fucking", "fuckin", "effing",
))  # fmt: skip
"""Words that people put inside a phrase without altering it."""

_WORD_OR_STOP = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|(?<!\.)[.!?](?!\.)")
_RISK = "risk"
_HARMLESS = "harmless"


class Spoken(Protocol):
    """A turn: its id and what was said."""

    @property
    def id(self) -> str:
        """The turn's id."""

    @property
    def text(self) -> str:
        """What was said."""


class RiskWord(NamedTuple):
    """A turn's id and the words found in it, as they were said."""

    turn: str
    text: str


class _Word(NamedTuple):
    word: str
    start: int
    end: int


class _Node:
    """A place in the tree of phrases: the words that may follow, and what ends here."""

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.ends = ""


def risk_words(turns: Iterable[Spoken]) -> tuple[RiskWord, ...]:
    """The words that may mean risk in every turn, whoever speaks, each once a turn, in order.

    Whole words only, in any case; a phrase does not reach past the end of a sentence. Of phrases
    that begin at one word the longest counts, and turns of phrase that only sound like risk are
    passed over. Time grows with the length of the text alone.
    """
    return tuple(RiskWord(turn.id, text) for turn in turns for text in dict.fromkeys(_found(turn.text)))


def _found(text: str) -> Iterator[str]:
    words, place = list(_words(text)), 0
    while place < len(words):
        length, ends = _longest(words, place)
        if ends == _RISK:
            yield text[words[place].start : words[place + length - 1].end]
        place += max(length, 1)


def _words(text: str) -> Iterator[_Word]:
    before = ""
    for match in _WORD_OR_STOP.finditer(text):
        word = match[0].casefold().replace("’", "'")
        if word not in HESITATIONS and word != before:
            yield _Word(word, *match.span())
            before = word


def _longest(words: Sequence[_Word], place: int) -> tuple[int, str]:
    """How many words the longest phrase that begins here has, and of which sort it is."""
    node, length, ends = _tree(), 0, ""
    for ahead in range(place, len(words)):
        following = node.next.get(words[ahead].word)
        if following is None:
            break
        node = following
        if node.ends:
            length, ends = ahead - place + 1, node.ends
    return length, ends


@lru_cache(maxsize=1)
def _tree() -> _Node:
    root = _Node()
    for phrase, ends in phrases():
        node = root
        for word in phrase.split():
            node = node.next.setdefault(word, _Node())
        node.ends = ends
    return root


def phrases() -> Iterator[tuple[str, str]]:
    """Every phrase of the list written out, with "risk" or "harmless"."""
    groups = tomllib.loads((files("changetalk.safety") / "risk_words.toml").read_text(encoding="utf-8"))
    forms = groups.pop("forms")
    for group, listed in groups.items():
        for phrase in listed["phrases"]:
            choices = [forms.get(word.strip("<>"), word) if "<" in word else word for word in phrase.split()]
            for words in product(*(choice.split("/") for choice in choices)):
                yield " ".join(words), _HARMLESS if group == _HARMLESS else _RISK
