"""Where training reads data and keeps its runs."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from training.settings import Config

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CHANGETALK_DATA", ROOT.parent / "shared" / "data"))
RUNS = ROOT / "training" / "runs"
RESULTS = ROOT / "benchmarks" / "results"
HELD_OUT = ROOT / "benchmarks" / "held_out"
WEIGHTS = ROOT / "src" / "changetalk" / "coder" / "weights"


def config() -> Config:
    """The settings of `training/config.toml`."""
    return tomllib.loads((ROOT / "training" / "config.toml").read_text())
