"""What an answer to a direct question says: safe, in danger, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from changetalk.safety.phrases import Phrase, any_of, vocabulary
from changetalk.safety.reading import Reading, Spelling, read
from changetalk.safety.rules import phrases
from changetalk.safety.shipped import table


class Answer(StrEnum):
    """How a direct question about danger was answered."""

    SAFE = "safe"
    DANGER = "danger"
    UNCLEAR = "unclear"


class Choice(StrEnum):
    """What a person chose when asked whether to go on."""

    GO_ON = "go on"
    STOP = "stop"
    UNCLEAR = "unclear"


class _Kind(NamedTuple):
    says: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]

    def heard(self, reading: Reading) -> bool:
        """Does the message say this?"""
        return any_of(self.says, reading) and not any_of(self.unless, reading)


def answer(message: str, yes_means: Answer) -> Answer:
    """What `message` answers to a question to which a plain yes means `yes_means`.

    What is said outright counts before a bare yes or no; both at once is unclear, and unclear is
    never taken for safe.
    """
    reading = read(message, _spelling())
    safe, danger = _kinds()["safe"].heard(reading), _kinds()["danger"].heard(reading)
    if safe != danger:
        return Answer.SAFE if safe else Answer.DANGER
    yes, no = _kinds()["yes"].heard(reading), _kinds()["no"].heard(reading)
    if safe or yes == no:
        return Answer.UNCLEAR
    no_means = Answer.SAFE if yes_means is Answer.DANGER else Answer.DANGER
    return yes_means if yes else no_means


def choice(message: str) -> Choice:
    """Whether a person who was asked chooses to go on with the conversation."""
    reading = read(message, _spelling())
    on, stop = _kinds()["go_on"].heard(reading), _kinds()["stop"].heard(reading)
    if on == stop:
        return Choice.UNCLEAR
    return Choice.GO_ON if on else Choice.STOP


@cache
def _kinds() -> Mapping[str, _Kind]:
    forms = table("rules/forms.toml")
    return {
        name: _Kind(phrases(each["says"], forms), phrases(each.get("unless", ()), forms))
        for name, each in table("answers.toml").items()
    }


@cache
def _spelling() -> Spelling:
    return Spelling(vocabulary(p for kind in _kinds().values() for p in (*kind.says, *kind.unless)))
