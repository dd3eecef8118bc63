"""A review on the terminal: counts first, then shares and ratios with their doubt, then advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from changetalk.fidelity import Review, Score
from changetalk.fidelity.extent import minutes
from changetalk.report.words import INTENDED_USE, figure, listed, percent, span

COUNTS = ("questions", "reflections", "mi_adherent", "mi_non_adherent", "change_talk", "sustain_talk")
JUDGED = ("percent_change_talk", "reflection_to_question", "percent_complex", "technical", "relational")
IN_TABLE = ("questions", "reflections", "percent_change_talk", "reflection_to_question")

FIRST_REMARKS = 3
FIRST_CHECKS = 5


def write_summary(console: Console, review: Review, written: Path | None) -> None:
    """Print what matters most of one review, and where its report or JSON lies."""
    console.print(_heading(review))
    console.print(_scores("Counts", (review.scores[id] for id in COUNTS if id in review.scores)))
    console.print(_scores("Shares and ratios", (review.scores[id] for id in JUDGED if id in review.scores)))
    for title, lines in _remarks(review):
        console.print(Text(f"\n{title}", style="bold"))
        for line in lines:
            console.print(Padding(line, (0, 0, 0, 2), expand=False))
    console.print(f"\n{INTENDED_USE}", style="dim")
    if written:
        console.print(f"\nWritten to {written}", soft_wrap=True)


def table(done: Sequence[tuple[Review, Path]]) -> Table:
    """One row for each of several reviews."""
    rows = Table(box=None, pad_edge=False, header_style="bold")
    rows.add_column("Conversation", overflow="fold")
    rows.add_column("Turns", justify="right")
    for id in IN_TABLE:
        names = {review.scores[id].name for review, _ in done if id in review.scores}
        rows.add_column(next(iter(names), id), justify="right")
    rows.add_column("Report", overflow="fold")
    for review, page in done:
        cells = (_value(review.scores.get(id)) for id in IN_TABLE)
        rows.add_row(Text(review.source or page.stem), str(len(review.turns)), *cells, Text(str(page)))
    return rows


def _heading(review: Review) -> Text:
    facts = [f"{len(review.turns)} turns"]
    length = minutes(review)
    if length:
        facts.append(f"{length:.0f} minutes")
    if review.medium:
        facts.append("typed" if review.medium == "chat" else "spoken")
    text = Text.assemble((review.source or "conversation", "bold"), f"  {', '.join(facts)}\n")
    if review.change_goal:
        given = "" if review.goal_source == "given" else " (guessed: say what it is with --goal)"
        text.append(f"Change goal: {review.change_goal}{given}\n")
    else:
        text.append("Change goal: none named\n")
    if review.roles.source == "guessed":
        who = listed(sorted({turn.speaker for turn in review.turns if turn.role == "counselor"}))
        text.append(
            f"Counselor: {who} (worked out from what is said, {percent(review.roles.p)} sure; "
            "--counselor NAME settles it)\n"
        )
    return text


def _scores(title: str, scores: Iterable[Score]) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    rows.add_column(title, min_width=30)
    rows.add_column("", justify="right")
    rows.add_column("likely range")
    rows.add_column("")
    for score in scores:
        if score.enough:
            rows.add_row(score.name, _value(score), _range(score), _verdict(score))
        else:
            rows.add_row(score.name, "", "", Text(f"not enough to say: {score.why}", style="yellow"))
    return rows


def _value(score: Score | None) -> str:
    if score is None or score.value is None or not score.enough:
        return "not enough"
    return figure(score.value, score.unit)


def _range(score: Score) -> str:
    return f"({span(score.coding, score.unit)})" if score.coding else ""


def _verdict(score: Score) -> Text:
    parts = []
    if score.band:
        parts.append(f"{score.band.name}, {percent(score.band.p)} sure")
    if score.caution:
        parts.append(score.caution)
    return Text("; ".join(parts))


def _remarks(review: Review) -> Iterator[tuple[str, list[Text]]]:
    for title, kind in (("What went well", "strength"), ("One thing to try next", "try")):
        remarks = [remark for remark in review.feedback if remark.kind == kind][:FIRST_REMARKS]
        if remarks:
            yield title, [Text(f"{remark.text} ({_turns(remark.turns)})") for remark in remarks]


def _turns(ids: Sequence[str]) -> str:
    return f"turn{'s' if len(ids) > 1 else ''} {listed(list(ids))}"
