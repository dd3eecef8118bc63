"""`changetalk calibrate`: learn from a site's own codes how its coders differ from the machine."""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

import changetalk as ct
from changetalk.cli import files as places
from changetalk.cli.console import out, progress

if TYPE_CHECKING:
    from changetalk.fidelity import SiteCalibration
    from changetalk.fidelity.shift import Shift

Z = 1.645
"""Standard errors on either side that hold 90 % of a normal distribution."""


def calibrate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="A folder of 5 to 20 sessions that people of this site coded blind, from scratch: CSV with "
            "columns id, role, text, codes and change_goal, or coded JSON.",
            show_default=False,
        ),
    ] = None,
    out_: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where the calibration is kept. Without it: where review and score look for it.",
            show_default=False,
        ),
    ] = None,
    show: Annotated[
        bool,
        typer.Option(
            "--show",
            help="Keep nothing: show what DIR teaches or, without DIR, the calibration that is kept.",
        ),
    ] = False,
    goal: Annotated[
        str | None,
        typer.Option(
            "--goal",
            metavar="TEXT",
            help="The change goal of sessions that name none; without a goal a session teaches nothing "
            "about the client's talk.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Calibrate scores to this site's own coders.

    The machine codes each session anew. Where its scores lean away from your coders', review and
    score then correct them, and say so. Few sessions correct little. Codes that people made by
    correcting the machine's cannot be used.
    """
    from changetalk.fidelity import calibration_path, read_calibration, write_calibration

    if folder is None:
        if not show:
            raise typer.BadParameter("name the folder with the coded sessions, or ask for --show")
        _write(read_calibration(out_ or calibration_path()))
        return
    if out_ and not show:
        places.check_free(out_, [])
    with progress(folder.name) as report:
        calibration = ct.calibrate(folder, goal=goal, progress=report)
    _write(calibration)
    if not show:
        out().print(f"\nKept in {write_calibration(calibration, out_)}", soft_wrap=True)


def chosen(file: Path | None, without: bool) -> SiteCalibration | None:
    """The calibration to score with: the one in `file`, else the one kept, or none at all."""
    if without:
        return None
    return ct.read_calibration(file) if file else ct.site_calibration()


def _write(calibration: SiteCalibration) -> None:
    from changetalk.fidelity.shift import SHIFTED
    from changetalk.instruments import MISC, MITI
    from changetalk.report.words import day

    console = out()
    n, made = len(calibration.sessions), day(calibration.date)
    console.print(Text(f"{n} sessions, {made}, weights {calibration.weights}", style="bold"), end="\n\n")
    names = {score.id: score.name for each in (MITI, MISC) for score in each.scores}
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("Score", "your coders, for each 1 of the machine's (90 %)", "sessions"):
        rows.add_column(head)
    for score in SHIFTED:
        shift = calibration.shifts.get(score)
        if shift:
            rows.add_row(names[score], _factor(shift), str(shift.sessions))
        else:
            rows.add_row(names[score], Text("too few sessions say something about it", style="yellow"))
    console.print(rows)
    console.print(
        "\nShares are compared by their odds. Talk of clients needs a named change goal.", style="dim"
    )


def _factor(shift: Shift) -> str:
    middle, low, high = (exp(shift.value + side * Z * shift.se) for side in (0, -1, 1))
    return f"{middle:.2f}  ({low:.2f}–{high:.2f})"
