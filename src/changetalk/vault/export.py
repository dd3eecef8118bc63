"""Everything about one person to take away: JSON for programs, a page for people, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from changetalk.errors import InputTrouble
from changetalk.vault import disk
from changetalk.vault.person import Person


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExportedRecord(_Part):
    """One record of a stream."""

    key: str
    at: AwareDatetime
    value: dict[str, Any]


class ExportedDocument(_Part):
    """One document."""

    at: AwareDatetime
    value: dict[str, Any]


class Export(_Part):
    """Everything about one person, readable by anyone. `damage` says in words what could not be
    read."""

    schema_: Literal["changetalk/person/1"] = Field(alias="schema", default="changetalk/person/1")
    person: str = Field(pattern="^[0-9a-f]{32}$")
    made: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    streams: dict[str, tuple[ExportedRecord, ...]]
    documents: dict[str, ExportedDocument]
    damage: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Export:
        """Everything about a person that can be read."""
        streams, documents, damage = person.salvage()
        return cls(
            person=person.id,
            streams={
                name: tuple(ExportedRecord(key=each.key, at=each.at, value=each.value) for each in records)
                for name, records in streams.items()
            },
            documents={each.name: ExportedDocument(at=each.at, value=each.value) for each in documents},
            damage=tuple(str(each) for each in damage),
        )

    def json_text(self) -> str:
        """The export for programs."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"

    def html(self) -> str:
        """The export as one page without scripts or anything to fetch."""
        return _environment().get_template("export.html.j2").render(export=self)

    def write(self, folder: Path | str) -> tuple[Path, Path]:
        """Write both to `folder`, for its owner alone, in place of an earlier export of this person;
        returns where. Raises VaultTrouble."""
        stem = Path(folder) / f"changetalk-{self.person[:8]}"
        paths = stem.with_suffix(".json"), stem.with_suffix(".html")
        for path, text in zip(paths, (self.json_text(), self.html()), strict=True):
            disk.write_whole(path, text.encode())
        return paths


def read_export(path: Path | str) -> Export:
    """The export in a JSON file. Raises InputTrouble if it is none."""
    path = Path(path)
    with disk.in_words(path, "read"):
        data = path.read_bytes()
    try:
        return Export.model_validate_json(data)
    except ValidationError:
        what = "is not an export of changetalk, or is cut off"
        raise InputTrouble(str(path), what, "Name the .json file that export wrote.") from None


def take_in(export: Export, into: Person) -> None:
    """Add to a person what of the export they do not have. Callers hold the lock. Raises InputTrouble
    for what the vault cannot hold, which no export of changetalk has."""
    try:
        for stream, records in export.streams.items():
            for record in records:
                into.append(stream, record.value, key=record.key, at=record.at)
        present = {each.name: each.at for each in into.salvage()[1]}
        for name, document in export.documents.items():
            if name not in present or present[name] < document.at:
                into.put(name, document.value, at=document.at)
    except ValueError as error:
        what = f"holds something that cannot be kept: {error}"
        raise InputTrouble(f"the export of {export.person}", what, "Export it anew.") from None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("changetalk.vault"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    environment.filters["heading"] = _heading
    environment.filters["spoken"] = _spoken
    return environment


def _spoken(value: dict[str, Any]) -> tuple[str | None, str | None, dict[str, Any]]:
    """Who said what, and everything else; None where nobody said anything."""
    rest = dict(value)
    if not isinstance(value.get("text"), str):
        return None, None, rest
    who = next((name for name in ("speaker", "role") if isinstance(value.get(name), str)), None)
    return rest.pop(who) if who else None, rest.pop("text"), rest


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


def _heading(name: str) -> str:
    """A field's or stream's name as people write it."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
