"""The reference page of the instruments, written from their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from changetalk.instruments.model import Code, GlobalRating, Instrument, SummaryScore

_OPENING = """# Instruments

What changetalk codes and scores, in its own words. This page is written from the instruments' own data
(`src/changetalk/instruments/`), so it always says what the software does.
"""


def markdown(instruments: Iterable[Instrument]) -> str:
    """A Markdown page with every code, rating, score, rule and source of these instruments."""
    return "\n".join([_OPENING, *(line for instrument in instruments for line in _instrument(instrument))])


def _instrument(instrument: Instrument) -> Iterator[str]:
    yield f"## {instrument.name}\n"
    counted = "once a volley" if instrument.counted_in == "volley" else "unit by unit"
    yield (
        f"Codes what the {instrument.role} says. Codes are counted {counted}. {instrument.note}".strip()
        + "\n"
    )
    yield "### Codes\n"
    for code in instrument.codes:
        yield from _code(code)
    if instrument.globals:
        yield "### Global ratings\n"
        yield "Each rates the whole conversation from 1 to 5, starting from 3.\n"
        for rating in instrument.globals:
            yield from _global(rating)
    yield "### Scores\n"
    yield from _scores(instrument.scores)
    yield "### Rules\n"
    applied = {rule.id: f"`{rule.applied}`" if rule.applied else "whoever codes" for rule in instrument.rules}
    rules = ((rule.id, rule.text, applied[rule.id]) for rule in instrument.rules)
    yield from _table(("", "Rule", "Applied by"), rules)
    yield "### In doubt between two codes\n"
    yield from _table(("The code is", "when the doubt is between"), _doubts(instrument))
    yield "### Sources\n"
    yield from (f"- {source}" for source in instrument.sources)
    yield ""


def _code(code: Code) -> Iterator[str]:
    yield f"#### {code.id}: {code.name}\n"
    yield f"{code.definition}\n"
    yield "Examples:\n"
    yield from (f"- {example}" for example in code.examples)
    if code.not_this:
        yield f"\nNot {code.id}:\n"
        yield from (f"- {near_miss}" for near_miss in code.not_this)
    yield ""


def _global(rating: GlobalRating) -> Iterator[str]:
    yield f"#### {rating.name}\n"
    yield f"{rating.definition}\n"
    yield from (f"{level}. {anchor}" for level, anchor in enumerate(rating.anchors, start=1))
    yield ""


def _scores(scores: tuple[SummaryScore, ...]) -> Iterator[str]:
    figures = [score for score in scores if score.formula != score.id]
    yield from _table(
        ("Score", "Formula", "Fair", "Good", "Rare among experts above"),
        (
            (
                score.name,
                score.formula,
                _level(score, score.threshold.fair if score.threshold else None),
                _level(score, score.threshold.good if score.threshold else None),
                _level(score, score.upper_sanity),
            )
            for score in figures
        ),
    )
    yield "Besides, every code has a count of its own.\n"
    standings = dict.fromkeys(score.threshold.standing for score in figures if score.threshold)
    yield from (f"Fair and good are {standing}.\n" for standing in standings)
    remarks = [
        (score.name, remark)
        for score in figures
        for remark in (score.minimum.why if score.minimum else "", score.upper_why)
        if remark
    ]
    yield from (f"- {name}: {remark}" for name, remark in remarks)
    yield ""


def _level(score: SummaryScore, level: float | None) -> str:
    if level is None:
        return ""
    return f"{level:.0%}" if score.unit == "share" else f"{level:g}"


def _doubts(instrument: Instrument) -> Iterator[tuple[str, str]]:
    order = [code.id for code in instrument.codes]
    pairs = [
        (one, other) for one, other in combinations(order, 2) if frozenset((one, other)) in instrument.doubts
    ]
    for winner in order:
        won = [" or ".join(pair) for pair in pairs if instrument.doubts[frozenset(pair)] == winner]
        if won:
            yield winner, ", ".join(won)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row(("---",) * len(head))
    yield from (_row(row) for row in rows)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"
