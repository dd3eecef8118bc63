"""The scores as tables: figures, intervals in words, and where the drawn marks lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from changetalk.fidelity import Score
from changetalk.fidelity.model import Interval
from changetalk.instruments import INSTRUMENTS
from changetalk.report.codes import CODES
from changetalk.report.words import NARROW, figure, span

LEADING = ("change_talk", "sustain_talk", "percent_change_talk", "questions", "reflections")
RATIOS = ("reflection_to_question", "percent_complex")
TOTALS = ("mi_adherent", "mi_non_adherent")
SUMMARIES = ("technical", "relational")
FORMULAS = {score.id: score.formula for each in INSTRUMENTS.values() for score in each.scores}


@dataclass(frozen=True)
class Track:
    """A line with marks on it, in per cent of its width; `low` and `high` label its ends."""

    low: str
    high: str
    value: float
    coding: Interval | None
    practice: Interval | None
    fair: float | None
    good: float | None


@dataclass(frozen=True)
class Row:
    """One score ready to show. `track` is None where there is not enough to say; `uncorrected` is
    what the score was before a site's own codes corrected it."""

    id: str
    score: Score
    formula: str = ""
    value: str = ""
    uncorrected: str = ""
    coding: str = ""
    practice: str = ""
    per_20_minutes: str = ""
    track: Track | None = None


@dataclass(frozen=True)
class Table:
    """Scores that belong together. `levels` says whether fair and good marks apply to them."""

    id: str
    title: str
    lead: str
    rows: tuple[Row, ...]
    levels: bool = False


def summary_tables(scores: dict[str, Score]) -> tuple[Table, ...]:
    """The summary scores in reading order: what coders agree on best comes first."""
    ratings = tuple(rating.id for each in INSTRUMENTS.values() for rating in each.globals)
    placed = {*LEADING, *RATIOS, *TOTALS, *SUMMARIES, *ratings, *CODES}
    wanted = (
        Table(
            "counts",
            "What was heard, counted",
            "These come first because trained coders agree on them best. Change talk is what the client "
            "says for the change, sustain talk what they say against it.",
            _rows(scores, LEADING),
        ),
        Table(
            "ratios",
            "Ratios",
            "Coders differ more here: read the interval, not the single figure.",
            _rows(scores, RATIOS),
            levels=True,
        ),
        Table(
            "totals",
            "In keeping with MI, and not",
            "Affirming, seeking collaboration and emphasizing autonomy on one side; confronting and "
            "persuading without permission on the other. MITI sets no level for either.",
            _rows(scores, TOTALS),
        ),
        Table(
            "globals",
            "Global ratings, estimated",
            "From 1 to 5 for the conversation as a whole, starting from 3. Each is an estimate; only a "
            "person who takes in the whole conversation can rate it.",
            _rows(scores, ratings + SUMMARIES),
            levels=True,
        ),
        Table(
            "more",
            "Also measured",
            "Not part of the instruments’ own summaries.",
            _rows(scores, (name for name in scores if name not in placed)),
        ),
    )
    return tuple(table for table in wanted if table.rows)


def code_tables(scores: dict[str, Score]) -> tuple[Table, ...]:
    """The count of every single code, one table for each instrument."""
    wanted = (
        Table(
            each.id.replace(".", "-"),
            f"Code by code: the {each.role}",
            f"{each.name}, counted "
            + ("once a volley, after the rules." if each.counted_in == "volley" else "thought by thought."),
            _rows(scores, (code.id for code in each.codes)),
        )
        for each in INSTRUMENTS.values()
    )
    return tuple(table for table in wanted if table.rows)


def _rows(scores: dict[str, Score], ids: Iterable[str]) -> tuple[Row, ...]:
    found = {name: scores[name] for name in ids if name in scores}
    top = max([1.0, *(end for score in found.values() if score.unit == "count" for end in _ends(score))])
    return tuple(_row(name, score, top) for name, score in found.items())


def _row(name: str, score: Score, top: float) -> Row:
    formula = "" if FORMULAS.get(name) == name else FORMULAS.get(name, "")
    if score.value is None:
        return Row(name, score, formula)
    return Row(
        name,
        score,
        formula,
        value=figure(score.value, score.unit),
        uncorrected=figure(score.site.uncorrected, score.unit) if score.site else "",
        coding=span(score.coding, score.unit) if score.coding else "",
        practice=span(score.practice, score.unit) if score.practice else "",
        per_20_minutes="" if score.per_20_minutes is None else _rate(score.per_20_minutes),
        track=_track(score, score.value, top),
    )


def _rate(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 or rate == 0 else f"{rate:.1f}"


def _track(score: Score, value: float, top: float) -> Track:
    """The drawing of a score; counts of one table share the scale from 0 to `top`."""
    low, high = _scale(score, top)

    def at(x: float) -> float:
        return round(100 * min(1.0, max(0.0, (x - low) / (high - low))), 1)

    def ends(interval: Interval | None) -> Interval | None:
        return (at(interval[0]), at(interval[1])) if interval else None

    return Track(
        low=f"{low:.0f}",
        high=f"{100 * high:.0f}{NARROW}%" if score.unit == "share" else f"{high:.0f}",
        value=at(value),
        coding=ends(score.coding),
        practice=ends(score.practice),
        fair=at(score.band.fair) if score.band else None,
        good=at(score.band.good) if score.band else None,
    )


def _scale(score: Score, top: float) -> tuple[float, float]:
    match score.unit:
        case "share":
            return 0.0, 1.0
        case "rating":
            return 1.0, 5.0
        case "ratio":
            return 0.0, max(4.0, float(round(max(_ends(score)) + 0.5)))
        case "count":
            return 0.0, top


def _ends(score: Score) -> Iterator[float]:
    for interval in (score.coding, score.practice):
        yield from interval or ()
    yield score.value or 0.0
