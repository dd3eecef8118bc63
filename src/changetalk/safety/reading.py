"""A message as plain words: spelling, slang and contractions evened out, places kept.

Rules are written in plain spelling; people are not. `read` gives the words that rules are matched
against: small letters, contractions in full ("dont", "don't" → "do not"), slang in plain words
("rn" → "right now"), letters given back to digits and signs ("su1c1de"), one slip of the finger in
a longer word undone, hesitations left out. `spoken.toml` holds the lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from changetalk.safety.shipped import table, text

MOST_WORDS = 2_000
"""Words of a message that are read; what follows is not (a message is seldom a tenth of that)."""

_PIECE = re.compile(r"(?P<word>(?:[$@](?=[^\W\d_]))?[^\W_](?:[^\W_]|['’*@$!|](?=[^\W_]))*)|(?P<end>[.!?;\n…]+)|(?P<quote>[\"“”«»])|(?P<comma>[,:()–—]|\s-+\s)")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-*_]){3,}[^\W\d_](?![^\W_])")
_UNIT = re.compile(r"(\d{1,4})(yo|yrs?|y|f|m|th|kg|kgs|lbs?|st|pm|am|mg|ml|g|k|cal|kcal|x)")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_SIGNS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "i"})
_LONGER = re.compile(r"(.)\1{2,}")
_SHORTEST_MENDED = 5


class Word(NamedTuple):
    """A plain word and where it stands: its characters in the message (`start` to `end`), its
    clause, and whether it is between quotation marks."""

    text: str
    start: int
    end: int
    clause: int
    quoted: bool


class Reading(NamedTuple):
    """A message's plain words, sentence by sentence, and all that occur."""

    sentences: tuple[tuple[Word, ...], ...]
    words: frozenset[str]


class Spelling:
    """Even out words against those that rules know."""

    def __init__(self, known: frozenset[str]) -> None:
        """`known`: every word that occurs in a rule."""
        self.known = known
        self._slips: dict[str, str] = {}
        for word in sorted(known):
            if len(word) >= _SHORTEST_MENDED:
                for less in _one_less(word):
                    self._slips.setdefault(less, word)

    def plain(self, raw: str) -> tuple[str, ...]:
        """The plain words for one word as it was typed; none for a hesitation."""
        meaning = _meaning(raw)
        if meaning is not None:
            return meaning
        word = _bare(raw)
        if word in self.known:
            return (word,)
        unit = _UNIT.fullmatch(word)
        if unit:
            return unit[1], unit[2]
        return (self._mended(word),)

    def _mended(self, word: str) -> str:
        if word.isdigit() or word in english():
            return word
        if "*" in word:
            return self._starred(word)
        for shorter in (word, _LONGER.sub(r"\1\1", word), _LONGER.sub(r"\1", word)):
            for letters in (shorter, shorter.translate(_SIGNS)):
                if letters in self.known:
                    return letters
                found = self._slip(letters)
                if found:
                    return found
        return word

    def _starred(self, word: str) -> str:
        """The rules' word that fits one with letters starred out."""
        shape = re.compile(re.escape(word).replace(r"\*", ".?"))
        return min(filter(shape.fullmatch, self.known), default=word)

    def _slip(self, word: str) -> str | None:
        """The rules' word that is one letter away: dropped, doubled, changed, or moved."""
        if len(word) < _SHORTEST_MENDED - 1 or word in english():
            return None
        return next((self._slips[less] for less in (word, *_one_less(word)) if less in self._slips), None)


def read(message: str, spelling: Spelling) -> Reading:
    """The plain words of a message. Never raises."""
    sentences: list[tuple[Word, ...]] = []
    words: list[Word] = []
    clause, quoted, count = 0, False, 0
    for piece in _PIECE.finditer(_even(message)):
        if piece["word"]:
            count += 1
            for plain in spelling.plain(piece["word"]):
                if not words or words[-1].text != plain or plain.isdigit():
                    words.append(Word(plain, *piece.span(), clause, quoted))
        elif piece["quote"]:
            quoted = not quoted
            clause += 1
        else:
            clause += 1
            if piece["end"] and words:
                sentences.append(tuple(words))
                words = []
        if count >= MOST_WORDS:
            break
    if words:
        sentences.append(tuple(words))
    return Reading(tuple(sentences), frozenset(word.text for sentence in sentences for word in sentence))


def _even(message: str) -> str:
    """The message in small letters without invisible characters, as long as it was.

    Length is kept so that places in it are places in the message.
    """
    spaced = _SPACED.sub(_together, message)
    return "".join(map(_small, _INVISIBLE.sub(" ", spaced)))


def _small(character: str) -> str:
    letter = unicodedata.normalize("NFKD", character)[:1].lower()
    return letter if len(letter) == 1 else character


def _together(match: re.Match[str]) -> str:
    """ "s u i c i d e" as one word, followed by the blanks it no longer needs."""
    return re.sub(r"[ .\-*_]", "", match[0]).ljust(len(match[0]))


def _one_less(word: str) -> Iterator[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


@cache
def _spoken() -> dict[str, tuple[str, ...]]:
    """What each spoken form means in plain words."""
    lists = table("spoken.toml")
    plain = {word: tuple(meaning.split()) for word, meaning in lists["plain"].items()}
    return plain | dict.fromkeys(lists["hesitations"], ())


def spoken(phrase: str) -> tuple[str, ...]:
    """A phrase of the rules in the plain words that `read` gives."""
    meanings = ((word, _meaning(word)) for word in phrase.split())
    return tuple(w for word, meaning in meanings for w in ((_bare(word),) if meaning is None else meaning))


def _meaning(raw: str) -> tuple[str, ...] | None:
    said = _spoken()
    return said.get(raw.replace("’", "'"), said.get(_bare(raw)))


def _bare(raw: str) -> str:
    return raw.replace("’", "").replace("'", "")


@cache
def english() -> frozenset[str]:
    """Common English words of four letters and more, never taken for a slip of another."""
    return frozenset(text("known_words.txt").split())
