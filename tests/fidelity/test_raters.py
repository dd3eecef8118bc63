"""What another trained coder would have given."""

from dataclasses import replace

import numpy as np
import pytest

from changetalk.errors import InputTrouble
from changetalk.fidelity.error import ANNOMI_RATERS
from changetalk.fidelity.raters import channel, measured
from changetalk.fidelity.units import units_of
from changetalk.instruments import MISC, MITI
from tests.fidelity.build import Talk, coding

TALK: Talk = [("T", "SR QO"), ("C", "R+"), ("T", "CR QC"), ("C", "R-"), ("T", "GI NC"), ("C", "FN")] * 10


def test_every_row_of_the_channel_is_a_distribution() -> None:
    for instrument in (MITI, MISC):
        given = channel(units_of(coding(TALK), instrument), ANNOMI_RATERS)
        assert given.sum(axis=1) == pytest.approx(np.ones(len(given)))
        assert (given > 0).all()


def test_another_coder_uses_each_code_as_often_as_this_one() -> None:
    units = units_of(coding(TALK), MITI)
    share = (np.bincount(units.code, minlength=12) + 0.5 / 12) / (len(units.code) + 0.5)

    assert share @ channel(units, ANNOMI_RATERS) == pytest.approx(share)


def test_kappa_of_the_channel_is_the_kappa_asked_for() -> None:
    # Client talk in equal thirds: chance 1/3, so kappa .47 means agreement 1/3 + .47 * 2/3 = .647.
    units = units_of(coding(TALK), MISC)
    given = channel(units, replace(ANNOMI_RATERS, talk=0.47))
    ids = [code.id for code in MISC.codes]
    change = [place for place, code in enumerate(ids) if code.endswith("+")]

    assert given[ids.index("R+"), change].sum() == pytest.approx(0.647, abs=0.01)


def test_coders_who_always_agree_leave_every_code_as_it_is() -> None:
    perfect = replace(ANNOMI_RATERS, main=1, reflection=1, question=1, talk=1)

    assert channel(units_of(coding(TALK), MITI), perfect) == pytest.approx(np.eye(12))


def test_two_codings_that_agree_measure_perfect_kappas_and_no_habits() -> None:
    found = measured(coding(TALK), coding(TALK))

    assert (found.main, found.talk, found.reflection, found.question) == (1, 1, 1, 1)
    assert set(found.habit.values()) == {0}
    assert found.talk_habit == 0


def test_kappa_is_measured_from_units_paired_in_order() -> None:
    # 40 client units, each coder half R+ and half FN, 30 alike: agreement .75, chance .5, kappa .5.
    one: Talk = [("T", "NC"), *[("C", "R+")] * 20, *[("C", "FN")] * 20]
    other: Talk = [("T", "NC"), *[("C", "R+")] * 15, *[("C", "FN")] * 20, *[("C", "R+")] * 5]

    found = measured(coding(one), coding(other))

    assert found.talk == pytest.approx(0.5)
    assert found.talk_habit == pytest.approx(1.15 * 0.5 / 0.53)
    assert found.main == ANNOMI_RATERS.main  # one counselor unit says too little
    assert "where they say too little" in found.source


def test_two_codings_too_short_to_compare_keep_annomis_figures() -> None:
    assert measured(coding(TALK[:4]), coding(TALK[:4])) == ANNOMI_RATERS


def test_codings_of_different_turns_are_refused() -> None:
    with pytest.raises(InputTrouble):
        measured(coding(TALK), coding(TALK[:10]))
