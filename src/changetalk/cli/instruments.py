"""`changetalk instruments`: what the codes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

import changetalk as ct
from changetalk.cli.console import out
from changetalk.errors import InputTrouble

if TYPE_CHECKING:
    from changetalk.instruments import Code, Instrument


def instruments(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="A code or a word of its name, such as CR or affirm."),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="The whole reference as Markdown.")] = False,
) -> None:
    """Look a code up, or list all of them."""
    if markdown:
        from changetalk.instruments.reference import markdown as reference

        typer.echo(reference(ct.INSTRUMENTS.values()), nl=False)
    elif code:
        found = ct.look_up(code)
        if not found:
            raise InputTrouble(code, "no code has that name", "changetalk instruments lists them all.")
        out().print(*(_explained(*pair) for pair in found), sep="\n")
    else:
        out().print(*(_listed(instrument) for instrument in ct.INSTRUMENTS.values()), sep="\n")


def _listed(instrument: Instrument) -> Table:
    rows = Table.grid(padding=(0, 2))
    rows.title = Text(f"{instrument.name}, {instrument.role}", style="bold")
    rows.title_justify = "left"
    for code in instrument.codes:
        rows.add_row(Text(code.id, style="cyan"), Text(code.name))
    return rows


def _explained(instrument: Instrument, code: Code) -> Group:
    head = Text.assemble((code.id, "bold cyan"), f"  {code.name} ", (f"({instrument.name})", "dim"))
    parts: list[Text | Padding] = [head, _indented(code.definition)]
    for title, lines in (("For example", code.examples), ("Not this", code.not_this)):
        if lines:
            parts += [_indented(title, "bold"), *(_indented(f"· {line}") for line in lines)]
    return Group(*parts, "")


def _indented(line: str, style: str = "") -> Padding:
    return Padding(Text(line, style=style), (0, 0, 0, 2), expand=False)
