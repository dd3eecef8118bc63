"""Every instrument there is, found by looking: a file in this folder that defines INSTRUMENT."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from changetalk.instruments.model import Code, Instrument


def _found() -> Iterator[Instrument]:
    package, own_name = __name__.rsplit(".", 1)
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != own_name:
            instrument = getattr(importlib.import_module(f"{package}.{module.name}"), "INSTRUMENT", None)
            if isinstance(instrument, Instrument):
                yield instrument


INSTRUMENTS: dict[str, Instrument] = {
    instrument.id: instrument for instrument in sorted(_found(), key=lambda i: (i.role != "counselor", i.id))
}
"""All instruments by id, those for the counselor first."""


def look_up(text: str) -> list[tuple[Instrument, Code]]:
    """The codes that `text` may mean, in any case: an id ("CR", "d+"), an id without its sign
    ("d"), or words, or beginnings of words, of a name ("complex", "emph auto"). The first of
    these three that finds anything decides; nothing found is an empty list."""
    wanted = text.strip().casefold()
    words = wanted.split()
    every = [(instrument, code) for instrument in INSTRUMENTS.values() for code in instrument.codes]
    by_id = [pair for pair in every if pair[1].id.casefold() == wanted]
    by_letter = [pair for pair in every if pair[1].id.casefold().rstrip("+-") == wanted]
    by_name = [pair for pair in every if words and _names(pair[1], words)]
    return by_id or by_letter or by_name


def _names(code: Code, words: list[str]) -> bool:
    parts = code.name.casefold().replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in words)
