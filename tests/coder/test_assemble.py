"""Unit codes become turn codes, talk and volleys."""

import pytest

from changetalk.coder import Coding, TurnCoding, Unit, assemble
from changetalk.coder.coding import Rater
from changetalk.transcripts import Transcript, Turn
from changetalk.transcripts.model import Role

ANN = Rater(kind="human", name="Ann")


def turn(number: int, role: Role | None, text: str) -> Turn:
    return Turn(id=str(number), speaker=role or "Door", role=role, text=text)


def coded(*codes: str, p: dict[str, float] | None = None) -> TurnCoding:
    return TurnCoding(tuple(Unit(start=0, end=1, code=code, p=p) for code in codes))


def coding(*parts: tuple[Role | None, str, TurnCoding]) -> Coding:
    turns = tuple(turn(n, role, text) for n, (role, text, _) in enumerate(parts, 1))
    return assemble(Transcript(turns=turns), [part for *_, part in parts], rater=ANN)


def test_a_turns_codes_are_its_units_distinct_codes_without_nc() -> None:
    made = coding(("counselor", "Right. So tired. So worn. How come?", coded("NC", "SR", "SR", "QO")))
    assert [code.code for code in made.turns[0].codes] == ["SR", "QO"]


def test_a_human_codes_without_probabilities() -> None:
    made = coding(("counselor", "So tired.", coded("SR")))
    assert made.turns[0].codes[0].p is None


def test_a_code_is_in_a_turn_unless_every_unit_lacks_it() -> None:
    # two units with P(CR) = .6 each: 1 - .4 * .4 = .84
    made = coding(("counselor", "So tired. So worn.", coded("CR", "CR", p={"CR": 0.6, "SR": 0.4})))
    assert made.turns[0].codes[0].p == 0.84


def test_a_volley_counts_what_is_left_after_the_rules() -> None:
    made = coding(
        ("counselor", "So tired.", coded("SR")),
        ("client", "Mm-hmm.", coded("FN")),
        ("counselor", "And worn. What else?", coded("CR", "QC")),
    )
    assert [(volley.turns, sorted(volley.codes)) for volley in made.volleys] == [(("1", "3"), ["CR", "QC"])]


def test_a_client_turn_with_both_signs_is_ambivalent_and_a_tie_goes_to_the_last() -> None:
    made = coding(("client", "I want to. I can't.", coded("D+", "A-")))
    assert (made.turns[0].talk, made.turns[0].ambivalent) == ("sustain", True)


def test_a_turn_without_a_role_gets_no_codes() -> None:
    made = coding((None, "Delivery!", coded("NC")))
    assert made.turns[0].units == ()
    assert made.turns[0].talk is None
    assert made.volleys == ()


def test_as_many_codings_as_turns_are_asked_for() -> None:
    with pytest.raises(ValueError, match="shorter"):
        assemble(Transcript(turns=(turn(1, "client", "Hi."),)), [], rater=ANN)
