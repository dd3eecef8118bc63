"""An instrument's volley rules over many draws at once."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from changetalk.instruments import Instrument


def reduce_presence(present: NDArray[np.bool_], instrument: Instrument) -> NDArray[np.bool_]:
    """Which codes stand, where `present[..., c]` says that the instrument's code number c occurs.

    The same as `instrument.reduce` for every volley of every draw, and read off that function, so
    the rules are written once: a code that falls when alone never stands, and one that falls
    beside another is beaten by it.
    """
    silent, beats = _rules(instrument)
    standing = present.copy()
    for upper, lower in beats:
        standing[..., lower] &= ~present[..., upper]
    standing[..., silent] = False
    return standing


def _rules(instrument: Instrument) -> tuple[list[int], list[tuple[int, int]]]:
    ids = [code.id for code in instrument.codes]
    silent = [place for place, code in enumerate(ids) if not instrument.reduce((code,))]
    heard = [place for place in range(len(ids)) if place not in silent]
    beats = [
        (upper, lower)
        for upper, lower in permutations(heard, 2)
        if ids[lower] not in instrument.reduce((ids[upper], ids[lower]))
    ]
    return silent, beats
