"""A site's calibration as data: what is kept of it, and where."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError

from changetalk.coder.coding import Coding, Pass
from changetalk.errors import InputTrouble
from changetalk.fidelity.shift import Shift
from changetalk.transcripts.files import open_file, write_whole
from changetalk.transcripts.model import Frozen

SCHEMA: Literal["changetalk/site-calibration/1"] = "changetalk/site-calibration/1"

LEAST = 5
"""The fewest sessions from which anything is learnt: changetalk's own minimum."""

AGAIN = "Calibrate anew with changetalk calibrate, or leave it out with --no-calibration."


class SiteCalibration(Frozen):
    """How a site's own coders differ from the machine, learnt from sessions they coded blind.

    It holds no text: `sessions` are digests of what was said. `shifts` has the scores that there
    were at least 5 sessions for. It fits codings of the machine's `weights` and `pass` alone.
    """

    schema_: Literal["changetalk/site-calibration/1"] = SCHEMA
    date: datetime.date
    weights: str
    pass_: Pass
    sessions: tuple[str, ...] = Field(min_length=LEAST)
    shifts: dict[str, Shift]

    def check_fits(self, coding: Coding) -> None:
        """Raise InputTrouble unless the machine's codes are of the weights and pass learnt from."""
        coder = coding.coder
        if coder and (coder.weights, coder.pass_) == (self.weights, self.pass_):
            return
        other = f"weights {coder.weights}, {coder.pass_} pass" if coder else "an unnamed coder"
        raise InputTrouble(
            "site calibration",
            f"it was made with other weights ({self.weights}, {self.pass_} pass) than this coding ({other})",
            AGAIN,
        )


def calibration_path() -> Path:
    """Where the site's calibration is kept: calibration.json in CHANGETALK_HOME, or in this user's
    data folder where that is not set."""
    home = os.environ.get("CHANGETALK_HOME") or platformdirs.user_data_dir("changetalk", appauthor=False)
    return Path(home) / "calibration.json"


def site_calibration() -> SiteCalibration | None:
    """The calibration kept for this site, or None where there is none."""
    path = calibration_path()
    return read_calibration(path) if path.exists() else None


def read_calibration(path: Path | str) -> SiteCalibration:
    """The calibration in a file; raises InputTrouble when it is none."""
    try:
        return SiteCalibration.model_validate_json(open_file(path).text)
    except ValidationError:
        raise InputTrouble(str(path), f"is not a {SCHEMA} file", AGAIN) from None


def write_calibration(calibration: SiteCalibration, path: Path | str | None = None) -> Path:
    """Keep a calibration at `path`, or where this site's is kept, for its owner alone; returns where.
    One that is there is replaced. Raises InputTrouble where that cannot be done."""
    target = Path(path) if path else calibration_path()
    if path is None:
        _make_home(target.parent)
    write_whole(target, (calibration.model_dump_json(indent=1) + "\n").encode())
    return target


def _make_home(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputTrouble(
            str(folder), f"cannot be made ({error.strerror})", "Set CHANGETALK_HOME to a folder of yours."
        ) from None
