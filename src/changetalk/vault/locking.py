"""One at a time: whoever reads or writes in the data home holds its lock while doing so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from changetalk.vault import disk
from changetalk.vault.troubles import Busy

PATIENCE = 10.0
"""Seconds to wait for another program before saying that it is busy."""

BETWEEN_TRIES = 0.005


@dataclass
class HomeLock:
    """The lock of a data home. It may be taken again by the thread that holds it, keeps other
    threads and programs out, and goes when its program does, however that ends."""

    path: Path
    patience: float = PATIENCE
    _lock: FileLock = field(init=False)

    def __post_init__(self) -> None:
        self._lock = FileLock(self.path, timeout=self.patience, mode=0o600, poll_interval=BETWEEN_TRIES)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While the lock is held. Raises Busy when another holds it for longer than `patience`."""
        with disk.in_words(self.path):
            try:
                self._lock.acquire()
            except Timeout:
                raise Busy(
                    str(self.path.parent),
                    "another changetalk is at work in this data home",
                    "Wait until it has finished, or stop it, and try again.",
                ) from None
        try:
            yield
        finally:
            self._lock.release()
