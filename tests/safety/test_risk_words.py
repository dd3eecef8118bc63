"""Words that may mean risk: what is listed, and what only sounds like it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.safety import RiskWord, risk_words
from changetalk.safety.risk_words import HESITATIONS, phrases
from changetalk.transcripts import Turn
from tests.authored import NAMES, authored_coding

PIECES = ("I want to die", "kill", "myself", "laughing", "it", "hit me", "murder a", "pint", ".", ",")


def found(text: str) -> list[str]:
    return [word for _, word in risk_words([Turn(id="1", speaker="client", text=text)])]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Some nights I want to kill myself.", ["kill myself"]),
        ("I don't want to be here anymore.", ["don't want to be here anymore"]),
        ("they'd be better off without me", ["better off without me"]),
        ("My brother took his own life.", ["took his own life"]),
        ("My brother took his life in March.", ["took his life"]),
        ("I was going to top meself, I mean top myself.", ["top myself"]),
        ("kms honestly", ["kms"]),
        ("I've been cutting myself again", ["cutting myself"]),
        ("She found out I self-harm.", ["self-harm"]),
        ("I'll stab him if he comes near me", ["stab"]),
        ("He hit me hard.", ["hit me"]),
        ("He beats me when he's had a drink", ["beats me"]),
        ("He'll kill me if I leave.", ["kill me"]),
        ("My mom's boyfriend hits me.", ["hits me"]),
        ("I'm scared to go home", ["scared to go home"]),
        ("I shook the baby", ["shook the baby"]),
        ("I left the kids on their own all night", ["left the kids on their own"]),
        ("I OD'd in March", ["OD'd"]),
        ("She took a whole packet of paracetamol.", ["whole packet of paracetamol"]),
        ("a handful of Tylenol", ["handful of Tylenol"]),
        ("I get the shakes in the morning", ["the shakes"]),
        ("had a seizure last time I stopped", ["seizure"]),
        ("I've got chest pain and I can't breathe", ["chest pain", "can't breathe"]),
        ("She was hospitalised", ["hospitalised"]),
        ("She was hospitalized", ["hospitalized"]),
        ("You should go to A&E", ["A&E"]),
        ("I passed out the other night", ["passed out"]),
        ("I make myself sick after tea", ["make myself sick"]),
        ("haven't eaten in days", ["haven't eaten in days"]),
    ],
)
def test_words_that_may_mean_risk_are_listed_as_they_were_said(said: str, words: list[str]) -> None:
    assert found(said) == words


@pytest.mark.parametrize(
    "said",
    [
        "I'm dying to see her.",
        "I'd kill for a cigarette.",
        "I was just killing time on the bus.",
        "My knees are killing me.",
        "We killed ourselves laughing.",
        "I could murder a curry.",
        "I want to cut down, maybe cut back to two.",
        "I beat myself up about it.",
        "It hit me on the way home.",
        "Hit me up on Friday, or shoot me an email.",
        "They kicked me out of the group.",
        "I stuck to my guns.",
        "A stroke of luck, that was.",
        "She strokes the cat.",
        "It's drug abuse they call it.",
        "I hit the gym twice this week.",
        "It was career suicide.",
        "I want to take my life back from this.",
        "I can't go on holiday like this.",
        "I don't want to be here, to be honest. My solicitor sent me.",
        "I'm starving.",
        "That makes me sick.",
        "I worried myself sick.",
        "I cut myself off from my mates.",
        "You nearly gave me a heart attack.",
        "What are the odds?",
        "We hang out on Fridays.",
        "The deadline nearly finished me.",
        "I take all my tablets.",
        "I bought blackout curtains to sleep.",
        "We did some dog grooming.",
        "I fell in love with the rapeseed fields.",
        "",
        "...",
    ],
)
def test_turns_of_phrase_and_everyday_talk_are_left_alone(said: str) -> None:
    assert found(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "KILL MYSELF",
        "kill  myself",
        "kill\nmyself",
        "kill, uh, myself",
        "kill... myself",
        "kill - kill myself",
        "kill my, um, kill fucking myself",
        "kill “myself”",
    ],
)
def test_case_hesitation_and_signs_inside_a_phrase_do_not_hide_it(said: str) -> None:
    assert len(found(said)) == 1
    assert found(said)[0] in said
    assert "myself" in found(said)[0].casefold()


def test_curly_and_missing_apostrophes_are_read_alike() -> None:
    for said in ("don't want to live", "don’t want to live", "dont want to live"):
        assert found(said) == [said]


def test_a_phrase_does_not_reach_into_the_next_sentence() -> None:
    assert found("That would kill. Myself, I never smoked.") == []


def test_parts_of_words_do_not_count() -> None:
    assert found("The gunpowder plot, abusement arcade, overdosedly, shotguns-free") == []


def test_words_are_listed_once_a_turn_in_the_order_they_were_said() -> None:
    assert found("Chest pain, then an ambulance. Yes, chest pain. Then chest pain.") == [
        "Chest pain",
        "ambulance",
        "chest pain",
    ]


def test_every_turn_is_read_whoever_speaks_and_keeps_its_id() -> None:
    turns = [
        Turn(id="a", speaker="Ann", role="counselor", text="Any thoughts of suicide?"),
        Turn(id="b", speaker="Ben", role="client", text="No. My dad talked of suicide."),
        Turn(id="c", speaker="Mum", text="He had a gun."),
    ]
    assert risk_words(turns) == (RiskWord("a", "suicide"), RiskWord("b", "suicide"), RiskWord("c", "gun"))


def test_a_harmless_phrase_does_not_hide_a_risk_beside_it() -> None:
    assert found("I could murder a pint, then I'd kill myself") == ["kill myself"]


def test_every_listed_phrase_is_found_whole() -> None:
    missed = [phrase for phrase, sort in phrases() if sort == "risk" and found(phrase) != [phrase]]
    assert missed == []


def test_every_harmless_phrase_keeps_something_listed_from_being_found() -> None:
    listed = {phrase for phrase, sort in phrases() if sort == "risk"}
    for phrase in (phrase for phrase, sort in phrases() if sort == "harmless"):
        words = phrase.split()
        parts = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
        assert found(phrase) == []
        assert parts & listed, phrase
        assert phrase not in listed


def test_the_list_is_written_so_that_it_can_match() -> None:
    for phrase, _ in phrases():
        words = phrase.split()
        assert phrase == phrase.casefold()
        assert not set("<>/-’") & set(phrase)
        assert not HESITATIONS & set(words)
        assert all(one != other for one, other in pairwise(words))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_hold_few_such_words(name: str) -> None:
    turns = authored_coding(name).turns
    assert len(risk_words(turns)) < len(turns) / 20


@settings(max_examples=60)
@given(st.text())
def test_any_text_is_read_and_what_is_found_was_said(text: str) -> None:
    assert all(words in text for words in found(text))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES)))
def test_adding_a_sentence_leaves_what_was_found_before(words: list[str]) -> None:
    text = " ".join(words)
    assert set(found(text)) <= set(found(text + ". And that was that."))
