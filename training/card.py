"""The model card: what the coder was made from, how well it does, and what it is not for.

Reads the benchmarks' results (accuracy, sessions, calibration, coverage) and, where it is there,
`training/ablation.json`: a list of rows, each an object with the same keys, the first of which names
what was trained with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measures.tables import sections, table, with_interval
from training.examples import SILVER, WRITTEN
from training.globals import NAMES, Rated, held_out_estimates
from training.paths import RESULTS
from training.settings import Config

TEMPLATE = Path(__file__).with_name("card-template.md")
ABLATION = Path(__file__).with_name("ablation.json")
BENCHMARKS = ("accuracy", "sessions", "calibration", "coverage")


def global_errors(data: Rated) -> dict[str, dict[str, float]]:
    """By global rating: the mean absolute error of held-out estimates, and of always saying the mean."""
    error = np.abs(held_out_estimates(data) - data.ratings).mean(0)
    plain = np.abs(data.ratings - data.ratings.mean(0)).mean(0)
    return {
        name: {"mean absolute error": round(float(error[n]), 3), "of the mean": round(float(plain[n]), 3)}
        for n, name in enumerate(NAMES)
    }


def card(data: Rated, version: str, size_mb: float) -> dict[str, object]:
    """The figures that reports and docs show, from the benchmarks' results: of the full pass, with which
    reports are made."""
    accuracy = _results("accuracy")["full"]
    shown = ("figure", "f1", "interval", "mean of folds")
    return {
        "name": "changetalk-coder",
        "version": version,
        "size_mb": round(size_mb, 1),
        "accuracy": {task: {key: each[key] for key in shown} for task, each in accuracy.items()},
        "coverage": {name: row for name, row in _results("coverage").items() if name != "bars"},
        "globals": global_errors(data),
    }


def write_card(figures: dict[str, object], settings: Config, path: Path) -> None:
    """Write the card as Markdown."""
    pages = {name: sections((RESULTS / f"{name}.md").read_text(encoding="utf-8")) for name in BENCHMARKS}
    data, train = settings["data"], settings["train"]
    path.write_text(
        TEMPLATE.read_text(encoding="utf-8").format(
            version=figures["version"],
            size=figures["size_mb"],
            pair_weight=data["pair_weight"],
            written_weight=data["written_weight"],
            written=sum(
                len(file.read_text(encoding="utf-8").splitlines()) for file in WRITTEN.glob("*.jsonl")
            ),
            silver_weight=data["silver_weight"],
            silver_talk=data["silver_talk"],
            silver_turns=f"{_lines(SILVER):,}",
            silver_agreement=_silver(),
            frozen=settings["model"]["frozen_layers"],
            epochs=train["epochs"],
            seed=train["seed"],
            refined=settings["refine"]["epochs"],
            refine_seed=settings["refine"]["seed"],
            tail=1 - train["average_from"],
            bars="\n\n".join(f"**{name.capitalize()}**\n\n{pages[name]['Bars']}" for name in BENCHMARKS),
            how=_how(),
            figures=pages["accuracy"]["Figures"],
            groups=pages["accuracy"]["By topic, medium, length and quality"],
            classes=pages["accuracy"]["By class"],
            authored_sessions=pages["sessions"]["Authored sessions"],
            annomi_sessions=pages["sessions"]["AnnoMI's sessions"],
            globals=pages["sessions"]["Global ratings"],
            calibration=pages["calibration"]["Heads"],
            coverage=pages["coverage"]["Main scores and ratings"],
            ablation=_ablation(),
        ),
        encoding="utf-8",
    )


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _results(name: str) -> dict[str, Any]:
    return dict(json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")))


def _how() -> str:
    """What the accuracy page says of its figures before its first table."""
    text = (RESULTS / "accuracy.md").read_text(encoding="utf-8")
    return text.split("\n\n", 1)[1].split("\n## ", 1)[0].strip()


def _silver() -> str:
    """How well the silver codes give the annotators' talk, in words."""
    talk = _results("accuracy")["silver"]["talk"]
    sustain = talk["by class"]["sustain"]["f1"]
    whole = with_interval(talk["f1"], tuple(talk["interval"]))
    return f"macro-F1 {whole} over change, sustain and neutral, sustain talk {sustain[0]:.2f}"


def _ablation() -> str:
    if not ABLATION.is_file():
        return "Not measured for these weights."
    rows = json.loads(ABLATION.read_text(encoding="utf-8"))
    return table(list(rows[0]), [list(row.values()) for row in rows]).strip()
