"""Read every tested dialogue with the network that never saw it, through the package's own path.

`python -m training.held_out --fold 0` writes `benchmarks/held_out/fold-0.npz`: logits and unit
spans, no text. Benchmarks and calibration join them to the labels in the data folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.artefact import Artefact
from changetalk.coder.calibration import Blend, Calibration, Scaling
from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from changetalk.coder.machine import Reading, read_turns
from changetalk.transcripts import Turn
from training.examples import Dialogue, annomi, authored, fold_of
from training.paths import DATA, HELD_OUT, RUNS

UNIT_START = -1.0
"""Start logit above which a word begins a piece without punctuation before it."""


def uncalibrated() -> Calibration:
    """Calibration that changes nothing, for a network not calibrated yet."""

    def plain(size: int) -> Scaling:
        return Scaling(temperature=1.0, offsets=(0.0,) * size)

    def own(size: int, evidence: int) -> Blend:
        rows = np.eye(size, evidence).tolist()
        return Blend(weights=tuple(map(tuple, rows)), offsets=(0.0,) * size)

    return Calibration(
        main=own(4, 8),
        talk=own(3, 6),
        counselor=plain(len(COUNSELOR_CODES)),
        client=plain(len(CLIENT_CODES)),
        unit_start=UNIT_START,
        talk_weights=(1.0, 1.0, 1.0),
    )


def turns_of(dialogue: Dialogue) -> list[Turn]:
    """A dialogue as the package sees it."""
    return [Turn(id=t.id, speaker=t.role, role=t.role, text=t.text, start=t.start) for t in dialogue.turns]


@dataclass(frozen=True)
class HeldOut:
    """One held-out dialogue: for each turn the reading over found units, and over given ones
    where the set gives units (else None)."""

    dialogue: Dialogue
    fold: int
    found: list[Reading]
    given: list[Reading] | None


def tested() -> tuple[list[Dialogue], dict[str, int]]:
    """Every dialogue that some fold tests, and its fold."""
    dialogues = annomi(DATA) + authored(DATA / "authored")
    return dialogues, fold_of(dialogues)


def write(fold: int, artefact: Artefact) -> None:
    """Read the fold's dialogues and keep what the network said."""
    dialogues, folds = tested()
    arrays: dict[str, NDArray[np.generic]] = {}
    for dialogue in (d for d in dialogues if folds[d.id] == fold):
        turns = turns_of(dialogue)
        arrays |= _pack(f"{dialogue.id}|found", read_turns(turns, dialogue.goal, artefact))
        if dialogue.data == "authored":
            spans = [[(u.start, u.end) for u in t.units or ()] for t in dialogue.turns]
            arrays |= _pack(f"{dialogue.id}|given", read_turns(turns, dialogue.goal, artefact, given=spans))
    HELD_OUT.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(HELD_OUT / f"fold-{fold}.npz", **arrays)  # type: ignore[arg-type]


def _pack(name: str, readings: Sequence[Reading]) -> dict[str, NDArray[np.generic]]:
    spans = [(n, *span) for n, reading in enumerate(readings) for span in reading.spans]
    width = len(CLIENT_CODES)
    units = np.zeros((len(spans), width), np.float16)
    row = 0
    for reading in readings:
        for logits in reading.units:
            units[row, : len(logits)] = logits
            row += 1
    windows = [
        (n, size, *main, *talk)
        for n, r in enumerate(readings)
        for size, main, talk in zip(r.sizes, r.main, r.talk, strict=True)
    ]
    return {
        f"{name}|spans": np.array(spans, np.int32).reshape(-1, 3),
        f"{name}|units": units,
        f"{name}|windows": np.array(windows, np.float32).reshape(-1, 9),
    }


def load(folder: Path | None = None) -> list[HeldOut]:
    """All folds' readings joined to their dialogues."""
    dialogues, folds = tested()
    files = [np.load((folder or HELD_OUT) / f"fold-{fold}.npz") for fold in sorted(set(folds.values()))]
    return [
        HeldOut(
            d,
            folds[d.id],
            _unpack(files[folds[d.id]], f"{d.id}|found", d),
            _unpack(files[folds[d.id]], f"{d.id}|given", d) if d.data == "authored" else None,
        )
        for d in dialogues
    ]


def _unpack(file: np.lib.npyio.NpzFile, name: str, dialogue: Dialogue) -> list[Reading]:
    readings = [Reading() for _ in dialogue.turns]
    rows: list[list[int]] = [[] for _ in dialogue.turns]
    units = file[f"{name}|units"].astype(np.float32)
    for row, (turn, start, end) in enumerate(file[f"{name}|spans"].tolist()):
        readings[turn].spans.append((start, end))
        rows[turn].append(row)
    for line in file[f"{name}|windows"]:
        reading = readings[int(line[0])]
        reading.sizes.append(int(line[1]))
        reading.main.append(line[2:6])
        reading.talk.append(line[6:9])
    for turn, reading, mine in zip(dialogue.turns, readings, rows, strict=True):
        width = len(COUNSELOR_CODES) if turn.role == "counselor" else len(CLIENT_CODES)
        reading.units = units[mine, :width]
    return readings


def main() -> None:
    """Command line of this step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", type=int, required=True, choices=range(5))
    fold = parser.parse_args().fold
    folder = RUNS / f"fold-{fold}" / "artefact"
    (folder / "calibration.json").write_text(uncalibrated().model_dump_json())
    (folder / "manifest.json").write_text(
        f'{{"name": "changetalk-coder", "version": "fold-{fold}", "weights": "fold-{fold}"}}'
    )
    write(fold, Artefact(folder))


if __name__ == "__main__":
    main()
