"""Global ratings estimated from features."""

import numpy as np
import pytest

from changetalk.coder import Coding
from changetalk.fidelity.features import FEATURES
from changetalk.fidelity.globals import Estimator, Regression, estimate_globals
from changetalk.instruments import MITI
from tests.fidelity.build import Talk, coding

LONG: Talk = [("T", "SR QO"), ("C", "R+")] * 10 + [("T", "GI"), ("C", "FN")] * 10
NAMES = [rating.id for rating in MITI.globals]


def estimator(residual: tuple[float, float] = (-0.5, 1.0), slope: float = 2.0) -> Estimator:
    """Every global is 2 + `slope` times the share of volleys with a reflection."""
    coef = np.array([slope if name == "reflection_rate" else 0.0 for name in FEATURES])
    regression = Regression(coef, 2.0, residual)
    return Estimator(
        np.zeros(len(FEATURES)), np.ones(len(FEATURES)), dict.fromkeys(NAMES, regression), "a test"
    )


@pytest.fixture(scope="module")
def made() -> Coding:
    return coding(LONG)


def test_an_estimate_is_the_regressions_value_with_its_held_out_error(made: Coding) -> None:
    # Ten of twenty volleys reflect: 2 + 2 * .5 = 3; 90 % of errors lie between -.5 and +1.
    empathy = estimate_globals(made, estimator())["empathy"]

    assert empathy.value == pytest.approx(3)
    assert empathy.coding == pytest.approx((2.5, 4), abs=0.02)
    assert "a test" in empathy.error_source


def test_practice_adds_that_another_conversation_may_reflect_more_or_less(made: Coding) -> None:
    sure = estimate_globals(made, estimator(residual=(0, 0)))["empathy"]

    assert sure.coding == (3, 3)
    assert sure.practice is not None
    assert sure.practice[0] < 2.7
    assert sure.practice[1] > 3.3


def test_technical_and_relational_are_means_with_errors_that_go_together(made: Coding) -> None:
    technical = estimate_globals(made, estimator())["technical"]

    assert technical.value == pytest.approx(3)
    assert technical.coding == pytest.approx((2.5, 4), abs=0.02)
    assert technical.band is not None
    assert technical.band.fair == 3


def test_ratings_stay_between_1_and_5(made: Coding) -> None:
    scores = estimate_globals(made, estimator(residual=(-9, 9), slope=20))

    for each in scores.values():
        assert each.practice is not None
        assert 1 <= each.practice[0] <= each.practice[1] <= 5


def test_a_short_conversation_is_not_rated() -> None:
    # 39 words in each of 38 turns are 1,482: below 1,500.
    short = coding(LONG[:38], words=39)

    assert "10 minutes" in estimate_globals(short, estimator())["empathy"].why


def test_a_choice_has_relational_but_no_technical_ratings() -> None:
    scores = estimate_globals(coding(LONG, goal="decide whether to leave him"), estimator())

    assert "stays neutral" in scores["technical"].why
    assert "stays neutral" in scores["cultivating_change_talk"].why
    assert scores["relational"].enough
