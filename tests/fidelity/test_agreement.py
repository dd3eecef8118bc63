"""Two codings of one transcript side by side, and two raters over several transcripts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.coder import Coding, TurnCoding, Unit, assemble
from changetalk.coder.coding import Main, Rater
from changetalk.errors import InputTrouble
from changetalk.fidelity.agreement import Agreement, CodeAgreement, InstrumentAgreement, agree
from changetalk.fidelity.agreement_many import agree_many
from changetalk.fidelity.coefficient import Coefficient
from changetalk.instruments import MISC, MITI
from changetalk.transcripts import Transcript, Turn
from changetalk.transcripts.model import Role
from tests.authored import NAMES, authored_coding

Said = tuple[Role | None, str, str]
"""Role, words, and the codes of its units; unit n is word n, and the last unit has the rest."""


def coding(*said: Said, rater: str = "Ann", goal: str | None = None) -> Coding:
    turns = tuple(
        Turn(id=str(number), speaker=role or "?", role=role, text=text)
        for number, (role, text, _) in enumerate(said, start=1)
    )
    units = [TurnCoding(units=_units(text, codes.split())) for _, text, codes in said]
    return assemble(Transcript(turns=turns, change_goal=goal), units, rater=Rater(kind="human", name=rater))


def _units(text: str, codes: Sequence[str]) -> tuple[Unit, ...]:
    starts = [0, *(place + 1 for place, sign in enumerate(text) if sign == " ")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    spans = [(starts[n], ends[n] if n + 1 < len(codes) else len(text)) for n in range(len(codes))]
    return tuple(
        Unit(start=start, end=end, code=code, by="human")
        for (start, end), code in zip(spans, codes, strict=True)
    )


def code_of(agreement: Agreement, code: str) -> CodeAgreement:
    return next(found for each in agreement.instruments for found in each.codes if found.code == code)


def instrument_of(agreement: Agreement, instrument: str) -> InstrumentAgreement:
    return next(each for each in agreement.instruments if each.instrument == instrument)


ANN = coding(
    ("counselor", "one two", "SR QO"),
    ("client", "one two", "R+ FN"),
    ("counselor", "one two", "CR NC"),
    ("client", "one two", "R- R-"),
    ("counselor", "one two", "GI SR"),
    ("client", "one two", "FN FN"),
)
BEN = coding(
    ("counselor", "one two", "CR QO"),
    ("client", "one two", "R+ FN"),
    ("counselor", "one two", "CR QC"),
    ("client", "one two", "FN FN"),
    ("counselor", "one two", "SR GI"),
    ("client", "one two", "FN D+"),
    rater="Ben",
)


def test_codes_are_compared_by_their_presence_in_a_volley() -> None:
    # Volleys after the rules. Ann: SR QO | CR | GI SR. Ben: CR QO | CR QC | SR GI.
    found = agree(ANN, BEN)
    counts = {
        code: (of.both, of.only_a, of.only_b, of.neither)
        for code in ("SR", "CR", "QO", "QC", "GI")
        for of in (code_of(found, code),)
    }
    assert counts == {
        "SR": (1, 1, 0, 1),
        "CR": (1, 0, 1, 1),
        "QO": (1, 0, 0, 2),
        "QC": (0, 0, 1, 2),
        "GI": (1, 0, 0, 2),
    }
    # SR: 2 * 1 / (2 * 1 + 1 + 0) = 2/3. Kappa: same 2/3, chance 2/3 * 1/3 + 1/3 * 2/3 = 4/9: 2/9 / 5/9 = .4
    assert code_of(found, "SR").positive.value == pytest.approx(2 / 3)
    assert code_of(found, "SR").kappa.value == pytest.approx(0.4)


def test_client_codes_are_compared_by_their_presence_in_a_turn() -> None:
    # Ann: R+ | R- | none. Ben: R+ | none | D+.
    found = agree(ANN, BEN)
    assert [code_of(found, code).both for code in ("R+", "R-", "D+")] == [1, 0, 0]
    assert code_of(found, "R-").only_a == 1
    assert code_of(found, "D+").only_b == 1


def test_turns_are_compared_by_their_talk() -> None:
    # Ann: change, sustain, neutral. Ben: change, neutral, change. Same 1 of 3.
    # Chance: change 1/3 * 2/3 + sustain 1/3 * 0 + neutral 1/3 * 1/3 = 3/9. Kappa (1/3 - 1/3) / (2/3) = 0.
    talk = agree(ANN, BEN).talk
    assert talk.same == pytest.approx(1 / 3)
    assert talk.kappa.value == pytest.approx(0)
    assert talk.kappa.n == 3


def test_units_of_the_same_span_are_compared_code_by_code() -> None:
    # Counselor: SR/CR QO/QO | CR/CR NC/QC | GI/SR SR/GI: 2 of 6 alike.
    # Chance: SR 2/6 * 1/6 + CR 1/6 * 2/6 + QO 1/6 * 1/6 + GI 1/6 * 1/6 (QC and NC: one of them never) = 6/36.
    # Kappa (2/6 - 1/6) / (5/6) = .2
    miti = instrument_of(agree(ANN, BEN), MITI.id)
    assert (miti.units_a, miti.units_b, miti.units_shared) == (6, 6, 6)
    assert miti.units.same == pytest.approx(2 / 6)
    assert miti.units.kappa.value == pytest.approx(0.2)


def test_units_of_another_span_are_counted_but_not_compared() -> None:
    a = coding(("counselor", "one two three", "SR QO NC"), ("client", "one", "R+"))
    b = coding(("counselor", "one two three", "SR QO"), ("client", "one", "R+"), rater="Ben")
    miti = instrument_of(agree(a, b), MITI.id)
    # a: one, two, three. b: one, "two three".
    assert (miti.units_a, miti.units_b, miti.units_shared) == (3, 2, 1)
    assert miti.units.same == 1


def test_differences_name_the_turn_and_what_each_rater_gave() -> None:
    differences = agree(ANN, BEN).differences
    assert [(difference.turn, difference.a, difference.b) for difference in differences] == [
        ("1", ("SR", "QO"), ("CR", "QO")),
        ("3", ("CR",), ("CR", "QC")),
        ("4", ("R-", "R-"), ()),
        ("6", (), ("D+",)),
    ]


def test_the_number_of_client_units_matters_and_that_of_counselor_units_does_not() -> None:
    a = coding(("counselor", "one two", "SR SR"), ("client", "one two", "R+ R+"))
    b = coding(("counselor", "one two", "SR"), ("client", "one two", "R+"), rater="Ben")
    assert [difference.turn for difference in agree(a, b).differences] == ["2"]


def test_main_acts_are_compared_only_where_both_raters_have_them() -> None:
    assert agree(ANN, BEN).main == agree(BEN, ANN).main
    assert agree(ANN, BEN).main.kappa == Coefficient(value=None, n=0, why="there is nothing to compare")


def test_main_acts_that_both_have_are_compared() -> None:
    acts: tuple[Main, ...] = ("reflection", "question", "input")
    turns = tuple(Turn(id=str(n), speaker="c", role="counselor", text="one") for n in range(3))
    machine = assemble(
        Transcript(turns=turns),
        [
            TurnCoding(units=(Unit(start=0, end=3, code="GI"),), main_p={act: 0.7, "other": 0.3})
            for act in acts
        ],
        rater=Rater(kind="machine", name="changetalk"),
    )
    assert agree(machine, machine).main.same == 1
    assert agree(machine, machine).main.kappa.n == 3


def test_a_rater_who_coded_no_client_turn_is_not_taken_to_find_them_neutral() -> None:
    counselor_only = coding(
        ("counselor", "one", "SR"), ("client", "one", ""), ("counselor", "two", "QO"), rater="Ben"
    )
    full = coding(("counselor", "one", "SR"), ("client", "one", "R+"), ("counselor", "two", "QO"))
    found = agree(full, counselor_only)
    assert found.talk.same is None
    assert instrument_of(found, MISC.id).units_a == 0
    assert code_of(found, "R+").kappa.n == 0
    assert code_of(found, "SR").both == 1
    assert found.differences == ()
    assert any("client" in note for note in found.notes)


def test_turns_without_a_role_are_left_out() -> None:
    a = coding(("counselor", "one", "SR"), (None, "one", ""))
    assert agree(a, a).talk.same is None
    assert agree(a, a).notes == ()


def test_different_change_goals_are_said_out_loud() -> None:
    said: tuple[Said, ...] = (("counselor", "one", "SR"), ("client", "one", "R+"))
    smoking, drinking = coding(*said, goal="stop smoking"), coding(*said, goal="drink less")
    assert any("goals" in note for note in agree(smoking, drinking).notes)
    assert agree(smoking, coding(*said, goal="Stop  smoking")).notes == ()
    assert agree(smoking, coding(*said)).notes == ()


@pytest.mark.parametrize(
    ("said", "problem", "place"),
    [
        ((("counselor", "one", "SR"),), "1 turns where the other coding has 2", ""),
        ((("counselor", "one", "SR"), ("client", "two", "R+")), "text", "turn 2"),
        ((("client", "one", "R+"), ("client", "one", "R+")), "role", "turn 1"),
    ],
)
def test_codings_of_different_turns_are_refused(said: tuple[Said, ...], problem: str, place: str) -> None:
    a = coding(("counselor", "one", "SR"), ("client", "one", "R+"))
    with pytest.raises(InputTrouble, match=problem) as trouble:
        agree(a, coding(*said, rater="Ben"))
    assert trouble.value.place == place
    assert trouble.value.source == "Ben"
    with pytest.raises(InputTrouble):
        agree_many([(a, a), (a, coding(*said, rater="Ben"))])


def test_codings_of_turns_with_other_ids_are_refused() -> None:
    a = coding(("counselor", "one", "SR"))
    renamed = a.model_copy(update={"turns": (a.turns[0].model_copy(update={"id": "T1"}),)})
    with pytest.raises(InputTrouble, match="id"):
        agree(a, renamed)


def test_white_space_alone_does_not_make_another_transcript() -> None:
    a, b = coding(("counselor", "one two", "SR")), coding(("counselor", "one  two ", "SR"), rater="Ben")
    assert agree(a, b).differences == ()


def test_a_coding_agrees_with_itself_wherever_that_is_defined() -> None:
    found = agree(ANN, ANN)
    coefficients = [found.talk.kappa]
    coefficients += [each.units.kappa for each in found.instruments]
    coefficients += [of.kappa for each in found.instruments for of in each.codes]
    coefficients += [of.positive for each in found.instruments for of in each.codes]
    assert {coefficient.value for coefficient in coefficients} == {1.0, None}
    assert all(coefficient.why for coefficient in coefficients if coefficient.value is None)
    assert found.differences == ()


@pytest.mark.parametrize("name", NAMES)
def test_two_blind_codings_of_an_example_agree_well_and_not_perfectly(name: str) -> None:
    found = agree(authored_coding(name), authored_coding(name, "second"))
    for each in found.instruments:
        assert each.units_shared > 0.9 * each.units_a
        assert each.units.kappa.value is not None
        assert each.units.kappa.interval is not None
        assert 0.4 < each.units.kappa.value < 1
        assert each.units.kappa.interval[0] < each.units.kappa.value < each.units.kappa.interval[1]
    assert found.talk.kappa.value is not None
    assert 0 < len(found.differences) < len(authored_coding(name).turns) / 2


def test_agreement_survives_a_trip_through_json() -> None:
    found = agree(ANN, BEN)
    assert Agreement.model_validate_json(found.model_dump_json()) == found


CLIENT = st.lists(st.sampled_from([code.id for code in MISC.codes]), max_size=3)
COUNSELOR = st.lists(st.sampled_from([code.id for code in MITI.codes]), max_size=3)


@st.composite
def two_codings(draw: st.DrawFn) -> tuple[Coding, Coding]:
    roles: list[Role] = draw(st.lists(st.sampled_from(["counselor", "client"]), min_size=1, max_size=12))
    both = []
    for rater in ("Ann", "Ben"):
        codes = [draw(COUNSELOR if role == "counselor" else CLIENT) for role in roles]
        said = [(role, "one two three", " ".join(each)) for role, each in zip(roles, codes, strict=True)]
        both.append(coding(*said, rater=rater))
    return both[0], both[1]


@settings(max_examples=40)
@given(two_codings())
def test_the_order_of_two_raters_only_swaps_their_columns(both: tuple[Coding, Coding]) -> None:
    here, there = agree(*both), agree(*reversed(both))
    assert here.talk == there.talk
    for one, other in zip(here.instruments, there.instruments, strict=True):
        assert one.units == other.units
        for ours, theirs in zip(one.codes, other.codes, strict=True):
            assert (ours.only_a, ours.only_b) == (theirs.only_b, theirs.only_a)
            assert (ours.kappa, ours.positive) == (theirs.kappa, theirs.positive)
    assert [(d.turn, d.a, d.b) for d in here.differences] == [(d.turn, d.b, d.a) for d in there.differences]


def session(counselor: str, client: str, rater: str = "Ann") -> Coding:
    """A conversation of one-unit turns, counselor and client in turn, with these codes."""
    said: list[Said] = []
    for counselor_code, client_code in zip(counselor.split(), client.split(), strict=True):
        said += [("counselor", "one", counselor_code), ("client", "one", client_code)]
    return coding(*said, rater=rater)


def icc_of(pairs: Sequence[tuple[Coding, Coding]], score: str) -> Coefficient:
    return next(found.icc for found in agree_many(pairs).scores if found.id == score)


PAIRS = (
    (session("QO SR GI GI GI", "R+ R+ R- R- FN"), session("QO QC GI GI GI", "R+ R+ R- R- FN", "Ben")),
    (session("QO QO QO SR GI", "R+ R+ R+ R- FN"), session("QC QC QC SR GI", "R+ R+ FN R- FN", "Ben")),
    (session("QO QO QO QO QO", "FN FN FN FN FN"), session("QO QO QO QO GI", "FN FN FN FN FN", "Ben")),
)


def test_counts_of_two_raters_are_compared_over_transcripts() -> None:
    # Questions: (1, 2), (3, 3), (5, 4), worked by hand in test_agreement_icc: .857
    found = icc_of(PAIRS, "questions")
    assert found.value == pytest.approx(0.857, abs=0.001)
    assert found.n == 3
    assert found.interval is not None


def test_a_transcript_where_a_score_is_undefined_is_left_out_of_it() -> None:
    # % change talk: (2/4, 2/4), (3/4, 2/3), and none in the third, where nobody leans
    assert icc_of(PAIRS, "percent_change_talk").n == 2


def test_a_transcript_whose_client_one_rater_did_not_code_is_left_out_of_client_scores() -> None:
    full = session("QO SR", "R+ R-")
    blank = coding(
        ("counselor", "one", "QO"),
        ("client", "one", ""),
        ("counselor", "one", "SR"),
        ("client", "one", ""),
        rater="Ben",
    )
    pairs = [*PAIRS, (full, blank)]
    assert icc_of(pairs, "change_talk").n == 3
    assert icc_of(pairs, "questions").n == 4


def test_every_count_and_ratio_is_compared_and_no_rating() -> None:
    expected = [s.id for each in (MITI, MISC) for s in each.scores if s.unit != "rating"]
    assert [score.id for score in agree_many(PAIRS).scores] == expected


def test_no_transcripts_give_no_figure_and_say_why() -> None:
    nothing = agree_many([])
    assert nothing.transcripts == 0
    assert all(score.icc.value is None and score.icc.why for score in nothing.scores)


def test_the_examples_blind_codings_agree_on_questions() -> None:
    pairs = [(authored_coding(name), authored_coding(name, "second")) for name in NAMES]
    questions = icc_of(pairs, "questions")
    assert questions.n == 3
    assert questions.value is not None
    assert questions.value > 0.8
