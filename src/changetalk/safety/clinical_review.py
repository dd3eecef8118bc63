"""A record that a clinician has reviewed the safety texts, rules and lists: who, when, which version.

changetalk ships without one. A service that has had them reviewed keeps the record in a file and
shows it; it holds for that version only, and says so when anything has changed since.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from changetalk.errors import InputTrouble
from changetalk.transcripts.files import open_file, write_whole

REVIEWED = (".toml", ".json")


class ClinicalReview(BaseModel):
    """Who reviewed what, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reviewer: str = Field(min_length=1)
    role: str = Field(min_length=1)
    """What the reviewer is, such as "consultant psychiatrist"."""
    day: date
    version: str
    """The `version()` that was reviewed."""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Is what was reviewed what is used?"""
        return self.version == version()


@cache
def version() -> str:
    """The version of the safety texts, rules and lists: twelve hexadecimal digits over all of them."""
    digest = sha256()
    folder = files("changetalk.safety")
    contents = [*folder.iterdir(), *(folder / "rules").iterdir()]
    for each in sorted(contents, key=lambda file: file.name):
        if each.name.endswith(REVIEWED):
            digest.update(each.name.encode() + b"\0" + each.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def standing(review: ClinicalReview | None) -> str:
    """One sentence on whether a clinician has reviewed what is used, to be shown to administrators."""
    if review is None:
        return f"No clinician has reviewed the safety texts, rules and lists (version {version()})."
    who = f"{review.reviewer}, {review.role}, on {review.day}"
    if review.holds:
        return f"Safety texts, rules and lists, version {version()}, reviewed by {who}."
    return (
        f"The safety texts, rules and lists (version {version()}) have changed since their review by {who} "
        f"(version {review.version})."
    )


def keep(review: ClinicalReview, path: str | os.PathLike[str]) -> None:
    """Write the record to a file, whole or not at all. Raises InputTrouble."""
    write_whole(path, (review.model_dump_json(indent=1) + "\n").encode())


def read_review(path: str | os.PathLike[str]) -> ClinicalReview | None:
    """The record in a file, None if there is no file. Raises InputTrouble if it is not such a record."""
    if not Path(path).exists():
        return None
    file = open_file(path)
    try:
        return ClinicalReview.model_validate(json.loads(file.text))
    except (ValueError, ValidationError):
        remedy = "Write it with changetalk.safety.clinical_review.keep."
        raise InputTrouble(file.path, "is not a record of a clinical review", remedy) from None
