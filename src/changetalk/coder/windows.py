"""What the encoder reads: a stretch of the conversation, the change goal before it.

    [CLS] goal [SEP] role: a turn [SEP] role: the next turn [SEP] ...

A window holds some turns to be coded and, around them, turns that are only context. Token type 1
marks the client's turns. Two ways of cutting a conversation into windows make the two passes:
`reviewed` codes many turns at once with talk before and after them, `live` codes one turn with
nothing after it, so that a turn costs the same however long the conversation is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from changetalk.transcripts.model import Role

GOAL_TOKENS = 20
TURN_TOKENS = 150
"""A turn longer than this is read in several parts."""

TARGET_TOKENS = 170
BEFORE_TOKENS = 110
AFTER_TOKENS = 60
MARKS = 3
"""Tokens that a part costs beside its words: role, colon, separator."""


@dataclass(frozen=True)
class Words:
    """One turn in word pieces: ids and, for each, its span of code points in the turn's text."""

    role: Role | None
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Part:
    """Some words of one turn: all of them, or one piece of a long turn."""

    turn: int
    role: Role | None
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """Its tokens in a window, marks included."""
        return len(self.ids) + MARKS


@dataclass(frozen=True)
class Place:
    """Where a part to be coded stands in its window: its role mark, then its words [first, last)."""

    part: Part
    mark: int
    first: int
    last: int


@dataclass(frozen=True)
class Window:
    """One input of the encoder and the places of the parts that are to be coded in it."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    places: tuple[Place, ...]


class Windows:
    """Makes windows with one tokenizer (uncased word pieces)."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._cls = self._id("[CLS]")
        self._sep = self._id("[SEP]")
        colon = self._id(":")
        self._marks: dict[Role | None, tuple[int, ...]] = {
            "counselor": (self._id("counselor"), colon),
            "client": (self._id("client"), colon),
            None: (self._id("other"), colon),
        }

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer has no {token}")
        return int(found)

    def words(self, role: Role | None, text: str) -> Words:
        """The word pieces of one turn."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return Words(role, tuple(encoded.ids), tuple(encoded.offsets))

    def goal(self, text: str | None) -> tuple[int, ...]:
        """The change goal in word pieces, cut to its budget; empty when there is none."""
        if not text:
            return ()
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids[:GOAL_TOKENS])

    def reviewed(self, turns: Sequence[Words], goal: tuple[int, ...]) -> Iterator[Window]:
        """Windows that together code every turn once, with context on both sides (full pass)."""
        found = parts(turns)
        begin = 0
        for end in _ends(found, TARGET_TOKENS):
            before = nearest(found[:begin][::-1], BEFORE_TOKENS)[::-1]
            after = nearest(found[end:], AFTER_TOKENS, cut_end=True)
            yield self.window(goal, before, found[begin:end], after)
            begin = end

    def live(self, turns: Sequence[Words], index: int, goal: tuple[int, ...]) -> Iterator[Window]:
        """The windows of turn `index` alone, with nothing after it (causal pass): one, or as many
        as its length asks for; none if it has no words."""
        found = parts(turns[max(0, index - BEFORE_TOKENS // MARKS) : index + 1], index + 1)
        for n, part in enumerate(found):
            if part.turn == index:
                before = nearest(found[:n][::-1], BEFORE_TOKENS)[::-1]
                yield self.window(goal, before, [part], [])

    def window(
        self, goal: tuple[int, ...], before: Sequence[Part], targets: Sequence[Part], after: Sequence[Part]
    ) -> Window:
        """One window of the given parts in order."""
        ids = [self._cls, *goal, self._sep]
        types = [0] * len(ids)
        places = []
        for n, part in enumerate([*before, *targets, *after]):
            mark = len(ids)
            ids += [*self._marks[part.role], *part.ids, self._sep]
            types += [int(part.role == "client")] * (len(ids) - mark)
            if len(before) <= n < len(before) + len(targets):
                places.append(Place(part, mark, mark + 2, len(ids) - 1))
        return Window(tuple(ids), tuple(types), tuple(places))


def parts(turns: Sequence[Words], last: int | None = None) -> list[Part]:
    """The turns as parts of at most TURN_TOKENS words; turns without words have none. `last` is one
    more than the number of the last turn given (their count if None)."""
    offset = (len(turns) if last is None else last) - len(turns)
    return [
        Part(
            n + offset,
            words.role,
            words.ids[begin : begin + TURN_TOKENS],
            words.offsets[begin : begin + TURN_TOKENS],
        )
        for n, words in enumerate(turns)
        for begin in range(0, len(words.ids), TURN_TOKENS)
    ]


def _ends(found: Sequence[Part], budget: int) -> Iterator[int]:
    """Where each run of parts ends that fits the budget (a run has at least one part)."""
    size = 0
    for n, part in enumerate(found):
        if size and size + part.size > budget:
            yield n
            size = 0
        size += part.size
    if found:
        yield len(found)


def nearest(found: Sequence[Part], budget: int, *, cut_end: bool = False) -> list[Part]:
    """The first parts of `found` that fit the budget; the one that does not fit is cut to what is
    left: its first words if `cut_end`, else its last."""
    taken = []
    for part in found:
        room = min(budget - MARKS, len(part.ids))
        if room < 1:
            break
        ids = part.ids[:room] if cut_end else part.ids[-room:]
        taken.append(Part(part.turn, part.role, ids, part.offsets))
        budget -= room + MARKS
    return taken
