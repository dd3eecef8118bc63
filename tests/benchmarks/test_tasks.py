"""Codings judged: volleys, found and given units, types, starts."""

from benchmarks.measures.judged import Judged, macro_f1
from benchmarks.measures.tasks import (
    TASKS,
    Judgements,
    judge_given,
    judge_second_pass,
    judge_starts,
    judge_talk_and_volleys,
    pairs,
    types_of,
    volley_codes,
)
from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.coding import CodedTurn, Coding, Rater, Unit
from changetalk.transcripts import Transcript, Turn
from changetalk.transcripts.model import Role
from training.examples import Dialogue, LabelledTurn, LabelledUnit

Units = list[tuple[int, int, str]]


def coding(*turns: tuple[Role, Units]) -> Coding:
    """A coding of turns of twenty letters."""
    said = tuple(Turn(id=str(n), speaker=role, role=role, text="x" * 20) for n, (role, _) in enumerate(turns))
    codes = [TurnCoding(tuple(Unit(start=a, end=b, code=c) for a, b, c in units)) for _, units in turns]
    return assemble(Transcript(turns=said), codes, rater=Rater(kind="human", name="a test"))


def turn(units: Units, role: Role = "client") -> CodedTurn:
    return coding((role, units)).turns[0]


def empty() -> Judgements:
    return {name: Judged(task.names) for name, task in TASKS.items()}


def test_open_and_closed_questions_are_one_code_of_a_volley() -> None:
    assert volley_codes(("QO", "CR", "AF")) == {"Q", "CR", "AF"}


def test_volleys_are_compared_after_the_rules() -> None:
    # After the rules CR and Q on both sides: the simple reflection and the second question do not stand.
    true = coding(("counselor", [(0, 5, "SR"), (6, 12, "CR"), (13, 20, "QC")]))
    said = coding(("counselor", [(0, 12, "CR"), (13, 16, "QO"), (17, 20, "QC")]))
    tasks = empty()
    judge_talk_and_volleys("one", true, said, tasks)
    counts = dict(zip(TASKS["authored volleys"].names, tasks["authored volleys"].counts()[0], strict=True))
    assert {name: tuple(row) for name, row in counts.items() if row.any()} == {
        "CR": (1, 1, 1),
        "Q": (1, 1, 1),
    }


def test_a_unit_split_in_two_is_one_right_and_one_said_wrongly() -> None:
    true, said = turn([(0, 20, "R+")]), turn([(0, 13, "R+"), (14, 20, "R+")])
    assert pairs(true, said, extra=True) == [({"R+"}, {"R+"}), (set(), {"R+"})]


def test_two_units_found_as_one_are_one_right_and_one_missed() -> None:
    true, said = turn([(0, 13, "R+"), (14, 20, "R-")]), turn([(0, 20, "R+")])
    assert pairs(true, said, extra=True) == [({"R+"}, {"R+"}), ({"R-"}, set())]


def test_a_type_is_right_whatever_its_sign_and_missed_where_called_neutral() -> None:
    true = coding(("client", [(0, 5, "D+"), (6, 10, "D-"), (11, 15, "AC+"), (16, 20, "FN")]))
    said = coding(("client", [(0, 5, "D-"), (6, 10, "FN"), (11, 15, "AC+"), (16, 20, "D+")]))
    tasks = empty()
    judge_given("one", true, said, tasks)
    # Leaning units: D 1 hit, 1 said, 2 true: 2/3; AC 1. Mean 5/6.
    assert round(tasks["authored types"].figure(macro_f1), 4) == 0.8333
    # All units: the neutral one called D counts as said: D 2 * 1 / (2 + 2) = 1/2. Mean 3/4.
    assert tasks["authored types, all units"].figure(macro_f1) == 0.75


def test_neutral_talk_has_no_type() -> None:
    assert types_of({"FN"}) == set()
    assert types_of({"TS-"}) == {"TS"}


def test_unit_starts_with_and_without_the_turns_own() -> None:
    tasks = empty()
    judge_starts("one", turn([(0, 9, "FN"), (10, 20, "FN")]), turn([(0, 4, "FN"), (5, 20, "FN")]), tasks)
    # All: 0 is found, 10 missed, 5 wrong: 2 * 1 / (2 + 2). Inner alone: 0 / (1 + 1).
    assert tasks["authored unit starts"].figure(macro_f1) == 0.5
    assert tasks["authored inner starts"].figure(macro_f1) == 0.0


def test_the_second_pass_is_judged_by_its_own_codes() -> None:
    units = (
        LabelledUnit(0, 5, {"SR": 0.65, "CR": 0.35}),
        LabelledUnit(6, 20, {"QO": 1.0}),
    )
    dialogue = Dialogue(
        "one", "authored", "one", None, (LabelledTurn("1", "counselor", "x" * 20, units),), facts={}
    )
    # SR 0 of one, CR said once and not true, QO right: (0 + 0 + 1) / 3.
    tasks = judge_second_pass([dialogue])
    assert round(tasks["authored counselor units"].figure(macro_f1), 4) == 0.3333
