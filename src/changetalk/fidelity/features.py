"""What a conversation looks like as a whole: the figures from which global ratings are estimated.

Everything is made from sums over exchanges, so a resampled conversation has features too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.coding import Coding
from changetalk.fidelity.extent import exchange_count, exchanges, words
from changetalk.fidelity.units import Units, units_of
from changetalk.instruments import MISC, MITI

Array = NDArray[np.float64]
Sums = Mapping[str, Array]

_VOLLEY_HAS = {
    "reflection": ("SR", "CR"),
    "complex": ("CR",),
    "question": ("QO", "QC"),
    "open": ("QO",),
    **{code: (code,) for code in ("GI", "PER", "PWP", "AF", "SEEK", "EMPH", "CONF")},
    "soft": ("SR", "CR", "EMPH"),
    "hard": ("PER", "CONF"),
    "nurture": ("SR", "CR", "QO", "AF"),
}


def _rate(part: str) -> Callable[[Sums], Array]:
    return lambda sums: sums[part] / np.maximum(sums["volleys"], 1)


def _share(part: str, of: str) -> Callable[[Sums], Array]:
    """A share pulled a little towards one half, so that three of three is not certainty."""
    return lambda sums: (sums[part] + 1) / (sums[of] + 2)


_FEATURES: Mapping[str, Callable[[Sums], Array]] = {
    **{
        f"{name}_rate": _rate(name)
        for name in ("reflection", "question", "GI", "PER", "PWP", "AF", "SEEK", "EMPH", "CONF")
    },
    "complex_share": _share("complex", "reflection"),
    "open_share": _share("open", "question"),
    "reflection_to_question_log": lambda sums: np.clip(
        np.log((sums["reflection"] + 1) / (sums["question"] + 1)), -2, 2
    ),
    "change_rate": lambda sums: sums["change"] / np.maximum(sums["client_units"], 1),
    "sustain_rate": lambda sums: sums["sustain"] / np.maximum(sums["client_units"], 1),
    "change_share_first_third": _share("change_first", "leaning_first"),
    "change_share_last_third": _share("change_last", "leaning_last"),
    "soft_after_sustain": _share("sustain_then_soft", "sustain_answered"),
    "hard_after_sustain": _share("sustain_then_hard", "sustain_answered"),
    "nurture_after_change": _share("change_then_nurture", "change_answered"),
    "talk_share": _share("counselor_words", "words"),
}

FEATURES: tuple[str, ...] = tuple(_FEATURES)
"""The names in order. Rates are the share of volleys (client: of units) that hold at least one;
shares are pulled towards one half by one case each way; all lie in 0-1 but the logarithm (-2 to 2)."""


def session_features(coding: Coding) -> dict[str, float]:
    """The features by name, from the probabilities of machine codes and from human codes as given."""
    names, parts = exchange_parts(coding)
    values = features(names, parts.sum(axis=0))
    return dict(zip(FEATURES, map(float, values), strict=True))


def features(names: tuple[str, ...], totals: Array) -> Array:
    """[..., feature] from [..., part] totals over exchanges, of the parts called `names`."""
    sums = {name: totals[..., place] for place, name in enumerate(names)}
    return np.stack([feature(sums) for feature in _FEATURES.values()], axis=-1)


def exchange_parts(coding: Coding) -> tuple[tuple[str, ...], Array]:
    """What adds up over exchanges: names, and one row of expected amounts for each exchange."""
    n = exchange_count(coding)
    counselor, client = units_of(coding, MITI), units_of(coding, MISC)
    parts = {name: _presence(counselor, codes, n) for name, codes in _VOLLEY_HAS.items()}
    parts["volleys"] = np.ones(n) * bool(coding.volleys)
    parts["client_units"] = np.bincount(client.exchange, minlength=n).astype(float)
    change, sustain = (tuple(code for code in client.codes if code.endswith(sign)) for sign in "+-")
    parts["change"], parts["sustain"] = _amount(client, change, n), _amount(client, sustain, n)
    third = np.arange(n) * 3 // n
    for name, number in (("first", 0), ("last", 2)):
        parts[f"change_{name}"] = parts["change"] * (third == number)
        parts[f"leaning_{name}"] = (parts["change"] + parts["sustain"]) * (third == number)
    answered = np.arange(n) < n - 1
    for name, codes, answers in (("sustain", sustain, ("soft", "hard")), ("change", change, ("nurture",))):
        voiced = _presence(client, codes, n) * answered
        parts[f"{name}_answered"] = voiced
        for answer in answers:
            parts[f"{name}_then_{answer}"] = voiced * np.roll(parts[answer], -1)
    parts |= word_parts(coding)
    return tuple(parts), np.stack(list(parts.values()), axis=1)


def word_parts(coding: Coding) -> dict[str, Array]:
    """The counselor's words and all words, by exchange."""
    parts = {name: np.zeros(exchange_count(coding)) for name in ("counselor_words", "words")}
    for exchange, turn in exchanges(coding):
        parts["words"][exchange] += words(turn)
        parts["counselor_words"][exchange] += words(turn) * (turn.role == "counselor")
    return parts


def _amount(units: Units, codes: tuple[str, ...], n: int) -> Array:
    """The expected number of units with one of `codes`, by exchange."""
    return np.bincount(units.exchange, weights=_p(units, codes), minlength=n).astype(float)


def _presence(units: Units, codes: tuple[str, ...], n: int) -> Array:
    """The probability that an exchange holds one of `codes` at all."""
    absent = np.ones(n)
    np.multiply.at(absent, units.exchange, 1 - np.minimum(_p(units, codes), 1))
    return 1 - absent


def _p(units: Units, codes: tuple[str, ...]) -> Array:
    return np.asarray(units.p[:, [units.codes.index(code) for code in codes]].sum(axis=1, dtype=float))
