"""Calibration from held-out readings: units by vector scaling, turns by blending two heads.

`fit` is used twice: on all folds for the shipped weights, and leaving one fold out for the
benchmarks, so that no dialogue is judged with a calibration that saw it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from changetalk.coder.calibration import Blend, Calibration, Scaling
from changetalk.coder.coding import MAINS, TALKS
from changetalk.coder.evidence import main_evidence, talk_evidence
from changetalk.coder.labels import CODES, COUNSELOR_CODES
from changetalk.transcripts.model import Role
from training.examples import PRESENCE_CODES
from training.held_out import UNIT_START, HeldOut

Array = NDArray[np.float64]
PRESENCE_WEIGHT = 0.5
OFFSET_PENALTY = 2.0
MOST_WEIGHT = 3.2
TurnHead = Literal["main", "talk"]


@dataclass(frozen=True)
class Labelled:
    """Logits (n, classes) with the share of belief in each class (n, classes)."""

    logits: Array
    belief: Array


@dataclass(frozen=True)
class Presences:
    """Unit logits of turns whose label says only which acts they hold: `turn` numbers each unit's
    turn, `truth[kind]` is 1, 0 or -1 (not said) a turn."""

    logits: Array
    turn: NDArray[np.int64]
    truth: dict[str, Array]


def turn_labels(found: Sequence[HeldOut], head: TurnHead, units: Scaling, data: str) -> Labelled:
    """The evidence on every turn of a set that has a label for this head, and the labels."""
    names: tuple[str, ...] = MAINS if head == "main" else TALKS
    rows, truth = [], []
    for held in found:
        if held.dialogue.data != data:
            continue
        for turn, reading in zip(held.dialogue.turns, held.found, strict=True):
            label = turn.main if head == "main" else turn.talk
            if label is None or not reading.spans:
                continue
            p = units.apply(reading.units)
            if head == "main":
                rows.append(main_evidence(reading.whole(reading.main), p))
            else:
                rows.append(talk_evidence(reading.whole(reading.talk), p))
            truth.append(names.index(label))
    return Labelled(np.array(rows), np.eye(len(names))[truth])


def unit_labels(found: Sequence[HeldOut], role: Role) -> Labelled:
    """Unit logits over the given units of the authored set, and the two coders' belief."""
    codes = CODES[role]
    logits, belief = [], []
    for held in found:
        for turn, reading in zip(held.dialogue.turns, held.given or (), strict=False):
            if turn.role == role and turn.units and len(reading.units) == len(turn.units):
                logits.append(reading.units)
                belief.append([[unit.belief.get(code, 0.0) for code in codes] for unit in turn.units])
    return Labelled(np.concatenate(logits).astype(float), np.concatenate(belief))


def presences(found: Sequence[HeldOut]) -> Presences:
    """AnnoMI's counselor turns as found units with what the label says they hold."""
    logits: list[Array] = []
    turn_of: list[int] = []
    truth: dict[str, list[float]] = {kind: [] for kind in PRESENCE_CODES}
    count = 0
    for held in found:
        for turn, reading in zip(held.dialogue.turns, held.found, strict=True):
            said = turn.presence
            if said is None or not len(reading.units):
                continue
            logits.extend(np.asarray(reading.units, float))
            turn_of.extend([count] * len(reading.units))
            count += 1
            for kind, column in truth.items():
                column.append(said.truth(kind))
    return Presences(np.array(logits), np.array(turn_of), {k: np.array(v, float) for k, v in truth.items()})


def fit_scaling(labelled: Labelled, extra: Presences | None = None) -> Scaling:
    """The scaling that makes the labels most probable (L-BFGS on inverse temperature, offsets)."""
    classes = labelled.logits.shape[1]

    def loss(x: Array) -> tuple[float, Array]:
        value, gradient = _plain_loss(x, labelled)
        if extra is not None:
            more, slope = _presence_loss(x, extra)
            value, gradient = value + PRESENCE_WEIGHT * more, gradient + PRESENCE_WEIGHT * slope
        value += OFFSET_PENALTY * float(x[1:] @ x[1:])
        gradient[1:] += 2 * OFFSET_PENALTY * x[1:]
        return value, gradient

    start = np.concatenate([[1.0], np.zeros(classes)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.1, 5.0)] + [(-4, 4)] * classes)
    return Scaling(
        temperature=round(1 / found.x[0], 4), offsets=tuple(round(float(v), 4) for v in found.x[1:])
    )


def _softmax(x: Array, logits: Array) -> Array:
    scaled = logits * x[0] + x[1:]
    p = np.exp(scaled - scaled.max(1, keepdims=True))
    return np.asarray(p / p.sum(1, keepdims=True))


def _through(logits: Array, slope: Array) -> Array:
    """The gradient in (inverse temperature, offsets) of a loss with this slope in the logits."""
    return np.concatenate([[float((slope * logits).sum())], slope.sum(0)])


def _plain_loss(x: Array, labelled: Labelled) -> tuple[float, Array]:
    p = _softmax(x, labelled.logits)
    value = -float((labelled.belief * np.log(np.clip(p, 1e-12, None))).sum())
    return value, _through(labelled.logits, p * labelled.belief.sum(1, keepdims=True) - labelled.belief)


def _presence_loss(x: Array, found: Presences) -> tuple[float, Array]:
    p = _softmax(x, found.logits)
    turns = int(found.turn.max()) + 1
    value, slope = 0.0, np.zeros_like(p)
    for kind, codes in PRESENCE_CODES.items():
        inside = np.array([code in codes for code in COUNSELOR_CODES])
        q = np.clip(p[:, inside].sum(1), 0, 1 - 1e-6)
        absent = np.clip(np.exp(np.bincount(found.turn, np.log1p(-q), turns)), 1e-9, 1 - 1e-9)
        truth = found.truth[kind]
        value -= float(
            np.where(truth == 1, np.log(1 - absent), np.where(truth == 0, np.log(absent), 0)).sum()
        )
        by_q = np.where(truth == 1, -absent / (1 - absent), np.where(truth == 0, 1.0, 0.0))[found.turn] / (
            1 - q
        )
        slope += by_q[:, None] * p * (inside - q[:, None])
    return value, _through(found.logits, slope)


def fit_blend(sets: Sequence[Labelled]) -> Blend:
    """The logistic regression over the evidence of all sets, each of which weighs alike."""
    evidence = np.concatenate([each.logits for each in sets])
    truth = np.concatenate([each.belief.argmax(1) for each in sets])
    weight = np.concatenate([np.full(len(s.logits), len(evidence) / len(sets) / len(s.logits)) for s in sets])
    model = LogisticRegression(C=0.3, max_iter=1000).fit(evidence, truth, sample_weight=weight)
    return Blend(
        weights=tuple(tuple(round(float(x), 5) for x in row) for row in model.coef_),
        offsets=tuple(round(float(x), 5) for x in model.intercept_),
    )


def talk_weights(blend: Blend, sets: Sequence[Labelled]) -> tuple[float, float, float]:
    """Decision weights with the best mean macro-F1 over the sets (a grid; neutral stays at 1)."""
    ready = [(np.array([blend.apply(row) for row in s.logits]), s.belief.argmax(1)) for s in sets]

    def score(weights: tuple[float, float]) -> float:
        full = np.array([*weights, 1.0])
        return float(np.mean([f1_score(y, (p * full).argmax(1), average="macro") for p, y in ready]))

    grid = np.round(np.geomspace(0.7, MOST_WEIGHT, 9), 3).tolist()
    change, sustain = max(product(grid, grid), key=score)
    return change, sustain, 1.0


def fit(found: Sequence[HeldOut]) -> Calibration:
    """The calibration that these held-out readings ask for."""
    counselor = fit_scaling(unit_labels(found, "counselor"), presences(found))
    client = fit_scaling(unit_labels(found, "client"))
    talks = [turn_labels(found, "talk", client, data) for data in ("annomi", "authored")]
    talk = fit_blend(talks)
    return Calibration(
        main=fit_blend([turn_labels(found, "main", counselor, "annomi")]),
        talk=talk,
        counselor=counselor,
        client=client,
        unit_start=UNIT_START,
        talk_weights=talk_weights(talk, talks),
    )
