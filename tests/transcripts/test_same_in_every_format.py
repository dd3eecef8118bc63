"""Bar 2: one conversation gives identical turns in every format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from changetalk.transcripts import Turn, read, write
from tests.transcripts import samples

Made = Callable[[Path], Path]

TIMED: dict[str, Made] = {
    "Zoom's VTT": lambda folder: samples.put(folder, "a.vtt", samples.zoom_vtt()),
    "Teams' VTT": lambda folder: samples.put(folder, "a.vtt", samples.teams_vtt()),
    "SRT": lambda folder: samples.put(folder, "a.srt", samples.srt()),
    "time-stamped text": lambda folder: samples.put(folder, "a.txt", samples.stamped_text()),
    "our VTT": lambda folder: written(folder / "a.vtt"),
    "our CSV": lambda folder: written(folder / "a.csv"),
    "our JSON": lambda folder: written(folder / "a.json"),
    "our text": lambda folder: written(folder / "a.txt"),
}
UNTIMED: dict[str, Made] = {
    "text": lambda folder: samples.put(folder, "a.txt", samples.plain_text()),
    "Word paragraphs": lambda folder: samples.word_paragraphs(folder / "a.docx"),
    "Word table": lambda folder: samples.word_table(folder / "a.docx"),
}


def written(path: Path) -> Path:
    write(samples.transcript(), path)
    return path


def without_times(turns: tuple[Turn, ...]) -> list[tuple[str, str, str | None, str]]:
    return [(turn.id, turn.speaker, turn.role, turn.text) for turn in turns]


@pytest.mark.parametrize("made", TIMED.values(), ids=TIMED)
def test_turns_and_times_are_the_same(made: Made, tmp_path: Path) -> None:
    assert read(made(tmp_path)).turns == samples.turns()


@pytest.mark.parametrize("made", UNTIMED.values(), ids=UNTIMED)
def test_turns_are_the_same_where_there_are_no_times(made: Made, tmp_path: Path) -> None:
    assert without_times(read(made(tmp_path)).turns) == without_times(samples.turns())


@pytest.mark.parametrize("made", (TIMED | UNTIMED).values(), ids=TIMED | UNTIMED)
def test_roles_are_named_and_sure(made: Made, tmp_path: Path) -> None:
    roles = read(made(tmp_path)).roles
    assert (roles.source, roles.p) == ("named", 1.0)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (samples.zoom_vtt(), ".txt"),
        (samples.srt(), ".txt"),
        (samples.srt(), ".vtt"),
        (samples.zoom_vtt(), ".docx"),
        (samples.zoom_vtt(), ".json"),
        (samples.plain_text(), ""),
    ],
)
def test_the_content_tells_the_format_when_the_ending_does_not(
    content: str, ending: str, tmp_path: Path
) -> None:
    path = samples.put(tmp_path, f"a{ending}", content)
    assert without_times(read(path).turns) == without_times(samples.turns())


def test_a_word_document_is_known_without_its_ending(tmp_path: Path) -> None:
    path = samples.word_table(tmp_path / "a.docx").rename(tmp_path / "a.txt")
    assert without_times(read(path).turns) == without_times(samples.turns())


@pytest.mark.parametrize("ending", [".json", ".csv"])
def test_tables_and_json_are_known_without_their_ending(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"a{ending}").rename(tmp_path / "a.txt")
    assert read(path).turns == samples.turns()
