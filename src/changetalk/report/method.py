"""How the figures were made and how far they can be trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from changetalk.fidelity import Review

CARD = files("changetalk.coder") / "weights" / "card.json"

TASKS = (
    ("annomi main", "What a counselor mainly does in a turn: reflect, ask, inform, other", "real talk", 0.80),
    ("annomi talk", "Change, sustain or neutral talk of a client turn", "real talk", 0.65),
    ("authored counselor units", "The code of one thought of a counselor", "written for training", None),
    ("authored client units", "The code of one thought of a client", "written for training", None),
)
"""The card's tasks that the report names, what they are, on what talk they were measured, and how
well one trained annotator matches one other (AnnoMI's seven transcripts with ten annotators)."""


@dataclass(frozen=True)
class Accuracy:
    """Macro-F1 (0-1, every code weighing the same) on conversations the coder never saw."""

    task: str
    talk: str
    f1: str
    interval: str
    people: str


def accuracy(review: Review) -> tuple[Accuracy, ...]:
    """The held-out figures of the coder's model card; none where a person coded the review, or
    where another version of the coder did."""
    if review.coder is None or not CARD.is_file():
        return ()
    card = json.loads(CARD.read_text(encoding="utf-8"))
    return from_card(card) if card["version"] == review.coder.version else ()


def from_card(card: Mapping[str, Any]) -> tuple[Accuracy, ...]:
    """What the report shows of a model card: the tasks in TASKS that it measured."""
    figures = card["accuracy"]
    return tuple(
        Accuracy(
            task=task,
            talk=talk,
            f1=f"{figures[name]['f1']:.2f}",
            interval="–".join(f"{end:.2f}" for end in figures[name]["interval"]),
            people="" if people is None else f"{people:.2f}",
        )
        for name, task, talk, people in TASKS
        if name in figures
    )


def error_sources(review: Review) -> tuple[str, ...]:
    """Where the widths of the intervals come from, each said once."""
    return tuple(dict.fromkeys(score.error_source for score in review.scores.values() if score.error_source))


def standings(review: Review) -> tuple[str, ...]:
    """What kind of levels "fair" and "good" are, each said once."""
    return tuple(dict.fromkeys(score.band.standing for score in review.scores.values() if score.band))
