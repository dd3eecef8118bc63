"""A site's sessions made up for tests, and a machine that codes them in a way of its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from changetalk.coder import Coding, TurnCoding, Unit, assemble
from changetalk.coder.coding import CoderInfo, Rater
from changetalk.fidelity.shift import Shift
from changetalk.fidelity.site import SiteCalibration
from changetalk.transcripts import Transcript
from tests.fidelity.build import Talk, coding

WEIGHTS = "made-up"
TALK: Talk = [("T", "SR"), ("C", "R+")] * 9 + [("T", "QO"), ("C", "R-")] * 12
"""9 reflections, 12 questions, 9 units of change talk, 12 of sustain talk."""

Certain = Callable[[int, str], str]
"""From a turn's place and role to the code that the machine is certain of."""


def session(number: int, talk: Talk = TALK, goal: str | None = "stop smoking") -> Coding:
    """A person's coding of a session with words of its own."""
    made = coding(talk, goal=goal)
    first = made.turns[0].model_copy(update={"text": f"session {number} " + made.turns[0].text})
    return made.model_copy(update={"turns": (first, *made.turns[1:])})


def site(n: int, talk: Talk = TALK, goal: str | None = "stop smoking") -> dict[str, Coding]:
    """`n` sessions by name."""
    return {f"{number}.csv": session(number, talk, goal) for number in range(n)}


def hears_fewer_reflections(place: int, role: str) -> str:
    """4 reflections, 17 questions, and the client as in TALK."""
    if role == "client":
        return "R+" if place < 18 else "R-"
    return "SR" if place < 8 else "QO"


def machine(transcript: Transcript, certain: Certain = hears_fewer_reflections) -> Coding:
    """A machine that gives each turn one code, without a doubt."""
    codes = [certain(place, turn.role or "") for place, turn in enumerate(transcript.turns)]
    return assemble(
        transcript,
        [TurnCoding((Unit(start=0, end=4, code=code, p={code: 1.0}),)) for code in codes],
        rater=Rater(kind="machine", name="test"),
        coder=CoderInfo(name="test", version="1", weights=WEIGHTS, pass_="full"),
        goal_source="given" if transcript.change_goal else None,
    )


def calibration(**shifts: tuple[float, float]) -> SiteCalibration:
    """A calibration from 8 sessions with these shifts: (logarithm, standard error)."""
    return SiteCalibration(
        date=datetime.date(2026, 3, 3),
        weights=WEIGHTS,
        pass_="full",
        sessions=tuple(f"{number:016x}" for number in range(8)),
        shifts={name: Shift(value=value, se=se, sessions=8) for name, (value, se) in shifts.items()},
    )
