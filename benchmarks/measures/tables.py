"""Results as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from pathlib import Path

from benchmarks.measures.judged import Interval
from training.paths import RESULTS


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)]) + "\n"


def with_interval(value: float, interval: Interval) -> str:
    """A figure and its interval: 0.812 (0.800-0.823); undefined figures are a dash."""
    if isnan(value):
        return "-"
    return f"{value:.3f} ({interval[0]:.3f}-{interval[1]:.3f})"


def rounded(values: Iterable[float]) -> list[float | None]:
    """To four decimals, for JSON; undefined ones are None."""
    return [None if isnan(value) else round(float(value), 4) for value in values]


def page(title: str, intro: str, sections: Mapping[str, str]) -> str:
    """A page of results: a title, what it is, and a section under each heading."""
    parts = [f"# {title}\n\n{intro}\n", *(f"## {name}\n{body.strip()}\n" for name, body in sections.items())]
    return "\n".join(parts)


def sections(text: str) -> dict[str, str]:
    """The sections of such a page by heading."""
    parts = (part.split("\n", 1) for part in text.split("\n## ")[1:])
    return {name: body.strip() for name, body in parts}


def write(name: str, text: str, data: object, folder: Path = RESULTS) -> None:
    """Keep a benchmark's page and figures as `name`.md and `name`.json, and print the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(text)
