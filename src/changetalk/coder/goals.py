"""Propose a change goal where none is given, from the words that come back most."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from changetalk.transcripts import Turn

LEAST_WORDS = 3


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = json.loads((files("changetalk.coder") / "goals.json").read_text(encoding="utf-8"))
    return tuple((entry["goal"], _pattern(entry["words"])) for entry in data["goals"])


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    parts = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{parts})\b", re.IGNORECASE)


def propose_goal(turns: Iterable[Turn]) -> str | None:
    """The goal whose words are said most often, if said at least three times; else None.

    A proposal only: the coding marks it as guessed, and a person should name the goal.
    """
    said: Counter[str] = Counter()
    for turn in turns:
        for goal, pattern in _patterns():
            said[goal] += len(pattern.findall(turn.text))
    goal, times = said.most_common(1)[0]
    return goal if times >= LEAST_WORDS else None
