"""The folder that training writes and the coder loads: two ONNX graphs, a tokenizer, calibration.

manifest.json      name, version, sha256 of every other file
encoder.onnx       word pieces -> token vectors, unit starts, turn vector, main and talk logits
units.onnx         mean token vector of a unit and its turn's vector -> code logits
tokenizer.json     uncased word pieces
calibration.json   temperature and offsets a head, the unit-start threshold, decision weights
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

from changetalk.coder.calibration import Calibration
from changetalk.coder.windows import Windows
from changetalk.errors import ChangetalkError

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Outputs = tuple[NDArray[np.float32], ...]

FILES = ("encoder.onnx", "units.onnx", "tokenizer.json", "calibration.json")


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
        self.calibration = Calibration.model_validate_json((folder / "calibration.json").read_text())
        self._encoder = _session(folder / "encoder.onnx")
        self._units = _session(folder / "units.onnx")

    def encode(self, ids: Ints, mask: Ints, types: Ints, own: NDArray[np.float32]) -> Outputs:
        """Token vectors (n, length, 384), unit-start logits (n, length), turn vectors (n, 256),
        main logits (n, 4) and talk logits (n, 3) of a padded batch of windows."""
        return tuple(self._encoder.run(None, {"ids": ids, "mask": mask, "types": types, "own": own}))

    def units(self, means: NDArray[np.float32], turns: NDArray[np.float32]) -> Outputs:
        """Counselor (n, 12) and client (n, 17) code logits of units from their mean token vectors
        (n, 384) and their turns' vectors (n, 256)."""
        return tuple(self._units.run(None, {"means": means, "turns": turns}))


def _session(path: Path) -> ort.InferenceSession:
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
