"""All scores of a coding: counts, shares and ratios, estimated globals, talk share."""

from __future__ import annotations

import numpy as np

from changetalk.coder.coding import Coding
from changetalk.fidelity.correcting import leans, told
from changetalk.fidelity.draws import Draws, draw
from changetalk.fidelity.enough import COUNTS_ONLY, ROLES_UNSURE, lacking, roles_unsure
from changetalk.fidelity.error import ANNOMI_RATERS, CodingError, coding_error
from changetalk.fidelity.extent import long_enough, minutes
from changetalk.fidelity.features import word_parts
from changetalk.fidelity.globals import estimate_globals
from changetalk.fidelity.interval import STILL, scored, shown_value
from changetalk.fidelity.model import Score
from changetalk.fidelity.raters import measured
from changetalk.fidelity.resample import of_practice
from changetalk.fidelity.site import SiteCalibration
from changetalk.fidelity.units import by_person
from changetalk.instruments import MISC, MITI
from changetalk.instruments.counting import ratio
from changetalk.instruments.model import Minimum, SummaryScore

OPEN_QUESTION_SHARE = SummaryScore(
    "open_question_share",
    "Open questions, share (extra, not part of MITI 4)",
    "share",
    "QO / (QO + QC)",
    ratio(("QO",), ("QO", "QC")),
    minimum=Minimum(
        {"questions": 10},
        "This share needs 10 questions to mean anything. That is changetalk's own minimum.",
    ),
    source="changetalk",
)
TALK_SHARE = SummaryScore(
    "talk_share",
    "Counselor's share of the words (extra, not part of MITI 4)",
    "share",
    "counselor's words / all words",
    ratio(("counselor_words",), ("words",)),
    source="changetalk",
)


def score(
    coding: Coding,
    second: Coding | None = None,
    *,
    error: CodingError | None = None,
    calibration: SiteCalibration | None = None,
) -> dict[str, Score]:
    """Every score of `coding` by id, the same figures each time for the same coding.

    `second` is another person's coding of the same transcript: the error of human codes is then
    measured from the two and not taken from AnnoMI's raters. `error` replaces the machine
    coder's own error (training measures it with this). `calibration` corrects what the machine
    coded by a site's own codes. Raises InputTrouble when `second` codes other turns, or when the
    calibration was made with other weights than the coding.
    """
    shifts = leans(coding, calibration)
    error = error or coding_error()
    raters = measured(coding, second) if second else ANNOMI_RATERS
    draws = draw(coding, error, raters)
    source = _error_source(coding, error.source, raters.source)
    scores = {}
    for instrument, extras in ((MITI, (OPEN_QUESTION_SHARE,)), (MISC, ())):
        wanted = [each for each in (*instrument.scores, *extras) if each.unit != "rating"]
        needed = {name for each in wanted if each.minimum for name in each.minimum.needs}
        shown = {each.id: shown_value(each, draws) for each in wanted if each.id in needed}
        for each in wanted:
            why = lacking(coding, instrument.role, each, shown)
            scores[each.id] = scored(each, draws, why, source, shifts.get(each.id, STILL))
            if calibration and each.id in shifts:
                scores[each.id] = told(scores[each.id], shown_value(each, draws), calibration)
    scores |= estimate_globals(coding)
    scores[TALK_SHARE.id] = _talk_share(coding)
    return {name: _per_20_minutes(each, coding) for name, each in scores.items()}


def _talk_share(coding: Coding) -> Score:
    """Words are counted, not coded: only another conversation like it would differ."""
    parts = word_parts(coding)
    here = np.stack(list(parts.values()), axis=1)
    total = here.sum(axis=0, keepdims=True)
    draws = Draws(tuple(parts), total, of_practice(len(here)).totals(here), total)
    return scored(
        TALK_SHARE,
        draws,
        ROLES_UNSURE if roles_unsure(coding) else "",
        "words are counted, so there is no coding error",
    )


def _per_20_minutes(score: Score, coding: Coding) -> Score:
    length = minutes(coding)
    if score.unit != "count" or score.value is None or length is None:
        return score
    if coding.medium == "chat" or not long_enough(coding, COUNTS_ONLY.needs):
        return score
    return score.model_copy(update={"per_20_minutes": round(score.value * 20 / length, 2)})


def _error_source(coding: Coding, machine: str, human: str) -> str:
    people = {by_person(unit) for turn in coding.turns for unit in turn.units}
    told = {False: f"machine codes: the coder's own error ({machine})", True: f"human codes: {human}"}
    return "; ".join(told[each] for each in sorted(people))
