"""From a head's logits to probabilities that hold: 70 % means 70 %.

Units: vector scaling (Guo et al. 2017), one temperature a head and one offset a class. Turns: a
logistic regression over what the turn's head and its units' heads say. All fitted on dialogues
that the network never saw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from changetalk.transcripts.model import Frozen

Array = NDArray[np.float64]


def _softmax(x: Array) -> Array:
    p = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(p / p.sum(-1, keepdims=True))


class Scaling(Frozen):
    """p = softmax(logits / temperature + offsets)."""

    temperature: float
    offsets: tuple[float, ...]

    def apply(self, logits: NDArray[np.floating]) -> Array:
        """Probabilities (n, classes) that sum to 1 along the last axis."""
        return _softmax(np.asarray(logits, float) / self.temperature + np.array(self.offsets))


class Blend(Frozen):
    """p = softmax(evidence @ weights.T + offsets): a logistic regression over `coder.evidence`."""

    weights: tuple[tuple[float, ...], ...]
    offsets: tuple[float, ...]

    def apply(self, evidence: Array) -> Array:
        """Probabilities (classes) of one turn from its evidence (figures)."""
        return _softmax(np.array(self.weights) @ evidence + np.array(self.offsets))


class Calibration(Frozen):
    """How the heads' outputs become probabilities, and the logit above which a word starts a unit.

    `talk_weights` multiply a turn's talk probabilities before the largest is shown: they favour the
    rarer talk, so that each kind counts alike (macro-F1). Probabilities and intervals do not use them.
    """

    main: Blend
    talk: Blend
    counselor: Scaling
    client: Scaling
    unit_start: float
    talk_weights: tuple[float, float, float]
