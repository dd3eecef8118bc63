"""What to know before reading the scores."""

import pytest

from changetalk.coder import Coding
from changetalk.fidelity import scope_notes
from changetalk.transcripts import Roles
from tests.fidelity.build import Talk, coding

TALK: Talk = [("T", "SR QO"), ("C", "R+")] * 12


def test_where_the_instruments_fit_there_is_nothing_to_note() -> None:
    assert scope_notes(coding(TALK)) == ()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (coding(TALK, medium="chat"), "MITI was not validated on typed conversation"),
        (coding(TALK, goal=None), "No change goal is named"),
        (coding(TALK).model_copy(update={"goal_source": "guessed"}), "goal was guessed"),
        (coding(TALK, goal="feel happier"), "not something a person does"),
        (coding(TALK, roles=Roles(source="guessed", p=0.7)), "not sure who the counselor is"),
        (coding(TALK, words=5), "only counts"),
    ],
)
def test_every_limit_is_named(made: Coding, words: str) -> None:
    (note,) = scope_notes(made)

    assert words in note
