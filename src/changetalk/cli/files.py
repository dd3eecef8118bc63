"""Where results go: their names, and files that are either whole or not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from changetalk.errors import InputTrouble

OURS = (
    b"changetalk/coded-transcript/",
    b"changetalk/site-calibration/",
    b'name="generator" content="changetalk',
)
"""What the beginning of every file that changetalk writes contains; such a file may be replaced."""

BEGINNING = 4096


def destinations(given: Path | None, sources: Sequence[Path], suffix: str) -> list[Path]:
    """A path for each source's result: `given` itself for one source, else NAME`suffix` in the
    folder `given` (the current folder if None); sources of one name are numbered."""
    if given is not None and len(sources) == 1 and not given.is_dir():
        return [given]
    seen: Counter[str] = Counter()
    paths = []
    for source in sources:
        seen[source.stem] += 1
        number = f"-{seen[source.stem]}" if seen[source.stem] > 1 else ""
        paths.append((given or Path()) / f"{source.stem}{number}{suffix}")
    return paths


def make_folder(path: Path) -> None:
    """Make the folder for several results, for its owner only, unless it is there already."""
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        raise InputTrouble(str(path), "is a file", "With several inputs, name a folder.") from None
    except OSError as error:
        raise _trouble(path, "cannot be made", error) from None


def check_free(path: Path, sources: Sequence[Path]) -> None:
    """Raise InputTrouble unless `path` can take a result: its folder is there, and the path is
    new or holds an earlier result of changetalk that is not one of the `sources` being read."""
    if not path.parent.is_dir():
        raise InputTrouble(str(path), f"the folder {path.parent} is not there", "Make it first.")
    if not path.exists():
        return
    if any(path.resolve() == source.resolve() for source in sources):
        raise InputTrouble(str(path), "the result would replace the file it is made from", "Name another.")
    if not path.is_file():
        raise InputTrouble(str(path), "is not an ordinary file", "Name another place for the result.")
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except OSError as error:
        raise _trouble(path, "cannot be looked into", error) from None
    if beginning and not any(mark in beginning for mark in OURS):
        raise InputTrouble(
            str(path), "is there already and not from changetalk", "Move it away or name another place."
        )


def write(path: Path, text: str) -> None:
    """Write `text` to the file that `path` leads to, whole or not at all, for its owner only."""
    from changetalk.transcripts.files import write_whole

    write_whole(path.resolve(), text.encode("utf-8"))


def _trouble(path: Path, what: str, error: OSError) -> InputTrouble:
    return InputTrouble(str(path), f"{what} ({error.strerror})", "Name another place.")
