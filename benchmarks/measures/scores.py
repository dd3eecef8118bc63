"""Scores of whole codings, from the codes as they stand."""

from __future__ import annotations

from collections import Counter

from changetalk.coder.coding import Coding
from changetalk.fidelity.scores import OPEN_QUESTION_SHARE
from changetalk.instruments import MISC, MITI
from changetalk.instruments.model import SummaryScore

SCORES: dict[str, SummaryScore] = {
    each.id: each for each in (*MITI.scores, OPEN_QUESTION_SHARE, *MISC.scores) if each.unit != "rating"
}
ROLES = {each.id: one.role for one in (MITI, MISC) for each in one.scores} | {
    OPEN_QUESTION_SHARE.id: MITI.role
}
ANNOMI = (
    "questions",
    "reflections",
    "percent_change_talk",
    "reflection_to_question",
    "percent_complex",
    "open_question_share",
)
"""What AnnoMI's labels give: its "other" hides AF, SEEK, EMPH and CONF, and it counts talk in turns."""


def counts_of(coding: Coding) -> Counter[str]:
    """How often each code stands: the counselor's in volleys after the rules, the client's in units."""
    codes = [code for volley in coding.volleys for code in volley.codes]
    codes += [unit.code for turn in coding.turns if turn.role == MISC.role for unit in turn.units]
    return Counter(codes)


def counted(coding: Coding, score: str) -> float | None:
    """A score from the codes as they stand; None where there is nothing to divide by."""
    return SCORES[score].compute(counts_of(coding))
