"""From fold readings to what ships: `python -m training.build`.

Runs whatever step is missing (train, refine and export five fold networks, read each one's held-out
dialogues), measures, calibrates, fits errors and globals, and writes the artefact folder of the
package. The network that ships is fold 0's: it never saw a fifth of the dialogues, so that what is
measured on them is measured on the very network that ships.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from changetalk.coder.artefact import sha256
from changetalk.coder.calibration import Calibrations
from training.calibrate import fit
from training.card import card, write_card
from training.errors import fit_errors
from training.examples import FOLDS
from training.export import export_similarity
from training.globals import fit_globals, rated
from training.held_out import load
from training.paths import HELD_OUT, ROOT, RUNS, WEIGHTS, config

VERSION = "0.2.0"
SOURCE = "held-out dialogues: 97 AnnoMI transcripts and 144 authored ones, five folds"
SHIPPED_FOLD = "0"
SHIPPED = ("encoder.onnx", "turns.onnx", "units.onnx", "tokenizer.json")


def run(step: str, fold: str) -> None:
    """Run one step as a process of its own, so that its memory is given back."""
    subprocess.run([sys.executable, "-m", f"training.{step}", "--fold", fold], cwd=ROOT, check=True)


def networks() -> None:
    """Train and export what is not there yet, and read each fold's dialogues."""
    for fold in map(str, range(FOLDS)):
        if not (RUNS / f"fold-{fold}" / "model.pt").exists():
            run("train", fold)
        if not (RUNS / f"fold-{fold}" / "refined.pt").exists():
            run("refine", fold)
        if not (RUNS / f"fold-{fold}" / "artefact" / "encoder.onnx").exists():
            run("export", fold)
        if not (HELD_OUT / f"fold-{fold}.npz").exists():
            run("held_out", fold)


def assemble(source: Path, folder: Path) -> None:
    """Write the artefact folder from one exported network and all folds' readings."""
    found = load("full")
    folder.mkdir(parents=True, exist_ok=True)
    for name in SHIPPED:
        shutil.copy(source / name, folder / name)
    export_similarity(folder)
    calibrations = Calibrations(full=fit(found), causal=fit(load("causal")))
    by_fold = {n: fit([held for held in found if held.fold != n]) for n in range(FOLDS)}
    _write(folder / "calibration.json", json.loads(calibrations.model_dump_json()))
    _write(folder / "errors.json", fit_errors(found, calibrations.full, SOURCE))
    data = rated(found, by_fold)
    _write(folder / "globals.json", fit_globals(data, "144 authored dialogues, rated by their writers"))
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    figures = card(data, VERSION, size)
    _write(folder / "card.json", figures)
    write_card(figures, config(), ROOT / "docs" / "model-card.md")
    digests = {name.name: sha256(name) for name in sorted(folder.glob("*")) if name.name != "manifest.json"}
    weights = f"minilm-{digests['encoder.onnx'][:8]}"
    _write(
        folder / "manifest.json",
        {"name": "changetalk-coder", "version": VERSION, "weights": weights, "files": digests},
    )


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=1) + "\n")


def benchmarks() -> None:
    """Measure the fold networks, for the card."""
    for name in ("accuracy", "sessions", "calibration", "coverage"):
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, check=True)


def main() -> None:
    """Command line of this step."""
    networks()
    benchmarks()
    assemble(RUNS / f"fold-{SHIPPED_FOLD}" / "artefact", WEIGHTS)
    print(f"written to {WEIGHTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
