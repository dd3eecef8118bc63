"""What to know before reading the scores of this conversation."""

from __future__ import annotations

from collections.abc import Iterator

from changetalk.coder.coding import Coding
from changetalk.fidelity.enough import COUNTS_ONLY, GOAL_UNFIT, ROLES_UNSURE, roles_unsure
from changetalk.fidelity.extent import long_enough
from changetalk.fidelity.goal import goal_is_behaviour

TYPED = "MITI was not validated on typed conversation."
NO_GOAL = (
    "No change goal is named. Talk for and against change means something only towards a goal: "
    "name it with --goal."
)
GUESSED_GOAL = (
    "The change goal was guessed from what was said. Change and sustain talk were coded towards it: if it "
    "is not the goal, name the goal with --goal."
)


def scope_notes(coding: Coding) -> tuple[str, ...]:
    """Plain sentences on how far the instruments fit this conversation; empty when they fit."""
    return tuple(_notes(coding))


def _notes(coding: Coding) -> Iterator[str]:
    if roles_unsure(coding):
        yield ROLES_UNSURE
    if coding.medium == "chat":
        yield TYPED
    if not coding.change_goal:
        yield NO_GOAL
    elif coding.goal_source == "guessed":
        yield GUESSED_GOAL
    if goal_is_behaviour(coding.change_goal) is False:
        yield GOAL_UNFIT
    if not long_enough(coding, COUNTS_ONLY.needs):
        yield COUNTS_ONLY.why
