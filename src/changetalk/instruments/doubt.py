"""What to code in doubt: the instruments' decision rules over a coder's probabilities."""

from __future__ import annotations

from collections.abc import Mapping

from changetalk.instruments.model import Instrument


def settle(p: Mapping[str, float], instrument: Instrument, margin: float) -> str:
    """The code to give a unit whose codes have the probabilities `p`.

    That is the most probable code, unless the second one comes within `margin` (0-1) of it and
    the instrument names a winner for that doubt. Equal probabilities are taken in the order of
    the instrument's codes. Raises ValueError when `p` is empty or names an unknown code.
    """
    order = {code.id: place for place, code in enumerate(instrument.codes)}
    if not p or not p.keys() <= order.keys():
        raise ValueError(f"probabilities of {instrument.name} codes needed, not of {sorted(p)}")
    first, *others = sorted(p, key=lambda code: (-p[code], order[code]))
    if others and p[first] - p[others[0]] <= margin:
        return instrument.doubts.get(frozenset((first, others[0])), first)
    return first
