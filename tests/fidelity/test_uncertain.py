"""What the machine is least sure of."""

from changetalk.fidelity import uncertain
from tests.fidelity.build import Talk, coding


def test_the_closest_call_comes_first() -> None:
    talk: Talk = [
        ("T", [{"QO": 0.9, "GI": 0.1}, {"PER": 0.5, "GI": 0.45, "NC": 0.05}]),
        ("C", [{"R+": 0.6, "FN": 0.4}]),
    ]

    found = uncertain(coding(talk), 2)

    assert [(each.turn, each.unit, each.code, each.other) for each in found] == [
        ("1", 1, "PER", "GI"),
        ("2", 0, "R+", "FN"),
    ]
    assert found[0].doubt == 0.95  # 1 - (.50 - .45)
    assert found[1].doubt == 0.8  # 1 - (.6 - .4)


def test_a_doubt_that_moves_no_score_comes_last() -> None:
    talk: Talk = [
        ("T", [{"CR": 0.5, "SR": 0.5}]),
        ("C", [{"R+": 0.5, "D+": 0.5}]),
        ("T", [{"QO": 0.7, "SEEK": 0.3}]),
    ]

    found = uncertain(coding(talk), 3)

    assert [each.doubt for each in found] == [0.6, 0.5, 0.1]  # 1 - .4; a half of 1; a tenth of 1


def test_what_people_coded_is_not_in_line() -> None:
    assert uncertain(coding([("T", "QO SR"), ("C", "R+")]), 5) == ()


def test_a_code_that_is_certain_by_itself_is_not_in_line() -> None:
    assert uncertain(coding([("T", [{"QO": 1.0}])]), 5) == ()
