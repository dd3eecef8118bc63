"""`changetalk agree`: how far two codings agree, of one conversation or of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

import changetalk as ct
from changetalk.cli.console import err, out
from changetalk.cli.several import each, name_troubles
from changetalk.errors import InputTrouble

if TYPE_CHECKING:
    from changetalk.coder import Coding
    from changetalk.fidelity import Agreement, Coefficient, ManyAgreement

FIRST_DIFFERENCES = 12

_SECOND = typer.Argument(metavar="B", help="The other coding, or a folder of them.", show_default=False)


def agree(
    a: Annotated[
        Path,
        typer.Argument(metavar="A", help="A coding (CSV or JSON), or a folder of them.", show_default=False),
    ],
    b: Annotated[Path, _SECOND],
) -> None:
    """Compare two codings of one conversation.

    With two folders, codings are matched by name and compared over all conversations too.
    """
    if a.is_dir() != b.is_dir():
        lone, folder = (b, a) if a.is_dir() else (a, b)
        raise InputTrouble(str(lone), f"is not a folder, but {folder} is", "Give two files or two folders.")
    if not a.is_dir():
        _write_pair(f"A {a}, B {b}", ct.agree(ct.read_coded(a), ct.read_coded(b)))
        return
    done, troubles = each(_matched(a, b), _compared)
    if done:
        _write_many(done, ct.agree_many([(one, other) for _, one, other, _ in done]))
    name_troubles(troubles)


def _matched(a: Path, b: Path) -> list[tuple[str, Path, Path]]:
    """The files of both folders that have a name in common; the others are named on stderr."""
    ours, theirs = ({p.stem: p for p in sorted(folder.iterdir()) if _coded(p)} for folder in (a, b))
    alone = [str((ours | theirs)[name]) for name in sorted(ours.keys() ^ theirs.keys())]
    if alone:
        err().print("Without a partner, left out:", *alone, sep="\n  ", soft_wrap=True)
    both = sorted(ours.keys() & theirs.keys())
    if not both:
        raise InputTrouble(str(b), f"has no coding with the name of one in {a}", "Name partners alike.")
    return [(name, ours[name], theirs[name]) for name in both]


def _coded(path: Path) -> bool:
    from changetalk.fidelity.blind import CODED_FILES

    return path.suffix.lower() in CODED_FILES


def _compared(pair: tuple[str, Path, Path]) -> tuple[str, Coding, Coding, Agreement]:
    name, *paths = pair
    one, other = (ct.read_coded(path) for path in paths)
    return name, one, other, ct.agree(one, other)


def _write_pair(head: str, agreement: Agreement) -> None:
    console = out()
    console.print(Text(f"{head}: {agreement.turns} turns", style="bold"), end="\n\n")
    console.print(_overall(agreement))
    console.print()
    console.print(_by_code(agreement))
    console.print()
    console.print(_differences(agreement))
    for note in agreement.notes:
        console.print(f"\nNote: {note}")


def _overall(agreement: Agreement) -> Table:
    rows = _table("Agreement", "alike", "kappa", "of")
    lines = [("counselor's main act", agreement.main, ""), ("client's lean", agreement.talk, "")]
    lines += [
        (
            f"{ct.INSTRUMENTS[each.instrument].name} codes",
            each.units,
            f" of {max(each.units_a, each.units_b)} units with the same bounds",
        )
        for each in agreement.instruments
    ]
    for name, categories, of in lines:
        if not categories.kappa.n:
            continue
        alike = "" if categories.same is None else f"{100 * categories.same:.0f} %"
        rows.add_row(name, alike, _shown(categories.kappa), f"{categories.kappa.n}{of or ' turns'}")
    return rows


def _by_code(agreement: Agreement) -> Table:
    rows = _table("Code by code", "both", "only A", "only B", "kappa")
    for instrument in agreement.instruments:
        for code in instrument.codes:
            if code.both or code.only_a or code.only_b:
                counts = (str(n) for n in (code.both, code.only_a, code.only_b))
                rows.add_row(code.code, *counts, _shown(code.kappa))
    return rows


def _differences(agreement: Agreement) -> Table | str:
    if not agreement.differences:
        return "They differ nowhere."
    rows = _table("They differ in turn", "A", "B")
    for difference in agreement.differences[:FIRST_DIFFERENCES]:
        rows.add_row(difference.turn, *(" ".join(codes) or "-" for codes in (difference.a, difference.b)))
    more = len(agreement.differences) - FIRST_DIFFERENCES
    if more > 0:
        rows.add_row(f"and {more} more", "", "")
    return rows


def _write_many(done: Iterable[tuple[str, Coding, Coding, Agreement]], many: ManyAgreement) -> None:
    console = out()
    rows = _table("Conversation", "turns", "kappa, main act", "kappa, client's lean")
    for name, _, _, agreement in done:
        kappas = (_shown(each.kappa) for each in (agreement.main, agreement.talk))
        rows.add_row(name, str(agreement.turns), *kappas)
    console.print(rows)
    console.print()
    scores = _table(f"Scores of {many.transcripts} conversations", "ICC(2,1)")
    for line in _icc_lines(many):
        scores.add_row(*line)
    console.print(scores)


def _icc_lines(many: ManyAgreement) -> Iterator[tuple[str, str]]:
    codes = {code.id for instrument in ct.INSTRUMENTS.values() for code in instrument.codes}
    for score in many.scores:
        if score.id not in codes and score.icc.value is not None:
            yield score.name, _shown(score.icc)


def _shown(coefficient: Coefficient) -> str:
    if coefficient.value is None:
        return "-"
    if coefficient.interval is None:
        return f"{coefficient.value:.2f}"
    low, high = coefficient.interval
    return f"{coefficient.value:.2f} ({low:.2f} to {high:.2f})"


def _table(*heads: str) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        rows.add_column(head)
    return rows
