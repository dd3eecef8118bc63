"""The files that this room ships: lists, texts, numbers to call."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """A file's content, `name` as seen from this folder."""
    return (files("changetalk.safety") / name).read_text(encoding="utf-8")


def table(name: str) -> dict[str, Any]:
    """What is in a TOML file."""
    return tomllib.loads(text(name))


def data(name: str) -> dict[str, Any]:
    """What is in a JSON file that holds one object."""
    content: dict[str, Any] = json.loads(text(name))
    return content
