"""Whatever is under way, a kill before any change to any file leaves a vault that opens, whole."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.vault.dying import SCENARIOS

IN_MEMORY = Path("/dev/shm")
"""Where files cost no time at a disk."""


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_at_any_step_the_vault_opens_whole(name: str) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        command = [sys.executable, "-m", "tests.vault.dying", name, folder]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 5
