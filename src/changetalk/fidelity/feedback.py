"""Feedback in plain words: what went well and what to try next, chosen by the table below.

A remark is made only when the evidence holds: its events must have happened often enough with
90 % probability, and the interval of its score, where it names one, must lie on one side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from changetalk.coder.coding import Coding
from changetalk.fidelity import patterns
from changetalk.fidelity.enough import roles_unsure
from changetalk.fidelity.events import CHANGE, Exchange, Found, exchanges_of
from changetalk.fidelity.goal import goal_is_behaviour
from changetalk.fidelity.model import Feedback, Score
from changetalk.fidelity.patterns import Pattern

MOST: Mapping[Literal["strength", "try"], int] = {"strength": 3, "try": 2}
LEAST_EXCHANGES = 6
EXAMPLES = 4

TOO_LITTLE = "There is too little here to say what went well or what to try next."
NOTHING_CLEAR = (
    "Nothing stands out clearly enough to praise or to advise. The coded transcript shows every turn."
)


@dataclass(frozen=True)
class Interval:
    """A condition on one score: its `of` interval lies wholly at or above `least`, or at or
    below `most`."""

    score: str
    of: Literal["coding", "practice"]
    least: float = float("-inf")
    most: float = float("inf")


@dataclass(frozen=True)
class Remark:
    """One row of the table. It is made when `pattern` surely happened `times` times and in at
    least `share` of its chances, and `interval` (where given) holds; `{times}` in its words becomes
    that sure number. `about` is its subject: one strength and one try each at most. `directed`
    remarks are about a direction of change, and are not made where the helper should stay neutral."""

    kind: Literal["strength", "try"]
    about: str
    pattern: Pattern
    times: int
    words: str
    share: float = 0.0
    interval: Interval | None = None
    directed: bool = False


REMARKS = (
    Remark(
        "strength",
        "change talk",
        patterns.reflected_change,
        3,
        "When they spoke up for the change, you gave it back to them (at least {times} times), so they heard "
        "their own reasons twice.",
        share=0.4,
        directed=True,
    ),
    Remark(
        "strength",
        "doubt",
        patterns.softened_sustain,
        2,
        "When they voiced doubts, you took them in or left the choice with them (at least {times} times). "
        "You did not argue.",
        share=0.5,
        directed=True,
    ),
    Remark(
        "strength",
        "evoking",
        patterns.drew_out(("QO",), CHANGE),
        3,
        "Your open questions brought out their own reasons and ideas (at least {times} times).",
        share=0.3,
        directed=True,
    ),
    Remark(
        "strength",
        "affirming",
        patterns.said("AF"),
        2,
        "You named strengths and efforts of theirs, drawn from what they told you.",
    ),
    Remark(
        "strength",
        "choice",
        patterns.said("EMPH"),
        2,
        "You said plainly that the choice is theirs.",
    ),
    Remark(
        "strength",
        "permission",
        patterns.said("PWP", "SEEK"),
        3,
        "You asked before you offered, and gave them a say in what happens.",
        interval=Interval("mi_non_adherent", "coding", most=1),
    ),
    Remark(
        "strength",
        "listening",
        patterns.said(*patterns.REFLECTIONS),
        10,
        "You reflected at least as often as you asked. That leaves room for their story.",
        interval=Interval("reflection_to_question", "practice", least=1),
    ),
    Remark(
        "strength",
        "questions",
        patterns.said("QO"),
        5,
        "Most of your questions were open, so they could answer in their own way.",
        interval=Interval("open_question_share", "practice", least=0.5),
    ),
    Remark(
        "strength",
        "room",
        patterns.long_answers,
        5,
        "They did most of the talking. You left them the room for it.",
        interval=Interval("talk_share", "practice", most=0.5),
    ),
    Remark(
        "strength",
        "listening",
        patterns.said(*patterns.REFLECTIONS),
        1,
        "Here you reflected what they said. Moments like this are worth having more of.",
    ),
    Remark(
        "strength",
        "questions",
        patterns.said("QO"),
        1,
        "Here you asked in a way that left the answer open. Moments like this are worth having more of.",
    ),
    Remark(
        "strength",
        "affirming",
        patterns.said("AF"),
        1,
        "Here you named something good that they bring. Moments like this are worth having more of.",
    ),
    Remark(
        "try",
        "arguing",
        patterns.argued_sustain,
        1,
        "Here a doubt was met with an argument. Next time, try a reflection first: say back what makes it "
        "hard, and wait.",
        share=0.2,
        directed=True,
    ),
    Remark(
        "try",
        "arguing",
        patterns.said("CONF"),
        1,
        "Here the words may have felt like being told off. Next time, try saying how it might look from "
        "their side.",
    ),
    Remark(
        "try",
        "advice",
        patterns.said("PER"),
        1,
        "Here advice came before anyone asked for it. Next time, ask what they have thought of already, or "
        "whether they would like to hear an idea.",
    ),
    Remark(
        "try",
        "change talk",
        patterns.unanswered_change,
        2,
        "Here they spoke up for the change and the talk moved on. Next time, stay with it: reflect it, or "
        "ask for more.",
        share=0.25,
        directed=True,
    ),
    Remark(
        "try",
        "questions",
        patterns.closed_in_a_row,
        1,
        "Here several closed questions came in a row. Next time, put a reflection between two questions, or "
        "ask one open question in place of three.",
    ),
    Remark(
        "try",
        "questions",
        patterns.stacked_questions,
        3,
        "Here two or more questions came at once. Next time, ask one and wait for the answer.",
        share=0.15,
    ),
    Remark(
        "try",
        "questions",
        patterns.said("QC"),
        5,
        "Most questions could be answered with a yes or a no. Next time, try beginning with “what” or “how”.",
        interval=Interval("open_question_share", "practice", most=0.5),
    ),
    Remark(
        "try",
        "listening",
        patterns.said(*patterns.QUESTIONS, without=patterns.REFLECTIONS),
        5,
        "Questions came more often than reflections. Next time, try saying back what you heard before you "
        "ask on.",
        interval=Interval("reflection_to_question", "practice", most=1),
    ),
    Remark(
        "try",
        "room",
        patterns.long_volleys,
        3,
        "Here you spoke for quite a while. Next time, stop after one thought and ask what they make of it.",
        interval=Interval("talk_share", "practice", least=0.5),
    ),
    Remark(
        "try",
        "affirming",
        patterns.unaffirmed,
        3,
        "Here they told you of a step, a promise or something they can do. Next time, name the strength you "
        "see in it.",
        share=0.75,
        directed=True,
    ),
    Remark(
        "try",
        "choice",
        patterns.voiced_sustain,
        2,
        "Here they voiced doubts. Next time, try saying plainly that it is up to them.",
        interval=Interval("EMPH", "coding", most=1),
        directed=True,
    ),
)
"""The table of remarks, the most worth saying first. What comes first in a subject wins."""


def feedback(coding: Coding, scores: Mapping[str, Score]) -> tuple[Feedback, ...]:
    """One to three things that went well and one or two to try next, as far as they are sure.

    Each points at its turns (four at most). Where there is too little to say or nothing stands
    out, that is the one remark, of kind "note".
    """
    talk = exchanges_of(coding)
    coded = sum(any(turn.units for turn in each.counselor) for each in talk)
    if roles_unsure(coding) or coded < LEAST_EXCHANGES:
        return (Feedback(kind="note", text=TOO_LITTLE, turns=()),)
    neutral = goal_is_behaviour(coding.change_goal) is False
    made = [*_chosen("strength", talk, scores, neutral), *_chosen("try", talk, scores, neutral)]
    return tuple(made) or (Feedback(kind="note", text=NOTHING_CLEAR, turns=()),)


def _chosen(
    kind: Literal["strength", "try"], talk: list[Exchange], scores: Mapping[str, Score], neutral: bool
) -> Iterator[Feedback]:
    about: set[str] = set()
    for remark in REMARKS:
        if remark.kind != kind or remark.about in about or (remark.directed and neutral):
            continue
        found = remark.pattern(talk)
        times = found.surely()
        turns = _turns(found, talk)
        # Events can be sure together and each unlikely alone: then there is no turn to point at.
        if not turns or times < max(remark.times, remark.share * found.chances):
            continue
        if not _holds(remark.interval, scores):
            continue
        about.add(remark.about)
        score = remark.interval.score if remark.interval else None
        text = remark.words.format(times=times)
        yield Feedback(kind=kind, text=text, turns=turns, score=score)
        if len(about) == MOST[kind]:
            return


def _holds(wanted: Interval | None, scores: Mapping[str, Score]) -> bool:
    if wanted is None:
        return True
    score = scores.get(wanted.score)
    if score is None:
        return False
    shown = score.coding if wanted.of == "coding" else score.practice
    return shown is not None and wanted.least <= shown[0] and shown[1] <= wanted.most


def _turns(found: Found, talk: list[Exchange]) -> tuple[str, ...]:
    """The turns of the clearest events, in the order of the conversation."""
    clearest = sorted(found.likely(), key=lambda event: -event.p)[:EXAMPLES]
    chosen = {turn for event in clearest for turn in event.turns}
    every = (turn.id for each in talk for turn in (*each.counselor, *each.client))
    return tuple(turn for turn in every if turn in chosen)
