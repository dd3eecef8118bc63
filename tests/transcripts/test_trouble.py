"""Bar 3 (a): what cannot be read gives one line that names the file, the place and the remedy."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import Transcript, Turn, read, write
from changetalk.transcripts.drafts import MAX_TURN_CHARACTERS, MAX_TURNS
from changetalk.transcripts.files import MAX_FILE_BYTES
from tests.transcripts.samples import put

CASES: dict[str, tuple[str, str | bytes, str]] = {
    "empty": ("a.txt", "", "is empty"),
    "blank": ("a.vtt", " \n\n", "is empty"),
    "binary": ("a.txt", bytes(range(256)) * 40, "is not text"),
    "PDF": ("a.txt", b"%PDF-1.7\n...", "is a PDF"),
    "rich text": ("a.txt", rb"{\rtf1\ansi}", "Rich Text"),
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
    "sound": ("a.wav", b"RIFF\x00\x00\x00\x00WAVE", "recording"),
    "broken Word": ("a.docx", b"PK\x03\x04junk", "not a sound Word document"),
    "junk named docx": ("a.docx", b"\x00\x01\x02\x03", "not a sound Word document"),
    "broken JSON": ("a.json", '{"schema": ', "broken JSON"),
    "cut off VTT": ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:0", "time line is broken"),
    "no text column": ("a.csv", "speaker,x\nT,y\n", "no column holds the words"),
    "one speaker": ("a.txt", "T: Hello.\nT: Is anybody there?\n", "only one person speaks"),
    "one speaker in a table": ("a.csv", "id,role,text\n1,client,x\n2,client,y\n", "only one person speaks"),
    "nobody named": ("a.txt", "Hello.\nHi.\n", "nothing says who speaks"),
}


@pytest.mark.parametrize(("name", "content", "problem"), CASES.values(), ids=CASES)
def test_a_bad_file_gives_one_line_with_file_problem_and_remedy(
    name: str, content: str | bytes, problem: str, tmp_path: Path
) -> None:
    path = put(tmp_path, name, content)
    with pytest.raises(InputTrouble) as trouble:
        read(path)
    assert trouble.value.source == str(path)
    assert problem in trouble.value.problem
    assert trouble.value.remedy.endswith(".")
    assert "\n" not in str(trouble.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match=r"none\.txt: there is no such file\. Check"):
        read(tmp_path / "none.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match="is a folder"):
        read(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputTrouble, match="not an ordinary file"):
        read(tmp_path / "a.txt")


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(InputTrouble, match="cannot be opened"):
        read(tmp_path / "a.txt")


def test_a_name_that_cannot_be_is_refused() -> None:
    with pytest.raises(InputTrouble, match="cannot be opened"):
        read("a\0b.txt")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may read everything, so where root runs the tests, be somebody else for a while."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_a_file_one_may_not_read_is_refused(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = put(tmp_path, "a.txt", "T: Hello.\nC: Hi.\n")
    path.chmod(0)
    request.getfixturevalue("nobody")
    with pytest.raises(InputTrouble, match="you may not read this file"):
        read(path)


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(InputTrouble, match=r"larger than 256 MB.*Split"):
        read(tmp_path / "a.txt")


def test_a_hundred_thousand_turns_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"{'TC'[number % 2]},words\n" for number in range(MAX_TURNS))
    assert len(read(put(tmp_path, "a.csv", "speaker,text\n" + rows)).turns) == 100_000
    with pytest.raises(InputTrouble, match="has 100,001 turns, and 100,000 is the most"):
        read(put(tmp_path, "a.csv", "speaker,text\n" + rows + "T,one more\n"))


@pytest.mark.parametrize(
    "made", [lambda words: f"T: Hello.\nC: {words}\n", lambda words: f"role,text\nT,Hi\nC,{words}\n"]
)
def test_a_megabyte_a_turn_is_read_and_more_is_refused(made: Callable[[str], str], tmp_path: Path) -> None:
    longest = "word " * (MAX_TURN_CHARACTERS // 5) + "x"
    assert len(longest) == MAX_TURN_CHARACTERS >= 1_000_000
    assert read(put(tmp_path, "a.txt", made(longest))).turns[1].text == longest
    with pytest.raises(InputTrouble, match=r"(line 2|row 3): one turn is longer"):
        read(put(tmp_path, "a.txt", made(longest + "y")))


@pytest.mark.parametrize(
    "unit", ["<", "<v ", "a:", "1:", "&", '"', "| ", "- ", "(", "a'", "> ", "so you ", "\u2028", "[0:01] "]
)
@pytest.mark.parametrize("name", ["a.txt", "a.vtt", "a.srt", "a.csv"])
def test_a_megabyte_of_anything_is_read_or_refused_at_once(unit: str, name: str, tmp_path: Path) -> None:
    """Would take minutes, not a moment, if any pattern were worse than linear."""
    times = "00:00:0{0}.000 --> 00:00:0{0}.900\n"
    content = {
        "a.txt": "T: Hello.\nC: {}\n",
        "a.vtt": f"WEBVTT\n\n{times.format(1)}T: Hello.\n\n{times.format(2)}C: {{}}\n",
        "a.srt": f"1\n{times.format(1)}T: Hello.\n\n2\n{times.format(2)}C: {{}}\n",
        "a.csv": "speaker,text\nT,Hello.\nC,{}\n",
    }[name].format(unit * (1_000_000 // len(unit)))
    with contextlib.suppress(InputTrouble):
        assert len(read(put(tmp_path, name, content)).turns) == 2


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a.docx", "no format that is written"),
        ("a.tsv", "no format"),
        ("a", "no format"),
        ("none/a.json", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said(name: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match=problem):
        write(Transcript(turns=(Turn(id="1", speaker="A", text="x"),)), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = put(tmp_path, "a.json", "before")
    write(Transcript(turns=(Turn(id="1", speaker="A", text="x"),)), path)
    assert path.read_text().startswith("{")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
