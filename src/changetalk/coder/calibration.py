"""From a head's logits to probabilities that hold: 70 % means 70 %.

Units: vector scaling (Guo et al. 2017), one temperature a head and one offset a class. Turns: a
logistic regression over what the turn's head and its units' heads say. All fitted on dialogues
that the network never saw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Pass
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

    def without_offsets(self, p: Array) -> Array:
        """Probabilities (n, classes) as they would be without the offsets, which favour common codes:
        by these the shown code is chosen, so that rare codes count alike (macro-F1)."""
        raised = p * np.exp(-np.array(self.offsets))
        return np.asarray(raised / raised.sum(1, keepdims=True))


class Blend(Frozen):
    """p = softmax(evidence @ weights.T + offsets): a logistic regression over `coder.evidence`."""

    weights: tuple[tuple[float, ...], ...]
    offsets: tuple[float, ...]

    def apply(self, evidence: Array) -> Array:
        """Probabilities (classes) of one turn from its evidence (figures)."""
        return _softmax(np.array(self.weights) @ evidence + np.array(self.offsets))


class Odds(Frozen):
    """p = sigmoid(evidence @ weights.T + offsets): one logistic regression an act."""

    weights: tuple[tuple[float, ...], ...]
    offsets: tuple[float, ...]

    def apply(self, evidence: Array) -> Array:
        """The probability of each act (acts) of one turn from its evidence (figures)."""
        logits = np.array(self.weights) @ evidence + np.array(self.offsets)
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


class Calibration(Frozen):
    """How the heads' outputs become probabilities, and the logit above which a word starts a unit.

    `talk_weights` serves the shown codes alone: it multiplies a turn's talk probabilities before the
    largest is shown and favours the rarer talk, so that each kind counts alike (macro-F1).
    Probabilities and intervals do not use it.
    """

    main: Blend
    acts: Odds
    talk: Blend
    counselor: Scaling
    client: Scaling
    unit_start: float
    talk_weights: tuple[float, float, float]


class Calibrations(Frozen):
    """One calibration a pass: a turn read with what follows it is read more surely."""

    full: Calibration
    causal: Calibration

    def of(self, pass_: Pass) -> Calibration:
        """The calibration of a pass."""
        return self.full if pass_ == "full" else self.causal
