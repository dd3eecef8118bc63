"""What an expert might have counted: seeded draws of every unit's code, rules applied to each.

Each draw shifts the log-odds of every code for the whole conversation (a coder's habits), draws
each unit's code, and applies the volley rules. *Practice* draws also resample blocks of
neighbouring exchanges, as if another conversation like this one had been held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Coding
from changetalk.fidelity.error import CodingError, RaterError
from changetalk.fidelity.extent import exchange_count
from changetalk.fidelity.presence import reduce_presence
from changetalk.fidelity.raters import channel, family
from changetalk.fidelity.resample import DRAWS, SEED, of_practice
from changetalk.fidelity.units import Floats, Units, units_of
from changetalk.instruments import INSTRUMENTS, Instrument

_CHUNK = 800
"""Units drawn at a time, so that a day of talk needs no more memory than an hour."""

Codes = NDArray[np.int8]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """[draw, name] figures: counts by code, or global ratings by id, in the order of `names`.

    `coding` and `practice` serve the intervals of those names. `settled` leaves what people coded
    as it stands: for a human coding each row is that coding's own count.
    """

    names: tuple[str, ...]
    coding: Counts
    practice: Counts
    settled: Counts


def draw(coding: Coding, error: CodingError, raters: RaterError) -> Draws:
    """About a thousand draws, the same for the same coding."""
    rng = np.random.default_rng((SEED, 0))
    instruments = tuple(INSTRUMENTS.values())
    units = [units_of(coding, instrument) for instrument in instruments]
    experts = [Expert(each, error, raters, DRAWS, rng) for each in units]
    exchanges = exchange_count(coding)
    blocks = of_practice(exchanges)
    seen, settled = (np.zeros((2, DRAWS, sum(len(each.codes) for each in units))) for _ in range(2))
    for low, high in _chunks(units, exchanges):
        weights = blocks.weights(low, high)
        drawn = [
            (instrument, part, *expert.codes(part, rng))
            for instrument, expert, each in zip(instruments, experts, units, strict=True)
            for part in (each.between(low, high),)
        ]
        seen += _tally([(instrument, part, codes) for instrument, part, codes, _ in drawn], low, weights)
        settled += _tally([(instrument, part, codes) for instrument, part, _, codes in drawn], low, weights)
    # Two equally good coders differ by nothing on average, but noise before the volley rules adds counts.
    coding_counts, practice_counts = np.maximum(seen - (seen - settled).mean(axis=1, keepdims=True), 0)
    return Draws(
        tuple(code for each in units for code in each.codes),
        coding_counts,
        practice_counts,
        settled[0],
    )


class Expert:
    """Draws the codes that an expert would give to the units of one speaker.

    Each draw has its own habits, made once, so they hold through the whole conversation.
    """

    def __init__(
        self, units: Units, error: CodingError, raters: RaterError, draws: int, rng: np.random.Generator
    ) -> None:
        self._draws = draws
        self._other = channel(units, raters).astype(np.float32)
        machine = np.array([error.of(code) for code in units.codes])
        human = np.array([raters.habit.get(code, 0.0) for code in units.codes])
        self._machine = _tilt(units.codes, machine, error.shared, draws, rng)
        self._human = _tilt(units.codes, human, dict.fromkeys("+-", raters.talk_habit), draws, rng)

    def codes(self, units: Units, rng: np.random.Generator) -> tuple[Codes, Codes]:
        """[draw, unit] code numbers: as an expert would code, and with people's codes kept."""
        u = rng.random((self._draws, len(units.code)), dtype=np.float32)
        if not units.human.any():
            machine = _pick(units.p, self._machine, u)
            return machine, machine
        settled = np.empty(u.shape, dtype=np.int8)
        settled[:, units.human] = units.code[units.human]
        settled[:, ~units.human] = _pick(units.p[~units.human], self._machine, u[:, ~units.human])
        seen = settled.copy()
        seen[:, units.human] = _pick(self._other[units.code[units.human]], self._human, u[:, units.human])
        return seen, settled


def _tilt(
    codes: Sequence[str], sigma: Counts, shared: Mapping[str, float], draws: int, rng: np.random.Generator
) -> Floats:
    """[draw, code]: what to multiply every unit's odds with; codes of one family share a part."""
    shift = rng.standard_normal((draws, len(codes))) * sigma
    for name, spread in shared.items():
        shift += rng.standard_normal((draws, 1)) * spread * [family(code) == name for code in codes]
    return np.exp(shift).astype(np.float32)


def _pick(p: Floats, tilt: Floats, u: Floats) -> Codes:
    """A code for each draw and unit, by inverting the tilted distribution at `u`."""
    picked = np.zeros(u.shape, dtype=np.int8)
    reached = np.zeros_like(u)
    goal = u * (tilt @ p.T)
    for code in range(p.shape[1] - 1):
        reached += tilt[:, code, None] * p[:, code]
        picked += goal >= reached
    return picked


def _tally(drawn: Sequence[tuple[Instrument, Units, Codes]], low: int, weights: Floats) -> Counts:
    """[2, draw, code] counts: of the exchanges as they are, and as resampled."""
    parts = [
        (_by_volley if instrument.counted_in == "volley" else _by_unit)(
            instrument, units.exchange - low, codes, weights
        )
        for instrument, units, codes in drawn
    ]
    return np.concatenate(parts, axis=2)


def _by_volley(instrument: Instrument, place: NDArray[np.intp], codes: Codes, weights: Floats) -> Counts:
    number = np.arange(len(instrument.codes), dtype=np.uint32)
    filled, starts = np.unique(place, return_index=True)
    if not len(filled):
        return np.zeros((2, len(codes), len(number)))
    present = np.bitwise_or.reduceat(np.uint32(1) << codes.astype(np.uint32), starts, axis=1)
    standing = reduce_presence((present[..., None] >> number) & 1 == 1, instrument)
    return np.stack([standing.sum(axis=1), np.einsum("dvc,dv->dc", standing, weights[:, filled])])


def _by_unit(instrument: Instrument, place: NDArray[np.intp], codes: Codes, weights: Floats) -> Counts:
    size = len(codes), len(instrument.codes)
    cell = np.arange(size[0])[:, None] * size[1] + codes
    counts = [
        np.bincount(cell.ravel(), weights=each, minlength=size[0] * size[1]).reshape(size)
        for each in (None, weights[:, place].ravel())
    ]
    return np.stack(counts)


def _chunks(units: Sequence[Units], exchanges: int) -> Iterator[tuple[int, int]]:
    """Stretches of exchanges that hold about `_CHUNK` units each."""
    sizes = sum(np.bincount(each.exchange, minlength=exchanges) for each in units)
    bounds = np.searchsorted(np.cumsum(sizes), np.arange(_CHUNK, np.sum(sizes), _CHUNK))
    edges = sorted({0, *(int(bound) + 1 for bound in bounds), exchanges})
    yield from pairwise(edges)
