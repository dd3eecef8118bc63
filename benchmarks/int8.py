"""What eight-bit weights cost: `python -m benchmarks.int8`.

Codes fold 0's held-out dialogues with the shipped int8 encoder and with the same encoder in 32-bit
floats (`training/runs/fold-0/artefact/encoder-fp32.onnx`, which training leaves), same calibration, and
reports macro-F1 of both. Writes `benchmarks/results/int8.md`. Needs the data folder.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sklearn.metrics import f1_score

import changetalk as ct
from changetalk.coder.artefact import Artefact, shipped_folder
from training.codings import transcript_of
from training.examples import Dialogue
from training.held_out import tested
from training.paths import RESULTS, RUNS

FOLD = 0
TASKS = ("annomi main", "annomi talk", "authored talk")


def in_floats(folder: Path) -> Artefact:
    """The shipped artefact with its encoder unquantised, laid out in `folder`."""
    for file in shipped_folder().iterdir():
        shutil.copy(file, folder / file.name)
    shutil.copy(RUNS / f"fold-{FOLD}" / "artefact" / "encoder-fp32.onnx", folder / "encoder.onnx")
    return Artefact(folder)


def scores(dialogues: list[Dialogue], weights: Artefact) -> dict[str, float]:
    """Macro-F1 of each task."""
    pairs: dict[str, list[tuple[str, str]]] = {task: [] for task in TASKS}
    for dialogue in dialogues:
        coding = ct.code(transcript_of(dialogue), weights=weights)
        for labelled, turn in zip(dialogue.turns, coding.turns, strict=True):
            if dialogue.data == "annomi" and labelled.main:
                pairs["annomi main"].append((labelled.main, turn.main or "other"))
            if labelled.talk:
                pairs[f"{dialogue.data} talk"].append((labelled.talk, turn.talk or "neutral"))
    return {task: f1_score(*zip(*found, strict=True), average="macro") for task, found in pairs.items()}


def main() -> None:
    """Code twice, compare, print and write."""
    dialogues, folds = tested()
    held = [d for d in dialogues if folds[d.id] == FOLD]
    small = scores(held, Artefact(shipped_folder()))
    with tempfile.TemporaryDirectory() as folder:
        whole = scores(held, in_floats(Path(folder)))
    rows = [f"| {t} | {whole[t]:.4f} | {small[t]:.4f} | {whole[t] - small[t]:+.4f} |" for t in TASKS]
    text = (
        f"# What int8 costs (macro-F1, {len(held)} held-out dialogues)\n\n"
        "| task | fp32 | int8 | lost |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
    (RESULTS / "int8.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
