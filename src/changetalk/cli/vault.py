"""`changetalk vault`: what is kept on this machine, its key, and taking it away or erasing it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from changetalk.cli.console import out
from changetalk.errors import InputTrouble, VaultTrouble

if TYPE_CHECKING:
    from changetalk.vault import Status, Vault

vault = typer.Typer(
    name="vault",
    no_args_is_help=True,
    help="What is kept on this machine: its key, backups, export, erasing.",
    rich_markup_mode=None,
)

PersonId = Annotated[
    str | None,
    typer.Argument(
        metavar="PERSON",
        help="The person's id, or its beginning (see changetalk vault status). Without it: you.",
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def asking() -> Callable[[], str] | None:
    """What asks for the passphrase, where there is a terminal to ask at."""
    if not sys.stdin.isatty():
        return None
    return lambda: str(typer.prompt("Passphrase", hide_input=True, err=True))


def opened() -> Vault:
    """The vault of the data home."""
    from changetalk.vault import Vault

    return Vault.open(passphrase=asking())


@vault.command()
def status() -> None:
    """Show what is kept, and check all of it."""
    from changetalk.vault import NoVault, data_home

    try:
        found = opened().status()
    except NoVault:
        out().print(f"Nothing is kept yet in {data_home()}", soft_wrap=True)
        return
    _write(found)
    if found.damage:
        trouble = VaultTrouble(str(found.home), "some of what is kept is damaged", "See above.")
        raise typer.Exit(_said(trouble))


@vault.command()
def rotate(
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase",
            help="Seal the new key by a passphrase, asked for on the terminal or taken from "
            "CHANGETALK_NEW_PASSPHRASE.",
        ),
    ] = False,
    key_file: Annotated[
        bool, typer.Option("--key-file", help="Keep the new key in a key file instead of a passphrase.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Change the master key.

    The old key is destroyed. Backups made before open only with a copy of the old key file, or with
    the passphrase of that time: make a new backup afterwards.
    """
    if passphrase and key_file:
        raise typer.BadParameter("choose --passphrase or --key-file, not both")
    found = opened()
    # Nothing that is kept is lost by it, so a program may do it unasked.
    if sys.stdin.isatty():
        _agreed("Backups made before now will open only with the old key. Change the key?", yes)
    found.rotate(passphrase=_new_passphrase() if passphrase else None, to_key_file=key_file)
    out().print(f"The master key was changed. {_key(found.keeper.kind, found.keeper.path)}", soft_wrap=True)
    out().print("Make a new backup now with changetalk vault backup.")


@vault.command()
def export(
    person: PersonId = None,
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="DIR",
            help="The folder for the files. Without it: this one.",
            show_default=False,
        ),
    ] = Path(),
) -> None:
    """Write everything about one person to two files.

    One is JSON, for programs; the other a page to read. They are not encrypted.
    """
    from changetalk.vault import Export

    found = opened()
    if not to.is_dir():
        raise InputTrouble(str(to), "there is no such folder", "Make it first.")
    taken = Export.of(found.person(_who(found, person)))
    for path in taken.write(to):
        out().print(str(path), soft_wrap=True)
    out().print("These files are not encrypted. Keep them safe.")
    if taken.damage:
        what = "some of it is damaged and left out"
        trouble = VaultTrouble(str(found.home), what, "The page says what.")
        raise typer.Exit(_said(trouble))


@vault.command()
def erase(person: PersonId = None, yes: Yes = False) -> None:
    """Erase everything about one person, for good.

    Their key and every word are overwritten and removed. No restore brings them back here.
    """
    found = opened()
    who = _who(found, person)
    own = who == found.owner_id()
    whose = "everything that is kept about you" if own else f"everything that is kept about person {who}"
    _agreed(f"This destroys {whose}, for good. Export it first if you want to keep it. Erase?", yes)
    found.erase(who)
    out().print("Erased. Old backups and exports elsewhere still hold it: delete those too.", soft_wrap=True)


@vault.command()
def backup(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A new file outside the data home, best on another disk.",
            show_default=False,
        ),
    ],
) -> None:
    """Write everything that is kept to one encrypted file.

    The key file is not in it: keep a copy of that somewhere else.
    """
    found = opened()
    note = found.backup(file)
    size = f"{note.bytes / 1e6:.1f} MB" if note.bytes >= 1e5 else f"{note.bytes / 1e3:.1f} kB"
    out().print(f"{note.path}: {_people(note.people)}, {size}", soft_wrap=True)
    out().print(_key(found.keeper.kind, found.keeper.path), soft_wrap=True)
    damage = found.status().damage
    if damage:
        trouble = VaultTrouble(
            str(found.home), "some of what went into this backup is damaged", "Keep earlier backups too."
        )
        raise typer.Exit(_said(trouble))


@vault.command()
def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What changetalk vault backup wrote.", show_default=False)
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="KEYFILE",
            help="A copy of the key file from when the backup was made, where it is not in its place.",
            show_default=False,
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Put a backup in the place of everything that is kept.

    What was written since the backup is lost. What was erased stays erased.
    """
    from changetalk.vault import data_home, read_note
    from changetalk.vault import restore as put_back

    note = read_note(file)
    if any((data_home() / "vault").glob("people/*")):
        when = f"{note.made:%Y-%m-%d %H:%M} UTC"
        _agreed(f"This replaces everything in {data_home()} by how it was on {when}. Restore?", yes)
    done = put_back(file, key=key, passphrase=asking())
    left = f"; {_people(done.left_out)} stayed erased" if done.left_out else ""
    out().print(f"Restored: {_people(len(done.vault.people()))}{left}", soft_wrap=True)
    out().print(_key(done.vault.keeper.kind, done.vault.keeper.path), soft_wrap=True)


@vault.command(name="import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The .json file of an export.", show_default=False)
    ],
    mine: Annotated[bool, typer.Option("--mine", help="Add it to what is kept about you.")] = False,
) -> None:
    """Take in what was exported elsewhere.

    What is here already is not taken twice.
    """
    from changetalk.vault import Vault, read_export

    taken = read_export(file)
    found = Vault.open(passphrase=asking(), make=True)
    person = found.import_person(taken, found.owner() if mine else None)
    records = sum(len(each) for each in taken.streams.values())
    out().print(f"Person {person.id}: {records} records and {len(taken.documents)} documents read in")


def _who(found: Vault, given: str | None) -> str:
    """The id that `given` begins, or the owner's. Raises InputTrouble unless it is one person's."""
    people = found.people()
    if given is None:
        owner = found.owner_id()
        if owner is None:
            remedy = "Name a person: see changetalk vault status."
            raise InputTrouble("PERSON", "nothing is kept about you", remedy)
        return owner
    fitting = [person for person in people if person.startswith(given.lower())]
    if len(fitting) > 1:
        raise InputTrouble(given, f"{len(fitting)} people's ids begin like this", "Give more of the id.")
    return fitting[0] if fitting else given


def _agreed(question: str, yes: bool) -> None:
    """Go on only if the answer is yes. Without a terminal nobody is asked, and nothing is done."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputTrouble("--yes", "this cannot be undone, and there is no terminal to ask at", "Add --yes.")
    if not typer.confirm(question, err=True):
        raise typer.Exit(1)


def _new_passphrase() -> str:
    from changetalk.vault import KeyTrouble

    given = os.environ.get("CHANGETALK_NEW_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        what = "there is no terminal to ask for a new one"
        raise KeyTrouble("passphrase", what, "Set CHANGETALK_NEW_PASSPHRASE.")
    prompt = "New passphrase (12 characters or more; nobody can recover it)"
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True))


def _key(kind: str, path: Path) -> str:
    if kind == "file":
        return f"Key file: {path}. Keep a copy in a safe place: without it nothing can be read."
    return "The key is sealed by your passphrase. Without it nothing can be read."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _said(trouble: VaultTrouble) -> int:
    typer.echo(f"changetalk: {trouble}", err=True)
    return 1


def _write(found: Status) -> None:
    console = out()
    console.print(f"Data home  {found.home}", soft_wrap=True)
    where = str(found.key_path) if found.key == "file" else "sealed by a passphrase"
    console.print(f"Key        {where}", soft_wrap=True)
    console.print(f"Kept       {_people(len(found.people))}; erased so far: {found.erased}")
    if found.people:
        console.print()
        rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for head in ("Person", "streams", "records", "documents", "kB", ""):
            rows.add_column(head, no_wrap=True)
        for each in found.people:
            counts = (each.streams, each.records, each.documents, round(each.bytes / 1000))
            note = "damaged" if each.damage else "you" if each.id == found.owner else ""
            rows.add_row(each.id, *map(str, counts), note)
        console.print(rows)
    for line in found.damage:
        console.print(f"Damaged: {line}", soft_wrap=True)
    if found.key_inside:
        console.print("The key file lies in the data home: copies of the home take it along.", soft_wrap=True)
    for path in found.open_to_others:
        console.print(f"Other users of this machine may read {path}", soft_wrap=True)
