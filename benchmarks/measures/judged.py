"""Decisions beside the truth: F1, precision and recall, and intervals over whole dialogues."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Interval = tuple[float, float]
Measure = Callable[[Array], Array]
"""From counts [..., class, (hit, said, true)] to a figure each [...]."""

LEVEL = 0.9
DRAWS = 2000


class Judged:
    """Of one task, by dialogue and class: how often the class was said and true at once (a hit), said,
    and true. Multi-label tasks and units found or missed fit as well as one class a thing."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.by_dialogue: dict[str, Array] = {}

    def add(self, dialogue: str, truth: Collection[str], said: Collection[str]) -> None:
        """Note one thing of a dialogue: the classes it has and the classes it was given. A thing that
        was missed has nothing said, a thing that is not there has nothing true."""
        counts = self.by_dialogue.setdefault(dialogue, np.zeros((len(self.names), 3)))
        for place, name in enumerate(self.names):
            counts[place] += (name in truth and name in said, name in said, name in truth)

    def part(self, dialogues: Collection[str]) -> Judged:
        """The same task in some dialogues alone."""
        found = Judged(self.names)
        found.by_dialogue = {name: counts for name, counts in self.by_dialogue.items() if name in dialogues}
        return found

    def counts(self) -> Array:
        """[dialogue, class, (hit, said, true)]."""
        return np.array(list(self.by_dialogue.values())).reshape(-1, len(self.names), 3)

    def figure(self, measure: Measure) -> float:
        """The measure over all dialogues together."""
        return float(measure(self.counts().sum(axis=0)))

    def interval(self, measure: Measure) -> Interval:
        """The measure's 90 % interval: whole dialogues drawn with replacement, 2,000 times. NaN where no
        draw defines it."""
        counts = self.counts()
        n = len(counts)
        often = np.random.default_rng(1).multinomial(n, np.full(n, 1 / n), DRAWS)
        values = measure(np.tensordot(often, counts, axes=1))
        if np.isnan(values).all():
            return float("nan"), float("nan")
        low, high = np.nanquantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
        return float(low), float(high)

    def by_fold(self, measure: Measure, folds: Mapping[str, int]) -> list[float]:
        """The measure in each fold's dialogues, in order of the folds that have any."""
        present = sorted({folds[name] for name in self.by_dialogue})
        parts = ([name for name in self.by_dialogue if folds[name] == fold] for fold in present)
        return [self.part(names).figure(measure) for names in parts]


def _share(above: Array, below: Array) -> Array:
    """NaN where there is nothing to divide by."""
    return np.asarray(np.where(below > 0, above / np.maximum(below, 1), np.nan))


def f1s(counts: Array) -> Array:
    """Each class's F1, 2 hit / (said + true): [..., class]. 3 hits, 4 said, 5 true: 6/9."""
    return _share(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


def precisions(counts: Array) -> Array:
    """Each class's share of right ones among those said: [..., class]."""
    return _share(counts[..., 0], counts[..., 1])


def recalls(counts: Array) -> Array:
    """Each class's share of found ones among those true: [..., class]."""
    return _share(counts[..., 0], counts[..., 2])


def macro_f1(counts: Array) -> Array:
    """The unweighted mean of the F1 of all classes that are said or true at all. Of a task with one
    class it is that class's F1."""
    values = f1s(counts)
    here = ~np.isnan(values)
    return np.asarray(np.where(here, values, 0).sum(-1) / np.maximum(here.sum(-1), 1))


def of_class(measure: Measure, place: int) -> Measure:
    """A measure that gives a figure each class, of one class alone."""

    def alone(counts: Array) -> Array:
        return np.asarray(measure(counts)[..., place])

    return alone
