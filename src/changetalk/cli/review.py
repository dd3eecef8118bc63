"""`changetalk review`: conversations to reports, with the scores on the terminal."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import changetalk as ct
from changetalk.cli import files as places
from changetalk.cli.calibrate import chosen
from changetalk.cli.console import out, progress
from changetalk.cli.options import Calibration, Counselor, Goal, NoCalibration, Transcripts
from changetalk.cli.several import each, name_troubles

if TYPE_CHECKING:
    from changetalk.fidelity import Review, SiteCalibration


def review(
    files: Transcripts,
    goal: Goal = None,
    counselor: Counselor = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="PATH",
            help="Where the report goes; with several files a folder. "
            "Without it: NAME.review.html in the current folder.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="PATH",
            help="Also write the coded transcript with its scores; with several files to a folder.",
            show_default=False,
        ),
    ] = None,
    calibration: Calibration = None,
    no_calibration: NoCalibration = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
) -> None:
    """Review conversations: scores and a report.

    Codes what is said by MITI 4.2.1 and MISC 2.5, writes one HTML report for each conversation
    and sums it up on the terminal.
    """
    from changetalk.cli.summary import table, write_summary

    if len(files) > 1:
        for folder in filter(None, (html, json)):
            places.make_folder(folder)
    pages = places.destinations(html, files, ".review.html")
    records = places.destinations(json, files, ".json") if json else [None] * len(files)

    site = chosen(calibration, no_calibration)

    def one(job: tuple[Path, Path, Path | None]) -> tuple[Review, Path]:
        source, page, record = job
        reviewed = _review(source, page, record, files, goal, counselor, site)
        if open_:
            webbrowser.open(page.resolve().as_uri())
        return reviewed, page

    done, troubles = each(list(zip(files, pages, records, strict=True)), one)
    if len(files) == 1:
        write_summary(out(), *done[0])
    elif done:
        out().print(table(done))
    name_troubles(troubles)


def _review(
    source: Path,
    page: Path,
    record: Path | None,
    sources: list[Path],
    goal: str | None,
    counselor: str | None,
    site: SiteCalibration | None,
) -> Review:
    for target in filter(None, (page, record)):
        places.check_free(target, sources)
    with progress(source.name) as report:
        coding = ct.code(ct.read(source, counselor=counselor, goal=goal), progress=report)
    reviewed = ct.review(coding, calibration=site)
    places.write(page, ct.report(reviewed))
    if record:
        places.write(record, reviewed.model_dump_json(indent=1) + "\n")
    return reviewed
