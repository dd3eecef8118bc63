"""Bar 3: whatever a file holds, a reader gives a transcript or changetalk's own error."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.errors import ChangetalkError
from changetalk.transcripts import Transcript, read, write
from tests.transcripts import samples

ENDINGS = [".vtt", ".srt", ".txt", ".docx", ".csv", ".tsv", ".json", ""]
OPENINGS = [
    "",
    "WEBVTT\n\n",
    "1\n00:00:01,000 --> 00:00:02,000\n",
    "speaker,text\n",
    '{"schema": "changetalk/transcript/1", "turns": [',
]
PARTS = [
    *("WEBVTT", "NOTE", "STYLE", "-->", "00:01.000 --> 00:02.000", "00:00:01,000 --> 00:00:02,000"),
    *("0:12", "[00:01:02]", "2:05 PM", "12/03/2026, 14:05", "T:", "C:", "Ann:", "Bob  0:05", "Therapist"),
    *("<v Ann>", "</v>", "<v.client ", "<script>", "&amp;", "&#0;", "&#1114112;", "speaker", "text", "role"),
    *("id", ",", ";", "\t", "|", '"', '""', '{"schema"', '"turns": [', "]", "}", ":", "- ", ">> ", "**"),
    *("changetalk/transcript/1", "NOTE changetalk/transcript/1 {}", "sep=;", "1e999", "NaN", "1", "²"),
    *("\ud7ff", "\u2028", "\x00", "\x85", "٣:٣٣", "שלום", "What do you want?", "I guess my wife"),
]


def pieces() -> st.SearchStrategy[str]:
    """Text out of the parts that readers look for."""
    part = st.sampled_from(PARTS) | st.text(max_size=4)
    return st.lists(st.tuples(part, st.sampled_from(["\n", " ", "", "\n\n", "\r\n"])), max_size=40).map(
        lambda found: "".join(part + gap for part, gap in found)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def read_or_refuse(folder: Path, ending: str, data: bytes) -> None:
    try:
        transcript = read(samples.put(folder, f"a{ending}", data))
    except ChangetalkError:
        return
    assert {"counselor", "client"} <= {turn.role for turn in transcript.turns}
    assert all(turn.text.strip() and turn.id for turn in transcript.turns)
    assert len({turn.id for turn in transcript.turns}) == len(transcript.turns)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes(folder: Path, ending: str, data: bytes) -> None:
    read_or_refuse(folder, ending, data)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(
    opening=st.sampled_from(OPENINGS), text=pieces(), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
def test_any_text_out_of_the_parts_of_formats(
    folder: Path, ending: str, opening: str, text: str, encoding: str
) -> None:
    read_or_refuse(folder, ending, (opening + text).encode(encoding, "replace"))


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """The data with a stretch of it replaced, doubled or cut out."""
    places = st.integers(0, len(data))
    return st.tuples(places, st.integers(0, 40), st.binary(max_size=8), places).map(
        lambda cut: data[: cut[0]] + cut[2] + data[cut[0] + cut[1] : max(cut[0] + cut[1], cut[3])]
    )


def written(ending: str) -> bytes:
    """The sample as changetalk writes it."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"a{ending}"
        write(samples.transcript(), path)
        return path.read_bytes()


@cache
def word(kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "a.docx"
        return (samples.word_table if kind == "table" else samples.word_paragraphs)(path).read_bytes()


SOUND = {
    "Zoom's VTT": (".vtt", samples.zoom_vtt().encode()),
    "Teams' VTT": (".vtt", samples.teams_vtt().encode()),
    "SRT": (".srt", samples.srt().encode()),
    "text": (".txt", samples.plain_text().encode()),
    "stamped text": (".txt", samples.stamped_text().encode()),
    "our VTT": (".vtt", written(".vtt")),
    "our CSV": (".csv", written(".csv")),
    "our JSON": (".json", written(".json")),
    "Word": (".docx", word("table")),
}


@pytest.mark.parametrize(("ending", "data"), SOUND.values(), ids=SOUND)
@settings(max_examples=40, deadline=None)
@given(draw=st.data())
def test_damaged_files(folder: Path, ending: str, data: bytes, draw: st.DataObject) -> None:
    read_or_refuse(folder, ending, draw.draw(damaged(data)))


@pytest.mark.parametrize("kind", ["table", "paragraphs"])
@settings(max_examples=40, deadline=None)
@given(draw=st.data())
def test_word_documents_with_damaged_xml(folder: Path, kind: str, draw: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(word(kind))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    main = "word/document.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, draw.draw(damaged(data)) if name == main else data)
    read_or_refuse(folder, ".docx", out.getvalue())


@settings(max_examples=40, deadline=None)
@given(name=st.text(max_size=10))
def test_any_counselor_name(folder: Path, name: str) -> None:
    path = samples.put(folder, "named.txt", samples.plain_text())
    try:
        found: Transcript | None = read(path, counselor=name)
    except ChangetalkError:
        found = None
    assert found is None or found.roles.source == "given"
