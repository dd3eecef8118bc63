"""Renews what the documentation takes from the code: `python docs/generate.py`.

That is the pages in docs/reference/ and the output shown under each command in a ```console block.
With `--check` nothing is written; pages in docs/reference/ that are out of date are named and the
exit code is 1. The tests run every command of every block.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from typer.main import get_command
from typer.testing import CliRunner

from changetalk.cli.main import app
from changetalk.fidelity import Review, SiteCalibration
from changetalk.instruments import INSTRUMENTS
from changetalk.instruments.reference import markdown
from changetalk.transcripts import Transcript

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
WITH_COMMANDS = (ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md")))

BLOCK = re.compile(r"^```console( machine)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A block of commands ("$ …") and their output; `machine` marks output that depends on the weights
and, in the last digit, on the processor."""

MARK = "=== exit code"


def command_line() -> str:
    """Every command with its help, as it prints it."""
    names = ["", *_names(get_command(app))]
    parts = ["# Command line\n\nWritten from the program itself; `--help` says the same.\n"]
    for name in names:
        help_ = CliRunner().invoke(
            app, [*name.split(), "--help"], prog_name="changetalk", env={"COLUMNS": "80"}
        )
        parts.append(f"## changetalk {name}".strip() + f"\n\n```text\n{help_.stdout.strip()}\n```\n")
    return "\n".join(parts)


def _names(group: Any, above: str = "") -> Iterator[str]:
    """The names of a group's commands, each followed by those of its own commands."""
    for name, command in getattr(group, "commands", {}).items():
        yield f"{above}{name}"
        yield from _names(command, f"{above}{name} ")


def schema(model: type[BaseModel], name: str) -> Callable[[], str]:
    """A function that gives the JSON Schema of the files that hold a `model` and say "schema": `name`."""

    def make() -> str:
        draft = "https://json-schema.org/draft/2020-12/schema"
        content: dict[str, Any] = {"$schema": draft, **model.model_json_schema(), "title": name}
        content["properties"] = {**content["properties"], "schema": {"const": name}}
        content["required"] = ["schema", *content["required"]]
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    return make


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": command_line,
    "instruments.md": lambda: markdown(INSTRUMENTS.values()),
    "site-calibration-1.schema.json": schema(SiteCalibration, "changetalk/site-calibration/1"),
    "coded-transcript-1.schema.json": schema(Review, "changetalk/coded-transcript/1"),
    "transcript-1.schema.json": schema(Transcript, "changetalk/transcript/1"),
}


def outdated() -> list[str]:
    """The pages in docs/reference/ that do not say what the code says."""
    return [
        name
        for name, make in PAGES.items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text("utf-8") != make()
    ]


def run(commands: list[str], folder: Path) -> list[tuple[str, int]]:
    """What each command prints (stdout and stderr) and its exit code, all run by one shell in
    `folder`, where `changetalk` is this very code."""
    script = f'changetalk() {{ "{sys.executable}" -m changetalk.cli.main "$@"; }}\n'
    script += "".join(f"{command} 2>&1\nprintf '\\n{MARK} %s\\n' $?\n" for command in commands)
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "CHANGETALK_HOME": str(folder / ".changetalk"),
        "CHANGETALK_KEY": str(folder / ".changetalk.key"),
        "COLUMNS": "80",
        "PYTHONIOENCODING": "utf-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    shell = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    pieces = re.split(rf"\n{MARK} (\d+)\n", shell.stdout)[:-1]
    return [(output, int(code)) for output, code in zip(pieces[::2], pieces[1::2], strict=True)]


def commands_of(block: str) -> list[str]:
    """The commands of one block, without their prompts."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def shown(block: str, ran: Iterator[tuple[str, int]]) -> str:
    """A block with what its commands have just printed."""
    lines: list[str] = []
    for command in commands_of(block):
        lines += [f"$ {command}", *next(ran)[0].splitlines()]
    return "\n".join(line.rstrip() for line in lines)


def with_output(page: str, folder: Path) -> str:
    """The page with what its commands print now."""
    blocks = [match.group(2) for match in BLOCK.finditer(page)]
    ran = iter(run([command for block in blocks for command in commands_of(block)], folder))

    def renewed(match: re.Match[str]) -> str:
        return f"```console{match.group(1) or ''}\n{shown(match.group(2), ran)}\n```"

    return BLOCK.sub(renewed, page)


def main() -> None:
    """Renew everything, or with --check name what is out of date."""
    if "--check" in sys.argv[1:]:
        stale = outdated()
        if stale:
            sys.exit(f"out of date in docs/reference: {', '.join(stale)}; run python docs/generate.py")
        return
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), "utf-8")
    for page in WITH_COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(with_output(page.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
