from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import Roles, Transcript, Turn, read, write
from tests.transcripts.samples import put

TWO = "00:01.000 --> 00:02.000\n{}\n\n00:03.000 --> 00:04.500\nClient: Fine.\n"


def texts(tmp_path: Path, content: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read(put(tmp_path, "a.vtt", content)).turns]


def first_text(tmp_path: Path, payload: str) -> str:
    return texts(tmp_path, "WEBVTT\n\n" + TWO.format(payload))[0][1]


def test_notes_styles_and_settings_are_no_speech(tmp_path: Path) -> None:
    content = (
        "WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE Client: not said\n\n"
        "1\n00:01.000 --> 00:02.000 align:start position:0%\nCounselor: Hello.\n\n"
        "NOTE\nnor this\n\n2\n00:03.000 --> 00:04.000\nClient: Hi.\n"
    )
    assert texts(tmp_path, content) == [("Counselor", "Hello."), ("Client", "Hi.")]


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("Counselor: R&amp;R &lt;3 &nbsp;ok&#39;s", "R&R <3 \xa0ok's"),
        ("Counselor: <i>so</i> <c.red>much</c> <00:01.500>more", "so much more"),
        ("Counselor: <script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Counselor: one line\nand another", "one line and another"),
        ("Counselor: AT&T and 3 < 4", "AT&T and 3 < 4"),
        ("Counselor: \u200fשלום\u200f there", "\u200fשלום\u200f there"),
    ],
)
def test_markup_of_captions_is_taken_off_and_all_else_kept(payload: str, said: str, tmp_path: Path) -> None:
    assert first_text(tmp_path, payload) == said


def test_a_cue_may_hold_several_voices(tmp_path: Path) -> None:
    payload = "<v.loud Counselor>How are you?</v>\n<v Client>Well.</v>"
    assert texts(
        tmp_path, "WEBVTT\n\n" + TWO.format(payload).replace("Client: Fine.", "<v Counselor>Good.</v>")
    ) == [
        ("Counselor", "How are you?"),
        ("Client", "Well."),
        ("Counselor", "Good."),
    ]


def test_a_cue_without_a_name_goes_on_with_the_speaker_before(tmp_path: Path) -> None:
    content = "WEBVTT\n\n" + TWO.format("Counselor: Well,\n\n00:02.000 --> 00:03.000\nhello.")
    transcript = read(put(tmp_path, "a.vtt", content))
    first = transcript.turns[0]
    assert (first.text, first.start, first.end) == ("Well, hello.", 1.0, 3.0)
    assert "3 pieces joined into 2 turns." in transcript.notes


def test_words_after_an_empty_line_inside_a_cue_are_not_lost(tmp_path: Path) -> None:
    assert first_text(tmp_path, "Counselor: Before\n\nand after.") == "Before and after."


def test_a_word_with_a_colon_is_no_speaker(tmp_path: Path) -> None:
    assert first_text(tmp_path, "Counselor: I see\nSo I said: no") == "I see So I said: no"


def test_speaker_marks_tell_two_speakers_apart_without_names(tmp_path: Path) -> None:
    content = "WEBVTT\n\n" + "".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{words}\n\n"
        for n, words in enumerate(
            [">> How do you feel", "about it?", ">> I guess I am fine.", ">> You guess?"]
        )
    )
    transcript = read(put(tmp_path, "a.vtt", content))
    assert [turn.text for turn in transcript.turns] == [
        "How do you feel about it?",
        "I guess I am fine.",
        "You guess?",
    ]
    assert [turn.speaker for turn in transcript.turns] == ["Speaker 1", "Speaker 2", "Speaker 1"]
    assert any("marks" in note for note in transcript.notes)


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        (TWO.format("Counselor: Hi.") + "\n00:05.000 --> 00:0", "line 9", "time line"),
        (TWO.format("Counselor: Hi.") + "\n00:05.000 --> 00:06.000", "line 9", "no words"),
        (TWO.format("Counselor: Hi.") + "\n00:05.0", "line 9", "cut off"),
        (TWO.format("Counselor: Hi.") + "\n3f-5c/7-0", "line 9", "cut off"),
        (TWO.format("<v Counselor>Hi.</v>") + "\n00:05.000 --> 00:06.000\n<v Clie", "line 10", "cut off"),
        (TWO.format("<v Counselor>Hi.</v>") + "\n00:05.000 --> 00:06.000\n<v Ann>We", "line 10", "cut off"),
        ("00:61.000 --> 00:62.000\nCounselor: Hi.\n\n", "line 3", "time line"),
        ("", "", "no captions"),
        (TWO.format("no name here").replace("Client: ", ""), "", "who speaks"),
    ],
)
def test_cut_off_and_damaged_captions_are_refused_with_the_place(
    content: str, place: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputTrouble) as trouble:
        read(put(tmp_path, "a.vtt", "WEBVTT\n\n" + content))
    assert trouble.value.place == place
    assert problem in trouble.value.problem


def test_captions_that_do_not_say_webvtt_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match="line 1: does not begin with WEBVTT"):
        read(put(tmp_path, "a.vtt", "Counselor: hello\nClient: hi\n"))


def test_everything_but_line_breaks_survives_writing_and_reading(tmp_path: Path) -> None:
    transcript = Transcript(
        turns=(
            Turn(
                id="a 7",
                speaker="Ann <A> & Co",
                role="client",
                text="<v Bob>No: & <b>so</b>",
                start=0,
                end=1.5,
            ),
            Turn(id="b", speaker="Ann <A> & Co", role="client", text="- 00:01 again", start=2, end=3.125),
            Turn(id="c", speaker="Bob", role="counselor", text="You?", start=3661.5, end=3662),
            Turn(id="d", speaker="Dana", text="Hello there", start=3663, end=3664),
        ),
        change_goal="drink less --> never",
        date=datetime.date(2026, 3, 4),
        source="before.docx",
        medium="spoken",
        roles=Roles(source="guessed", p=0.87),
        notes=("Something was done.",),
    )
    write(transcript, tmp_path / "a.vtt")
    assert read(tmp_path / "a.vtt") == transcript


def test_writing_needs_times(tmp_path: Path) -> None:
    turns = (Turn(id="1", speaker="A", text="x", start=0), Turn(id="2", speaker="B", text="y"))
    with pytest.raises(InputTrouble, match=r"turn 2: this turn has no time.*\.json"):
        write(Transcript(turns=turns), tmp_path / "a.vtt")
    assert list(tmp_path.iterdir()) == []


def test_a_turn_without_an_end_lasts_until_the_next(tmp_path: Path) -> None:
    turns = (
        Turn(id="1", speaker="A", role="counselor", text="x", start=0),
        Turn(id="2", speaker="B", role="client", text="y", start=5),
    )
    write(Transcript(turns=turns), tmp_path / "a.vtt")
    assert [turn.end for turn in read(tmp_path / "a.vtt").turns] == [5.0, 5.0]


def test_a_note_at_the_top_is_passed_on(tmp_path: Path) -> None:
    content = "WEBVTT\n\nNOTE Made up for a test.\n\n" + TWO.format("<v T>Hello.")
    assert read(put(tmp_path, "a.vtt", content)).notes[0] == "A note in the file says: Made up for a test."
