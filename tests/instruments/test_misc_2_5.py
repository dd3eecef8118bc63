"""MISC's client language: turn talk, doubts and scores, each worked by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.instruments import MISC, TurnTalk, settle, talk_of

CODES = [code.id for code in MISC.codes]


def score(score_id: str, counts: Mapping[str, float]) -> float | None:
    return next(s for s in MISC.scores if s.id == score_id).compute(counts)


def test_the_codes_are_darncat_and_other_with_both_signs_and_neutral() -> None:
    assert CODES == [
        "D+",
        "D-",
        "A+",
        "A-",
        "R+",
        "R-",
        "N+",
        "N-",
        "C+",
        "C-",
        "AC+",
        "AC-",
        "TS+",
        "TS-",
        "O+",
        "O-",
        "FN",
    ]


@pytest.mark.parametrize(
    ("units", "talk", "ambivalent"),
    [
        pytest.param("", "neutral", False, id="no units at all"),
        pytest.param("FN FN", "neutral", False, id="nothing that leans"),
        pytest.param("FN R+ FN FN", "change", False, id="any + beats neutral"),
        pytest.param("FN FN AC-", "sustain", False, id="any - beats neutral"),
        pytest.param("R+ R- D+", "change", True, id="two + against one -"),
        pytest.param("R+ R- A- TS+ N-", "sustain", True, id="three - against two +"),
        pytest.param("R+ R-", "sustain", True, id="a tie goes to the last, here -"),
        pytest.param("R- FN R+ FN", "change", True, id="a tie goes to the last that leans, here +"),
        pytest.param("R+ R+ R-", "change", True, id="repeated codes count as often as they were said"),
    ],
)
def test_the_talk_of_a_turn_follows_its_units(units: str, talk: str, ambivalent: bool) -> None:
    assert talk_of(units.split()) == (talk, ambivalent)


@given(st.lists(st.sampled_from(CODES), max_size=12))
@settings(max_examples=60)
def test_swapping_every_sign_swaps_the_talk_and_keeps_the_ambivalence(codes: list[str]) -> None:
    signs = str.maketrans("+-", "-+")
    opposite = {"change": "sustain", "sustain": "change", "neutral": "neutral"}
    here, there = talk_of(codes), talk_of([code.translate(signs) for code in codes])
    assert there == (opposite[here.talk], here.ambivalent)


@given(st.lists(st.sampled_from(CODES), max_size=12))
@settings(max_examples=60)
def test_neutral_units_never_alter_the_talk_of_a_turn(codes: list[str]) -> None:
    assert talk_of(["FN", *codes, "FN"]) == talk_of(codes)


def test_turn_talk_refuses_a_code_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="CR"):
        talk_of(["CR"])


def test_turn_talk_has_named_parts() -> None:
    assert talk_of(["R+"]) == TurnTalk(talk="change", ambivalent=False)


def test_a_turn_keeps_its_distinct_leaning_codes_in_order() -> None:
    assert MISC.reduce(["FN", "R+", "D-", "R+", "FN", "C+"]) == ("R+", "D-", "C+")


@pytest.mark.parametrize(
    ("one", "other", "winner"),
    [
        ("R+", "FN", "FN"),
        ("TS-", "FN", "FN"),
        ("D+", "R+", "R+"),
        ("D+", "A+", "R+"),
        ("A-", "N-", "R-"),
        ("N+", "R+", "R+"),
    ],
)
def test_in_doubt_neutral_wins_and_reason_is_the_default(one: str, other: str, winner: str) -> None:
    # .48 against .45: the two lie .03 apart, within the margin of .05
    assert settle({one: 0.48, other: 0.45, "O+": 0.07}, MISC, 0.05) == winner
    assert settle({one: 0.45, other: 0.48, "O+": 0.07}, MISC, 0.05) == winner


@pytest.mark.parametrize(
    ("one", "other"), [("D+", "D-"), ("R+", "R-"), ("D+", "R-"), ("C+", "AC+"), ("R+", "O+")]
)
def test_other_doubts_go_to_the_more_probable(one: str, other: str) -> None:
    assert settle({one: 0.51, other: 0.49}, MISC, 0.1) == one
    assert settle({one: 0.49, other: 0.51}, MISC, 0.1) == other


def test_change_and_sustain_talk_add_up_all_units_of_their_sign() -> None:
    counts = {"D+": 1, "R+": 4, "TS+": 2, "R-": 3, "AC-": 2, "FN": 40}
    assert score("change_talk", counts) == 7  # 1 + 4 + 2
    assert score("sustain_talk", counts) == 5  # 3 + 2
    assert score("leaning", counts) == 12  # 7 + 5


def test_percent_change_talk_leaves_neutral_units_out() -> None:
    counts = {"D+": 1, "R+": 4, "TS+": 2, "R-": 1, "FN": 40}
    assert score("percent_change_talk", counts) == pytest.approx(0.875)  # 7 / (7 + 1)


def test_percent_change_talk_is_undefined_where_nothing_leans() -> None:
    assert score("percent_change_talk", {"FN": 40}) is None
