"""The model card: what the coder was made from, how well it does, and what it is not for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from training.globals import NAMES, Rated, held_out_estimates
from training.paths import RESULTS
from training.settings import Config

TEMPLATE = Path(__file__).with_name("card-template.md")


def card(data: Rated, version: str, size_mb: float) -> dict[str, object]:
    """The figures that reports and docs show, from the benchmarks' results."""
    estimates = held_out_estimates(data)
    error = np.abs(estimates - data.ratings).mean(0)
    plain = np.abs(data.ratings - data.ratings.mean(0)).mean(0)
    return {
        "name": "changetalk-coder",
        "version": version,
        "size_mb": round(size_mb, 1),
        "accuracy": json.loads((RESULTS / "accuracy.json").read_text()),
        "coverage": json.loads((RESULTS / "coverage.json").read_text()),
        "globals": {
            name: {"mean absolute error": round(float(error[n]), 3), "of the mean": round(float(plain[n]), 3)}
            for n, name in enumerate(NAMES)
        },
    }


def write_card(figures: dict[str, object], settings: Config, path: Path) -> None:
    """Write the card as Markdown."""
    ratings = figures["globals"]
    assert isinstance(ratings, dict)
    rows = [
        f"| {n.replace('_', ' ')} | {r['mean absolute error']:.2f} | {r['of the mean']:.2f} |"
        for n, r in ratings.items()
    ]
    path.write_text(
        TEMPLATE.read_text().format(
            version=figures["version"],
            size=figures["size_mb"],
            pair_weight=settings["data"]["pair_weight"],
            epochs=settings["train"]["epochs"],
            seed=settings["train"]["seed"],
            refined=settings["refine"]["epochs"],
            tail=1 - settings["train"]["average_from"],
            accuracy=_body("accuracy.md"),
            coverage=_body("coverage.md"),
            globals="\n".join(rows),
        )
    )


def _body(name: str) -> str:
    return (RESULTS / name).read_text().split("\n\n", 1)[1].strip()
