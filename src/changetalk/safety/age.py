"""The question about age, asked once at the start of a self-guided conversation."""

from __future__ import annotations

from typing import Literal

ADULT = 18

AgeLimit = Literal[16, 18]
"""From which age on the guide talks with a person: 18, or 16 where an administrator sets it."""

QUESTION = "age"
"""The id of the fixed text that asks."""


def under_age(age: int, limit: AgeLimit = ADULT) -> bool:
    """Is someone of `age` years under the limit?"""
    return age < limit
