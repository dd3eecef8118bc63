"""`changetalk code`: conversations to coded transcripts, without scores or a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import changetalk as ct
from changetalk.cli import files as places
from changetalk.cli.console import out, progress
from changetalk.cli.options import Counselor, Goal, Transcripts
from changetalk.cli.several import each, name_troubles


def code(
    files: Transcripts,
    json: Annotated[
        Path,
        typer.Option(
            "--json",
            metavar="PATH",
            help="Where the coded transcript goes; with several files a folder that gets one NAME.json each.",
        ),
    ],
    goal: Goal = None,
    counselor: Counselor = None,
) -> None:
    """Code conversations, without scores.

    Writes one JSON file for each: every unit with its code and probabilities.
    """
    if len(files) > 1:
        places.make_folder(json)

    def one(job: tuple[Path, Path]) -> None:
        source, target = job
        places.check_free(target, files)
        with progress(source.name) as report:
            transcript = ct.read(source, counselor=counselor, goal=goal)
            coding = ct.code(transcript, progress=report)
        places.write(target, coding.model_dump_json(indent=1) + "\n")
        out().print(f"{source} → {target}", soft_wrap=True)

    jobs = list(zip(files, places.destinations(json, files, ".json"), strict=True))
    _, troubles = each(jobs, one)
    name_troubles(troubles)
