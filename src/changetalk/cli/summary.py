"""A review on the terminal: counts first, then shares and ratios with their doubt, then advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from changetalk.fidelity import Review, Score, scope_notes
from changetalk.report.checks import checks
from changetalk.report.opening import opening
from changetalk.report.words import INTENDED_USE, corrected, figure, listed, percent, span

COUNTS = ("questions", "reflections", "mi_adherent", "mi_non_adherent", "change_talk", "sustain_talk")
JUDGED = ("percent_change_talk", "reflection_to_question", "percent_complex", "technical", "relational")
IN_TABLE = {
    "questions": "questions",
    "reflections": "reflections",
    "percent_change_talk": "% change talk",
    "reflection_to_question": "R:Q",
}
"""The scores that the table of several conversations shows, and their heads."""

BANDS = (
    "Bands: where another conversation like this one would likely lie by MITI's thresholds "
    "(expert opinion, without norms)."
)
FIRST_CHECKS = 5
FEEDBACK = {"strength": "What went well", "try": "To try next", "note": "About this feedback"}


def write_summary(console: Console, review: Review, written: Path | None) -> None:
    """Print what matters most of one review, and where its report or JSON lies."""
    head = opening(review)
    console.print(Text(head.title, style="bold"))
    facts = Table.grid(padding=(0, 2))
    for fact in head.facts:
        facts.add_row(Text(fact.name, style="dim"), " · ".join(filter(None, (fact.value, fact.remark))))
    console.print(facts)
    console.print(f"\n{head.first_line}\n")
    shown = [review.scores[id] for id in (*COUNTS, *JUDGED) if id in review.scores]
    console.print(_scores(shown))
    if any(score.band for score in shown):
        console.print(f"\n{BANDS}", style="dim")
    for title, lines in _sections(review):
        console.print(Text(f"\n{title}", style="bold"))
        for line in lines:
            console.print(Padding(line, (0, 0, 0, 2), expand=False))
    console.print(f"\n{INTENDED_USE}", style="dim")
    if written:
        console.print(f"\nWritten to {written}", soft_wrap=True)


def table(done: Sequence[tuple[Review, Path]]) -> Table:
    """One row for each of several reviews."""
    rows = _table()
    said = dict.fromkeys(filter(None, (corrected(review.scores) for review, _ in done)))
    rows.caption = "\n".join(("In brackets: what an expert would likely find (90 %).", *said))
    rows.caption_justify = "left"
    rows.add_column("Report", overflow="fold")
    for head in IN_TABLE.values():
        rows.add_column(head, no_wrap=True)
    for review, page in done:
        cells = (_brief(review.scores.get(id)) for id in IN_TABLE)
        rows.add_row(Text(str(page)), *cells)
    return rows


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")


def _scores(scores: Iterable[Score]) -> Table:
    rows = _table()
    rows.add_column("Score")
    rows.add_column("", justify="right")
    rows.add_column("an expert would likely find (90 %)")
    for score in scores:
        if score.value is None:
            rows.add_row(score.name, "", Text(f"not enough to say: {score.why}", style="yellow"))
        else:
            value = Text(figure(score.value, score.unit), style="bold")
            rows.add_row(score.name, value, _doubt(score))
    return rows


def _doubt(score: Score) -> Text:
    text = Text(span(score.coding, score.unit) if score.coding else "")
    if score.band:
        text.append(f"   {score.band.name} ({percent(score.band.p)} sure)", style="cyan")
    if score.site:
        text.append(f"   uncorrected {figure(score.site.uncorrected, score.unit)}", style="dim")
    if score.caution:
        text.append(f"\n{score.caution}", style="yellow")
    return text


def _brief(score: Score | None) -> str:
    if score is None or score.value is None:
        return "too few"
    return f"{figure(score.value, score.unit)} ({span(score.coding, score.unit)})" if score.coding else ""


def _sections(review: Review) -> Iterator[tuple[str, list[Text]]]:
    for kind, title in FEEDBACK.items():
        remarks = [remark for remark in review.feedback if remark.kind == kind]
        if remarks:
            yield title, [_item(remark.text, _turns(remark.turns)) for remark in remarks]
    unsure = checks(review)[:FIRST_CHECKS]
    if unsure:
        lines = (
            f"turn {each.turn.id}: {each.code.id} ({each.odds}), or {each.other.id} ({each.other_odds})"
            for each in unsure
        )
        yield "To check first: the machine was least sure here", [_item(line) for line in lines]
    if review.risk_words:
        found = [_item(f"turn {each.turn}: {each.text}") for each in review.risk_words]
        yield "Words that may mean risk, for you to read (never a complete list)", found
    notes = [*scope_notes(review), *review.notes]
    if notes:
        yield "Notes", [_item(note) for note in notes]


def _item(line: str, where: str = "") -> Text:
    return Text.assemble(line, (f" ({where})" if where else "", "dim"))


def _turns(ids: Sequence[str]) -> str:
    return f"turn{'s' if len(ids) > 1 else ''} {listed(list(ids))}" if ids else ""
