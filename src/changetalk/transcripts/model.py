"""A conversation as data: turns, who spoke them in which role, and where they came from."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["counselor", "client"]
Medium = Literal["spoken", "chat"]
RoleSource = Literal["named", "given", "guessed"]


class Frozen(BaseModel):
    """Base of every data model here: unchangeable, and strict about unknown fields.

    A field whose plain name is a Python word ends in an underscore and loses it in files.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_"),
        populate_by_name=True,
        serialize_by_alias=True,
    )


class Turn(Frozen):
    """One speaker's stretch of talk. `start` and `end` are seconds from the beginning."""

    id: str
    speaker: str
    role: Role | None = None
    text: str
    start: float | None = None
    end: float | None = None


class Roles(Frozen):
    """How the roles were settled: `named` in the file, `given` by the user, or `guessed` from
    what is said, with the probability `p` (0-1) that the assignment is right."""

    source: RoleSource = "named"
    p: float = 1.0


class Transcript(Frozen):
    """A conversation. `change_goal` is the behaviour the client may change (MITI: target
    behaviour); `source` is the file's name; `notes` say in plain words what a reader had to do
    (characters stripped, pieces merged, speakers left out), for the report to show."""

    turns: tuple[Turn, ...]
    change_goal: str | None = None
    date: datetime.date | None = None
    source: str | None = None
    medium: Medium | None = None
    roles: Roles = Roles()
    notes: tuple[str, ...] = ()
