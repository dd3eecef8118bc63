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

from changetalk.coder.acts import ACTS, act_evidence
from changetalk.coder.calibration import Blend, Calibration, Odds, Scaling
from changetalk.coder.coding import MAINS, TALKS
from changetalk.coder.evidence import main_evidence, talk_evidence
from changetalk.coder.labels import CODES
from changetalk.transcripts.model import Role
from training.examples import LabelledTurn
from training.held_out import HeldOut
from training.paths import config

Array = NDArray[np.float64]
OFFSET_PENALTY = 2.0
MOST_WEIGHT = 3.2
TurnHead = Literal["main", "talk"]
SETS = ("annomi", "authored")


@dataclass(frozen=True)
class Labelled:
    """Logits (n, classes) with the share of belief in each class (n, classes)."""

    logits: Array
    belief: Array


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
                rows.append(main_evidence(reading.whole(reading.main), reading.whole(reading.acts), p))
            else:
                rows.append(talk_evidence(reading.whole(reading.talk), p))
            truth.append(names.index(label))
    return Labelled(np.array(rows), np.eye(len(names))[truth])


def act_labels(found: Sequence[HeldOut], units: Scaling, data: str) -> Labelled:
    """The evidence on every counselor turn of a set, and whether it holds each of ACTS: by AnnoMI's
    word, or by the authored unit codes."""
    rows, truth = [], []
    for held in found:
        if held.dialogue.data != data:
            continue
        for turn, reading in zip(held.dialogue.turns, held.found, strict=True):
            if turn.role != "counselor" or not reading.spans:
                continue
            heads = reading.whole(reading.main), reading.whole(reading.acts)
            rows.append(act_evidence(*heads, units.apply(reading.units)))
            truth.append(_acts_held(turn))
    return Labelled(np.array(rows), np.array(truth))


def _acts_held(turn: LabelledTurn) -> list[float]:
    if turn.presence is not None:
        return [turn.presence.truth(kind) for kind in ("reflection", "question")]
    codes = {max(unit.belief, key=unit.belief.__getitem__) for unit in turn.units or ()}
    return [float(bool(codes & set(act))) for act in ACTS]


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


def fit_scaling(labelled: Labelled) -> Scaling:
    """The scaling that makes the labels most probable (L-BFGS on inverse temperature, offsets)."""
    classes = labelled.logits.shape[1]

    def loss(x: Array) -> tuple[float, Array]:
        value, gradient = _plain_loss(x, labelled)
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


def fit_blend(sets: Sequence[Labelled]) -> Blend:
    """The logistic regression over the evidence of all sets, each of which weighs alike."""
    evidence = np.concatenate([each.logits for each in sets])
    truth = np.concatenate([each.belief.argmax(1) for each in sets])
    model = LogisticRegression(C=0.3, max_iter=1000).fit(evidence, truth, sample_weight=_alike(sets))
    return Blend(
        weights=tuple(tuple(round(float(x), 5) for x in row) for row in model.coef_),
        offsets=tuple(round(float(x), 5) for x in model.intercept_),
    )


def fit_odds(sets: Sequence[Labelled]) -> Odds:
    """One logistic regression an act over the evidence of all sets, each of which weighs alike."""
    evidence = np.concatenate([each.logits for each in sets])
    truth = np.concatenate([each.belief for each in sets])
    weight = _alike(sets)
    models = [
        LogisticRegression(C=0.3, max_iter=1000).fit(evidence, truth[:, n], sample_weight=weight)
        for n in range(truth.shape[1])
    ]
    return Odds(
        weights=tuple(tuple(round(float(x), 5) for x in model.coef_[0]) for model in models),
        offsets=tuple(round(float(model.intercept_[0]), 5) for model in models),
    )


def _alike(sets: Sequence[Labelled]) -> Array:
    """A weight a row, so that every set weighs alike and rows weigh 1 on average."""
    total = sum(len(each.logits) for each in sets)
    return np.concatenate([np.full(len(each.logits), total / len(sets) / len(each.logits)) for each in sets])


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
    counselor = fit_scaling(unit_labels(found, "counselor"))
    client = fit_scaling(unit_labels(found, "client"))
    talks = [turn_labels(found, "talk", client, data) for data in SETS]
    acts = [act_labels(found, counselor, data) for data in SETS]
    talk = fit_blend(talks)
    return Calibration(
        main=fit_blend([turn_labels(found, "main", counselor, "annomi")]),
        acts=fit_odds(acts),
        talk=talk,
        counselor=counselor,
        client=client,
        unit_start=config()["model"]["unit_start"],
        talk_weights=talk_weights(talk, talks),
    )
