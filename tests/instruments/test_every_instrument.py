"""What holds for every instrument there is: one walk over all the registry finds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.instruments import INSTRUMENTS, Instrument, look_up, settle

EVERY = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda instrument: instrument.id)
NEAR_MISS = re.compile(r"“(?P<said>.+)” is (?P<code>[A-Z]+[+-]?): (?P<why>.+\.)")


def ids(instrument: Instrument) -> list[str]:
    return [code.id for code in instrument.codes]


@EVERY
def test_ids_are_unique_within_codes_scores_globals_and_rules(instrument: Instrument) -> None:
    for things in (instrument.codes, instrument.scores, instrument.globals, instrument.rules):
        names = [thing.id for thing in things]
        assert len(names) == len(set(names))


def test_no_two_instruments_share_a_code_or_a_score() -> None:
    codes = [code for instrument in INSTRUMENTS.values() for code in ids(instrument)]
    scores = [score.id for instrument in INSTRUMENTS.values() for score in instrument.scores]
    assert len(codes) == len(set(codes))
    assert len(scores) == len(set(scores))


@EVERY
def test_every_code_is_defined_and_shown_by_several_examples(instrument: Instrument) -> None:
    for code in instrument.codes:
        assert code.name
        assert code.definition.endswith(".")
        assert len(set(code.examples)) == len(code.examples) >= 3
        assert len(set(code.not_this)) == len(code.not_this) >= 3


@EVERY
def test_every_near_miss_names_another_code_of_the_instrument_and_says_why(instrument: Instrument) -> None:
    for code in instrument.codes:
        for near_miss in code.not_this:
            found = NEAR_MISS.fullmatch(near_miss)
            assert found, near_miss
            assert found["code"] in set(ids(instrument)) - {code.id}, near_miss


@EVERY
def test_nothing_is_an_example_of_two_codes(instrument: Instrument) -> None:
    examples = [example for code in instrument.codes for example in code.examples]
    assert len(examples) == len(set(examples))


@EVERY
def test_a_near_miss_that_is_also_an_example_names_the_code_it_exemplifies(instrument: Instrument) -> None:
    example_of = {example: code.id for code in instrument.codes for example in code.examples}
    for code in instrument.codes:
        for near_miss in code.not_this:
            found = NEAR_MISS.fullmatch(near_miss)
            assert found
            assert example_of.get(found["said"], found["code"]) == found["code"], near_miss


@EVERY
def test_words_of_examples_hold_no_doubled_blank_from_a_wrapped_line(instrument: Instrument) -> None:
    for code in instrument.codes:
        for text in (code.definition, *code.examples, *code.not_this):
            assert text == " ".join(text.split())


@EVERY
def test_every_score_computes_on_zero_counts(instrument: Instrument) -> None:
    for score in instrument.scores:
        nothing = score.compute({})
        zeros = score.compute(dict.fromkeys(ids(instrument), 0))
        assert nothing == zeros
        assert nothing == (0 if score.unit == "count" else None)


@EVERY
@settings(max_examples=60)
@given(data=st.data())
def test_every_score_stays_in_the_range_of_its_unit(instrument: Instrument, data: st.DataObject) -> None:
    counts = data.draw(st.fixed_dictionaries({code: st.integers(0, 50) for code in ids(instrument)}))
    ratings = data.draw(st.fixed_dictionaries({g.id: st.integers(1, 5) for g in instrument.globals}))
    ranges = {
        "count": (0.0, 50.0 * len(counts)),
        "share": (0.0, 1.0),
        "ratio": (0.0, 100.0),
        "rating": (1.0, 5.0),
    }
    for score in instrument.scores:
        value = score.compute({**counts, **ratings})
        low, high = ranges[score.unit]
        assert value is None or low <= value <= high


@EVERY
def test_every_counted_code_has_a_count_and_no_other_has(instrument: Instrument) -> None:
    scores = {score.id: score for score in instrument.scores}
    for code in instrument.codes:
        assert (code.id in scores) == code.counted
        if code.counted:
            assert scores[code.id].compute({code.id: 7, "something else": 3}) == 7


@EVERY
def test_every_score_says_its_formula_and_source(instrument: Instrument) -> None:
    for score in instrument.scores:
        assert score.name
        assert score.formula
        assert score.source


@EVERY
def test_thresholds_rise_and_say_how_they_stand(instrument: Instrument) -> None:
    for score in instrument.scores:
        if score.threshold:
            assert score.threshold.fair < score.threshold.good
            assert "expert opinion" in score.threshold.standing


@EVERY
def test_upper_sanity_marks_lie_beyond_good_and_say_where_they_come_from(instrument: Instrument) -> None:
    for score in instrument.scores:
        assert (score.upper_sanity is None) == (score.upper_why == "")
        if score.upper_sanity is not None and score.threshold:
            assert score.upper_sanity > score.threshold.good


@EVERY
def test_minimums_ask_for_counts_of_this_instrument_or_for_length(instrument: Instrument) -> None:
    counts = {score.id for score in instrument.scores if score.unit == "count"}
    minimums = [score.minimum for score in instrument.scores] + [g.minimum for g in instrument.globals]
    for minimum in filter(None, minimums):
        needs = set(minimum.needs)
        assert needs <= counts or needs == {"minutes", "spoken_words", "typed_turns"}
        assert "changetalk's own minimum" in minimum.why


@EVERY
def test_every_global_rating_has_a_definition_and_five_different_anchors(instrument: Instrument) -> None:
    for rating in instrument.globals:
        assert rating.definition
        assert len(set(rating.anchors)) == 5


@EVERY
def test_every_rule_names_its_source_and_the_function_that_applies_it_exists(instrument: Instrument) -> None:
    for rule in instrument.rules:
        assert rule.text
        assert rule.source
        if rule.applied:
            module, name = rule.applied.rsplit(".", 1)
            function: Callable[..., object] = getattr(importlib.import_module(module), name)
            assert callable(function)


@EVERY
def test_sources_are_named(instrument: Instrument) -> None:
    assert instrument.sources
    assert all(source.strip() for source in instrument.sources)


@EVERY
@settings(max_examples=60)
@given(data=st.data())
def test_reduce_never_invents_repeats_or_reorders_and_is_idempotent(
    instrument: Instrument, data: st.DataObject
) -> None:
    codes = data.draw(st.lists(st.sampled_from(ids(instrument)), max_size=12))
    left = instrument.reduce(codes)
    first_seen = list(dict.fromkeys(codes))
    assert list(left) == [code for code in first_seen if code in left]
    assert instrument.reduce(left) == left
    assert all(instrument.code(code).counted for code in left)


@EVERY
def test_reduce_of_nothing_is_nothing(instrument: Instrument) -> None:
    assert instrument.reduce([]) == ()


@EVERY
def test_reduce_refuses_a_code_the_instrument_does_not_have(instrument: Instrument) -> None:
    with pytest.raises(ValueError, match="XYZ"):
        instrument.reduce([ids(instrument)[0], "XYZ"])


@EVERY
def test_doubts_are_pairs_of_its_codes_won_by_one_of_its_codes(instrument: Instrument) -> None:
    known = set(ids(instrument))
    for pair, winner in instrument.doubts.items():
        assert len(pair) == 2
        assert pair | {winner} <= known


@EVERY
@settings(max_examples=60)
@given(data=st.data())
def test_settling_gives_the_most_probable_code_or_a_named_winner(
    instrument: Instrument, data: st.DataObject
) -> None:
    weights = data.draw(
        st.dictionaries(st.sampled_from(ids(instrument)), st.floats(0.0, 1.0), min_size=1, max_size=6)
    )
    margin = data.draw(st.floats(0.0, 1.0))
    settled = settle(weights, instrument, margin)
    best = max(weights.values())
    assert weights.get(settled) == best or settled in instrument.doubts.values()
    assert weights[settle(weights, instrument, -1.0)] == best


@EVERY
def test_every_code_is_found_by_its_id_and_by_its_name(instrument: Instrument) -> None:
    for code in instrument.codes:
        assert look_up(code.id) == [(instrument, code)]
        assert (instrument, code) in look_up(code.name.upper())
