"""A coding with everything that follows from it."""

from __future__ import annotations

from changetalk.coder.coding import Coding
from changetalk.fidelity.feedback import feedback
from changetalk.fidelity.model import Review, RiskWords
from changetalk.fidelity.scores import score
from changetalk.fidelity.site import SiteCalibration
from changetalk.safety.risk_words import risk_words


def review(coding: Coding, *, calibration: SiteCalibration | None = None) -> Review:
    """Scores, feedback and words that may mean risk, put beside the coding.

    A Review is a Coding, so reviewing one again gives the same figures, after corrections new ones.
    `calibration` corrects the scores of machine codes by a site's own codes; raises InputTrouble when
    it was made with other weights.
    """
    scores = score(coding, calibration=calibration)
    return Review(
        **{name: getattr(coding, name) for name in Coding.model_fields},
        scores=scores,
        feedback=feedback(coding, scores),
        risk_words=tuple(RiskWords(turn=each.turn, text=each.text) for each in risk_words(coding.turns)),
    )
