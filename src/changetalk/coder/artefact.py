"""The folder that training writes and the coder loads: ONNX graphs, a tokenizer, calibration.

manifest.json      name, version, sha256 of every other file
encoder.onnx       word pieces of a window -> token vectors, unit-start logits (int8)
turns.onnx         a turn's mark and mean token vector -> its vector, main, talk and act logits
units.onnx         a unit's mean token vector and its turn's vector -> code logits
similarity.onnx    the sentence encoder as it was before training: texts near in meaning (int8)
tokenizer.json     uncased word pieces
calibration.json   for each pass: temperatures and offsets, the unit-start level, decision weights
errors.json        how far whole conversations differ from their probabilities (for intervals)
globals.json       the regression for global ratings
card.json          held-out figures, shown in reports and in docs/model-card.md
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from changetalk.coder.calibration import Calibrations
from changetalk.coder.windows import Windows
from changetalk.errors import ChangetalkError

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Outputs = tuple[NDArray[np.float32], ...]

FILES = ("encoder.onnx", "turns.onnx", "units.onnx", "tokenizer.json", "calibration.json")


class Artefact:
    """One loaded artefact folder; loading costs some tenths of a second and about 100 MB."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in ("manifest.json", *FILES) if not (folder / name).is_file()]
        if missing:
            raise ChangetalkError(
                f"The coder's weights are incomplete ({', '.join(missing)} missing). "
                "Install changetalk again, or run make weights."
            )
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        self.windows = Windows(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self.calibration = Calibrations.model_validate_json((folder / "calibration.json").read_text())
        self._encoder = session(folder / "encoder.onnx")
        self._turns = session(folder / "turns.onnx")
        self._units = session(folder / "units.onnx")

    def encode(self, ids: Ints, mask: Ints, types: Ints) -> Outputs:
        """Token vectors (n, length, 384) and unit-start logits (n, length) of padded windows."""
        return tuple(self._encoder.run(None, {"ids": ids, "mask": mask, "types": types}))

    def turns(self, marks: NDArray[np.float32], means: NDArray[np.float32]) -> Outputs:
        """Turn vectors (n, 256), main (n, 4), talk (n, 3) and act (n, 5) logits of turns from the
        token vectors of their role marks (n, 384) and the means of their words' (n, 384)."""
        return tuple(self._turns.run(None, {"marks": marks, "means": means}))

    def units(self, means: NDArray[np.float32], turns: NDArray[np.float32]) -> Outputs:
        """Counselor (n, 12) and client (n, 17) code logits of units from their mean token vectors
        (n, 384) and their turns' vectors (n, 256)."""
        return tuple(self._units.run(None, {"means": means, "turns": turns}))


def session(path: Path) -> ort.InferenceSession:
    """A graph ready to run on one thread, its memory given back after each run."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def shipped() -> Artefact:
    """The weights inside the package, loaded once a process."""
    return Artefact(shipped_folder())


def shipped_folder() -> Path:
    """Where the package keeps its weights."""
    return Path(str(files("changetalk.coder") / "weights"))


def sha256(path: Path) -> str:
    """The file's digest, as the manifest lists it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
