"""The plan gate: what must be asked before a step is planned or praised, and what it becomes.

`gates.json` is a copy of the gates in the project's list of health facts, with their sources and
dates: questions, and what to say on a yes. `gate_rules.toml` says which answers raise a gate. An
answer of "unsure" counts as yes, always. A raised gate means: no stopping or cutting down is
planned alone; the step becomes seeing someone who can make it safe, and the talk goes on about
that. Not reviewed by a clinician.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from changetalk.safety.age import ADULT, AgeLimit, under_age
from changetalk.safety.model import RiskType
from changetalk.safety.phrases import Phrase, any_of, vocabulary
from changetalk.safety.reading import Reading, Spelling, read
from changetalk.safety.rules import findings, phrases
from changetalk.safety.shipped import data, table

UNDER_18 = "under_18"
EATING = "eating_disorder_signs"


class Reply(StrEnum):
    """An answer to a gate's question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Status(StrEnum):
    """What a gate, or all of them, say about a step."""

    CLEAR = "clear"
    ASK = "ask"
    RAISED = "raised"


class Gate(BaseModel):
    """A matter in which a change can be dangerous: what to ask, and what to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    matter: str
    topics: tuple[str, ...]
    ask: tuple[str, ...]
    """The questions, numbered from 1."""
    if_yes: str
    """What to say when the gate is raised."""
    urgent: str | None
    """What to say of signs that need help at once."""
    instead: str
    """What the step becomes."""
    source: str
    """Title and address of the page it rests on."""
    seen: bool
    """Was the source seen when the gate was written? If not, say that it needs checking."""
    checked: date
    review_by: date


class Step(BaseModel):
    """A step that someone thinks of, with what is known already."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    topic: str | None = None
    """The topic of the change goal, as in the gates' `topics`."""
    said: tuple[str, ...] = ()
    """What the person said before that may matter."""
    age: int | None = None
    answers: dict[str, dict[int, Reply]] = {}
    """Answers to gates' questions so far: gate, question number, answer."""


class Verdict(BaseModel):
    """What one gate says about a step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gate: Gate
    status: Status
    ask: tuple[int, ...]
    """The questions that are still open, by number; empty unless the status is "ask"."""


class PlanCheck(BaseModel):
    """What the gates say about a step. Plan it only if the status is "clear"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Status
    verdicts: tuple[Verdict, ...]
    """Every gate that had a say, raised ones first, then those with open questions."""

    @property
    def instead(self) -> tuple[str, ...]:
        """What the step becomes; empty unless a gate is raised."""
        return tuple(each.gate.instead for each in self.verdicts if each.status is Status.RAISED)


class _Rule(NamedTuple):
    ways: tuple[tuple[int, ...], ...]
    hard: tuple[tuple[int, ...], ...]
    words: Mapping[int, tuple[Phrase, ...]]
    spared: tuple[Phrase, ...]


def check_plan(step: Step, limit: AgeLimit = ADULT) -> PlanCheck:
    """What the gates say about a step, before it is planned or praised.

    A gate has a say if its topics hold the step's topic, or if words that bear on it were said or
    stand in the step. Words can raise a gate by themselves; only answers can clear one.
    """
    heard = [read(text, _spelling()) for text in (step.text, *step.said)]
    verdicts = [v for gate in gates() if (v := _verdict(gate, step, heard, limit)) is not None]
    order = list(Status)[::-1]
    verdicts.sort(key=lambda each: order.index(each.status))
    return PlanCheck(status=verdicts[0].status if verdicts else Status.CLEAR, verdicts=tuple(verdicts))


def _verdict(gate: Gate, step: Step, heard: Sequence[Reading], limit: AgeLimit) -> Verdict | None:
    rule = _rules()[gate.id]
    known = _known(gate, step, heard, limit)
    if step.topic not in gate.topics and not known:
        return None
    ways = [*rule.ways]
    if any_of(_hard_exercise(), heard[0]):
        ways += rule.hard
    if any(all(known.get(n, Reply.NO) is not Reply.NO for n in way) for way in ways):
        return Verdict(gate=gate, status=Status.RAISED, ask=())
    open_ = _open(ways, known)
    return Verdict(gate=gate, status=Status.ASK if open_ else Status.CLEAR, ask=open_)


def _known(gate: Gate, step: Step, heard: Sequence[Reading], limit: AgeLimit) -> dict[int, Reply]:
    """The answers there are: those given, and what was said in so many words."""
    rule = _rules()[gate.id]
    counted = [reading for reading in heard if not any_of(rule.spared, reading)]
    known = {n: Reply.YES for n, words in rule.words.items() if _said(words, counted)}
    if gate.id == UNDER_18 and step.age is not None:
        known[1] = Reply.YES if under_age(step.age, limit) else Reply.NO
    if gate.id == EATING and _shows_eating_disorder((step.text, *step.said)):
        known[1] = Reply.YES
    given = step.answers.get(gate.id, {})
    return known | {n: reply for n, reply in given.items() if known.get(n) is not Reply.YES}


def _open(ways: Iterable[tuple[int, ...]], known: Mapping[int, Reply]) -> tuple[int, ...]:
    """The questions that could still raise the gate, in order."""
    wanted = {n for way in ways if not any(known.get(n) is Reply.NO for n in way) for n in way}
    return tuple(sorted(n for n in wanted if n not in known))


def _said(words: Iterable[Phrase], heard: Iterable[Reading]) -> bool:
    return any(any_of(words, reading) for reading in heard)


def _shows_eating_disorder(texts: Iterable[str]) -> bool:
    return any(
        finding.type is RiskType.EATING_DISORDER and finding.level >= 2
        for text in texts
        for finding in findings(text)
    )


@cache
def gates() -> tuple[Gate, ...]:
    """Every gate."""
    return tuple(_gates())


def past_review(today: date) -> list[str]:
    """Every gate whose date of review has passed, as "gate: date"."""
    return [f"gate {gate.id}: {gate.review_by}" for gate in gates() if gate.review_by < today]


def _gates() -> Iterator[Gate]:
    rules = table("gate_rules.toml")
    for each in data("gates.json")["gates"]:
        source = each["source"]
        yield Gate(
            id=each["id"],
            matter=each["substance_or_matter"],
            topics=tuple(each["topics"]),
            ask=tuple(each["ask"]),
            if_yes=each["if_yes"],
            urgent=each.get("urgent"),
            instead=rules[each["id"]]["instead"],
            source=f"{source['title']}, {source['publisher']}: {source['url']}",
            seen=each["seen"],
            checked=each["checked"],
            review_by=each["review_by"],
        )


@cache
def _rules() -> dict[str, _Rule]:
    forms = table("rules/forms.toml")
    return {id: _rule(fields, forms) for id, fields in table("gate_rules.toml").items() if "any" in fields}


def _rule(fields: Mapping[str, Any], forms: Mapping[str, Sequence[str]]) -> _Rule:
    ways, hard = (tuple(tuple(way) for way in fields.get(key, ())) for key in ("any", "hard"))
    words = {int(n): phrases(texts, forms) for n, texts in fields.get("words", {}).items()}
    return _Rule(ways, hard, words, phrases(fields.get("spared", ()), forms))


@cache
def _hard_exercise() -> tuple[Phrase, ...]:
    words = table("gate_rules.toml")["words_of_hard_exercise"]["words"]
    return phrases(words, table("rules/forms.toml"))


@cache
def _spelling() -> Spelling:
    every = [words for rule in _rules().values() for words in (*rule.words.values(), rule.spared)]
    return Spelling(vocabulary([p for words in (*every, _hard_exercise()) for p in words]))
