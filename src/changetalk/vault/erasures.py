"""What was erased, by random id, so that a backup from before does not bring it back.

The list is kept in the vault and again beside the key file, where no restore reaches it; a restore
joins both with its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from changetalk.errors import VaultTrouble
from changetalk.vault import disk

ERASED = re.compile(r"^[0-9a-f]{32}(?:/[0-9a-f]{32})?$", re.MULTILINE)
"""A person, or a person and one of their streams or documents."""


@dataclass(frozen=True)
class Erasures:
    """The list, in its two places."""

    path: Path
    beside_key: Path

    def all(self) -> frozenset[str]:
        """Every id on either list."""
        return frozenset(ids(self.path)) | frozenset(ids(self.beside_key))

    def note(self, *erased: str) -> None:
        """Put ids on both lists, durably."""
        known = self.all() | set(erased)
        write(self.path, known)
        # The key may lie where nothing can be written; the vault's own list holds all the same.
        with suppress(VaultTrouble):
            write(self.beside_key, known)


def ids(path: Path) -> list[str]:
    """The ids in one list; none where there is no list."""
    with disk.in_words(path, "read"):
        try:
            return ERASED.findall(path.read_text("ascii", errors="replace"))
        except FileNotFoundError:
            return []


def write(path: Path, erased: Iterable[str]) -> None:
    """Write one list."""
    disk.make_folder(path.parent)
    disk.write_whole(path, "".join(f"{each}\n" for each in sorted(erased)).encode())
