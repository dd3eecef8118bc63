"""Arguments and options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Transcripts = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Transcripts, one or several: VTT, SRT, text, DOCX, CSV, TSV or JSON.",
        show_default=False,
    ),
]

Goal = Annotated[
    str | None,
    typer.Option(
        "--goal",
        metavar="TEXT",
        help="The change goal: the behaviour the client may change, such as “stop smoking”.",
        show_default=False,
    ),
]

Counselor = Annotated[
    str | None,
    typer.Option(
        "--counselor",
        metavar="NAME",
        help="Who the counselor is, as named in the transcript.",
        show_default=False,
    ),
]

Calibration = Annotated[
    Path | None,
    typer.Option(
        "--calibration",
        metavar="FILE",
        help="Correct scores by this site calibration (see changetalk calibrate). "
        "Without it: the one that is kept for this site, if there is one.",
        show_default=False,
    ),
]

NoCalibration = Annotated[bool, typer.Option("--no-calibration", help="Leave scores uncorrected.")]
