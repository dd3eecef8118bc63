"""MITI's rules and scores, each worked by hand."""

from __future__ import annotations

import pytest

from changetalk.instruments import MITI, reduce_volley, settle


def score(score_id: str, **values: float) -> float | None:
    return next(s for s in MITI.scores if s.id == score_id).compute(values)


def test_the_codes_are_the_ten_of_miti_with_questions_split_and_no_code_besides() -> None:
    assert [code.id for code in MITI.codes] == [
        "GI",
        "PER",
        "PWP",
        "QO",
        "QC",
        "SR",
        "CR",
        "AF",
        "SEEK",
        "EMPH",
        "CONF",
        "NC",
    ]


@pytest.mark.parametrize(
    ("units", "volley"),
    [
        pytest.param("GI GI GI", "GI", id="each code stands once (rule 2)"),
        pytest.param("SR CR SR", "CR", id="any complex reflection makes it complex (rule 3)"),
        pytest.param("SR SR", "SR", id="simple reflections alone stay simple (rule 3)"),
        pytest.param("QC QO", "QO", id="any open question makes it open (rule 3)"),
        pytest.param("QC QC", "QC", id="closed questions alone stay closed (rule 3)"),
        pytest.param("PER PWP", "PWP", id="PWP stands where PER is too (rule 4)"),
        pytest.param("PWP SEEK EMPH", "PWP SEEK EMPH", id="SEEK and EMPH stand beside PWP (rule 13)"),
        pytest.param("CONF QC PER", "CONF QC PER", id="CONF beats others within a unit, not across a volley"),
        pytest.param("NC NC", "", id="what is not coded never counts"),
        pytest.param("AF NC AF", "AF", id="what is not coded leaves the rest alone"),
        pytest.param("SR QC CR", "QC CR", id="the order is that of first appearance"),
        pytest.param(
            "SR CR GI PER PWP QO QC AF SEEK EMPH CONF NC",
            "CR GI PWP QO AF SEEK EMPH CONF",
            id="a volley has eight codes at most (rule 2)",
        ),
    ],
)
def test_a_volley_keeps_what_the_rules_leave(units: str, volley: str) -> None:
    assert reduce_volley(units.split()) == tuple(volley.split())


@pytest.mark.parametrize(
    ("one", "other", "winner"),
    [
        ("PER", "GI", "GI"),
        ("PWP", "GI", "GI"),
        ("SR", "CR", "SR"),
        ("EMPH", "SEEK", "SEEK"),
        ("EMPH", "AF", "AF"),
        ("SEEK", "AF", "AF"),
        ("SEEK", "QO", "QO"),
        ("AF", "CR", "CR"),
        ("EMPH", "GI", "GI"),
        ("AF", "NC", "NC"),
        ("CONF", "SEEK", "CONF"),
        ("CONF", "QC", "CONF"),
        ("CONF", "QO", "CONF"),
        ("CONF", "PER", "CONF"),
        ("CONF", "SR", "NC"),
        ("CONF", "CR", "NC"),
    ],
)
def test_in_doubt_the_manuals_choice_wins_whichever_is_ahead(one: str, other: str, winner: str) -> None:
    # .46 against .44: the two lie .02 apart, within the margin of .05
    assert (
        settle({one: 0.46, other: 0.44, "GI" if "GI" not in (one, other) else "QO": 0.10}, MITI, 0.05)
        == winner
    )
    assert (
        settle({one: 0.44, other: 0.46, "GI" if "GI" not in (one, other) else "QO": 0.10}, MITI, 0.05)
        == winner
    )


def test_without_doubt_the_most_probable_code_wins() -> None:
    # .60 - .40 = .20, more than the margin of .10
    assert settle({"CR": 0.6, "SR": 0.4}, MITI, 0.1) == "CR"


def test_the_margin_itself_is_still_doubt() -> None:
    # .625 - .375 = .25 exactly, in binary too
    assert settle({"CR": 0.625, "SR": 0.375}, MITI, 0.25) == "SR"


def test_a_doubt_without_a_rule_goes_to_the_more_probable() -> None:
    assert settle({"QO": 0.49, "QC": 0.51}, MITI, 0.1) == "QC"


def test_only_the_two_most_probable_codes_make_a_doubt() -> None:
    # GI would win against PER, but SR stands between them
    assert settle({"PER": 0.36, "SR": 0.33, "GI": 0.31}, MITI, 0.1) == "PER"


def test_equal_probabilities_without_a_rule_go_to_the_code_listed_first() -> None:
    assert settle({"QC": 0.5, "QO": 0.5}, MITI, 0.1) == "QO"


def test_a_single_code_is_settled() -> None:
    assert settle({"CR": 1.0}, MITI, 0.1) == "CR"


@pytest.mark.parametrize("p", [{}, {"R+": 1.0}])
def test_settling_refuses_no_codes_and_foreign_codes(p: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="MITI"):
        settle(p, MITI, 0.1)


def test_questions_and_reflections_add_their_two_kinds() -> None:
    assert score("questions", QO=3, QC=5) == 8  # 3 + 5
    assert score("reflections", SR=6, CR=4) == 10  # 6 + 4


def test_percent_complex_is_the_share_of_complex_among_reflections() -> None:
    assert score("percent_complex", SR=6, CR=4) == pytest.approx(0.4)  # 4 / (6 + 4)


def test_reflection_to_question_ratio_counts_open_and_closed_questions() -> None:
    assert score("reflection_to_question", SR=6, CR=4, QO=3, QC=5) == 1.25  # (6 + 4) / (3 + 5)


def test_ratios_are_undefined_without_anything_to_divide_by() -> None:
    assert score("percent_complex", QO=3) is None
    assert score("reflection_to_question", CR=3) is None


def test_adherent_and_non_adherent_totals_take_their_codes_alone() -> None:
    counts = {"SEEK": 2, "AF": 3, "EMPH": 1, "CONF": 4, "PER": 5, "PWP": 7, "GI": 8}
    assert score("mi_adherent", **counts) == 6  # 2 + 3 + 1
    assert score("mi_non_adherent", **counts) == 9  # 4 + 5


def test_the_technical_and_relational_globals_are_means_of_two_ratings() -> None:
    ratings = {"cultivating_change_talk": 4, "softening_sustain_talk": 3, "partnership": 5, "empathy": 4}
    assert score("technical", **ratings) == 3.5  # (4 + 3) / 2
    assert score("relational", **ratings) == 4.5  # (5 + 4) / 2


def test_a_global_mean_is_undefined_when_one_rating_is_missing() -> None:
    assert score("technical", cultivating_change_talk=4) is None


def test_the_thresholds_are_those_of_the_manual() -> None:
    levels = {s.id: (s.threshold.fair, s.threshold.good) for s in MITI.scores if s.threshold}
    assert levels == {
        "technical": (3, 4),
        "relational": (3.5, 4),
        "percent_complex": (0.4, 0.5),
        "reflection_to_question": (1, 2),
    }


def test_all_fourteen_rules_are_there() -> None:
    assert [rule.id for rule in MITI.rules] == [str(number) for number in range(1, 15)]
