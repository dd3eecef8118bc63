"""Quantiles of the F distribution, for intervals of intraclass correlations."""

from __future__ import annotations

import math
from itertools import count

_CLOSE = 1e-14
_TINY = 1e-300


def f_quantile(p: float, above: float, below: float) -> float:
    """The value that an F variable with `above` and `below` degrees of freedom (fractions are
    fine) stays under with probability `p`, 0 < p < 1.

    With x = above F / (above F + below), the probability is the regularised incomplete beta
    function of x, which is turned round by halving. Source: DLMF 8.17.
    """
    low, high = 0.0, 1.0
    while high - low > _CLOSE * high:
        middle = (low + high) / 2
        if _incomplete_beta(middle, above / 2, below / 2) < p:
            low = middle
        else:
            high = middle
    return below * high / (above * (1 - high))


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b) for 0 < x < 1, from the side on which the fraction converges fast."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) / (a * _continued_fraction(x, a, b))


def _continued_fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + ...)) of DLMF 8.17.22, evaluated forwards (modified Lentz)."""
    value = upper = 1.0
    lower = 0.0
    for step in count(1):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / ((1 + term * lower) or _TINY)
        upper = (1 + term / upper) or _TINY
        value *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return value
