"""The goal check: what kind of goal a person has named, before anything is evoked about it.

Ordinary goals are talked about as MI does. In equipoise (leave or stay, keep a pregnancy or not,
donate an organ) both sides are explored, nothing is evoked in one direction, and no technical MITI
score is given. A harmful goal is not evoked: help is offered. With signs of an eating disorder,
under age, or with a weight below a healthy one as the target, nothing about weight, calories or
exercise is a target, a chart or a cause to celebrate. Rules are in `goals.toml`; no clinician has
reviewed them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from changetalk.safety.age import ADULT, AgeLimit, under_age
from changetalk.safety.model import Finding, RiskType
from changetalk.safety.phrases import Phrase, any_of, vocabulary
from changetalk.safety.reading import Reading, Spelling, read
from changetalk.safety.rules import findings, phrases
from changetalk.safety.shipped import table

HEALTHY_BMI = 18.5
"""Kilograms per square metre below which an adult's weight is too low (World Health Organization)."""

LOWEST_TARGET = 40.0
"""Kilograms below which a target is taken as too low for any adult whose height is not known."""

_KILOGRAMS = {"kg": 1.0, "kgs": 1.0, "kilo": 1.0, "kilos": 1.0, "st": 6.350293, "stone": 6.350293}
_KILOGRAMS |= dict.fromkeys(("lb", "lbs", "pound", "pounds"), 0.45359237)
_AMOUNT = re.compile(
    r"(?P<loss>\b(?:lose|losing|drop|dropping|shed|shedding)\s+)?(?:\w+\s+){0,2}?"
    r"\b(?P<number>\d{1,3}(?:\.\d+)?)\s*(?P<unit>kgs?|kilos?|stone|st|lbs?|pounds?)\b"
    r"(?:\s*(?P<rest>\d{1,2})(?:\s*(?:lbs?|pounds?))?\b)?",
    re.IGNORECASE,
)
_BMI = re.compile(r"\bbmi\b\D{0,20}(\d{2}(?:\.\d+)?)", re.IGNORECASE)
_GRAVE = frozenset((RiskType.SUICIDE, RiskType.SELF_HARM, RiskType.HARM_OTHERS, RiskType.CHILD_AT_RISK))


class GoalKind(StrEnum):
    """What kind of goal it is."""

    ORDINARY = "ordinary"
    EQUIPOISE = "equipoise"
    HARMFUL = "harmful"


class About(BaseModel):
    """What is known of the person, as far as it bears on a goal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    age: int | None = None
    height: float | None = Field(default=None, gt=0.5, lt=2.6)
    """Metres."""
    weight: float | None = Field(default=None, gt=10, lt=500)
    """Kilograms."""
    eating_disorder_signs: bool = False
    """Has a gate or a practitioner found signs of an eating disorder?"""
    said: tuple[str, ...] = ()
    """What the person said before that may matter."""


class GoalCheck(BaseModel):
    """What the goal check found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: GoalKind
    why: tuple[str, ...]
    """In plain words; empty for an ordinary goal with nothing to heed."""
    weight_talk: bool
    """May weight, calories or exercise be a target, a chart or a cause to celebrate? Where not, only
    a practitioner can turn it on."""
    needs_height: bool
    """Is a weight named that only the person's height could tell to be healthy or not?"""

    @property
    def evoke(self) -> bool:
        """May the guide evoke change talk toward this goal?"""
        return self.kind is GoalKind.ORDINARY

    @property
    def technical_score(self) -> bool:
        """Has a technical MITI score a meaning here?"""
        return self.kind is not GoalKind.EQUIPOISE


class _Kind(NamedTuple):
    why: str
    says: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]

    def heard(self, reading: Reading) -> bool:
        """Is the goal of this kind?"""
        return any_of(self.says, reading) and not any_of(self.unless, reading)


def check_goal(goal: str, about: About | None = None, limit: AgeLimit = ADULT) -> GoalCheck:
    """What kind of goal `goal` is for this person."""
    who = about or About()
    reading = read(goal, _spelling())
    kinds = _kinds()
    heard = [finding for text in (goal, *who.said) for finding in findings(text) if finding.level >= 2]
    too_low = _too_low(goal, who)
    signs = who.eating_disorder_signs or any(f.type is RiskType.EATING_DISORDER for f in heard)
    about_weight = kinds["weight"].heard(reading) or too_low
    harmful = [
        (kinds["harmful"].heard(reading), kinds["harmful"].why),
        (about_weight and signs, "about weight, with signs of an eating disorder"),
        (too_low, "a weight below a healthy one"),
        (any(f.type is RiskType.EATING_DISORDER for f in _in(goal)), "signs of an eating disorder"),
        (any(f.type in _GRAVE for f in _in(goal)), "danger to the person or to someone else"),
    ]
    young = who.age is not None and under_age(who.age, limit)
    why = [reason for true, reason in harmful if true]
    if why:
        kind = GoalKind.HARMFUL
    elif kinds["equipoise"].heard(reading):
        kind, why = GoalKind.EQUIPOISE, [kinds["equipoise"].why]
    else:
        kind = GoalKind.ORDINARY
    heeded = [reason for true, reason in ((signs, "signs of an eating disorder"), (young, "under age")) if true]
    return GoalCheck(
        kind=kind,
        why=tuple(dict.fromkeys([*why, *heeded])),
        weight_talk=not (signs or young or too_low),
        needs_height=not too_low and who.height is None and bool(_targets(goal, who)),
    )


def _in(goal: str) -> Sequence[Finding]:
    return [finding for finding in findings(goal) if finding.level >= 2]


def _too_low(goal: str, who: About) -> bool:
    """Is the target, or the weight to lose from, below a healthy one?"""
    if any(float(match) < HEALTHY_BMI for match in _BMI.findall(goal)):
        return True
    targets = _targets(goal, who)
    if who.height is None:
        return any(target < LOWEST_TARGET for target in targets)
    healthy = HEALTHY_BMI * who.height**2
    losing = _kinds()["weight"].heard(read(goal, _spelling()))
    return any(t < healthy for t in targets) or (losing and who.weight is not None and who.weight < healthy)


def _targets(goal: str, who: About) -> list[float]:
    """The weights in kilograms that the goal would reach."""
    found = []
    for match in _AMOUNT.finditer(goal):
        unit = _KILOGRAMS[match["unit"].casefold()]
        amount = float(match["number"]) * unit
        if unit == _KILOGRAMS["st"] and match["rest"]:
            amount += float(match["rest"]) * _KILOGRAMS["lb"]
        if not match["loss"]:
            found.append(amount)
        elif who.weight is not None:
            found.append(who.weight - amount)
    return found


@cache
def _kinds() -> dict[str, _Kind]:
    forms = table("rules/forms.toml")
    return {
        name: _Kind(each["why"], phrases(each["says"], forms), phrases(each.get("unless", ()), forms))
        for name, each in table("goals.toml").items()
    }


@cache
def _spelling() -> Spelling:
    return Spelling(vocabulary([p for kind in _kinds().values() for p in (*kind.says, *kind.unless)]))
