"""What an instrument is: codes, rules, scores and thresholds, all as data with their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from changetalk.transcripts.model import Role

Counts = Mapping[str, float]


@dataclass(frozen=True)
class Code:
    """One behaviour code. Definitions and examples are in our own words, none copied.

    `not_this` holds near misses as `"what was said" is OTHER: why`. `counted` is false for the
    code that means "no code", which no score counts.
    """

    id: str
    name: str
    definition: str
    examples: tuple[str, ...]
    not_this: tuple[str, ...] = ()
    counted: bool = True


@dataclass(frozen=True)
class Threshold:
    """The authors' fair and good levels and the standing those levels have."""

    fair: float
    good: float
    standing: str


@dataclass(frozen=True)
class Minimum:
    """The least evidence for which changetalk shows a score, and the words for "not enough".

    `needs` maps what is needed to how much of it. Score ids of the same instrument ("questions",
    "reflections", "leaning") are needed together. "minutes" (the conversation's length),
    "spoken_words" (all speakers, where there are no times) and "typed_turns" (all speakers, where
    the medium is chat) are three ways to measure the same thing: the one that fits decides.
    """

    needs: Mapping[str, float]
    why: str


@dataclass(frozen=True)
class SummaryScore:
    """A figure made from counts (or globals).

    `compute` takes counts by code id (or global ratings by id) and returns the value, or None
    where it is undefined. `unit` is "count", "share" (0-1), "ratio" or "rating" (1-5).
    `upper_sanity` is a level beyond what experts reach, above which the score looks gamed;
    `upper_why` says in plain words where that level comes from.
    """

    id: str
    name: str
    unit: Literal["count", "share", "ratio", "rating"]
    formula: str
    compute: Callable[[Counts], float | None]
    threshold: Threshold | None = None
    minimum: Minimum | None = None
    upper_sanity: float | None = None
    upper_why: str = ""
    source: str = ""


@dataclass(frozen=True)
class GlobalRating:
    """A 1-5 rating of the whole conversation; coding starts from 3. `anchors[0]` describes a 1."""

    id: str
    name: str
    definition: str
    anchors: tuple[str, str, str, str, str]
    minimum: Minimum | None = None


@dataclass(frozen=True)
class Rule:
    """A coding rule in plain words. `applied` is the dotted name of the function that applies it;
    empty where only whoever codes can: a person by training, the machine by examples."""

    id: str
    text: str
    source: str
    applied: str = ""


@dataclass(frozen=True)
class Instrument:
    """One coding instrument: a file in this folder makes one and the registry lists it.

    `reduce` turns the unit codes of one volley (counselor) or turn (client), in order, into the
    codes that stand there. `counted_in` says what counts add up: what `reduce` leaves of each
    volley, or every unit. `note` is what a reader of the codes should know. `doubts` maps an
    unordered pair of codes to the code that wins in doubt (it may be a third one).
    """

    id: str
    name: str
    role: Role
    codes: tuple[Code, ...]
    reduce: Callable[[Sequence[str]], tuple[str, ...]]
    scores: tuple[SummaryScore, ...]
    rules: tuple[Rule, ...]
    sources: tuple[str, ...]
    counted_in: Literal["volley", "unit"]
    note: str = ""
    doubts: Mapping[frozenset[str], str] = field(default_factory=dict)
    globals: tuple[GlobalRating, ...] = ()

    def code(self, code_id: str) -> Code:
        """The code with this id; KeyError if the instrument has none."""
        return next(c for c in self.codes if c.id == code_id)
