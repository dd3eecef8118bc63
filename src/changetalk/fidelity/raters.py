"""People's codes carry error too: what another trained coder would have given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Coding
from changetalk.fidelity.agreement import check_same_turns
from changetalk.fidelity.error import ANNOMI_RATERS, RaterError
from changetalk.fidelity.kappa import kappa, tables
from changetalk.fidelity.units import Units
from changetalk.transcripts.model import Role

LEAST_PAIRS = 20

FAMILIES: Mapping[str, str] = {
    "GI": "input",
    "PER": "input",
    "PWP": "input",
    "QO": "question",
    "QC": "question",
    "SR": "reflection",
    "CR": "reflection",
    "AF": "other",
    "SEEK": "other",
    "EMPH": "other",
    "CONF": "other",
    "NC": "other",
}
"""The main act to which a counselor code belongs, in the classes of AnnoMI."""


def family(code: str) -> str:
    """A counselor code's main act; a client code's lean: "+", "-" or "neutral"."""
    return FAMILIES.get(code) or (code[-1] if code[-1] in "+-" else "neutral")


def channel(units: Units, error: RaterError) -> NDArray[np.float64]:
    """`channel[a, b]`: the probability that another coder gives code b where this one gave a.

    With probability kappa both agree for a reason, else the other's family is drawn from how
    often this coding uses each; within the same family the code is drawn likewise with that
    family's own kappa: agreement beyond chance is then kappa. Half a unit is shared out among all
    codes, so that a code nobody gave here is rare and not impossible.
    """
    share = np.bincount(units.code, minlength=len(units.codes)) + 0.5 / len(units.codes)
    share /= share.sum()
    families = np.array([family(code) for code in units.codes])
    same = families[:, None] == families
    of_family = same @ share
    between, inside = _kappas(families, error)
    inner = inside[:, None] * np.eye(len(share)) + (1 - inside[:, None]) * share / of_family
    stays = between + (1 - between) * of_family
    return np.where(same, stays[:, None] * inner, (1 - between)[:, None] * share)


def measured(coding: Coding, second: Coding) -> RaterError:
    """People's error with the kappas of two codings of one transcript.

    Units are paired in order within a turn; where one coder split a turn further, its further
    units stand against "no code". A kappa with fewer than 20 pairs stays AnnoMI's. Two codings
    cannot show habits: those are AnnoMI's in proportion to the disagreement found here. Raises
    InputTrouble when the turns are not the same.
    """
    check_same_turns(coding, second)
    counselor = list(_pairs(coding, second, "counselor", "NC"))
    client = list(_pairs(coding, second, "client", "FN"))
    found = {
        "main": _kappa([(family(one), family(other)) for one, other in counselor]),
        "talk": _kappa([(family(one), family(other)) for one, other in client]),
        **{
            name: _kappa([pair for pair in counselor if {family(code) for code in pair} == {name}])
            for name in ("reflection", "question")
        },
    }
    known: dict[str, Any] = {name: max(0.0, value) for name, value in found.items() if value is not None}
    told = "the two codings of this conversation differ this much"
    source = (
        told if len(known) == len(found) else f"{told}; where they say too little, {ANNOMI_RATERS.source}"
    )
    return replace(ANNOMI_RATERS, **known, **_habits(known), source=source) if known else ANNOMI_RATERS


def _habits(known: Mapping[str, float]) -> dict[str, Any]:
    """AnnoMI's habits, grown or shrunk as the chance of disagreement beyond chance (1 - kappa)."""
    of_code = {**dict.fromkeys(("SR", "CR"), "reflection"), **dict.fromkeys(("QO", "QC"), "question")}
    scale = {
        name: (1 - known[name]) / (1 - getattr(ANNOMI_RATERS, name)) if name in known else 1.0
        for name in ("main", "reflection", "question", "talk")
    }
    habit = {code: size * scale[of_code.get(code, "main")] for code, size in ANNOMI_RATERS.habit.items()}
    return {"habit": habit, "talk_habit": ANNOMI_RATERS.talk_habit * scale["talk"]}


def _pairs(one: Coding, other: Coding, role: Role, none: str) -> Iterator[tuple[str, str]]:
    for first, second in zip(one.turns, other.turns, strict=True):
        if first.role == role:
            codes = ([unit.code for unit in turn.units] for turn in (first, second))
            yield from zip_longest(*codes, fillvalue=none)


def _kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    if len(pairs) < LEAST_PAIRS:
        return None
    return kappa(tables([one for one, _ in pairs], [other for _, other in pairs], [0] * len(pairs))).value


def _kappas(families: NDArray[np.str_], error: RaterError) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    named = {"reflection": error.reflection, "question": error.question}
    between = np.array([error.talk if name in {"+", "-", "neutral"} else error.main for name in families])
    inside = np.array([named.get(name, own) for name, own in zip(families, between, strict=True)])
    return np.clip(between, 0, 1), np.clip(inside, 0, 1)
