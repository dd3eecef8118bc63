"""Scores of codings small enough to count by hand."""

import pytest

from changetalk.fidelity import Score, score
from tests.fidelity.build import Talk, coding, timed

# Twelve exchanges: reflections stand in 11 volleys (4 complex: CR stands over SR), questions in 10.
EXCHANGES: Talk = [
    *[("T", "SR CR QO"), ("C", "R+ R+")] * 4,
    *[("T", "SR QC QO"), ("C", "R+ FN")] * 4,
    *[("T", "SR QC"), ("C", "R- D-")] * 2,
    ("T", "SR AF SEEK EMPH"),
    ("C", "FN"),
    ("T", "PER CONF GI PER NC"),
    ("C", "FN"),
]


@pytest.fixture(scope="module")
def worked() -> dict[str, Score]:
    return score(coding(EXCHANGES))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("questions", 10),
        ("QO", 8),  # 4 + 4: an open one stands over a closed one in its volley
        ("QC", 2),
        ("reflections", 11),
        ("CR", 4),
        ("SR", 7),
        ("GI", 1),
        ("PER", 1),  # twice in one volley counts once
        ("PWP", 0),
        ("AF", 1),
        ("mi_adherent", 3),  # SEEK 1 + AF 1 + EMPH 1
        ("mi_non_adherent", 2),  # CONF 1 + PER 1
        ("reflection_to_question", 1.1),  # 11 / 10
        ("percent_complex", 0.3636),  # 4 / 11
        ("open_question_share", 0.8),  # 8 / 10
        ("change_talk", 12),  # 4 * 2 + 4 * 1, counted in units
        ("sustain_talk", 4),  # 2 * 2
        ("leaning", 16),
        ("percent_change_talk", 0.75),  # 12 / 16
        ("R+", 12),
        ("talk_share", 0.5),  # every turn has 40 words, and both have twelve
    ],
)
def test_a_human_coding_scores_what_its_codes_count(
    worked: dict[str, Score], name: str, value: float
) -> None:
    assert worked[name].value == pytest.approx(value)


def test_a_listeners_sound_inside_a_volley_does_not_split_it() -> None:
    # One volley ("mm-hmm" does not end it) with two questions: one question.
    talk: Talk = [("T", "QO"), ("C", ""), ("T", "QC"), ("C", "FN")]
    made = coding(talk, words=1)
    turns = tuple(
        turn.model_copy(update={"volley": 1} if turn.role == "counselor" else {"text": "mm-hmm"})
        for turn in made.turns
    )
    one = made.volleys[0].model_copy(update={"id": 1, "turns": ("1", "3"), "codes": ("QO",)})

    assert score(made.model_copy(update={"turns": turns, "volleys": (one,)}))["questions"].value == 1


def test_machine_counts_are_the_median_of_what_the_probabilities_draw() -> None:
    # Twenty volleys with a question at .9 each: 18 expected.
    talk: Talk = [("T", [{"QO": 0.9, "NC": 0.1}]), ("C", [{"FN": 1.0}])] * 20

    assert score(coding(talk))["questions"].value == pytest.approx(18, abs=1)


def test_a_human_correction_in_a_machine_coding_counts_as_it_stands() -> None:
    talk: Talk = [("T", [{"QO": 0.99, "NC": 0.01}]), ("C", [{"FN": 1.0}])] * 10
    made = coding(talk)
    turns = tuple(
        turn.model_copy(
            update={"units": tuple(u.model_copy(update={"code": "CONF", "by": "human"}) for u in turn.units)}
        )
        if turn.id == "3"
        else turn
        for turn in made.turns
    )

    assert score(made)["CONF"].value == 0
    assert score(made.model_copy(update={"turns": turns}))["CONF"].value == 1


def test_counts_also_come_per_20_minutes_where_times_are_known() -> None:
    # 24 turns of 25 seconds are 10 minutes; 10 questions in them are 20 in 20 minutes.
    scores = score(timed(EXCHANGES, 25))

    assert scores["questions"].per_20_minutes == 20
    assert scores["percent_change_talk"].per_20_minutes is None


def test_without_times_there_is_nothing_per_20_minutes(worked: dict[str, Score]) -> None:
    assert worked["questions"].per_20_minutes is None


def test_a_band_names_its_thresholds_and_their_standing() -> None:
    # 20 reflections, 10 questions: 2.0, at the mark for good.
    talk: Talk = [("T", "SR"), ("C", "FN"), ("T", "SR QO"), ("C", "FN")] * 10

    band = score(coding(talk))["reflection_to_question"].band

    assert band is not None
    assert (band.fair, band.good) == (1, 2)
    assert "expert opinion" in band.standing
    assert band.name in {"fair", "good"}
    assert 1 / 3 <= band.p <= 1


def test_a_band_is_surer_the_farther_the_score_lies_from_the_marks() -> None:
    near: Talk = [("T", [{"SR": 0.7, "NC": 0.3}, {"QO": 0.7, "NC": 0.3}]), ("C", [{"FN": 1.0}])] * 30
    far: Talk = [("T", [{"SR": 0.99, "NC": 0.01}, {"QO": 0.25, "NC": 0.75}]), ("C", [{"FN": 1.0}])] * 60

    bands = [score(coding(talk))["reflection_to_question"].band for talk in (near, far)]

    assert bands[0] is not None
    assert bands[1] is not None
    assert bands[1].name == "good"
    assert bands[0].p < bands[1].p


def test_a_ratio_far_above_what_experts_reach_carries_a_warning() -> None:
    # 60 reflections and 11 questions, all but certain: 5.5, where experts stay below 4.
    talk: Talk = [
        *[("T", [{"SR": 1.0}]), ("C", [{"FN": 1.0}])] * 60,
        *[("T", [{"QO": 1.0}]), ("C", [{"FN": 1.0}])] * 11,
    ]

    assert "above 4" in score(coding(talk))["reflection_to_question"].caution


def test_the_source_of_the_error_says_whether_people_or_the_machine_coded(worked: dict[str, Score]) -> None:
    machine: Talk = [("T", [{"QO": 0.9, "NC": 0.1}]), ("C", [{"FN": 1.0}])]

    assert "AnnoMI, ten annotators" in worked["questions"].error_source
    assert score(coding(machine))["questions"].error_source.startswith("machine codes")
    assert "no coding error" in worked["talk_share"].error_source
