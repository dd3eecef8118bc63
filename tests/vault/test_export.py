from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.vault import Export, Person, Vault, read_export

THEN = datetime(2026, 3, 4, 17, 5, tzinfo=UTC)


@pytest.fixture
def spoken(person: Person) -> Person:
    person.append("conversation 1", {"speaker": "client", "text": "I <b>might</b> stop"}, key="1", at=THEN)
    person.append("conversation 1", {"speaker": "guide", "text": "You might.", "codes": ["SR"]}, key="2")
    person.append("ratings", {"session_rating": 4, "would_return": True, "note": None})
    person.put("values", {"first": "my children", "others": ["health", "honesty"]}, at=THEN)
    return person


class Text(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_json_holds_everything_with_times_and_reads_back(spoken: Person, tmp_path: Path) -> None:
    export = Export.of(spoken)
    json_file, _ = export.write(tmp_path)
    fields = json.loads(json_file.read_text("utf-8"))
    assert fields["schema"] == "changetalk/person/1"
    first = fields["streams"]["conversation 1"][0]
    assert first["value"] == {"speaker": "client", "text": "I <b>might</b> stop"}
    assert (first["key"], datetime.fromisoformat(first["at"])) == ("1", THEN)
    assert fields["documents"]["values"]["value"]["others"] == ["health", "honesty"]
    assert read_export(json_file) == export


def test_the_page_shows_everything_as_text_and_fetches_nothing(spoken: Person) -> None:
    html = Export.of(spoken).html()
    page = Text(html)
    text = re.sub(r"\s+", " ", " ".join(page.words))
    said = ["I <b>might</b> stop", "You might.", "client", "SR", "yes", "my children", "honesty"]
    for expected in (
        *said,
        "Session rating",
        "Conversation 1",
        "Values",
        "4 March 2026, 17:05 UTC",
        spoken.id,
    ):
        assert expected in text
    assert not {"script", "img", "link", "iframe", "b"} & {tag for tag, _ in page.tags}
    assert not [attrs for _, attrs in page.tags if "src" in attrs or "href" in attrs]
    assert "http" not in html.replace("http-equiv", "")


def test_an_export_of_somebody_who_said_nothing_says_so(person: Person) -> None:
    assert "Nothing is kept." in Export.of(person).html()


def test_the_files_are_their_owners_alone_and_take_the_place_of_earlier_ones(
    spoken: Person, tmp_path: Path
) -> None:
    Export.of(spoken).write(tmp_path)
    spoken.append("ratings", {"session_rating": 5})
    paths = Export.of(spoken).write(tmp_path)
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o600, 0o600]
    assert len(read_export(paths[0]).streams["ratings"]) == 2


def test_what_is_damaged_is_named_and_the_rest_comes_out(vault: Vault, spoken: Person) -> None:
    (values,) = spoken.folder.glob("*.doc")
    values.write_bytes(b"?")
    logs = sorted(spoken.folder.glob("*.log"), key=lambda path: path.stat().st_size)
    data = bytearray(logs[1].read_bytes())
    data[-3] ^= 1
    logs[1].write_bytes(data)
    export = Export.of(vault.person(spoken.id))
    assert [len(export.streams[name]) for name in ("conversation 1", "ratings")] == [1, 1]
    assert len(export.damage) == 2
    assert "Some of it could not be read" in export.html()


def test_an_import_elsewhere_gives_the_same_person_with_the_same_words(
    spoken: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = Export.of(spoken)
    monkeypatch.setenv("CHANGETALK_KEY", str(tmp_path / "other.key"))
    elsewhere = Vault.create(tmp_path / "elsewhere")
    person = elsewhere.import_person(export)
    assert person.id == spoken.id
    again = Export.of(elsewhere.person(spoken.id))
    assert (again.streams, again.documents) == (export.streams, export.documents)


def test_an_import_twice_doubles_nothing_and_adds_what_is_new(vault: Vault, spoken: Person) -> None:
    export = Export.of(spoken)
    spoken.append("ratings", {"session_rating": 2})
    spoken.put("values", {"first": "sleep"})
    later = Export.of(spoken)
    vault.import_person(export)
    assert Export.of(spoken).streams == later.streams
    assert spoken.get("values") == {"first": "sleep"}
    other = vault.create_person()
    for each in (export, later, later):
        vault.import_person(each, into=other)
    assert Export.of(other).streams == later.streams
    assert other.get("values") == {"first": "sleep"}


def test_an_import_of_somebody_erased_here_is_a_new_person(vault: Vault, spoken: Person) -> None:
    export = Export.of(spoken)
    vault.erase(spoken.id)
    person = vault.import_person(export)
    assert person.id != spoken.id
    assert Export.of(person).streams == export.streams


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"schema": "changetalk/person/1"}', '{"schema": "changetalk/person/1", "person": "../x"}'],
)
def test_a_file_that_is_no_export_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "export.json"
    file.write_text(text)
    with pytest.raises(InputTrouble, match="is not an export"):
        read_export(file)


def test_an_export_that_names_a_stream_and_a_document_alike_is_refused(vault: Vault, spoken: Person) -> None:
    export = Export.of(spoken)
    odd = export.model_copy(update={"documents": {"ratings": export.documents["values"]}})
    with pytest.raises(InputTrouble, match="cannot be kept"):
        vault.import_person(odd)
