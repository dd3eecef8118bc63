"""Scores and feedback as data, and the review that puts them beside the coding."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from changetalk.coder.coding import Coding
from changetalk.transcripts.model import Frozen

BandName = Literal["below fair", "fair", "good"]
Interval = tuple[float, float]


class Band(Frozen):
    """Where a score lies against its thresholds and how sure that is (0-1, practice draws)."""

    name: BandName
    p: float
    fair: float
    good: float
    standing: str


class SiteCorrection(Frozen):
    """That a score was corrected by a site's own codes: what it was before, from how many sessions
    the correction was learnt, and when."""

    uncorrected: float
    sessions: int
    date: datetime.date


class Score(Frozen):
    """One figure. `value` is None when `enough` is false, and then `why` says what is missing.

    `coding` is the interval for what an expert coder would get on this very conversation,
    `practice` for another conversation like it, never narrower; both cover 90 % and hold `value`.
    `caution` marks a value beyond experts' range. `per_20_minutes` is given for counts where the
    turns carry times. `error_source` says in plain words where the interval's width comes from.
    `site` is given where the value and its intervals are corrected by a site's own codes.
    """

    name: str
    unit: Literal["count", "share", "ratio", "rating"]
    value: float | None
    coding: Interval | None = None
    practice: Interval | None = None
    band: Band | None = None
    enough: bool = True
    why: str = ""
    caution: str = ""
    per_20_minutes: float | None = None
    error_source: str = ""
    site: SiteCorrection | None = None


class Feedback(Frozen):
    """One remark in plain words with the ids of the turns it is about.

    `kind`: "strength" went well, "try" is for next time, "note" says why there is nothing more.
    `score` names the score that backs the remark, where one does.
    """

    kind: Literal["strength", "try", "note"]
    text: str
    turns: tuple[str, ...]
    score: str | None = None


class RiskWords(Frozen):
    """Words that may mean risk, for a human to read: no score, no claim of completeness."""

    turn: str
    text: str


class Review(Coding):
    """A coding with everything that follows from it: what `changetalk review` writes."""

    scores: dict[str, Score] = Field(default_factory=dict)
    feedback: tuple[Feedback, ...] = ()
    risk_words: tuple[RiskWords, ...] = ()
