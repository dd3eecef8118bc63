from __future__ import annotations

from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import read
from tests.transcripts.samples import put

CUES = "1\n00:00:01,000 --> 00:00:02,500\nCounselor: Hello,\n\n2\n00:00:02,500 --> 00:00:03,000\nSam.\n\n"
ANSWER = "3\n00:00:04,000 --> 00:00:05,000\nClient: Hi.\n"


def test_neighbouring_cues_of_a_speaker_are_one_turn(tmp_path: Path) -> None:
    turns = read(put(tmp_path, "a.srt", CUES + ANSWER)).turns
    assert [(turn.id, turn.text, turn.start, turn.end) for turn in turns] == [
        ("1", "Hello, Sam.", 1.0, 3.0),
        ("2", "Hi.", 4.0, 5.0),
    ]


def test_the_first_number_may_be_missing(tmp_path: Path) -> None:
    turns = read(put(tmp_path, "a.srt", (CUES + ANSWER)[2:])).turns
    assert [turn.text for turn in turns] == ["Hello, Sam.", "Hi."]


def test_colours_are_taken_off_and_other_markup_is_speech(tmp_path: Path) -> None:
    said = '<font color="red">Hi</font> <script>x</script>'
    turns = read(put(tmp_path, "a.srt", CUES + ANSWER.replace("Hi.", said))).turns
    assert turns[1].text == "Hi <script>x</script>"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (CUES + "3\n00:00:04,000 --> 00", "line 10"),
        (CUES + "3\n00:00:04,000 --> 00:00:05,000", "line 10"),
        (CUES + ANSWER + "\n4", "line 13"),
        ("no captions", "line 1"),
    ],
)
def test_cut_off_captions_are_refused_with_the_place(content: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(InputTrouble) as trouble:
        read(put(tmp_path, "a.srt", content))
    assert trouble.value.place == place
