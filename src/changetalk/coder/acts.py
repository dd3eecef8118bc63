"""Make the units of a counselor turn agree with what the coder believes of the turn as a whole.

Whether a turn holds a reflection or a question somewhere is read twice: by logistic regressions that
learned it from people's word on whole turns of real sessions (`calibration.Calibration.acts`), and from
its units, which learned MITI's own rules. The units' odds of holding such an act are multiplied by a
factor an act until the probability that some unit holds it lies half-way between the two (in log-odds).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.evidence import log_odds, log_softmax
from changetalk.coder.labels import COUNSELOR_CODES

Array = NDArray[np.float64]

ACTS: tuple[tuple[str, ...], ...] = (("SR", "CR"), ("QO", "QC"))
"""Reflection and question: the codes of which one must be there."""

_COLUMNS = [[COUNSELOR_CODES.index(code) for code in codes] for codes in ACTS]
_ROUNDS = 40
_SMALL = 1e-4


def held(units: Array) -> Array:
    """The probability that some unit holds each act (2,), from unit probabilities (n, 12)."""
    return np.array([1 - np.prod(1 - units[:, columns].sum(1)) for columns in _COLUMNS])


def act_evidence(main: Array, acts: Array, units: Array) -> Array:
    """Eleven figures on a counselor turn: log-probabilities of its main act (4), the logits of the
    acts that the turn head hears (5), and the log-odds that some unit is a reflection, a question."""
    return np.concatenate([log_softmax(main), acts, log_odds(held(units))])


def tilt_acts(units: Array, present: Array) -> Array:
    """Unit probabilities (n, 12) tilted until each act is present with a probability half-way between
    theirs and the one believed of the turn (2,)."""
    middle = (log_odds(present) + log_odds(held(units))) / 2
    wanted = np.clip(1 / (1 + np.exp(-middle)), _SMALL, 1 - _SMALL)
    tilted = units
    factors = np.ones(2)
    for _ in range(_ROUNDS):
        weight = np.ones(len(COUNSELOR_CODES))
        for columns, factor in zip(_COLUMNS, factors, strict=True):
            weight[columns] = factor
        tilted = units * weight
        tilted = tilted / tilted.sum(1, keepdims=True)
        given = np.clip(held(tilted), _SMALL, 1 - _SMALL)
        step = (wanted / (1 - wanted)) / (given / (1 - given))
        if np.abs(np.log(step)).max() < 0.01:
            break
        # A factor acts on every unit, so on the turn with about their number as its power.
        factors = factors * step ** (1 / len(units))
    return np.asarray(tilted)
