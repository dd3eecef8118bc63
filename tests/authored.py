"""The example conversations as codings, for tests that need real talk with human-style codes."""

from pathlib import Path

import changetalk
from changetalk.coder import Coding, read_coded

EXAMPLES = Path(changetalk.__file__).parent / "examples"
NAMES = ("cpap", "hearing-aids", "thesis")


def authored_coding(name: str, coder: str = "first") -> Coding:
    """One blind coding (`first` or `second`) of an example conversation."""
    return read_coded(EXAMPLES / "coded" / coder / f"{name}.csv")
