"""The two consoles: results on stdout, progress and trouble on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

PATIENCE = 1.0
"""Seconds of work before a progress bar is worth showing."""


def out() -> Console:
    """Stdout: colour when it is a terminal, plain text when it is piped."""
    return Console(highlight=False, markup=False, emoji=False)


def err() -> Console:
    """Stderr, in the same way."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to call with (done, total); a bar appears on a terminal if work is long."""
    console = err()
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(label, total=None)
    began = time.monotonic()
    shown = False

    def report(done: int, total: int) -> None:
        nonlocal shown
        if not shown and console.is_terminal and time.monotonic() - began > PATIENCE:
            bar.start()
            shown = True
        bar.update(task, completed=done, total=total)

    try:
        yield report
    finally:
        if shown:
            bar.stop()
