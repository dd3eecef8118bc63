"""How far two raters agree on the scores of several transcripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from changetalk.coder.coding import Coding
from changetalk.fidelity.agreement import both_coded, check_same_turns, stretches, unit_codes
from changetalk.fidelity.coefficient import LEVEL, Coefficient
from changetalk.fidelity.icc import icc
from changetalk.instruments import INSTRUMENTS, Instrument
from changetalk.instruments.model import SummaryScore
from changetalk.transcripts.model import Frozen


class ScoreAgreement(Frozen):
    """ICC(2,1) of one score over transcripts."""

    id: str
    name: str
    icc: Coefficient


class ManyAgreement(Frozen):
    """Agreement of two raters on the counts and summary scores of several transcripts."""

    level: float = LEVEL
    transcripts: int
    scores: tuple[ScoreAgreement, ...]


def agree_many(pairs: Sequence[tuple[Coding, Coding]]) -> ManyAgreement:
    """ICC(2,1) between two raters over several transcripts: one pair of codings for each, the
    same rater first in every pair; every count and every score made of counts.

    A transcript in which a score is undefined for either rater, or in which one of them coded
    nothing of that role, is left out of that score (its coefficient's `n` says how many stay).
    Raises InputTrouble when a pair does not code the same turns.
    """
    for a, b in pairs:
        check_same_turns(a, b)
    return ManyAgreement(
        transcripts=len(pairs),
        scores=tuple(
            agreement for instrument in INSTRUMENTS.values() for agreement in _scores(pairs, instrument)
        ),
    )


def _scores(pairs: Sequence[tuple[Coding, Coding]], instrument: Instrument) -> list[ScoreAgreement]:
    counts = [
        (_counts(a, instrument), _counts(b, instrument))
        for a, b in pairs
        if instrument.role in both_coded(a, b)
    ]
    return [
        ScoreAgreement(id=score.id, name=score.name, icc=icc(_ratings(score, counts)))
        for score in instrument.scores
        if score.unit != "rating"
    ]


def _ratings(
    score: SummaryScore, counts: Sequence[tuple[Counter[str], Counter[str]]]
) -> list[tuple[float, float]]:
    values = [(score.compute(one), score.compute(other)) for one, other in counts]
    return [(one, other) for one, other in values if one is not None and other is not None]


def _counts(coding: Coding, instrument: Instrument) -> Counter[str]:
    turns = {turn.id: turn for turn in coding.turns}
    said = [unit_codes(turns[turn] for turn in group) for group in stretches(coding, instrument)]
    whole = instrument.counted_in == "unit"
    return Counter(code for codes in said for code in (codes if whole else instrument.reduce(codes)))
