"""A coding with everything that follows from it, in one file."""

import pytest

from changetalk.fidelity import Review, feedback, review, score
from tests.authored import NAMES, authored_coding
from tests.fidelity.build import Talk, coding


@pytest.mark.parametrize("name", NAMES)
def test_scores_and_feedback_can_be_made_again_from_the_file_alone(name: str) -> None:
    written = Review.model_validate_json(review(authored_coding(name)).model_dump_json())

    assert score(written) == written.scores
    assert feedback(written, written.scores) == written.feedback
    assert review(written) == written


def test_the_file_keeps_the_machines_probabilities_to_the_last_digit() -> None:
    talk: Talk = [("T", [{"QO": 1 / 3, "QC": 2 / 3}]), ("C", [{"R+": 1 / 7, "FN": 6 / 7}])] * 12
    made = review(coding(talk))

    assert score(Review.model_validate_json(made.model_dump_json())) == made.scores


def test_a_correction_gives_new_scores_when_reviewed_again() -> None:
    made = review(coding([("T", "SR QO"), ("C", "R+")] * 12))
    units = (made.turns[0].units[0], made.turns[0].units[1].model_copy(update={"code": "QC"}))
    first = made.turns[0].model_copy(update={"units": units})

    again = review(made.model_copy(update={"turns": (first, *made.turns[1:])}))

    assert (made.scores["QC"].value, again.scores["QC"].value) == (0, 1)


def test_words_that_may_mean_risk_are_listed_with_their_turn() -> None:
    made = coding([("T", "QO"), ("C", "FN")])
    said = made.turns[1].model_copy(update={"text": "Some nights I want to kill myself."})

    (found,) = review(made.model_copy(update={"turns": (made.turns[0], said)})).risk_words

    assert found.turn == "2"
    assert found.text in said.text
