"""One figure of agreement as data."""

from __future__ import annotations

from changetalk.transcripts.model import Frozen

LEVEL = 0.9
"""The level of every interval of agreement."""


class Coefficient(Frozen):
    """A coefficient of agreement over `n` things (units, turns, volleys or transcripts).

    `value` is 1 for perfect agreement and None where it is undefined; `interval` is at 90 % and
    None where the evidence gives none. `why` says in plain words what is missing.
    """

    value: float | None
    interval: tuple[float, float] | None = None
    n: int
    why: str = ""
