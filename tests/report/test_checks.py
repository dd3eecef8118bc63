"""What the machine is unsure of, for human eyes first."""

from changetalk.report.checks import MOST, checks
from tests.fidelity.build import coding
from tests.report.small import SMALL


def test_a_check_quotes_the_words_and_names_both_codes() -> None:
    first = checks(SMALL)[0]

    assert first.turn.id == "1"
    assert first.words == "You came in braced for a telling-off."
    assert (first.code.id, first.odds, first.other.id, first.other_odds) == (
        "CR",
        "55\u202f%",
        "SR",
        "41\u202f%",
    )


def test_codes_that_the_machine_is_sure_of_are_not_listed() -> None:
    assert all(check.code.id not in {"QO", "NC", "FN"} for check in checks(SMALL))


def test_at_most_ten_are_listed() -> None:
    doubtful = coding([("T", [{"SR": 0.5, "QC": 0.5}]), ("C", [{"FN": 1.0}])] * 12)

    assert len(checks(doubtful)) == MOST == 10


def test_a_persons_codes_hold_no_machines_doubt() -> None:
    assert checks(coding([("T", "SR"), ("C", "R+")])) == ()
