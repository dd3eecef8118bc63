"""Calibration error in bins of equal mass, and its picture."""

from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.measures.picture import picture
from benchmarks.measures.reliability import FLOOR, Curve, Forecasts, classes, curve, whole
from changetalk.coder.coding import TALKS


def test_bins_hold_like_numbers_and_their_gaps_are_weighed_by_them() -> None:
    p = np.array([0.9, 0.1, 0.3, 0.7])
    true = np.array([True, False, True, False])
    found = curve(p, true, bins=2)
    # Bins .1 .3 (one of two true) and .7 .9 (one of two): gaps .3 and .3.
    assert found.said == pytest.approx((0.2, 0.8))
    assert found.true == (0.5, 0.5)
    assert found.error == pytest.approx(0.3)


def test_fewer_forecasts_than_bins_make_fewer_bins() -> None:
    assert curve(np.array([0.5]), np.array([True])).n == (1,)


def test_a_head_is_judged_by_its_likeliest_class() -> None:
    said = Forecasts(
        names=TALKS,
        p=[[0.2, 0.8, 0.0], [0.6, 0.4, 0.0]],
        true=[[False, True, False], [False, True, False]],
    )
    found = whole("AnnoMI: client talk", said)
    # Bins of one: .6 said and wrong, .8 said and right: (.6 + .2) / 2. Log loss: -(ln .8 + ln .4) / 2.
    assert found.error == pytest.approx(0.4)
    assert found.loss == pytest.approx(0.5697, abs=1e-4)


def test_a_yes_or_no_head_is_judged_by_its_yes() -> None:
    said = Forecasts(names=("yes",), p=[[0.2], [1.0]], true=[[False], [False]])
    found = whole("AnnoMI: question in a turn", said)
    # Gaps .2 and 1; the surest miss costs what the least probability kept costs.
    assert found.error == pytest.approx(0.6)
    assert found.positives == 0
    assert found.loss == pytest.approx((-np.log(0.8) - np.log(FLOOR)) / 2)


def test_a_class_needs_two_hundred_positives() -> None:
    said = Forecasts(
        names=TALKS,
        p=[[0.5, 0.3, 0.2]] * 300,
        true=[[True, False, False]] * 299 + [[False, True, False]],
    )
    assert [(each.label, each.positives) for each in classes("AnnoMI: client talk", said)] == [
        ("change", 299)
    ]


def test_the_picture_has_a_panel_a_head_and_is_the_same_each_time() -> None:
    line = Curve((0.2, 0.8), (0.3, 0.7), (5, 5))
    drawn = picture({"full": {"a: one": line, "b: two": line}, "causal": {"a: one": line}})
    assert drawn == picture({"full": {"a: one": line, "b: two": line}, "causal": {"a: one": line}})
    root = ElementTree.fromstring(drawn)
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"one", "two", "full pass", "causal pass"} <= texts
