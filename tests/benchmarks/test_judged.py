"""F1, precision and recall from counted decisions, and intervals over dialogues."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measures.judged import Judged, f1s, macro_f1, of_class, precisions, recalls


def three_turns() -> Judged:
    """Said a, a, b where a, b, b is true."""
    judged = Judged(("a", "b", "c"))
    judged.add("one", {"a"}, {"a"})
    judged.add("one", {"b"}, {"a"})
    judged.add("two", {"b"}, {"b"})
    return judged


def test_f1_precision_and_recall_of_each_class() -> None:
    # a: 1 hit, 2 said, 1 true: precision 1/2, recall 1, F1 2/3. b: 1 hit, 1 said, 2 true.
    counts = three_turns().counts().sum(0)
    assert f1s(counts)[:2] == pytest.approx([2 / 3, 2 / 3])
    assert precisions(counts)[:2] == pytest.approx([1 / 2, 1])
    assert recalls(counts)[:2] == pytest.approx([1, 1 / 2])


def test_a_class_neither_said_nor_true_is_left_out_of_the_mean() -> None:
    # c is not there: (2/3 + 2/3) / 2.
    assert three_turns().figure(macro_f1) == pytest.approx(2 / 3)


def test_a_thing_may_have_several_classes_or_none() -> None:
    judged = Judged(("a", "b"))
    judged.add("one", {"a", "b"}, {"a"})  # b missed
    judged.add("one", set(), {"a"})  # a said where nothing is
    # a: 1 hit, 2 said, 1 true: 2/3. b: 0 of 0 said, 1 true: 0.
    assert judged.figure(macro_f1) == pytest.approx(1 / 3)


def test_folds_are_measured_one_by_one() -> None:
    # Fold 0: a 2/3, b 0 (one true, none said): mean 1/3. Fold 3: b 1.
    assert three_turns().by_fold(macro_f1, {"one": 0, "two": 3}) == pytest.approx([1 / 3, 1])


def test_a_part_holds_its_dialogues_alone() -> None:
    assert three_turns().part(["two"]).figure(of_class(recalls, 1)) == 1


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_an_interval_is_ordered_and_lies_between_0_and_1(rows: list[tuple[str, bool, bool]]) -> None:
    judged = Judged(("yes",))
    for dialogue, truth, said in rows:
        judged.add(dialogue, {"yes"} if truth else (), {"yes"} if said else ())
    low, high = judged.interval(macro_f1)
    assert 0 <= low <= high <= 1


def test_many_draws_are_measured_at_once() -> None:
    counts = three_turns().counts().sum(0)
    assert macro_f1(np.stack([counts, counts])) == pytest.approx([2 / 3, 2 / 3])
