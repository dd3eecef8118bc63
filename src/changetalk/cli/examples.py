"""`changetalk examples`: the conversations that come with changetalk."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from changetalk.cli import files as places
from changetalk.cli.console import out
from changetalk.errors import InputTrouble


def examples(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="Copy them to this folder, which is made if need be."),
    ] = None,
) -> None:
    """List or copy the example conversations."""
    with as_file(files("changetalk") / "examples") as shipped:
        contents = sorted(_files(shipped))
        if folder:
            for path in contents:
                _copy(shipped / path, folder / path)
        for path in contents:
            out().print(folder / path if folder else path, soft_wrap=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _copy(source: Path, target: Path) -> None:
    text = source.read_text("utf-8")
    if target.exists() and target.read_text("utf-8", errors="replace") != text:
        raise InputTrouble(str(target), "is there already and differs", "Name an empty folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    places.write(target, text)
