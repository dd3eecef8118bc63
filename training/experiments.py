"""The record of what was tried: one row a trained fold in `training/experiments.csv`, failures too."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Mapping
from pathlib import Path

from training.settings import Config

FILE = Path(__file__).with_name("experiments.csv")
COLUMNS = ("date", "step", "fold", "figures", "settings")


def record(step: str, fold: str, figures: Mapping[str, float], settings: Config, file: Path = FILE) -> None:
    """Add a row: what was measured on the held-out fold, and every setting it was made with."""
    new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        if new:
            rows.writerow(COLUMNS)
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        rows.writerow((today, step, fold, json.dumps(figures), json.dumps(settings)))
