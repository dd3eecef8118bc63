"""The command line, put together. Commands import what they need when they run, so that help and
`--version` load no model, numbers or pictures."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import changetalk as ct
from changetalk.cli.agree import agree
from changetalk.cli.calibrate import calibrate
from changetalk.cli.code import code
from changetalk.cli.examples import examples
from changetalk.cli.instruments import instruments
from changetalk.cli.review import review
from changetalk.cli.score import score
from changetalk.cli.vault import vault
from changetalk.errors import ChangetalkError

app = typer.Typer(
    name="changetalk",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (review, code, score, calibrate, agree, instruments, examples):
    app.command()(command)
app.add_typer(vault)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"changetalk {ct.__version__}")
        raise typer.Exit


@app.callback()
def changetalk(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Motivational Interviewing conversations coded, scored and reported, on your own machine.

    Exit codes: 0 done, 1 trouble with what was given, 2 wrong use.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line with `args` (the process's own if None) and exit.

    Trouble that changetalk can name is one line on stderr and exit code 1.
    """
    try:
        app(args, prog_name="changetalk")
    except ChangetalkError as trouble:
        sys.stderr.write(f"changetalk: {trouble}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
