"""The notation in which rules are written, and finding what is written in it.

A phrase is words one after the other in one sentence:

    word        that word; contractions may be written as they are spoken
    a/b         either word
    <name>      any of the words or phrases under that name in `forms.toml`
    suicid*     any word that begins so
    [a b/c]     one of several words or phrases
    (a b/c)     one of them, or nothing
    ~           up to three words of any kind
    ~~          up to eight words of any kind
    ...         any words, to the end of the sentence at most
    ^ and $     the beginning and the end of the message
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from changetalk.safety.reading import Reading, Word, spoken

GAPS = {"~": 3, "~~": 8, "...": 40}
_PART = re.compile(r"\[[^\]]*\]|\([^)]*\)|\S+")
_LIKE = {"to": ("2", "too"), "for": ("4",), "you": ("u",), "your": ("you",)}


class Element(NamedTuple):
    """One place in a phrase: what may stand there."""

    words: frozenset[str] = frozenset()
    longer: tuple[tuple[str, ...], ...] = ()
    beginnings: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0


class Phrase(NamedTuple):
    """A phrase ready to be looked for; `needs` are words of which one must occur."""

    elements: tuple[Element, ...]
    first: bool
    last: bool
    needs: frozenset[str]


class Span(NamedTuple):
    """Where a phrase was found: the sentence's number, and its words from `start` to before `end`."""

    sentence: int
    start: int
    end: int


Forms = Mapping[str, Sequence[str]]


def phrase(text: str, forms: Forms) -> Phrase:
    """Read one phrase of the notation above. Raises KeyError for a form that is not there."""
    parts = _PART.findall(text)
    first, last = parts[0] == "^", parts[-1] == "$"
    elements = tuple(_element(part, forms) for part in parts[first : len(parts) - last])
    sure = [e for e in elements if not (e.optional or e.gap or e.beginnings)]
    needs = min((_openings(element) for element in sure), key=len, default=frozenset[str]())
    return Phrase(elements, first, last, needs)


def find(wanted: Phrase, reading: Reading) -> Iterator[Span]:
    """Every place where the phrase begins, with its shortest end there."""
    if wanted.needs and wanted.needs.isdisjoint(reading.words):
        return
    for number, sentence in enumerate(reading.sentences):
        if wanted.first and number:
            return
        if wanted.last and number != len(reading.sentences) - 1:
            continue
        for start in range(1 if wanted.first else len(sentence)):
            end = _end(wanted.elements, sentence, start, wanted.last)
            if end is not None and end > start:
                yield Span(number, start, end)


def any_of(wanted: Iterable[Phrase], reading: Reading) -> bool:
    """Does at least one of the phrases occur?"""
    return any(True for each in wanted for _ in find(each, reading))


def vocabulary(phrases: Iterable[Phrase]) -> frozenset[str]:
    """Every word that the phrases know."""
    elements = [element for each in phrases for element in each.elements]
    several = (word for element in elements for words in element.longer for word in words)
    return frozenset().union(*(element.words for element in elements)) | frozenset(several)


def _end(elements: Sequence[Element], sentence: Sequence[Word], place: int, last: bool) -> int | None:
    """Where the elements end if they begin at `place`, None if they do not stand there."""
    if not elements:
        return place if not last or place == len(sentence) else None
    element, rest = elements[0], elements[1:]
    for after in _afters(element, sentence, place):
        end = _end(rest, sentence, after, last)
        if end is not None:
            return end
    return None


def _afters(element: Element, sentence: Sequence[Word], place: int) -> Iterator[int]:
    """The places that may follow an element which begins at `place`."""
    if element.gap:
        yield from range(place, min(place + element.gap, len(sentence)) + 1)
        return
    if place < len(sentence):
        text = sentence[place].text
        if text in element.words or text.startswith(element.beginnings or ("\0",)):
            yield place + 1
        for words in element.longer:
            stop = place + len(words)
            if text == words[0] and tuple(word.text for word in sentence[place:stop]) == words:
                yield stop
    if element.optional:
        yield place


def _element(part: str, forms: Forms) -> Element:
    if part in GAPS:
        return Element(gap=GAPS[part])
    optional = part.startswith("(")
    choices = list(_choices(part.strip("()[]").split("/"), forms))
    plain = [spoken(choice) for choice in choices if not choice.endswith("*")]
    single = {words[0] for words in plain if len(words) == 1}
    return Element(
        words=frozenset(single.union(*(_LIKE.get(word, ()) for word in single))),
        longer=tuple(words for words in plain if len(words) > 1),
        beginnings=tuple(choice[:-1] for choice in choices if choice.endswith("*")),
        optional=optional,
    )


def _choices(parts: Iterable[str], forms: Forms) -> Iterator[str]:
    """Each alternative written out: "<number> drinks" as "two drinks", "three drinks" and so on."""
    for part in parts:
        if "<" not in part:
            yield part
            continue
        each = (_choices(forms[word.strip("<>")], forms) if "<" in word else (word,) for word in part.split())
        yield from (" ".join(words) for words in product(*each))


def _openings(element: Element) -> frozenset[str]:
    return element.words | {words[0] for words in element.longer}
