"""Looking into every file under a folder, as somebody who got hold of it would."""

from __future__ import annotations

from pathlib import Path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holds(folder: Path, wanted: bytes) -> list[Path]:
    """The files that hold these bytes, or have them in their names."""
    found = [path for path, data in contents(folder).items() if wanted in data]
    return found + [path for path in folder.rglob("*") if wanted in bytes(path)]


def log_of(folder: Path) -> Path:
    """The only log in a person's folder."""
    (log,) = folder.glob("*.log")
    return log
