"""What holds for the intervals of every coding."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from changetalk.coder import Coding
from changetalk.fidelity import score
from changetalk.fidelity.error import CodingError
from tests.fidelity.build import Talk, coding
from tests.fidelity.strategies import codings

LIMITS = {
    "share": (0.0, 1.0),
    "count": (0.0, float("inf")),
    "ratio": (0.0, float("inf")),
    "rating": (1.0, 5.0),
}


def width(made: Coding, name: str, error: CodingError | None = None) -> float:
    interval = score(made, error=error)[name].coding
    assert interval is not None
    return interval[1] - interval[0]


@settings(max_examples=30)
@given(codings())
def test_the_practice_interval_holds_the_coding_interval_which_holds_the_value(made: Coding) -> None:
    for each in score(made).values():
        if each.enough:
            assert each.value is not None
            assert each.coding is not None
            assert each.practice is not None
            low, high = LIMITS[each.unit]
            ends = (low, each.practice[0], each.coding[0], each.value, each.coding[1], each.practice[1], high)
            assert list(ends) == sorted(ends)
        else:
            assert (each.value, each.coding, each.practice, each.band) == (None, None, None, None)
            assert each.why


@settings(max_examples=10)
@given(codings())
def test_the_same_coding_scores_the_same_again(made: Coding) -> None:
    again = Coding.model_validate_json(made.model_dump_json())

    assert score(again) == score(made)


def test_surer_probabilities_give_narrower_intervals() -> None:
    def talk(p: float) -> Talk:
        return [("T", [{"QO": p, "NC": 1 - p}]), ("C", [{"R+": p, "FN": 1 - p}])] * 40

    for name in ("questions", "change_talk"):
        widths = [width(coding(talk(p)), name) for p in (0.6, 0.9, 0.999)]
        assert widths[0] > widths[1] > widths[2]


def test_a_certain_machine_coding_has_no_coding_error() -> None:
    talk: Talk = [("T", [{"QO": 1.0}]), ("C", [{"R+": 1.0}])] * 10

    assert width(coding(talk), "questions") == 0


def test_error_that_a_conversation_shares_widens_its_intervals() -> None:
    talk: Talk = [("T", [{"QO": 0.7, "NC": 0.3}]), ("C", [{"R+": 0.4, "R-": 0.3, "FN": 0.3}])] * 60
    alone = CodingError(dict.fromkeys(("QO", "NC", "R+", "R-", "FN"), 0.0), "test")
    shared = CodingError(dict.fromkeys(("QO", "NC"), 1.0), "test", dict.fromkeys("+-", 1.0))

    for name in ("questions", "percent_change_talk"):
        assert width(coding(talk), name, alone) * 1.5 < width(coding(talk), name, shared)


def test_human_codes_carry_the_error_of_another_trained_coder() -> None:
    talk: Talk = [("T", "SR QO"), ("C", "R+"), ("T", "CR QC"), ("C", "R-")] * 10

    scores = score(coding(talk))

    # Ten annotators' ICC for % complex is .16 and for questions .98: nearly anything against nearly nothing.
    assert scores["percent_complex"].coding is not None
    assert scores["percent_complex"].coding[1] - scores["percent_complex"].coding[0] > 0.5
    assert scores["questions"].coding is not None
    assert scores["questions"].coding[1] - scores["questions"].coding[0] < 0.6 * 20


def test_a_second_coding_that_agrees_narrows_the_interval() -> None:
    talk: Talk = [("T", "SR QO"), ("C", "R+"), ("T", "CR QC"), ("C", "R-")] * 20
    made = coding(talk)

    alone, agreed = score(made), score(made, made)

    assert agreed["percent_change_talk"].coding == (0.5, 0.5)
    assert alone["percent_change_talk"].coding != (0.5, 0.5)
    assert "two codings of this conversation" in agreed["questions"].error_source


def test_exchanges_that_differ_widen_practice_but_not_coding() -> None:
    # All 20 questions in the first half, all certain: another conversation may have more or fewer.
    talk: Talk = [
        *[("T", [{"QO": 1.0}]), ("C", [{"FN": 1.0}])] * 20,
        *[("T", [{"SR": 1.0}]), ("C", [{"FN": 1.0}])] * 20,
    ]

    questions = score(coding(talk))["questions"]

    assert questions.coding == (20, 20)
    assert questions.practice is not None
    assert questions.practice[0] < 18
    assert questions.practice[1] > 22


def test_nine_in_ten_experts_fall_into_the_coding_interval() -> None:
    # 300 experts, each with habits as large as the error says, code a conversation unit by unit.
    p = {"QO": 0.5, "SR": 0.3, "NC": 0.2}
    talk: Talk = [("T", [p, p]), ("C", [{"FN": 1.0}])] * 40
    error = CodingError(dict.fromkeys(p, 0.4), "test")
    rng = np.random.default_rng(3)

    interval = score(coding(talk), error=error)["questions"].coding

    assert interval is not None
    inside = 0
    for _ in range(300):
        odds = np.array(list(p.values())) * np.exp(rng.normal(0, 0.4, 3))
        asked = (rng.choice(3, p=odds / odds.sum(), size=(40, 2)) == 0).any(axis=1).sum()
        inside += interval[0] <= asked <= interval[1]
    assert 0.86 <= inside / 300 <= 0.97  # counts are whole, so somewhat more than .9


def test_what_never_happened_here_may_happen_in_another_conversation() -> None:
    confronting = score(coding([("T", [{"QO": 1.0}]), ("C", [{"FN": 1.0}])] * 20))["CONF"]

    assert (confronting.value, confronting.coding) == (0, (0, 0))
    # Negative binomial with shape 1/2: P(0) .707, P(1) .177, P(2) .066: together .95.
    assert confronting.practice == (0, 2)


def test_a_very_long_conversation_is_drawn_in_pieces_that_add_up() -> None:
    # 1,600 units are several chunks; certain codes must come out exactly.
    talk: Talk = [("T", [{"QO": 1.0}]), ("C", [{"R+": 1.0}])] * 800

    scores = score(coding(talk, words=1))

    assert (scores["questions"].value, scores["questions"].coding) == (800, (800, 800))
    assert (scores["change_talk"].practice) == (800, 800)
