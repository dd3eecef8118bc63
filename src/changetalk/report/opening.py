"""The head of the report: what conversation this is, who coded it, and a first line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from changetalk.coder.coding import Coding
from changetalk.fidelity import Review, Score
from changetalk.fidelity.extent import minutes
from changetalk.report.words import corrected, day, doubt, figure, listed, percent, span

JUDGES = {"machine": "an expert coder", "human": "another trained coder"}
PASSES = {"full": "reading the whole conversation", "causal": "reading only what came before each turn"}


@dataclass(frozen=True)
class Fact:
    """Something to know about the conversation or its coding, and a remark on where it is from."""

    name: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Opening:
    """What stands at the head of the page. `machine` says whether the machine coded, and `judge`
    whose coding the *coding* intervals foretell."""

    title: str
    first_line: str
    facts: tuple[Fact, ...]
    machine: bool
    judge: str


def opening(review: Review) -> Opening:
    """The head of this review's page."""
    return Opening(
        title=review.source or "A conversation",
        first_line=" ".join(_first_line(review)),
        facts=(_goal(review), *_conversation(review), *_people(review), _rater(review), *_site(review)),
        machine=review.rater.kind == "machine",
        judge=JUDGES[review.rater.kind],
    )


def _first_line(review: Review) -> Iterator[str]:
    questions, reflections = (_count(review.scores.get(name)) for name in ("questions", "reflections"))
    if questions and reflections:
        gave, asked = _some(reflections, "reflection"), _some(questions, "question")
        yield f"The counselor gave {gave} and asked {asked}."
    share = review.scores.get("percent_change_talk")
    if share is None:
        return
    if share.value is None:
        yield "There is too little to say how far the client’s words leaned towards change."
        return
    judge = JUDGES[review.rater.kind]
    likely = f" ({judge} would likely find {span(share.coding, 'share')})" if share.coding else ""
    here = figure(share.value, "share")
    yield f"Of what the client said for or against the change, {here} was for it{likely}."


def _count(score: Score | None) -> str:
    return "" if score is None or score.value is None else figure(score.value, score.unit)


def _some(count: str, what: str) -> str:
    return {"0": f"no {what}s", "1": f"one {what}"}.get(count, f"{count} {what}s")


def _goal(coding: Coding) -> Fact:
    if coding.change_goal is None:
        return Fact(
            "Change goal", "none named", "What the client may change; talk for and against it is coded."
        )
    remarks = {"given": "given", "guessed": "a guess, made from what was said", None: ""}
    return Fact("Change goal", coding.change_goal, remarks[coding.goal_source])


def _conversation(coding: Coding) -> Iterator[Fact]:
    if coding.date is not None:
        yield Fact("Date", day(coding.date))
    length = minutes(coding)
    turns = f"{len(coding.turns):,} turns"
    lasted = "" if length is None else "under a minute, " if length < 1 else f"{length:.0f} minutes, "
    yield Fact("Length", lasted + turns)
    media = {"spoken": "spoken", "chat": "typed", None: "not said"}
    yield Fact("Medium", media[coding.medium])


def _people(coding: Coding) -> Iterator[Fact]:
    remarks = {
        "named": "named in the file",
        "given": "given by you",
        "guessed": f"worked out from what was said: {doubt(coding.roles.p)}, {percent(coding.roles.p)}",
    }
    for role in ("counselor", "client"):
        speakers = list(dict.fromkeys(turn.speaker for turn in coding.turns if turn.role == role))
        if speakers:
            yield Fact(role.capitalize(), listed(speakers), remarks[coding.roles.source])


def _rater(coding: Coding) -> Fact:
    rater, coder = coding.rater, coding.coder
    name = " ".join(filter(None, (rater.name, rater.version)))
    if rater.kind == "human":
        return Fact("Coded by", name, "a person")
    if coder is None:
        return Fact("Coded by", name, "a machine")
    return Fact("Coded by", name, f"a machine, weights {coder.weights}, {PASSES[coder.pass_]}")


def _site(review: Review) -> Iterator[Fact]:
    said = corrected(review.scores)
    if said:
        yield Fact("Scores", said, "The uncorrected figure stands beside each.")
