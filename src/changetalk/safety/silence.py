"""What keeps words that sound like risk from meaning it: idiom, negation, past, fiction, quotes.

`rules/silencers.toml` lists them. A silencer has phrases and says where they must stand:

    over       on the very words that were found ("killing me" in "you're killing me")
    before     at most three words before them in the same clause ("not", "never")
    sentence   anywhere in the same sentence ("years ago", "in the film")
    message    anywhere in the message ("at work my patient")
    quoted     the words found are between quotation marks (no phrases)

`unless` lists phrases that take its power away ("again", "still"), anywhere in the message, or for
`before` on the silencing words themselves ("can't stop"). `leaves` is the level that stays: 0, or
1 where what is past or another's still weighs on a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from changetalk.safety.phrases import Forms, Phrase, Span, any_of, find, phrase
from changetalk.safety.reading import Reading

REACH = 3
"""Words that may stand between a negation and what it negates."""


class Silencer(NamedTuple):
    """One way in which words that sound like risk may not mean it."""

    name: str
    where: str
    says: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    leaves: int

    @classmethod
    def read(cls, name: str, fields: Mapping[str, Any], forms: Forms) -> Silencer:
        """A silencer from its table in the list."""
        says, unless = (
            tuple(phrase(text, forms) for text in fields.get(key, ())) for key in ("says", "unless")
        )
        return cls(name, fields["where"], says, unless, fields.get("leaves", 0))

    def covers(self, found: Span, reading: Reading) -> bool:
        """Does this silencer apply to the words found?"""
        if self.where == "quoted":
            words = reading.sentences[found.sentence][found.start : found.end]
            return all(word.quoted for word in words)
        if self.where != "before" and any_of(self.unless, reading):
            return False
        spans = (span for wanted in self.says for span in find(wanted, reading))
        return any(self._reaches(span, found, reading) for span in spans)

    def _reaches(self, span: Span, found: Span, reading: Reading) -> bool:
        if self.where == "message":
            return True
        if span.sentence != found.sentence:
            return False
        if self.where == "over":
            return span.start < found.end and found.start < span.end
        if self.where == "before":
            return self._before(span, found, reading)
        return True

    def _before(self, span: Span, found: Span, reading: Reading) -> bool:
        sentence = reading.sentences[found.sentence]
        gap = found.start - span.end
        if not 0 <= gap <= REACH or sentence[span.start].clause != sentence[found.start].clause:
            return False
        spared = (other for wanted in self.unless for other in find(wanted, reading))
        return not any(
            other.sentence == span.sentence and other.start < span.end and span.start < other.end
            for other in spared
        )


def left_of(level: int, found: Span, reading: Reading, silencers: Iterable[Silencer]) -> int:
    """The level that is left of a finding after what silences it."""
    return min([level, *(s.leaves for s in silencers if s.covers(found, reading))])

