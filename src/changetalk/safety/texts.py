"""The fixed texts: everything that is said about danger, word for word.

They are kept in `texts.toml`, are never worded or changed by a language model, and may instruct,
inform and repeat, which the guide may not. No clinician has reviewed them yet; `clinical_review`
keeps a record when one does, tied to the `version` of what was reviewed.
"""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from changetalk.safety.answers import Answer
from changetalk.safety.shipped import table


class Text(BaseModel):
    """A fixed text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    action: str
    """The words of its first two sentences that name what to do next."""
    yes_means: Answer | None = None
    """Where it asks: what a plain yes says. None where it asks nothing to be answered."""


def fixed(id: str) -> Text:
    """The text of that id. Raises KeyError if there is none."""
    return texts()[id]


@cache
def texts() -> dict[str, Text]:
    """Every fixed text by its id."""
    return {id: Text(id=id, **fields) for id, fields in table("texts.toml").items()}


def not_english(language: str) -> tuple[str, ...]:
    """The ids of the texts that say only English is understood: in that language if there is one,
    and in English."""
    own = f"language.{language.casefold()}"
    return (own, "language.english") if own in texts() else ("language.english",)
