"""Safety: danger in a message and over a conversation, fixed texts, numbers to call, goals and plans.

Nothing here alerts anyone, asks a language model, or has been reviewed by a clinician.
"""

from changetalk.safety.age import under_age
from changetalk.safety.clinical_review import ClinicalReview
from changetalk.safety.goal import About, GoalCheck, GoalKind, check_goal
from changetalk.safety.helplines import Help, Numbers, help_for
from changetalk.safety.message_risk import risk
from changetalk.safety.model import Risk, RiskType
from changetalk.safety.plan import PlanCheck, Reply, Status, Step, check_plan
from changetalk.safety.risk_words import RiskWord, risk_words
from changetalk.safety.state import Move, RiskState
from changetalk.safety.texts import Text, fixed

__all__ = [
    "About",
    "ClinicalReview",
    "GoalCheck",
    "GoalKind",
    "Help",
    "Move",
    "Numbers",
    "PlanCheck",
    "Reply",
    "Risk",
    "RiskState",
    "RiskType",
    "RiskWord",
    "Status",
    "Step",
    "Text",
    "check_goal",
    "check_plan",
    "fixed",
    "help_for",
    "risk",
    "risk_words",
    "under_age",
]
