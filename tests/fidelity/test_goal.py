"""Is the goal something a person does?"""

import pytest

from changetalk.fidelity.goal import goal_is_behaviour


@pytest.mark.parametrize(
    "goal",
    [
        "stop smoking",
        "To cut down drinking",
        "walk after supper",
        "taking the tablets",
        "quitting vaping",
        "stop smoking to feel better",
        "not drive after drinking",
    ],
)
def test_something_a_person_does_is_a_behaviour(goal: str) -> None:
    assert goal_is_behaviour(goal) is True


@pytest.mark.parametrize(
    "goal",
    [
        "decide whether to leave him",
        "keep the pregnancy or not",
        "have another baby",
        "donate a kidney to her brother",
        "stay with him or leave",
        "make up her mind about the operation",
    ],
)
def test_a_choice_in_which_the_helper_stays_neutral_is_not(goal: str) -> None:
    assert goal_is_behaviour(goal) is False


@pytest.mark.parametrize(
    "goal", ["feel happier", "be less anxious", "more self-esteem", "come to terms with it"]
)
def test_a_state_of_mind_is_not(goal: str) -> None:
    assert goal_is_behaviour(goal) is False


@pytest.mark.parametrize(
    "goal", [None, "", "  ", "no beer from Monday to Friday", "manage stress by walking"]
)
def test_what_the_plain_rules_cannot_tell_stays_open(goal: str | None) -> None:
    assert goal_is_behaviour(goal) is None
