from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.errors import InputTrouble
from changetalk.transcripts import read
from changetalk.transcripts.role_model import MAX_P, p_first_is_counselor, signs
from changetalk.transcripts.role_words import role_in_name, roles_in_names
from tests.transcripts.samples import WORDS, put

ASKS = [
    "What brings you here today?",
    "It sounds like you are torn about it.",
    "How would you like your evenings to be?",
    "You want to be there for your kids.",
]
TELLS = [
    "I guess my wife does. I don't know.",
    "Yeah, I like it, but I can't sleep and I hate my mornings.",
    "I want to be fresh, I think, and I'd have my money.",
    "I do. My boy is four and I miss half of it, I mean, I sleep through it.",
]
WATCHES = ["Tea for everyone.", "The room is booked until noon.", "There is cake."]


def conversation(tmp_path: Path, **speakers: list[str]) -> Path:
    longest = max(map(len, speakers.values()))
    lines = [
        f"{name}: {said[turn]}\n"
        for turn in range(longest)
        for name, said in speakers.items()
        if turn < len(said)
    ]
    return put(tmp_path, "a.txt", "".join(lines))


def roles_of(path: Path, counselor: str | None = None) -> dict[str, str | None]:
    return {turn.speaker: turn.role for turn in read(path, counselor=counselor).turns}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Therapist", "counselor"),
        ("COUNSELLOR 1", "counselor"),
        ("T", "counselor"),
        ("T2", "counselor"),
        ("Th", "counselor"),
        ("Interviewer", "counselor"),
        ("Dr. Lee", "counselor"),
        ("Nurse Joy", "counselor"),
        ("Ann (Health Coach)", "counselor"),
        ("MI", "counselor"),
        ("Client", "client"),
        ("Client_02", "client"),
        ("Patient (m)", "client"),
        ("Participant 7", "client"),
        ("Pt", "client"),
        ("Interviewee", "client"),
        ("C", None),
        ("P", None),
        ("Ann", None),
        ("Pat", None),
        ("Mi Young", None),
        ("Client's nurse", None),
        ("Speaker 1", None),
    ],
)
def test_a_name_may_say_its_role(name: str, role: str | None) -> None:
    assert role_in_name(name) == role


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (["T", "C"], {"T": "counselor", "C": "client"}),
        (["C", "Pt"], {"C": "counselor", "Pt": "client"}),
        (["I", "P"], {"I": "counselor", "P": "client"}),
        (["C", "P"], {}),
        (["C", "Ann"], {}),
    ],
)
def test_letters_of_two_meanings_take_the_open_role(names: list[str], roles: dict[str, str]) -> None:
    assert roles_in_names(names) == roles


def test_of_two_speakers_one_role_tells_the_other(tmp_path: Path) -> None:
    transcript = read(conversation(tmp_path, Therapist=TELLS, Bob=ASKS))
    assert {turn.speaker: turn.role for turn in transcript.turns} == {
        "Therapist": "counselor",
        "Bob": "client",
    }
    assert (transcript.roles.source, transcript.roles.p) == ("named", 1.0)


def test_roles_are_told_from_what_is_said(tmp_path: Path) -> None:
    transcript = read(conversation(tmp_path, Ann=TELLS, Bob=ASKS))
    assert {turn.speaker: turn.role for turn in transcript.turns} == {"Ann": "client", "Bob": "counselor"}
    assert transcript.roles.source == "guessed"
    assert 0.9 < transcript.roles.p <= MAX_P
    assert any("99% sure: Bob is the counselor, Ann the client" in note for note in transcript.notes)


def test_two_doctors_in_a_role_play_are_told_by_what_they_say(tmp_path: Path) -> None:
    content = "".join(f"Dr. A: {tells}\nDr. B: {asks}\n" for tells, asks in zip(TELLS, ASKS, strict=True))
    transcript = read(put(tmp_path, "a.txt", content))
    assert transcript.turns[0].role == "client"
    assert transcript.roles.source == "guessed"


def test_too_little_said_is_not_called_sure(tmp_path: Path) -> None:
    assert read(conversation(tmp_path, Ann=["Hello."], Bob=["Hello."])).roles.p < 0.7


@pytest.mark.parametrize("given", ["Ann", "ann", "AN", " ann "])
def test_the_user_settles_it_by_name_or_beginning(given: str, tmp_path: Path) -> None:
    transcript = read(conversation(tmp_path, Ann=TELLS, Bob=ASKS), counselor=given)
    assert {turn.speaker: turn.role for turn in transcript.turns} == {"Ann": "counselor", "Bob": "client"}
    assert (transcript.roles.source, transcript.roles.p) == ("given", 1.0)


def test_the_user_overrules_names_and_files(tmp_path: Path) -> None:
    assert roles_of(conversation(tmp_path, Therapist=ASKS, Client=TELLS), "client") == {
        "Therapist": "client",
        "Client": "counselor",
    }
    table = put(tmp_path, "a.csv", "speaker,role,text\nAnn,client,x\nBob,counselor,y\n")
    assert roles_of(table, "Ann") == {"Ann": "counselor", "Bob": "client"}


def test_a_whole_name_wins_over_longer_names_that_begin_so(tmp_path: Path) -> None:
    assert roles_of(conversation(tmp_path, Ann=ASKS, Anna=TELLS), "ann")["Ann"] == "counselor"


@pytest.mark.parametrize(
    ("given", "problem"),
    [("Carl", 'no speaker is called "Carl"'), ("A", "more than one speaker"), ("", "no speaker")],
)
def test_an_unknown_name_lists_the_speakers(given: str, problem: str, tmp_path: Path) -> None:
    path = conversation(tmp_path, Ann=ASKS, Anna=TELLS)
    with pytest.raises(InputTrouble, match=f"{problem}.*The speakers are: .*Anna"):
        read(path, counselor=given)


def test_a_third_speaker_is_left_out_and_noted(tmp_path: Path) -> None:
    path = conversation(tmp_path, Therapist=ASKS, Client=TELLS, Dana=WATCHES)
    assert roles_of(path) == {"Therapist": "counselor", "Client": "client", "Dana": None}
    assert "Dana spoke 3 turns and was left out: no role could be told." in read(path).notes
    assert read(path).roles.p == 1.0


def test_the_two_who_say_most_hold_the_conversation(tmp_path: Path) -> None:
    path = conversation(tmp_path, Dana=WATCHES, Ann=ASKS, Bob=TELLS)
    assert roles_of(path) == {"Ann": "counselor", "Bob": "client", "Dana": None}


def test_a_named_counselor_among_three_is_met_by_who_says_most(tmp_path: Path) -> None:
    path = conversation(tmp_path, Dana=WATCHES, Nurse=ASKS, Bob=TELLS)
    assert roles_of(path) == {"Nurse": "counselor", "Bob": "client", "Dana": None}
    assert roles_of(path, "dana")["Dana"] == "counselor"


def test_a_named_client_among_three_is_met_by_who_says_most(tmp_path: Path) -> None:
    path = conversation(tmp_path, Dana=WATCHES, Ann=ASKS, Client=TELLS)
    assert roles_of(path) == {"Client": "client", "Ann": "counselor", "Dana": None}


def test_a_third_speaker_who_clearly_talks_as_one_role_has_it(tmp_path: Path) -> None:
    transcript = read(conversation(tmp_path, Therapist=ASKS * 5, Client=TELLS * 5, Lou=TELLS * 5))
    assert {turn.speaker: turn.role for turn in transcript.turns}["Lou"] == "client"
    assert transcript.roles.source == "guessed"
    assert any(note.startswith("Lou was taken for a client too") for note in transcript.notes)


def test_a_second_counselor_is_known_by_how_they_talk(tmp_path: Path) -> None:
    path = conversation(tmp_path, Therapist=ASKS * 8, Client=TELLS * 5, Lou=ASKS * 8)
    assert roles_of(path)["Lou"] == "counselor"


def test_many_bystanders_make_few_notes(tmp_path: Path) -> None:
    others = {f"Guest {chr(65 + number)}": ["Hello."] for number in range(20)}
    path = conversation(tmp_path, **{"Therapist": ASKS, "Client": TELLS, **others})
    notes = read(path).notes
    assert len(notes) == 13
    assert notes[-1] == "8 more speakers were left out: no role could be told."


def test_a_role_stated_once_in_a_table_holds_for_the_speaker(tmp_path: Path) -> None:
    content = "speaker,role,text\nAnn,counselor,x\nBob,client,y\nAnn,,z\nDana,boss,q\n"
    transcript = read(put(tmp_path, "a.csv", content))
    assert [turn.role for turn in transcript.turns] == ["counselor", "client", "counselor", None]
    assert transcript.notes == ("Dana spoke 1 turn and was left out: no role could be told.",)


def test_the_signs_are_what_they_say() -> None:
    # Two turns, one with a question: (1 + .6) / (2 + 2) = .4; no reflection: .3 / 4 = .075.
    # "you" twice, "I" once: ln((2 + 3) / (1 + 3)) = ln 1.25 = .2231. 9 words: ln(29 / 3) = 2.2687.
    found = signs(["Do you see what you did?", "I saw it."])
    assert found["questions"] == pytest.approx(0.4)
    assert found["question_openings"] == pytest.approx(0.4)
    assert found["reflections"] == pytest.approx(0.075)
    assert found["you_over_me"] == pytest.approx(0.2231, abs=1e-4)
    assert found["guesses"] == pytest.approx(10 * 0.5 / 59)
    assert found["length"] == pytest.approx(2.2687, abs=1e-4)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([text for _, text in WORDS])), st.lists(st.text(max_size=20)))
def test_the_guess_is_a_probability_and_the_same_from_both_sides(one: list[str], other: list[str]) -> None:
    p = p_first_is_counselor(one, other)
    assert 1 - MAX_P <= p <= MAX_P
    assert p == pytest.approx(1 - p_first_is_counselor(other, one))
