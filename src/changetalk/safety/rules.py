"""The rules of risk: what is listed in `rules/`, and finding it in a message.

One file for each type of risk. A rule is:

    why          what it hears, in plain words; this is what `Risk.why` says
    level        1, 2 or 3
    says         phrases (the notation of `phrases.py`); one of them must occur
    with         phrases of which one must occur too, anywhere in the message
    unless       phrases that must not occur anywhere in the message
    given        a type that other rules must have heard in the same message
    after        phrases of which one must occur in the previous message
    now          phrases any of which raises the level to 3
    silenced_by  names from `silencers.toml`; the file's own list where a rule has none
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from changetalk.safety.model import Finding, RiskType
from changetalk.safety.phrases import Forms, Phrase, any_of, find, phrase, vocabulary
from changetalk.safety.reading import Reading, Spelling, read
from changetalk.safety.shipped import table
from changetalk.safety.silence import Silencer, left_of

FILES = tuple(RiskType)[1:]


class Rule(NamedTuple):
    """One rule, ready to be used."""

    type: RiskType
    why: str
    level: int
    given: RiskType | None
    says: tuple[Phrase, ...]
    with_: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    after: tuple[Phrase, ...]
    now: tuple[Phrase, ...]
    silenced_by: tuple[Silencer, ...]


class RuleBook(NamedTuple):
    """Every rule, and the spelling that knows their words."""

    rules: tuple[Rule, ...]
    spelling: Spelling


def findings(message: str, previous: str | None = None) -> tuple[Finding, ...]:
    """What the rules hear in a message, each rule at most once."""
    book = rule_book()
    heard = read(message, book.spelling)
    before = read(previous or "", book.spelling)
    found: list[Finding] = []
    for rule in book.rules:
        if rule.given is None or any(each.type is rule.given for each in found):
            found.extend(_heard(rule, heard, before))
    return tuple(found)


def _heard(rule: Rule, heard: Reading, before: Reading) -> Iterator[Finding]:
    """The rule's strongest finding, none if it does not apply or is silenced."""
    spans = [span for wanted in rule.says for span in find(wanted, heard)]
    if not spans or (rule.after and not any_of(rule.after, before)):
        return
    if (rule.with_ and not any_of(rule.with_, heard)) or any_of(rule.unless, heard):
        return
    level = 3 if any_of(rule.now, heard) else rule.level
    left = max(left_of(level, span, heard, rule.silenced_by) for span in spans)
    if left:
        yield Finding(type=rule.type, level=left, why=rule.why)


@cache
def rule_book() -> RuleBook:
    """Every rule as shipped."""
    forms = table("rules/forms.toml")
    silencers = {
        name: Silencer.read(name, fields, forms) for name, fields in table("rules/silencers.toml").items()
    }
    every = (rule for type_ in FILES for rule in _rules(type_, forms, silencers))
    rules = tuple(sorted(every, key=lambda rule: rule.given is not None))
    known = [p for r in rules for p in (*r.says, *r.with_, *r.unless, *r.after, *r.now)]
    known += [p for s in silencers.values() for p in (*s.says, *s.unless)]
    return RuleBook(rules, Spelling(vocabulary(known)))


def _rules(type_: RiskType, forms: Forms, silencers: Mapping[str, Silencer]) -> Iterator[Rule]:
    content = table(f"rules/{type_.value}.toml")
    for fields in content["rule"]:
        yield Rule(
            type=type_,
            why=fields["why"],
            level=fields["level"],
            given=RiskType(fields["given"]) if "given" in fields else None,
            says=phrases(fields["says"], forms),
            with_=phrases(fields.get("with", ()), forms),
            unless=phrases(fields.get("unless", ()), forms),
            after=phrases(fields.get("after", ()), forms),
            now=phrases(fields.get("now", ()), forms),
            silenced_by=tuple(silencers[name] for name in fields.get("silenced_by", content["silenced_by"])),
        )


def phrases(texts: Sequence[str], forms: Forms) -> tuple[Phrase, ...]:
    """Several phrases, read."""
    return tuple(phrase(text, forms) for text in texts)
