"""Importing the room costs nothing that a reader may not need."""

from __future__ import annotations

import subprocess
import sys


def test_importing_transcripts_loads_no_readers_library() -> None:
    heavy = ["webvtt", "docx", "lxml", "lingua", "charset_normalizer", "numpy"]
    program = f"import sys, changetalk.transcripts; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
