"""`changetalk score`: scores from a coding that is there already, a person's or the machine's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import changetalk as ct
from changetalk.cli import files as places
from changetalk.cli.calibrate import chosen
from changetalk.cli.console import out
from changetalk.cli.options import Calibration, Goal, NoCalibration


def score(
    coded: Annotated[
        Path,
        typer.Argument(
            metavar="CODED",
            help="A coded JSON, or a CSV with columns id, role, text and codes "
            "(separated by blanks, one for each unit).",
            show_default=False,
        ),
    ],
    goal: Goal = None,
    json: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="PATH", help="Also write the coding with its scores.", show_default=False
        ),
    ] = None,
    calibration: Calibration = None,
    no_calibration: NoCalibration = False,
) -> None:
    """Score a conversation that is coded already.

    The coding may be a person's (CSV) or from changetalk (JSON).
    """
    from changetalk.cli.summary import write_summary

    if json:
        (json,) = places.destinations(json, [coded], ".json")
        places.check_free(json, [coded])
    site = chosen(calibration, no_calibration)
    reviewed = ct.review(ct.read_coded(coded, goal=goal), calibration=site)
    if json:
        places.write(json, reviewed.model_dump_json(indent=1) + "\n")
    write_summary(out(), reviewed, json)
