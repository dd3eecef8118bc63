"""Whether a message is in English, the one language in which danger can be judged here."""

from __future__ import annotations

import re

from changetalk.safety.reading import english
from changetalk.safety.rules import rule_book
from changetalk.transcripts.language import guess

FEWEST_LETTERS = 12
"""Letters that a message needs before its language is asked for: "ok", "haha" and names are nobody's."""

ENOUGH_ENGLISH = 0.5
DOUBT = 0.1
SURE = 0.5

_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = frozenset(
    """a i is it to of in on my me no so do go up am an as at be but by can did for get got had has he her him
    his how if its let lot may not now off oh ok one our out own put see she the too two us was way we who why
    yes yet you all and any are bad day""".split()
)


def foreign(message: str) -> str | None:
    """The name of the language if the message is surely not English, else None.

    Short or mixed messages have the benefit of the doubt. Most messages are plainly English by
    their words; only others are given to lingua.
    """
    words = [word.casefold() for word in _WORD.findall(message)]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return None
    plain = _SMALL_WORDS | english() | rule_book().spelling.known
    if sum(word in plain for word in words) >= ENOUGH_ENGLISH * len(words):
        return None
    found = guess(message)
    return None if found.english > DOUBT or found.confidence < SURE else found.language
