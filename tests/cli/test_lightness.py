"""Help and import stay light: what they load is looked up in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"onnxruntime", "numpy", "matplotlib", "tokenizers", "lingua", "docx", "django", "torch"}


def loaded_by(code: str) -> set[str]:
    script = (
        f"import sys, json\n{code}\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_importing_changetalk_loads_none_of_its_rooms() -> None:
    loaded = loaded_by("import changetalk; rooms = [m for m in sys.modules if m.startswith('changetalk.')]; "
                       "assert rooms == ['changetalk.errors'], rooms")  # fmt: skip
    assert not loaded & (HEAVY | {"pydantic"})


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["review", "--help"], ["agree", "--help"]], ids=" ".join
)
def test_help_loads_no_model_no_numbers_and_no_pictures(args: list[str]) -> None:
    loaded = loaded_by(
        "from changetalk.cli.main import main\n"
        f"try: main({args!r})\n"
        "except SystemExit as stopped: assert not stopped.code"
    )
    assert not loaded & HEAVY


def test_reading_a_transcript_loads_no_model() -> None:
    assert not loaded_by("import changetalk; changetalk.read") & {"onnxruntime", "matplotlib"}
