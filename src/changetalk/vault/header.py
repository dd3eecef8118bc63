"""The vault's header: its id, how its master key is kept, and whose own vault it is."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from changetalk.vault import disk
from changetalk.vault.keyring import Kind
from changetalk.vault.places import Root
from changetalk.vault.troubles import RESTORE, Damaged, NoVault

PERSON = re.compile(r"[0-9a-f]{32}")
"""A person's id."""


class Header(BaseModel):
    """What the header says. It is not secret. `master` is the id of the master key that everything
    is wrapped by; `owner` the person whose own conversations the terminal keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["changetalk/vault/1"] = Field(alias="schema", default="changetalk/vault/1")
    id: str = Field(default_factory=lambda: secrets.token_hex(16), pattern="^[0-9a-f]{32}$")
    made: datetime = Field(default_factory=lambda: datetime.now(UTC))
    key: Kind
    master: str
    owner: str | None = None


def read(root: Root) -> Header:
    """The header on disk. Raises NoVault where there is none."""
    with disk.in_words(root.header, "read"):
        try:
            data = root.header.read_bytes()
        except FileNotFoundError:
            if people(root):
                raise Damaged(str(root.header), "this file of the vault is gone", RESTORE) from None
            raise no_vault(root.path.parent) from None
    try:
        return Header.model_validate_json(data)
    except ValidationError:
        what = "is damaged, or from a newer changetalk"
        raise Damaged(str(root.header), what, f"Install the newest changetalk. {RESTORE}") from None


def no_vault(home: Path) -> NoVault:
    """What to say where nothing is kept."""
    return NoVault(str(home), "nothing is kept here yet", "Check CHANGETALK_HOME if something should be.")


def people(root: Root) -> tuple[str, ...]:
    """The ids of everyone who has a folder, in order."""
    with disk.in_words(root.people, "read"):
        try:
            names = [path.name for path in root.people.iterdir()]
        except FileNotFoundError:
            return ()
    return tuple(sorted(name for name in names if PERSON.fullmatch(name)))


def write(root: Root, header: Header) -> None:
    """Put the header on disk."""
    disk.write_whole(root.header, header.model_dump_json(by_alias=True, indent=1).encode())
