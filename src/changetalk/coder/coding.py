"""A coded transcript as data: the part of the changetalk/coded-transcript/1 file that coding fills.

Everything that codes (the machine, a human's CSV, later a correction on a page) makes one of
these, and everything that scores reads one. `fidelity.Review` adds scores and feedback to it.
"""

from __future__ import annotations

import datetime
from typing import Literal

from changetalk.transcripts.model import Frozen, Medium, Role, Roles

SCHEMA: Literal["changetalk/coded-transcript/1"] = "changetalk/coded-transcript/1"

Main = Literal["reflection", "question", "input", "other"]
Talk = Literal["change", "sustain", "neutral"]
Pass = Literal["full", "causal"]
MAINS: tuple[Main, ...] = ("reflection", "question", "input", "other")
TALKS: tuple[Talk, ...] = ("change", "sustain", "neutral")


class Edit(Frozen):
    """One change of a unit's code: from what, to what, by whom, when and why."""

    from_: str | None
    to: str
    who: str
    when: datetime.datetime
    why: str = ""


class Unit(Frozen):
    """One thought unit: code points `start` to `end` of its turn's text, its code, and the
    probability of every code (None when a person coded it)."""

    start: int
    end: int
    code: str
    p: dict[str, float] | None = None
    by: Literal["machine", "human"] = "machine"
    edits: tuple[Edit, ...] = ()


class TurnCode(Frozen):
    """A code present in a turn and the probability that it is (None when a person coded it)."""

    code: str
    p: float | None = None


class CodedTurn(Frozen):
    """A turn with its units. Counselor turns carry `volley`, `main` and `codes`; client turns
    carry `talk`; a turn without a role carries none of them and no units."""

    id: str
    speaker: str
    role: Role | None
    text: str
    start: float | None = None
    end: float | None = None
    units: tuple[Unit, ...] = ()
    volley: int | None = None
    main: Main | None = None
    main_p: dict[Main, float] | None = None
    codes: tuple[TurnCode, ...] = ()
    talk: Talk | None = None
    ambivalent: bool | None = None
    talk_p: dict[Talk, float] | None = None


class CodedVolley(Frozen):
    """An unbroken stretch of counselor talk: its turns' ids and the codes left after the rules."""

    id: int
    turns: tuple[str, ...]
    codes: tuple[str, ...]


class Rater(Frozen):
    """Who coded: a person or the machine."""

    kind: Literal["machine", "human"]
    name: str
    version: str | None = None


class CoderInfo(Frozen):
    """Which coder and weights, and which pass: `full` sees later turns, `causal` only earlier."""

    name: str
    version: str
    weights: str
    pass_: Pass


class Coding(Frozen):
    """All codes of one rater for one transcript."""

    schema_: Literal["changetalk/coded-transcript/1"] = SCHEMA
    instruments: tuple[str, ...]
    rater: Rater
    coder: CoderInfo | None = None
    medium: Medium | None = None
    change_goal: str | None = None
    goal_source: Literal["given", "guessed"] | None = None
    roles: Roles = Roles()
    source: str | None = None
    date: datetime.date | None = None
    notes: tuple[str, ...] = ()
    interval_level: float = 0.9
    turns: tuple[CodedTurn, ...]
    volleys: tuple[CodedVolley, ...]
