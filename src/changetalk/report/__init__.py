"""One conversation's report: a self-contained HTML page with its pictures.

The room itself can be called: `changetalk.report(review)` is the page, because a package's name
for one of its rooms is always the room.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from changetalk.fidelity import Review
from changetalk.transcripts.files import write_whole

__all__ = ["html", "report", "write_html"]


def html(review: Review) -> str:
    """The review as one HTML page without scripts or anything to fetch. What people said is shown
    as text, whatever it holds."""
    # Pictures bring in matplotlib; other rooms take words from here without it.
    from changetalk.report.page import html  # noqa: PLC0415

    return html(review)


def write_html(review: Review, path: Path | str) -> None:
    """Write the page to `path`, whole or not at all, readable by its owner alone; a file of that
    name is replaced. Raises InputTrouble where that cannot be done."""
    write_whole(path, html(review).encode())


def report(review: Review, path: Path | str | None = None) -> str:
    """The page of the review, also written to `path` where one is given (see `write_html`)."""
    page = html(review)
    if path is not None:
        write_html(review, path)
    return page


class _Room(ModuleType):
    def __call__(self, review: Review, path: Path | str | None = None) -> str:
        return report(review, path)


sys.modules[__name__].__class__ = _Room
