"""Scores corrected by a site's own codes: what moves, what does not, and what is said of it."""

from __future__ import annotations

import datetime
from math import exp

import pytest

from changetalk.coder import Coding
from changetalk.errors import InputTrouble
from changetalk.fidelity import Review, review, score
from changetalk.fidelity.blind import uncoded
from changetalk.fidelity.correcting import leans
from changetalk.fidelity.model import SiteCorrection
from tests.authored import authored_coding
from tests.fidelity.sites import calibration, machine, session

MACHINE = machine(uncoded(session(1)))
"""4 reflections and 17 questions, coded without a doubt."""


def settled_by_a_person(coding: Coding, turns: int) -> Coding:
    """The coding, a person having settled the units of its first turns."""
    settled = tuple(
        turn.model_copy(
            update={"units": tuple(unit.model_copy(update={"by": "human"}) for unit in turn.units)}
        )
        for turn in coding.turns[:turns]
    )
    return coding.model_copy(update={"turns": (*settled, *coding.turns[turns:])})


def test_without_a_calibration_nothing_is_corrected() -> None:
    assert all(each.site is None for each in score(MACHINE).values())


def test_a_corrected_score_says_what_it_was_and_from_what_it_was_learnt() -> None:
    found = score(MACHINE, calibration=calibration(reflections=(0.7, 0.05)))["reflections"]
    # 4·e^.7 = 8.06
    assert found.value == round(4 * exp(0.7)) == 8
    assert found.site == SiteCorrection(uncorrected=4, sessions=8, date=datetime.date(2026, 3, 3))
    assert "this site's own codes" in found.error_source


def test_scores_that_it_does_not_know_stay_as_they_are() -> None:
    plain, corrected = score(MACHINE), score(MACHINE, calibration=calibration(reflections=(0.7, 0.05)))
    assert {name for name in plain if plain[name] != corrected[name]} == {"reflections"}


def test_what_the_correction_may_be_wrong_by_widens_both_intervals() -> None:
    sure, unsure = (
        score(MACHINE, calibration=calibration(questions=(0.2, se)))["questions"] for se in (0.01, 0.3)
    )
    for narrow, wide in ((sure.coding, unsure.coding), (sure.practice, unsure.practice)):
        assert narrow
        assert wide
        assert wide[0] < narrow[0] <= narrow[1] < wide[1]


def test_a_shift_known_to_be_none_changes_no_figure() -> None:
    plain, corrected = score(MACHINE), score(MACHINE, calibration=calibration(questions=(0.0, 0.0)))
    assert corrected["questions"].site
    assert (plain["questions"].value, plain["questions"].coding) == (
        corrected["questions"].value,
        corrected["questions"].coding,
    )


def test_a_score_that_is_not_shown_says_nothing_of_a_correction() -> None:
    found = score(MACHINE, calibration=calibration(reflection_to_question=(0.2, 0.1)))
    assert found["reflection_to_question"].value is None
    assert found["reflection_to_question"].site is None


def test_a_persons_codes_need_no_correction_whatever_the_weights() -> None:
    person = authored_coding("cpap")
    assert score(person, calibration=calibration(questions=(0.5, 0.1))) == score(person)


def test_the_shift_fades_as_a_person_settles_codes() -> None:
    # 21 counselor turns of one unit each; a person settled 7 of them: two thirds of the shift are left.
    mixed = settled_by_a_person(MACHINE, 14)
    lean = leans(mixed, calibration(questions=(0.3, 0.15)))["questions"]
    assert lean.shift == pytest.approx(0.2)
    assert lean.se == pytest.approx(0.1)
    assert leans(settled_by_a_person(MACHINE, 42), calibration(questions=(0.3, 0.15))) == {}


@pytest.mark.parametrize("made", [{"weights": "older"}, {"pass_": "causal"}])
def test_a_calibration_made_with_other_weights_is_refused(made: dict[str, str]) -> None:
    other = calibration(questions=(0.3, 0.1)).model_copy(update=made)
    with pytest.raises(InputTrouble, match=r"made with other weights .* changetalk calibrate"):
        score(MACHINE, calibration=other)


def test_a_machine_that_does_not_name_its_weights_is_not_corrected() -> None:
    with pytest.raises(InputTrouble, match="an unnamed coder"):
        score(MACHINE.model_copy(update={"coder": None}), calibration=calibration(questions=(0.3, 0.1)))


def test_a_corrected_review_comes_back_from_its_file() -> None:
    made = review(MACHINE, calibration=calibration(questions=(0.3, 0.1)))
    again = Review.model_validate_json(made.model_dump_json())
    assert again == made
    assert again.scores["questions"].site
    assert review(again, calibration=calibration(questions=(0.3, 0.1))) == made
    assert review(again).scores["questions"].site is None
