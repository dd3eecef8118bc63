"""What was asked for, and whether it is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from benchmarks.measures.tables import table

HEADS = ("bar", "asked", "figure", "more", "met")


@dataclass(frozen=True)
class Bar:
    """One bar: what is measured, the limit, the figure, and what else to know of it. The figure must
    reach the limit or, if `at_most`, not exceed it; None is not met."""

    what: str
    limit: float
    figure: float | None
    more: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Is it?"""
        if self.figure is None:
            return False
        return self.figure <= self.limit if self.at_most else self.figure >= self.limit

    def data(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self) | {"met": self.met}


def bars_table(bars: Iterable[Bar]) -> str:
    """All bars as a Markdown table."""
    return table(HEADS, (_row(bar) for bar in bars))


def _row(bar: Bar) -> tuple[str, ...]:
    figure = "none" if bar.figure is None else f"{bar.figure:.4f}"
    asked = f"{'≤' if bar.at_most else '≥'} {bar.limit:g}"
    return bar.what, asked, figure, bar.more, "yes" if bar.met else "**no**"
