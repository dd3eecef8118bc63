"""Numbers to call: what is shown to a person in a country, and until when an entry may be shown.

`helplines.json` is a copy of the project's list, with the source and date of every entry. Entries
marked `verify_first` are never shown; entries or channels that were not seen at their source carry
"check this number". Nothing else in changetalk states a number to call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from changetalk.safety.shipped import data

CHECK = "check this number"

_ANY_PLACE = "default"
_UNION = "EU"
_MEMBER_STATES = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
)


class Help(StrEnum):
    """Kinds of line."""

    CRISIS = "crisis"
    YOUNG = "young"
    ABUSE = "abuse"
    POISON = "poison"
    SUBSTANCE = "substance"


class Channel(BaseModel):
    """One way to reach a line. `value` is what people read, `dial` the number in national form for
    tel: and sms: links (None for an address), `check` "check this number" or ""."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    value: str
    detail: str | None
    dial: str | None
    check: str


class Line(BaseModel):
    """One line or emergency service. None means not known, never "closed" or "no"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    contact: str
    channels: tuple[Channel, ...]
    hours: str | None
    languages: tuple[str, ...] | None
    region: str | None
    check: str
    """ "check this number" where nothing of the entry was seen at its source, else ""."""
    source: str | None
    checked: date
    review_by: date


class Numbers(BaseModel):
    """What is shown to one person: the emergency number always, and lines in the order asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: str
    """The country's name."""
    known: bool
    """Is the country known? Where it is not, show the text "no_country" beside the lines."""
    emergency: tuple[Line, ...]
    lines: tuple[Line, ...]


def help_for(country: str | None, kinds: Iterable[Help] = (Help.CRISIS,)) -> Numbers:
    """What to show in a country (ISO 3166 two-letter code, any case; None if it is not known).

    Where the list has no line of the kinds asked for, the country's crisis lines are given, and
    where there are none of these either, directories of lines by country.
    """
    code = (country or "").strip().upper()
    place = _place(code)
    entry = _countries()[place]
    lines = [line for kind in kinds for line in _shown(entry[kind.value])]
    lines = lines or list(_shown(entry[Help.CRISIS.value]))
    lines = lines or list(_shown(_countries()[_ANY_PLACE][Help.CRISIS.value]))
    return Numbers(
        country=entry["name"],
        known=place != _ANY_PLACE,
        emergency=tuple(_shown(entry["emergency"])),
        lines=tuple(dict.fromkeys(lines)),
    )


def countries() -> dict[str, str]:
    """The names of the countries that the list knows, by their two-letter code."""
    return {code: e["name"] for code, e in _countries().items() if code not in (_ANY_PLACE, _UNION)}


def past_review(today: date) -> list[str]:
    """Every entry whose date of review has passed, as "country, name: date"."""
    return [
        f"{code}, {entry['name']}: {entry['review_by']}"
        for code, country in _countries().items()
        for part in ("emergency", *Help)
        for entry in country[part]
        if date.fromisoformat(entry["review_by"]) < today
    ]


def _place(code: str) -> str:
    if code in countries():
        return code
    return _UNION if code in _MEMBER_STATES else _ANY_PLACE


def _shown(entries: Iterable[dict[str, Any]]) -> Iterator[Line]:
    """The entries that may be shown."""
    return (_line(entry) for entry in entries if not entry["verify_first"])


def _line(entry: dict[str, Any]) -> Line:
    unseen = not entry["seen"]
    return Line(
        name=entry["name"],
        contact=entry["contact"],
        channels=tuple(
            Channel(
                type=channel["type"],
                value=channel["value"],
                detail=channel.get("detail"),
                dial=channel.get("dial"),
                check="" if channel["seen"] and not unseen else CHECK,
            )
            for channel in entry["channels"]
        ),
        hours=entry["hours"],
        languages=entry["languages"] and tuple(entry["languages"]),
        region=entry["region"],
        check=CHECK if unseen else "",
        source=entry["source"] and entry["source"]["url"],
        checked=entry["checked"],
        review_by=entry["review_by"],
    )


@cache
def _countries() -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = data("helplines.json")["countries"]
    return content
