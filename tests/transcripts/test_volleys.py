from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changetalk.transcripts import volleys
from changetalk.transcripts.model import Role
from changetalk.transcripts.volleys import is_backchannel


@dataclass(frozen=True)
class Said:
    role: Role | None
    text: str


def groups(*said: tuple[str, str]) -> list[tuple[int, ...]]:
    roles: dict[str, Role | None] = {"T": "counselor", "C": "client", "X": None}
    found = volleys([Said(roles[who], text) for who, text in said])
    assert [volley.id for volley in found] == list(range(1, len(found) + 1))
    return [volley.turns for volley in found]


def test_what_the_client_says_ends_a_volley() -> None:
    assert groups(("T", "So."), ("C", "I quit."), ("T", "Wow.")) == [(0,), (2,)]


def test_neighbouring_counselor_turns_are_one_volley() -> None:
    assert groups(("C", "Hi."), ("T", "So."), ("T", "You quit."), ("C", "I did.")) == [(1, 2)]


def test_a_backchannel_does_not_end_a_volley() -> None:
    said = (
        ("T", "You quit,"),
        ("C", "mm-hmm"),
        ("T", "for good,"),
        ("C", "Yeah, right."),
        ("T", "this time."),
    )
    assert groups(*said) == [(0, 2, 4)]


def test_a_backchannel_that_answers_a_question_ends_it() -> None:
    assert groups(("T", "Did you quit?"), ("C", "Yeah."), ("T", "Good.")) == [(0,), (2,)]


@pytest.mark.parametrize("asked", ['You said "what?"', "Did you? ", "(is that so?)", "Did you quit?\u201d"])
def test_a_question_mark_counts_inside_closing_marks(asked: str) -> None:
    assert groups(("T", asked), ("C", "Yeah."), ("T", "Good.")) == [(0,), (2,)]


def test_the_question_must_end_the_turn() -> None:
    assert groups(("T", "Why now? You are tired."), ("C", "Mm."), ("T", "Very.")) == [(0, 2)]


def test_words_after_a_backchannel_end_the_volley() -> None:
    assert groups(("T", "You quit."), ("C", "Yeah."), ("C", "Last week."), ("T", "Wow.")) == [(0,), (3,)]


def test_a_turn_without_a_role_ends_nothing() -> None:
    assert groups(("T", "You"), ("X", "Tea, anyone?"), ("T", "quit.")) == [(0, 2)]


def test_no_counselor_no_volley() -> None:
    assert groups(("C", "Hello?"), ("X", "Nobody.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mm-hmm.",
        "yeah",
        "Right, right.",
        "Okay",
        "uh-huh",
        "Uh huh, yeah.",
        "I see.",
        "[nods]",
        "(laughs) Yep",
        "MHM…",
    ],
)
def test_these_are_backchannels(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    ["No.", "Yeah, I know", "Exactly", "Sure", "yeah yeah yeah yeah yeah", "I", "Okay, no", "right " * 200],
)
def test_these_are_not(text: str) -> None:
    assert not is_backchannel(text)


@given(
    st.lists(
        st.builds(
            Said,
            st.sampled_from(["counselor", "client", None]),
            st.sampled_from(["Yeah.", "I quit.", "Why?", "Mm-hmm", "[nods]"]),
        )
    )
)
def test_every_counselor_turn_is_in_one_volley_in_order(said: list[Said]) -> None:
    inside = [index for volley in volleys(said) for index in volley.turns]
    assert inside == [index for index, turn in enumerate(said) if turn.role == "counselor"]
