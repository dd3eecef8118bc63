"""Is there enough to say? The reasons, in plain words, for which a score is not shown."""

from __future__ import annotations

from collections.abc import Mapping

from changetalk.coder.coding import Coding
from changetalk.fidelity.extent import long_enough
from changetalk.fidelity.goal import goal_is_behaviour
from changetalk.instruments.model import Minimum, SummaryScore
from changetalk.transcripts.model import Role

ROLES_SURE = 0.9
ROLES_UNSURE = "changetalk is not sure who the counselor is; name them with --counselor."
GOAL_UNFIT = (
    "The goal is a choice in which the helper stays neutral, or not something a person does, so talk for and "
    "against it cannot be judged (MITI, scope)."
)
COUNTS_ONLY = Minimum(
    {"minutes": 5, "spoken_words": 750, "typed_turns": 15},
    "Below five minutes (without times 750 spoken words; typed, 15 turns) only counts are given.",
)
DIRECTED = frozenset(
    {"percent_change_talk", "technical", "cultivating_change_talk", "softening_sustain_talk"}
)
"""The scores that mean something only towards a goal that is a behaviour."""


def roles_unsure(coding: Coding) -> bool:
    """Were the roles guessed, and the guess not sure enough to score?"""
    return coding.roles.p < ROLES_SURE


def lacking(coding: Coding, role: Role, score: SummaryScore, shown: Mapping[str, float | None]) -> str:
    """Why `score` of this role cannot be shown, or nothing when it can.

    `shown` holds the values of the scores that minimums name. A count needs no minimum.
    """
    if roles_unsure(coding):
        return ROLES_UNSURE
    if not any(turn.units for turn in coding.turns if turn.role == role):
        return f"No {role} turn carries a code."
    if score.unit == "count":
        return ""
    if score.id in DIRECTED and goal_is_behaviour(coding.change_goal) is False:
        return GOAL_UNFIT
    if score.minimum and not _met(coding, score.minimum, shown):
        return score.minimum.why
    return "" if long_enough(coding, COUNTS_ONLY.needs) else COUNTS_ONLY.why


def _met(coding: Coding, minimum: Minimum, shown: Mapping[str, float | None]) -> bool:
    counted = all((shown[name] or 0) >= need for name, need in minimum.needs.items() if name in shown)
    return counted and long_enough(coding, minimum.needs)
