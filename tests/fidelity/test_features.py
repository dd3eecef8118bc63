"""What a conversation looks like as a whole."""

import pytest
from hypothesis import given, settings

from changetalk.coder import Coding
from changetalk.fidelity.features import FEATURES, session_features
from tests.fidelity.build import Talk, coding
from tests.fidelity.strategies import codings

# Six volleys; words are equal; thirds are two exchanges each.
TALK: Talk = [
    ("T", "QO"),
    ("C", "R+ R+"),
    ("T", "CR QC"),
    ("C", "R-"),
    ("T", "SR"),
    ("C", "FN"),
    ("T", "PER"),
    ("C", "D-"),
    ("T", "CONF"),
    ("C", "FN"),
    ("T", "NC"),
    ("C", "C+"),
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reflection_rate", 2 / 6),
        ("question_rate", 2 / 6),
        ("PER_rate", 1 / 6),
        ("AF_rate", 0),
        ("complex_share", (1 + 1) / (2 + 2)),  # 1 of 2, with one case each way
        ("open_share", (1 + 1) / (2 + 2)),
        ("reflection_to_question_log", 0),  # log((2 + 1) / (2 + 1))
        ("change_rate", 3 / 7),  # of 7 client units
        ("sustain_rate", 2 / 7),
        ("change_share_first_third", (2 + 1) / (3 + 2)),  # R+ R+ R-
        ("change_share_last_third", (1 + 1) / (1 + 2)),  # C+
        ("soft_after_sustain", (1 + 1) / (2 + 2)),  # R- then SR; D- then CONF
        ("hard_after_sustain", (1 + 1) / (2 + 2)),
        ("nurture_after_change", (1 + 1) / (1 + 2)),  # R+ then CR; the last C+ has no answer
        ("talk_share", 0.5),
    ],
)
def test_features_of_a_small_conversation_are_what_a_hand_counts(name: str, value: float) -> None:
    assert session_features(coding(TALK))[name] == pytest.approx(value)


def test_machine_codes_count_by_their_probabilities() -> None:
    # Two units at .5: the volley has a question with 1 - .5 * .5 = .75.
    talk: Talk = [("T", [{"QO": 0.5, "NC": 0.5}] * 2), ("C", [{"FN": 1.0}])]

    assert session_features(coding(talk))["question_rate"] == pytest.approx(0.75)


@settings(max_examples=30)
@given(codings())
def test_every_feature_of_every_coding_is_bounded(made: Coding) -> None:
    found = session_features(made)

    assert tuple(found) == FEATURES
    assert all(-2 <= value <= 2 for value in found.values())
    assert all(0 <= value <= 1 + 1e-6 for name, value in found.items() if not name.endswith("_log"))
