"""How the figures were made: the model card's figures and where intervals come from."""

import json

from changetalk.report import method
from changetalk.report.method import accuracy, error_sources, from_card, standings
from tests.report.small import ERROR, EXPERT, SMALL

CARD = {
    "version": "1",
    "accuracy": {
        "unit boundaries F1": 0.8,
        "annomi main": {"f1": 0.8049, "interval": [0.78, 0.83]},
        "authored client units": {"f1": 0.5, "interval": [0.4, 0.6]},
        "a task of the future": {"f1": 0.1, "interval": [0.0, 0.2]},
    },
}


def test_the_cards_known_tasks_are_shown_with_their_intervals() -> None:
    main, client = from_card(CARD)

    assert (main.f1, main.interval, main.people) == ("0.80", "0.78–0.83", "0.80")
    assert (client.f1, client.interval, client.people) == ("0.50", "0.40–0.60", "")


def test_a_person_who_coded_has_no_model_card() -> None:
    assert accuracy(SMALL.model_copy(update={"coder": None})) == ()


def test_the_card_of_another_version_says_nothing_about_this_coding() -> None:
    assert accuracy(SMALL) == ()


def test_the_shipped_card_is_shown_for_its_own_version() -> None:
    card = json.loads(method.CARD.read_text("utf-8"))
    assert SMALL.coder
    own = SMALL.model_copy(update={"coder": SMALL.coder.model_copy(update={"version": card["version"]})})

    assert accuracy(own) == from_card(card)
    assert len(accuracy(own)) == len(method.TASKS)


def test_each_source_and_standing_is_said_once() -> None:
    assert error_sources(SMALL) == (ERROR, "estimated")
    assert standings(SMALL) == (EXPERT,)
