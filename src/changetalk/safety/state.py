"""Danger as a state that a conversation is in, not a label of one message.

    state = RiskState()
    state = state.hear("some nights i think theyd be better off without me")
    state.level, state.move, state.texts    # 2, "ask", ("ask.suicide",)

What it holds to:

- Level 1 is acknowledged once for each type, with help one step away; MI may go on.
- From level 2 the person is asked directly. The level falls only when they have answered, and
  after a denial they are asked once more. An answer that is neither yes nor no is no answer.
- After a yes they are asked whether it may happen now: a yes to that, or "not safe", is level 3.
- After level 3 MI does not resume in the sitting. After level 2 it does only when the person has
  said they are safe and chooses to go on.
- The next visit after a level of 2 or more opens with a check.
- Someone under age hears it kindly once; MI does not go on and nothing is kept (`keep`).
- No one is alerted, ever. `texts` names the fixed texts to show (`texts.fixed`), `help` which
  numbers go with them (`helplines.help_for`); nothing here is worded by a language model.

A state never changes: each method gives a new one. It holds no word that anyone said.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from changetalk.safety.answers import Answer, Choice, answer, choice
from changetalk.safety.helplines import Help
from changetalk.safety.message_risk import risk
from changetalk.safety.model import Level, Risk, RiskType
from changetalk.safety.texts import fixed, not_english


class Move(StrEnum):
    """What must be said next about danger."""

    GO_ON = "go on"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ASK_NOW = "ask whether now"
    ASK_AGAIN = "ask again"
    CHOOSE = "offer the choice"
    GET_HELP = "get help now"
    CHECK = "check first"
    MINOR = "say who can help someone under age"
    LANGUAGE = "say that only English is understood"
    CLOSE = "close"


class Stage(StrEnum):
    """How far the talk about one danger has come."""

    NEW = "not asked yet"
    ASKED = "asked"
    ADMITTED = "said yes, asked whether now"
    DENIED = "said no, asked again"
    HELP = "told to get help now"
    CHECKED = "asked at the next visit"
    SETTLED = "answered"


class Concern(BaseModel):
    """One danger that was heard, its level, and how far asking has come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: RiskType
    level: Level
    stage: Stage = Stage.NEW


_QUESTION = {
    Stage.ASKED: Move.ASK,
    Stage.ADMITTED: Move.ASK_NOW,
    Stage.DENIED: Move.ASK_AGAIN,
    Stage.HELP: Move.GET_HELP,
    Stage.CHECKED: Move.CHECK,
}
_AFTER_DANGER = {Stage.ASKED: Stage.ADMITTED, Stage.CHECKED: Stage.ADMITTED}
_TOGETHER = (Stage.DENIED, Stage.CHECKED)
"""Stages whose question is one for all concerns in them: "Are you safe right now?"."""

_HELP: dict[RiskType, tuple[Help, ...]] = {
    RiskType.SUICIDE: (Help.CRISIS,),
    RiskType.SELF_HARM: (Help.CRISIS,),
    RiskType.HARM_OTHERS: (Help.CRISIS,),
    RiskType.ABUSE_VICTIM: (Help.ABUSE, Help.CRISIS),
    RiskType.CHILD_AT_RISK: (Help.YOUNG, Help.ABUSE, Help.CRISIS),
    RiskType.OVERDOSE: (Help.POISON, Help.SUBSTANCE, Help.CRISIS),
    RiskType.WITHDRAWAL: (Help.SUBSTANCE,),
    RiskType.UNSAFE_DRIVING: (Help.SUBSTANCE,),
    RiskType.MINOR: (Help.YOUNG,),
}


class RiskState(BaseModel):
    """How things stand in one sitting, and what must be said next."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concerns: tuple[Concern, ...] = ()
    """Dangers of level 2 or 3 heard in this sitting or carried from the last, in the order heard."""
    move: Move = Move.GO_ON
    texts: tuple[str, ...] = ()
    """The fixed texts to show now, in order, by id."""
    rest: Level = 0
    """The level that remains when nothing is open: 1 after a risk factor or a settled danger."""
    peak: Level = 0
    """The highest level of this sitting."""
    acknowledged: tuple[RiskType, ...] = ()
    minor: bool = False
    stopped: bool = False
    """MI does not go on in this sitting, whatever is said."""
    choosing: bool = False
    """The person has been asked whether to go on, and has not said."""
    practitioner: bool = False
    """The person has a practitioner with whom they could share this."""

    @property
    def open(self) -> tuple[Concern, ...]:
        """The dangers that are not settled, gravest first."""
        pending = (each for each in self.concerns if each.stage is not Stage.SETTLED)
        return tuple(sorted(pending, key=lambda each: -each.level))

    @property
    def level(self) -> Level:
        """The level of danger now, 0 to 3."""
        return max((self.rest, *(each.level for each in self.open)))

    @property
    def type(self) -> RiskType:
        """The type of the gravest danger that is open; "minor" or "none" where none is."""
        if self.open:
            return self.open[0].type
        return RiskType.MINOR if self.minor else next(reversed(self.acknowledged), RiskType.NONE)

    @property
    def mi(self) -> bool:
        """May Motivational Interviewing go on after the texts?"""
        asking = bool(self.open) or self.choosing or self.move is Move.LANGUAGE
        return not (self.stopped or asking)

    @property
    def help(self) -> tuple[Help, ...]:
        """The kinds of help to show, in order; one step away at level 1, in full from 2. Someone
        under age is shown young people's lines first."""
        kinds = [kind for each in self.open for kind in _HELP.get(each.type, (Help.CRISIS,))]
        kinds = kinds or list(_HELP.get(self.type, (Help.CRISIS,)))
        return tuple(dict.fromkeys([Help.YOUNG, *kinds] if self.minor else kinds))

    @property
    def offer_share(self) -> bool:
        """Is the person to be offered, by one tap, to share this with their practitioner?"""
        return self.practitioner and self.peak >= 2

    @property
    def keep(self) -> bool:
        """May anything of this conversation be kept?"""
        return not self.minor

    def hear(self, message: str, previous: str | None = None) -> Self:
        """The state after the person's message. `previous` is what was said before it; while a
        question of ours is open it is left out, since the answer is read against that question."""
        return self.take(message, risk(message, None if self._asking else previous))

    def take(self, message: str, found: Risk) -> Self:
        """The state after a message whose danger was judged already."""
        if found.language and found.level < 2:
            return self._with(move=Move.LANGUAGE, texts=not_english(found.language))
        state = self._noted(found)
        if found.level == 3:
            return state._emergency(found)
        if state.choosing and found.level < 2:
            return state._chosen(choice(message))
        if state._asking:
            state = state._answered(message, found)
        return state._joined(found)._next(found, new_minor=state.minor and not self.minor)

    def next_visit(self) -> Self:
        """The state in which the next sitting opens."""
        carried = [each for each in self.concerns if self.peak >= 2 or each.stage is not Stage.SETTLED]
        opened = type(self)(
            concerns=tuple(
                Concern(type=c.type, level=1 if c.stage is Stage.SETTLED else 2, stage=Stage.CHECKED)
                for c in carried
            ),
            minor=self.minor,
            stopped=self.minor,
            practitioner=self.practitioner,
        )
        return opened._with(move=Move.CHECK, texts=("check",)) if carried else opened

    @property
    def _asking(self) -> bool:
        return bool(self.open) and self.open[0].stage is not Stage.NEW

    def _noted(self, found: Risk) -> Self:
        minor = self.minor or found.type is RiskType.MINOR
        return self._with(
            peak=max(self.peak, found.level),
            rest=max(self.rest, min(found.level, 1)),
            minor=minor,
            stopped=self.stopped or minor,
        )

    def _emergency(self, found: Risk) -> Self:
        """Immediate danger: help now, and MI is over for this sitting."""
        state = self._joined(found)
        first = _types(found)[0]
        told = any(c.type is first and c.stage is Stage.HELP for c in self.concerns)
        concerns = [
            c.model_copy(update={"level": 3, "stage": Stage.HELP}) if c.type is first else c
            for c in state.concerns
        ]
        text = "stay" if told else f"crisis.{first}"
        under_age = ("minor",) if self.minor and "minor" not in self.texts and not told else ()
        return state._with(
            concerns=tuple(concerns),
            stopped=True,
            choosing=False,
            move=Move.GET_HELP,
            texts=(text, *under_age),
        )

    def _answered(self, message: str, found: Risk) -> Self:
        """The concern that was asked about, after the answer."""
        asked = self.open[0]
        said = answer(message, fixed(self._question(asked)).yes_means or Answer.UNCLEAR)
        if found.level == 2 and asked.type in _types(found):
            said = Answer.UNCLEAR if said is Answer.SAFE else Answer.DANGER
        together = [c for c in self.open if c.stage is asked.stage and asked.stage in _TOGETHER] or [asked]
        if said is Answer.UNCLEAR:
            return self
        changed = {c.type: _moved(c, said, first=c == asked) for c in together}
        return self._with(
            concerns=tuple(changed.get(c.type, c) for c in self.concerns),
            stopped=self.stopped or any(c.level == 3 for c in changed.values()),
            peak=max(self.peak, *(c.level for c in changed.values() if said is Answer.DANGER), 0),
            rest=max(self.rest, 1),
        )

    def _joined(self, found: Risk) -> Self:
        """With the dangers of level 2 or 3 that are new."""
        if found.level < 2:
            return self
        concerns = {c.type: c for c in self.concerns}
        for place, type_ in enumerate(_types(found)):
            level: Level = found.level if place == 0 else 2
            old = concerns.get(type_)
            if old is None or old.stage is Stage.SETTLED:
                concerns[type_] = Concern(type=type_, level=level)
        return self._with(concerns=tuple(concerns.values()), choosing=False)

    def _next(self, found: Risk, new_minor: bool) -> Self:
        """What is to be said now."""
        under_age = ("minor",) if new_minor else ()
        if self.open:
            return self._asked(under_age)
        if any(c.level >= 2 for c in self.concerns) and not self.stopped and not self._went_on:
            return self._with(move=Move.CHOOSE, texts=("choose",), choosing=True)
        if new_minor:
            return self._with(move=Move.MINOR, texts=under_age)
        if self.stopped:
            return self._with(move=Move.CLOSE, texts=("close.after_danger" if self.peak == 3 else "close",))
        if found.level == 1 and found.type not in self.acknowledged:
            known = (*self.acknowledged, found.type)
            return self._with(move=Move.ACKNOWLEDGE, texts=(f"acknowledge.{found.type}",), acknowledged=known)
        return self._with(move=Move.GO_ON, texts=())

    def _asked(self, under_age: tuple[str, ...]) -> Self:
        """With the question about the gravest open danger."""
        first = self.open[0]
        if first.stage is Stage.NEW:
            first = first.model_copy(update={"stage": Stage.ASKED})
        concerns = tuple(first if c.type is first.type else c for c in self.concerns)
        question = self._question(first)
        repeated = question in self.texts or self.texts[:1] == ("unanswered",)
        text = "stay" if first.stage is Stage.HELP and self.move is Move.GET_HELP else question
        return self._with(
            concerns=concerns,
            move=_QUESTION[first.stage],
            texts=(("unanswered", text) if repeated and text == question else (text,)) + under_age,
        )

    def _chosen(self, chosen: Choice) -> Self:
        if chosen is Choice.GO_ON:
            settled = tuple(c.model_copy(update={"level": 1}) for c in self.concerns)
            return self._with(choosing=False, concerns=settled, move=Move.GO_ON, texts=("going_on",))
        if chosen is Choice.STOP:
            return self._with(choosing=False, stopped=True, move=Move.CLOSE, texts=("close",))
        return self._with(move=Move.CHOOSE, texts=("choose",))

    @property
    def _went_on(self) -> bool:
        return all(c.level == 1 for c in self.concerns)

    @staticmethod
    def _question(concern: Concern) -> str:
        """The id of the text that asks what this concern is waiting for."""
        if concern.stage is Stage.HELP:
            return f"crisis.{concern.type}"
        if concern.stage is Stage.DENIED:
            return "again"
        if concern.stage is Stage.CHECKED:
            return "check"
        if concern.stage is Stage.ADMITTED:
            return "now"
        return f"ask.{concern.type}"

    def _with(self, **changed: Any) -> Self:
        return self.model_copy(update=changed)


def _moved(concern: Concern, said: Answer, first: bool) -> Concern:
    """A concern after its question was answered clearly."""
    if said is Answer.SAFE:
        done = concern.stage is Stage.DENIED or (concern.stage is Stage.CHECKED and concern.level < 2)
        return concern.model_copy(update={"stage": Stage.SETTLED if done else Stage.DENIED})
    if concern.stage in _AFTER_DANGER:
        stage = _AFTER_DANGER[concern.stage] if first else Stage.NEW
        return concern.model_copy(update={"stage": stage, "level": max(concern.level, 2)})
    return concern.model_copy(update={"stage": Stage.HELP if first else Stage.NEW, "level": 3 if first else 2})


def _types(found: Risk) -> tuple[RiskType, ...]:
    """The dangers in a message; being under age is one only where nothing else is named."""
    every: Iterable[RiskType] = (found.type, *found.also)
    return tuple(each for each in every if each is not RiskType.MINOR) or (RiskType.MINOR,)

