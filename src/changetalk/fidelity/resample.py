"""Another conversation like this one: blocks of neighbouring exchanges drawn with replacement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
SEED = 20140421
_STRETCH = 2000

Floats = NDArray[np.float32]
Sums = NDArray[np.float64]


class Blocks:
    """A moving-block bootstrap of `n` exchanges (at least 1).

    Blocks are about n^(1/3) exchanges long, as talk that follows on itself is not a bag of
    single turns. They start anywhere around the circle until there are `n` exchanges again.
    """

    def __init__(self, n: int, rng: np.random.Generator) -> None:
        self._n = n
        length = max(1, round(n ** (1 / 3)))
        self._starts = [
            (size, rng.integers(0, n, (DRAWS, number)))
            for size, number in ((length, n // length), (n % length, 1))
            if size
        ]

    def weights(self, low: int, high: int) -> Floats:
        """[draw, exchange]: how often each exchange from `low` up to `high` was drawn."""
        weights = np.zeros((DRAWS, high - low), dtype=np.float32)
        for size, starts in self._starts:
            weights += self._covered(size, starts, low, high)
        return weights

    def totals(self, parts: Sums) -> Sums:
        """[draw, column] sums of `parts`, whose rows are exchanges, over each draw's exchanges."""
        totals = np.zeros((DRAWS, parts.shape[1]))
        for low in range(0, self._n, _STRETCH):
            stretch = parts[low : low + _STRETCH]
            totals += self.weights(low, low + len(stretch)) @ stretch
        return totals

    def _covered(self, size: int, starts: NDArray[np.int64], low: int, high: int) -> Floats:
        width = high - low + size
        begun = np.zeros(DRAWS * width, dtype=np.float32)
        # A block that starts just before `low`, or before the circle closes, reaches into here too.
        for lap in (0, self._n):
            place = (starts - (low - size)) % self._n + lap
            draws, numbers = np.nonzero(place < width)
            begun += np.bincount(draws * width + place[draws, numbers], minlength=begun.size)
        total = begun.reshape(DRAWS, width).cumsum(axis=1)
        return np.asarray(total[:, size:] - total[:, :-size])


def of_practice(exchanges: int) -> Blocks:
    """The blocks used for every *practice* interval of a conversation: always the same ones."""
    return Blocks(exchanges, np.random.default_rng((SEED, 1)))
