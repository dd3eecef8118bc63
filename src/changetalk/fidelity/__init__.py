"""From a coding to scores with intervals, agreement between raters and feedback in plain words."""

from changetalk.fidelity.agreement import Agreement, agree
from changetalk.fidelity.agreement_many import ManyAgreement, agree_many
from changetalk.fidelity.calibrating import calibrate
from changetalk.fidelity.coefficient import Coefficient
from changetalk.fidelity.feedback import feedback
from changetalk.fidelity.model import Band, Feedback, Review, RiskWords, Score, SiteCorrection
from changetalk.fidelity.notes import scope_notes
from changetalk.fidelity.reviewing import review
from changetalk.fidelity.scores import score
from changetalk.fidelity.site import (
    SiteCalibration,
    calibration_path,
    read_calibration,
    site_calibration,
    write_calibration,
)
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
    "SiteCalibration",
    "SiteCorrection",
    "Uncertain",
    "agree",
    "agree_many",
    "calibrate",
    "calibration_path",
    "feedback",
    "read_calibration",
    "review",
    "scope_notes",
    "score",
    "site_calibration",
    "trajectory",
    "uncertain",
    "write_calibration",
]
