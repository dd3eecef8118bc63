"""What a record or document says before it is sealed: JSON with its time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

LARGEST = 16 * 1024 * 1024
"""The most bytes of one record or document."""

LONGEST_NAME = 200


@dataclass(frozen=True)
class Record:
    """One record of a stream: its number from 1, when it was said, the key that tells it from all
    others of the stream, and its value. What it shows of itself in a log quotes neither."""

    number: int
    at: datetime
    key: str = field(repr=False)
    value: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Document:
    """A document, its name and when it was put."""

    name: str = field(repr=False)
    at: datetime
    value: dict[str, Any] = field(repr=False)


def record_bytes(value: Mapping[str, Any], key: str, at: datetime | None) -> bytes:
    """A record as bytes. Raises ValueError for what is not JSON or too large."""
    return _bytes({"at": _time(at), "key": key, "value": dict(value)})


def record_of(number: int, plain: bytes) -> Record:
    """The record that these bytes are."""
    fields = json.loads(plain)
    return Record(number, datetime.fromisoformat(fields["at"]), fields["key"], fields["value"])


def document_bytes(name: str, value: Mapping[str, Any], at: datetime | None) -> bytes:
    """A document as bytes. Raises ValueError for what is not JSON or too large, or a bad name."""
    return _bytes({"name": _checked(name), "at": _time(at), "value": dict(value)})


def document_of(plain: bytes) -> Document:
    """The document that these bytes are."""
    fields = json.loads(plain)
    return Document(fields["name"], datetime.fromisoformat(fields["at"]), fields["value"])


def name_bytes(name: str) -> bytes:
    """A stream's name as bytes. Raises ValueError for a bad name."""
    return _bytes({"name": _checked(name)})


def name_of(plain: bytes) -> str:
    """The stream's name that these bytes are."""
    return str(json.loads(plain)["name"])


def _checked(name: str) -> str:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise ValueError(f"a name has 1 to {LONGEST_NAME} characters")
    return name


def _time(at: datetime | None) -> str:
    if at is not None and at.tzinfo is None:
        raise ValueError("a time needs its time zone")
    return (at or datetime.now(UTC)).astimezone(UTC).isoformat()


def _bytes(fields: Mapping[str, Any]) -> bytes:
    try:
        data = json.dumps(fields, allow_nan=False, separators=(",", ":")).encode()
    except TypeError:
        raise ValueError("only what JSON can hold can be kept") from None
    if len(data) > LARGEST:
        raise ValueError(f"is larger than {LARGEST // 1024**2} MB")
    return data
