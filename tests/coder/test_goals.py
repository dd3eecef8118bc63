"""A change goal is proposed from what is said, or none is."""

from changetalk.coder.goals import propose_goal
from changetalk.transcripts import Turn


def said(*texts: str) -> list[Turn]:
    return [Turn(id=str(n), speaker="A", text=text) for n, text in enumerate(texts, 1)]


def test_the_goal_whose_words_come_back_most_is_proposed() -> None:
    turns = said("I smoke when I drive.", "How many cigarettes?", "Twenty. I've smoked since school.")
    assert propose_goal(turns) == "stop or cut down smoking"


def test_too_few_words_propose_nothing() -> None:
    assert propose_goal(said("I had a beer.", "And how was the train?")) is None


def test_parts_of_longer_words_do_not_count() -> None:
    assert propose_goal(said("The better alphabet of betterment.", "A bettered better.")) is None
