"""What two heads say of one turn, side by side: the turn's own head and its units'.

The turn head reads the turn as a whole; the unit heads, put together by the instrument's rules, say
what a turn of such units would be. Each knows something that the other does not, so the turn's main
act and talk are read from both (`calibration.Blend`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.labels import COUNSELOR_CODES
from changetalk.coder.tilt import signs, talk_of_units

Array = NDArray[np.float64]

FAMILIES: tuple[tuple[str, ...], ...] = (("SR", "CR"), ("QO", "QC"), ("GI", "PER", "PWP"))
"""The codes whose presence among the units speaks for reflection, question and input."""

_COLUMNS = [[COUNSELOR_CODES.index(code) for code in codes] for codes in FAMILIES]
_NOTHING = COUNSELOR_CODES.index("NC")
_FAR = 6.0


def main_evidence(main: Array, acts: Array, units: Array) -> Array:
    """Thirteen figures on a counselor turn from its main logits (4), act logits (5) and unit
    probabilities (n, 12): the head's log-probabilities, the act logits, the log-odds that some unit
    is a reflection, a question, input, and the log-probability that no unit is coded at all."""
    present = np.array([1 - np.prod(1 - units[:, columns].sum(1)) for columns in _COLUMNS])
    nothing = np.log(np.clip(np.prod(units[:, _NOTHING]), np.exp(-_FAR), 1))
    return np.concatenate([log_softmax(main), acts, log_odds(present), [nothing]])


def talk_evidence(logits: Array, units: Array) -> Array:
    """Six figures on a client turn from its talk logits (3) and unit probabilities (n, 17): the
    head's log-probabilities, and those of the talk that its units give by the MISC rule."""
    ruled = np.log(np.clip(talk_of_units(signs(units)), np.exp(-_FAR), 1))
    return np.concatenate([log_softmax(logits), ruled])


def log_softmax(logits: Array) -> Array:
    """Log-probabilities of logits."""
    shifted = np.asarray(logits, float) - np.max(logits)
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


def log_odds(p: Array) -> Array:
    """Log-odds of probabilities, kept within 6 either way."""
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.clip(np.log(p / (1 - p)), -_FAR, _FAR)
