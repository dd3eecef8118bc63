"""Dialogues grouped by topic, medium, length and quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from training.examples import Dialogue

LEAST = 3
"""A group of fewer dialogues joins the others of its kind."""

OTHER = "other topics"

FIELDS = {
    "b1": "substance use and gambling",
    "b2": "health behaviour",
    "b3": "life goals and habits",
    "b4": "mandated and guarded clients",
    "b5": "typed conversation",
    "b6": "rare and confusable codes",
    "b9": "a digital guide",
    "b10": "ordinary practice",
    "b11": "later meetings and the digital guide",
}
"""The authored set's batches: nearly every topic in it is its own, so its topics are these fields."""

Groups = dict[tuple[str, str], list[str]]
"""Dialogue ids by kind of group ("topic") and group."""


def groups(dialogues: Sequence[Dialogue]) -> Groups:
    """The groups of one set's dialogues. Every dialogue is in one group of each kind that the set has."""
    found: Groups = {}
    lengths = _thirds([len(dialogue.turns) for dialogue in dialogues])
    topics = _topics(dialogues)
    for dialogue, length, topic in zip(dialogues, lengths, topics, strict=True):
        kinds = {"topic": topic, "length": length} | {
            kind: str(dialogue.facts[kind]) for kind in ("medium", "quality") if kind in dialogue.facts
        }
        for kind, name in kinds.items():
            found.setdefault((kind, name), []).append(dialogue.id)
    return {key: found[key] for key in sorted(found, key=lambda key: (key[0], key[1] == OTHER, key[1]))}


def _topics(dialogues: Sequence[Dialogue]) -> list[str]:
    """A topic of several parts counts under its first."""
    named = [
        FIELDS.get(d.id.split("-")[0], OTHER)
        if d.data == "authored"
        else str(d.facts["topic"]).split(";")[0].strip()
        for d in dialogues
    ]
    often = Counter(named)
    return [name if often[name] >= LEAST else OTHER for name in named]


def _thirds(turns: Sequence[int]) -> list[str]:
    """The shortest, middle and longest third, named by how many turns they have."""
    low, high = np.quantile(turns, [1 / 3, 2 / 3])
    names = (f"1: up to {low:.0f} turns", f"2: up to {high:.0f} turns", f"3: up to {max(turns)} turns")
    return [names[int(n > low) + int(n > high)] for n in turns]
