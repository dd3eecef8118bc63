from __future__ import annotations

from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import Transcript, Turn, read, write
from tests.transcripts.samples import put

SAID = [("Ann", "What brings you in?"), ("Bob", "I guess my wife does."), ("Ann", "You feel pushed.")]


def said(tmp_path: Path, content: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read(put(tmp_path, "a.txt", content)).turns]


@pytest.mark.parametrize(
    "content",
    [
        "Ann: What brings you in?\nBob: I guess my wife does.\nAnn: You feel pushed.",
        "Ann : What brings\n  you in?\n\nBob : I guess\nmy wife does.\n\n\nAnn : You feel pushed.\n\n",
        "Ann:\nWhat brings you in?\n\nBob:\nI guess my wife does.\n\nAnn:\nYou feel pushed.",
        "**Ann:** What brings you in?\n\n**Bob:** I guess my wife does.\n\n**Ann:** You feel pushed.",
        "**Ann**: What brings you in?\n**Bob**: I guess my wife does.\n**Ann**: You feel pushed.",
        "[Ann]: What brings you in?\n[Bob]: I guess my wife does.\n[Ann]: You feel pushed.",
        "1. Ann: What brings you in?\n2. Bob: I guess my wife does.\n3. Ann: You feel pushed.",
        "- Ann: What brings you in?\n- Bob: I guess my wife does.\n- Ann: You feel pushed.",
        "Ann: What brings you in?\nBob: I guess my wife does.\nANN: You feel pushed.",
        "Date: 3 May\n\nAnn: What brings you in?\nBob: I guess my wife does.\nAnn: You feel pushed.",
    ],
)
def test_names_in_front_of_words(content: str, tmp_path: Path) -> None:
    assert said(tmp_path, content) == SAID


@pytest.mark.parametrize(
    "shape",
    [
        "[00:{time}] {name}: {words}\n",
        "({time}) {name}: {words}\n",
        "{time} {name}: {words}\n",
        "00:{time}.0 - {name}: {words}\n",
        "{name} ({time}): {words}\n",
        "{name} [{time}] {words}\n",
        "{name}: [{time}] {words}\n",
        "{name}  {time}  \n{words}\n\n",
        "{name}\t{time}\n{words}\n",
        "00:{time} {name}\n{words}\n\n",
        "[{time}]\n{name}: {words}\n",
        "{name} ({time}):\n{words}\n\n",
    ],
)
def test_times_in_the_shapes_people_write(shape: str, tmp_path: Path) -> None:
    times = ["00:05", "00:09", "01:00"]
    content = "".join(
        shape.format(time=time, name=name, words=words)
        for time, (name, words) in zip(times, SAID, strict=True)
    )
    turns = read(put(tmp_path, "a.txt", content + "Transcribed by https://otter.ai\n")).turns
    assert [(turn.speaker, turn.text) for turn in turns] == SAID
    assert [turn.start for turn in turns] == [5.0, 9.0, 60.0]


@pytest.mark.parametrize(
    "content",
    [
        "[12/03/2026, 23:59:30] Ann: What brings you in?\n[13/03/2026, 00:00:30] Bob: I guess my wife does.",
        "12/03/2026, 14:05 - Ann: What brings you in?\n12/03/2026, 14:06 - Bob: I guess my wife does.",
        "2:05 PM Ann: What brings you in?\n2:06 PM Bob: I guess my wife does.",
        "11:59 a.m. Ann: What brings you in?\n12:00 p.m. Bob: I guess my wife does.",
        "14:05:33 Ann: What brings you in?\n14:06:33 Bob: I guess my wife does.",
    ],
)
def test_times_of_day_count_from_the_first(content: str, tmp_path: Path) -> None:
    assert [turn.start for turn in read(put(tmp_path, "a.txt", content)).turns] == [0.0, 60.0]


def test_times_over_several_days_tell_no_lengths(tmp_path: Path) -> None:
    content = (
        "[12/03/2026, 14:05] Ann: What brings you in?\n[13/03/2026, 9:00] Bob: I guess my wife.\n"
        "[13/03/2026, 18:00] Ann: You guess?\n"
    )
    assert {turn.start for turn in read(put(tmp_path, "a.txt", content)).turns} == {None}


def test_a_time_that_is_said_stays_speech(tmp_path: Path) -> None:
    content = (
        "Ann: When do you wake?\nBob: At\n6:30 every day.\nAnn: 6:30 is early for you.\nBob: 7:15\nis better."
    )
    assert [text for _, text in said(tmp_path, content)] == [
        "When do you wake?",
        "At 6:30 every day.",
        "6:30 is early for you.",
        "7:15 is better.",
    ]


def test_a_speaker_talking_on_merges_only_where_there_are_times(tmp_path: Path) -> None:
    plain = "Ann: What do you want?\nBob: Well.\nBob: I guess less."
    stamped = "[0:01] Ann: What do you want?\n[0:02] Bob: Well.\n[0:05] Bob: I guess less."
    assert len(said(tmp_path, plain)) == 3
    assert said(tmp_path, stamped)[1:] == [("Bob", "Well. I guess less.")]


def test_a_clause_before_a_colon_is_no_speaker(tmp_path: Path) -> None:
    content = (
        "T: What did she say?\nC: She was clear\nand then she said: stop.\n"
        "My doctor said: stop.\nNote: so did I."
    )
    assert said(tmp_path, content)[1][1] == (
        "She was clear and then she said: stop. My doctor said: stop. Note: so did I."
    )


def test_brackets_and_stars_in_speech_stay(tmp_path: Path) -> None:
    content = "T: [laughs] *you* know?\nC: _I_ do [nods]"
    assert [text for _, text in said(tmp_path, content)] == ["[laughs] *you* know?", "_I_ do [nods]"]


def test_letters_a_and_b_are_speakers(tmp_path: Path) -> None:
    assert [name for name, _ in said(tmp_path, "A: What do you want?\nB: I guess less.")] == ["A", "B"]


def test_lines_before_the_first_speaker_are_no_turn_but_noted(tmp_path: Path) -> None:
    transcript = read(put(tmp_path, "a.txt", "A title\nTime: 10:30\n\nT: Hello.\nC: Hi.\n"))
    assert "Before the first speaker stands: A title Time: 10:30" in transcript.notes
    assert len(transcript.turns) == 2


def test_dashes_tell_speakers_apart_without_names(tmp_path: Path) -> None:
    assert said(tmp_path, "- What do you want?\n- I guess less.\n- You guess.") == [
        ("Speaker 1", "What do you want?"),
        ("Speaker 2", "I guess less."),
        ("Speaker 1", "You guess."),
    ]


def test_text_without_speakers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match=r"nothing says who speaks.*Counselor: Welcome"):
        read(put(tmp_path, "a.txt", "Just a story.\nIt goes on."))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    turns = (
        Turn(id="1", speaker="Therapist", role="counselor", text="Hello: there", start=0.5),
        Turn(id="2", speaker="Bob", role="client", text="[nods] 10:30 is late", start=3661.25, end=3662),
        Turn(id="3", speaker="Therapist", role="counselor", text="OK", start=3663),
    )
    write(Transcript(turns=turns), tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text().startswith("[00:00:00.500] Therapist: Hello: there\n")
    assert read(tmp_path / "a.txt").turns == turns
