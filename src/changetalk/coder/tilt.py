"""Make the units of a client turn agree with what the coder believes of the turn as a whole.

The talk head reads a whole turn and learned from two sets, the unit head reads one unit and
learned mostly from one. Where they differ, the units' odds of leaning each way are multiplied by
two factors (one for change, one for sustain) until the talk that the MISC rule would give to
independently drawn unit codes has the turn's probabilities.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import TALKS, Talk
from changetalk.coder.labels import CLIENT_CODES
from changetalk.instruments import talk_of

Array = NDArray[np.float64]

_SIGN = np.array(
    [TALKS.index("neutral" if c == "FN" else "change" if c[-1] == "+" else "sustain") for c in CLIENT_CODES]
)
_CHANGE, _SUSTAIN, _NEUTRAL = range(3)
_ROUNDS = 60
_SMALL = 1e-6


def signs(p: Array) -> Array:
    """Probabilities of change, sustain and neutral (units, 3) from code probabilities (units, 17)."""
    return np.stack([p[:, sign == _SIGN].sum(1) for sign in range(3)], 1)


def talk_of_units(sign_p: Array) -> Array:
    """The probability of each talk of a turn whose units draw their signs independently.

    Exact: a table over (change minus sustain units, sign of the last leaning unit) is carried
    from unit to unit. `sign_p` is (units, 3); the result sums to 1.
    """
    n = len(sign_p)
    table = np.zeros((2 * n + 1, 3))
    table[n, _NEUTRAL] = 1.0
    for change, sustain, neutral in sign_p:
        moved = table * neutral
        moved[1:, _CHANGE] += table[:-1].sum(1) * change
        moved[:-1, _SUSTAIN] += table[1:].sum(1) * sustain
        table = moved
    change = table[n + 1 :].sum() + table[n, _CHANGE]
    sustain = table[:n].sum() + table[n, _SUSTAIN]
    return np.array([change, sustain, table[n, _NEUTRAL]])


def tilt(p: Array, talk_p: Array) -> Array:
    """Unit code probabilities (units, 17) tilted to give the turn's talk probabilities (3,)."""
    wanted = np.clip(talk_p, _SMALL, None)
    factors = np.ones(3)
    tilted = p
    for _ in range(_ROUNDS):
        tilted = p * factors[_SIGN]
        tilted = tilted / tilted.sum(1, keepdims=True)
        given = np.clip(talk_of_units(signs(tilted)), _SMALL, None)
        step = (wanted / wanted[_NEUTRAL]) / (given / given[_NEUTRAL])
        if np.abs(np.log(step)).max() < 0.01:
            break
        # A factor acts on every unit, so on the turn with about their number as its power.
        factors = factors * step ** (1 / len(p))
    return tilted


def codes_for(p: Array, talk: Talk) -> list[str]:
    """The most probable unit codes that the MISC rule turns into this talk."""
    best = [[int(np.where(sign == _SIGN, row, -1).argmax()) for sign in range(3)] for row in p]
    codes = [CLIENT_CODES[row.argmax()] for row in p]
    if talk_of(codes).talk == talk:
        return codes
    loss = np.log(np.clip([[row[n] for n in ns] for row, ns in zip(p, best, strict=True)], 1e-12, None))
    choice = _search(loss, talk) if len(p) <= 5 else _flip(loss, talk)
    return [CLIENT_CODES[ns[sign]] for ns, sign in zip(best, choice, strict=True)]


def _search(loss: Array, talk: Talk) -> tuple[int, ...]:
    """The likeliest signs of a few units that give this talk, by trying them all."""
    fits = (c for c in product(range(3), repeat=len(loss)) if _talk(c) == talk)
    return max(fits, key=lambda c: sum(loss[n, sign] for n, sign in enumerate(c)))


def _flip(loss: Array, talk: Talk) -> tuple[int, ...]:
    """The same for many units: turn the units that cost least until the talk fits."""
    choice = loss.argmax(1)
    sign = TALKS.index(talk)
    cost = loss[np.arange(len(loss)), choice] - loss[:, sign]
    for n in cost.argsort():
        if _talk(tuple(choice)) == talk:
            break
        choice[n] = sign
    return tuple(int(c) for c in choice)


def _talk(choice: tuple[int, ...]) -> Talk:
    return talk_of(["FN" if s == _NEUTRAL else "R+" if s == _CHANGE else "R-" for s in choice]).talk
