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
from changetalk.coder.calibration import Blend, Calibration, Calibrations, Odds, Scaling
from changetalk.coder.coding import Pass
from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from changetalk.coder.machine import Reading, read_turns
from changetalk.transcripts import Turn
from training.examples import Dialogue, annomi, authored, fold_of
from training.paths import DATA, HELD_OUT, RUNS, config

PASSES: tuple[Pass, ...] = ("full", "causal")


def uncalibrated(unit_start: float) -> Calibrations:
    """Calibration that changes nothing, for a network not calibrated yet; a word starts a unit above
    this logit."""

    def plain(size: int) -> Scaling:
        return Scaling(temperature=1.0, offsets=(0.0,) * size)

    def own(size: int, evidence: int) -> Blend:
        rows = np.eye(size, evidence).tolist()
        return Blend(weights=tuple(map(tuple, rows)), offsets=(0.0,) * size)

    plainly = Calibration(
        main=own(4, 13),
        acts=Odds(weights=tuple(map(tuple, np.eye(2, 11).tolist())), offsets=(0.0, 0.0)),
        talk=own(3, 6),
        counselor=plain(len(COUNSELOR_CODES)),
        client=plain(len(CLIENT_CODES)),
        unit_start=unit_start,
        talk_weights=(1.0, 1.0, 1.0),
    )
    return Calibrations(full=plainly, causal=plainly)


def turns_of(dialogue: Dialogue) -> list[Turn]:
    """A dialogue as the package sees it."""
    return [Turn(id=t.id, speaker=t.role, role=t.role, text=t.text, start=t.start) for t in dialogue.turns]


@dataclass(frozen=True)
class HeldOut:
    """One held-out dialogue in one pass: for each turn the reading over found units and, where the
    set gives units, over those (always in the full pass; else None)."""

    dialogue: Dialogue
    fold: int
    pass_: Pass
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
        for pass_ in PASSES:
            readings = read_turns(turns, dialogue.goal, artefact, pass_)
            arrays |= _pack(f"{dialogue.id}|{pass_}", readings)
        if dialogue.data == "authored":
            units = [[(u.start, u.end) for u in t.units or ()] for t in dialogue.turns]
            readings = read_turns(turns, dialogue.goal, artefact, "full", given=units)
            arrays |= _pack(f"{dialogue.id}|given", readings)
    HELD_OUT.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(HELD_OUT / f"fold-{fold}.npz", **arrays)  # type: ignore[arg-type]


def _pack(name: str, readings: Sequence[Reading]) -> dict[str, NDArray[np.generic]]:
    found = sorted(
        (n, *span, tuple(logits))
        for n, reading in enumerate(readings)
        for span, logits in zip(reading.spans, reading.units, strict=True)
    )
    spans = [row[:3] for row in found]
    units = np.zeros((len(found), len(CLIENT_CODES)), np.float16)
    for row, (*_, logits) in zip(units, found, strict=True):
        row[: len(logits)] = logits
    parts = [
        (n, size, *main, *talk, *acts)
        for n, r in enumerate(readings)
        for size, main, talk, acts in zip(r.sizes, r.main, r.talk, r.acts, strict=True)
    ]
    return {
        f"{name}|spans": np.array(spans, np.int32).reshape(-1, 3),
        f"{name}|units": units,
        f"{name}|parts": np.array(parts, np.float32).reshape(-1, 14),
    }


def load(pass_: Pass = "full", folder: Path | None = None) -> list[HeldOut]:
    """All folds' readings of one pass joined to their dialogues."""
    dialogues, folds = tested()
    files = [np.load((folder or HELD_OUT) / f"fold-{fold}.npz") for fold in sorted(set(folds.values()))]

    def held(dialogue: Dialogue) -> HeldOut:
        file = files[folds[dialogue.id]]
        given = _unpack(file, f"{dialogue.id}|given", dialogue) if dialogue.data == "authored" else None
        found = _unpack(file, f"{dialogue.id}|{pass_}", dialogue)
        return HeldOut(dialogue, folds[dialogue.id], pass_, found, given)

    return [held(dialogue) for dialogue in dialogues]


def _unpack(file: np.lib.npyio.NpzFile, name: str, dialogue: Dialogue) -> list[Reading]:
    readings = [Reading() for _ in dialogue.turns]
    rows: list[list[int]] = [[] for _ in dialogue.turns]
    units = file[f"{name}|units"].astype(np.float32)
    for row, (turn, start, end) in enumerate(file[f"{name}|spans"].tolist()):
        readings[turn].spans.append((start, end))
        rows[turn].append(row)
    for line in file[f"{name}|parts"]:
        reading = readings[int(line[0])]
        reading.sizes.append(int(line[1]))
        reading.main.append(line[2:6])
        reading.talk.append(line[6:9])
        reading.acts.append(line[9:14])
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
    (folder / "calibration.json").write_text(uncalibrated(config()["model"]["unit_start"]).model_dump_json())
    (folder / "manifest.json").write_text(
        f'{{"name": "changetalk-coder", "version": "fold-{fold}", "weights": "fold-{fold}"}}'
    )
    write(fold, Artefact(folder))


if __name__ == "__main__":
    main()
