"""What is said of a message's danger: level, type, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Level = Literal[0, 1, 2, 3]
"""0 none, 1 distress or a risk factor, 2 possible danger that must be asked about now, 3 immediate danger."""


class RiskType(StrEnum):
    """What the danger is, in the order in which two of one level are named."""

    NONE = "none"
    MEDICAL_EMERGENCY = "medical_emergency"
    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    CHILD_AT_RISK = "child_at_risk"
    HARM_OTHERS = "harm_others"
    ABUSE_VICTIM = "abuse_victim"
    WITHDRAWAL = "withdrawal"
    SELF_HARM = "self_harm"
    EATING_DISORDER = "eating_disorder"
    UNSAFE_DRIVING = "unsafe_driving"
    OTHER = "other"
    MINOR = "minor"


class Finding(BaseModel):
    """One thing that was heard in a message: by a rule, or by whatever else listens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: RiskType
    level: Level
    why: str
    """In plain words; never what the person said."""


class Risk(BaseModel):
    """The danger in one message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level = 0
    type: RiskType = RiskType.NONE
    why: tuple[str, ...] = ()
    """What was heard, gravest first, each as "type: what", in plain words; never what the person said."""
    also: tuple[RiskType, ...] = ()
    """Other types heard in the same message at level 2 or 3, gravest first."""
    language: str | None = None
    """The name of the language where the message is surely not English; else None."""
