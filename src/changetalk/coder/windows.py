"""What the encoder reads for one turn: the change goal, the turns before it, and the turn itself.

    [CLS] goal [SEP] role: turn before last [SEP] role: last turn [SEP] role: this turn [SEP]

Token type 1 marks this turn. Everything before it is cut to a budget from the near end, so that
the cost of a turn does not depend on how long the conversation is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from changetalk.transcripts.model import Role

GOAL_TOKENS = 14
BEFORE_TURNS = 2
BEFORE_TOKENS = 28
TURN_TOKENS = 160
MAX_TOKENS = 2 + GOAL_TOKENS + BEFORE_TURNS * (BEFORE_TOKENS + 3) + TURN_TOKENS + 3


@dataclass(frozen=True)
class Words:
    """One turn in word pieces: ids and, for each, its span of code points in the turn's text."""

    role: Role | None
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Window:
    """One input of the encoder. `first` is where this turn's own tokens begin, `offsets` their
    spans in the turn's text; a turn longer than TURN_TOKENS has several windows."""

    turn: int
    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


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

    def of_turn(self, turns: Sequence[Words], index: int, goal: tuple[int, ...]) -> Iterator[Window]:
        """The windows of turn `index`: one, or as many as its length asks for (none if empty)."""
        words = turns[index]
        before = list(turns[max(0, index - BEFORE_TURNS) : index])
        for begin in range(0, len(words.ids), TURN_TOKENS):
            if begin:
                before = [*before[1:], Words(words.role, words.ids[:begin], words.offsets[:begin])]
            end = begin + TURN_TOKENS
            yield self._window(index, words, before, goal, slice(begin, end))

    def _window(
        self, index: int, words: Words, before: Sequence[Words], goal: tuple[int, ...], part: slice
    ) -> Window:
        ids = [self._cls, *goal, self._sep]
        for earlier in before:
            ids += [*self._marks[earlier.role], *earlier.ids[-BEFORE_TOKENS:], self._sep]
        context = len(ids)
        ids += self._marks[words.role]
        first = len(ids)
        ids += [*words.ids[part], self._sep]
        types = (0,) * context + (1,) * (len(ids) - context)
        return Window(index, tuple(ids), types, first, words.offsets[part])
