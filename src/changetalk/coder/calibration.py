"""From a head's logits to probabilities that hold: 70 % means 70 %.

Vector scaling (Guo et al. 2017): one temperature a head and one offset a class, fitted on
dialogues that the scoring network never saw.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from changetalk.transcripts.model import Frozen

Array = NDArray[np.float64]
Head = Literal["main", "talk", "counselor", "client"]


class Scaling(Frozen):
    """p = softmax(logits / temperature + offsets)."""

    temperature: float
    offsets: tuple[float, ...]

    def apply(self, logits: NDArray[np.floating]) -> Array:
        """Probabilities (n, classes) that sum to 1 along the last axis."""
        scaled = np.asarray(logits, float) / self.temperature + np.array(self.offsets)
        scaled -= scaled.max(-1, keepdims=True)
        p = np.exp(scaled)
        return np.asarray(p / p.sum(-1, keepdims=True))


class Calibration(Frozen):
    """All heads' scalings, the logit above which a word starts a unit, and the weights by which
    a turn's talk probabilities are multiplied before the largest is shown (they favour the rarer
    talk, so that the codes shown are right equally often in each class; intervals do not use them)."""

    main: Scaling
    talk: Scaling
    counselor: Scaling
    client: Scaling
    unit_start: float
    talk_weights: tuple[float, float, float]
