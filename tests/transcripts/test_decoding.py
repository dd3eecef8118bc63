"""Bar 3 (b): encodings, control characters, line ends and directions of writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changetalk.transcripts import read
from changetalk.transcripts.decoding import clean, decode
from tests.transcripts.samples import put

WESTERN = "T: It’s been a “tough” week – café, naïve, Señora Muñoz, £5?\nC: Yeah … I’d say so.\n"
ACCENTS = "T: How was the café, the crème brûlée, Señora Muñoz?\nC: It cost £5, naïve of me.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "utf-32"),
        (WESTERN, "cp1252"),
        (WESTERN, "mac_roman"),
        (ACCENTS, "latin-1"),
        (ACCENTS, "cp850"),
    ],
)
def test_odd_encodings_are_read(text: str, encoding: str, tmp_path: Path) -> None:
    turns = read(put(tmp_path, "a.txt", text.encode(encoding))).turns
    assert "".join(f"{turn.speaker}: {turn.text}\n" for turn in turns) == text


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_valid_utf8_is_always_utf8(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == (text, True)


def test_one_broken_byte_does_not_make_utf8_something_else(tmp_path: Path) -> None:
    data = WESTERN.encode() + b"T: caf\xe9?\n"
    transcript = read(put(tmp_path, "a.txt", data))
    assert transcript.turns[0].text.startswith("It’s been a “tough” week")
    assert transcript.turns[2].text == "caf\ufffd?"
    assert "Some letters could not be read and show as \ufffd." in transcript.notes


def test_control_characters_are_taken_out_and_noted(tmp_path: Path) -> None:
    content = (
        "T: How\x00 are\x07 you to\x1b\x9bday, as you see it, after all of this?\n"
        "C: We\x7fll enough, I guess, so far.\n"
    )
    transcript = read(put(tmp_path, "a.txt", content))
    assert transcript.turns[0].text == "How are you today, as you see it, after all of this?"
    assert "5 control characters were taken out." in transcript.notes


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v\n", "\x85"])
def test_every_line_end_is_one(end: str, tmp_path: Path) -> None:
    content = end.join(
        ["WEBVTT", "", "00:01.000 --> 00:02.000", "T: How?", "", "00:03.000 --> 00:04.000", "C: Well."]
    )
    assert [turn.text for turn in read(put(tmp_path, "a.vtt", content)).turns] == ["How?", "Well."]


def test_right_to_left_words_and_names_are_kept(tmp_path: Path) -> None:
    content = (
        "דנה: How do you say it? \u202bתודה רבה\u202c\nنور: I say شكرا\u200f and thank you.\n"
        "דנה: And your wife?\n"
    )
    turns = read(put(tmp_path, "a.txt", content), counselor="דנה").turns
    assert [(turn.speaker, turn.text) for turn in turns[:2]] == [
        ("דנה", "How do you say it? \u202bתודה רבה\u202c"),
        ("نور", "I say شكرا\u200f and thank you."),
    ]


def test_letters_are_not_normalised(tmp_path: Path) -> None:
    content = "T: Cafe\u0301 or caf\u00e9?\nC: Either.\n"
    assert read(put(tmp_path, "a.txt", content)).turns[0].text == "Cafe\u0301 or caf\u00e9?"


@given(text=st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once, _ = clean(text)
    assert clean(once) == (once, 0)
