"""From a coding to scores with intervals, agreement between raters and feedback in plain words."""

from changetalk.fidelity.agreement import Agreement, agree
from changetalk.fidelity.agreement_many import ManyAgreement, agree_many
from changetalk.fidelity.coefficient import Coefficient
from changetalk.fidelity.feedback import feedback
from changetalk.fidelity.model import Band, Feedback, Review, RiskWords, Score
from changetalk.fidelity.notes import scope_notes
from changetalk.fidelity.reviewing import review
from changetalk.fidelity.scores import score
from changetalk.fidelity.trajectory import Point, trajectory
from changetalk.fidelity.uncertain import Uncertain, uncertain

__all__ = [
    "Agreement",
    "Band",
    "Coefficient",
    "Feedback",
    "ManyAgreement",
    "Point",
    "Review",
    "RiskWords",
    "Score",
    "Uncertain",
    "agree",
    "agree_many",
    "feedback",
    "review",
    "scope_notes",
    "score",
    "trajectory",
    "uncertain",
]
