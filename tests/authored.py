"""The example conversations as codings, for tests that need real talk with human-style codes."""

from importlib.resources import files
from pathlib import Path

from changetalk.coder import Coding, read_coded

EXAMPLES = Path(str(files("changetalk.examples")))
NAMES = ("cpap", "hearing-aids", "thesis")


def authored_coding(name: str, coder: str = "first") -> Coding:
    """One blind coding (`first` or `second`) of an example conversation."""
    return read_coded(EXAMPLES / "coded" / coder / f"{name}.csv")
