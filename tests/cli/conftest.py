"""Running the command line in this process, as `changetalk ARGS` would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from changetalk.cli.main import main


class Ran(NamedTuple):
    """What a command left: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """`run("score", path)` gives what `changetalk score path` prints on a page of 80 columns,
    with a home of the test's own."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CHANGETALK_HOME", str(tmp_path_factory.mktemp("home")))

    def command(*args: str | Path) -> Ran:
        with pytest.raises(SystemExit) as stopped:
            main([str(arg) for arg in args])
        captured = capsys.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return command


@pytest.fixture
def examples(run: Run, tmp_path: Path) -> Path:
    """A folder with the example conversations, and the current folder set beside it."""
    assert run("examples", tmp_path / "examples").code == 0
    return tmp_path / "examples"
