"""Transcript to coded transcript: units, codes and calibrated probabilities.

`code` is the machine coder, `code_turn` codes a turn as it comes, `read_coded` reads a human's or an
earlier coding, and `assemble` puts unit codes from any rater together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.coded_files import read_coded
from changetalk.coder.coding import Coding, Unit

if TYPE_CHECKING:
    from changetalk.coder.machine import code, code_turn

__all__ = ["Coding", "TurnCoding", "Unit", "assemble", "code", "code_turn", "read_coded"]


def __getattr__(name: str) -> Any:
    # The machine coder brings in onnxruntime; reading a human's codes must not.
    if name in ("code", "code_turn"):
        return getattr(import_module("changetalk.coder.machine"), name)
    raise AttributeError(name)
