"""Several files at once: one that is in trouble does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import typer

from changetalk.cli.console import err
from changetalk.errors import ChangetalkError

Item = TypeVar("Item")
Done = TypeVar("Done")


def each(items: Sequence[Item], do: Callable[[Item], Done]) -> tuple[list[Done], list[ChangetalkError]]:
    """What `do` made of each item, and the troubles met; a single item's trouble is raised."""
    done: list[Done] = []
    troubles: list[ChangetalkError] = []
    for item in items:
        try:
            done.append(do(item))
        except ChangetalkError as trouble:
            if len(items) == 1:
                raise
            troubles.append(trouble)
    return done, troubles


def name_troubles(troubles: Iterable[ChangetalkError]) -> None:
    """Name on stderr what could not be done and leave with exit code 1; nothing if all was."""
    lines = [str(trouble) for trouble in troubles]
    if lines:
        err().print("Not done:", *lines, sep="\n  ", soft_wrap=True)
        raise typer.Exit(1)
