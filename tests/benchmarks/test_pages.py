"""Pages of results, bars, and the groups that accuracy is told by."""

import json
from pathlib import Path

from benchmarks.measures.bars import Bar, bars_table
from benchmarks.measures.groups import groups
from benchmarks.measures.tables import page, sections, table, with_interval, write
from training.examples import Dialogue, LabelledTurn


def test_a_bar_is_met_at_its_limit() -> None:
    assert Bar("F1", 0.8, 0.8).met
    assert not Bar("F1", 0.8, 0.79).met
    assert Bar("error", 0.04, 0.04, at_most=True).met
    assert not Bar("error", 0.04, 0.041, at_most=True).met
    assert bars_table([Bar("F1", 0.8, 0.79, "held out")]).splitlines()[2] == (
        "| F1 | ≥ 0.8 | 0.7900 | held out | **no** |"
    )


def test_a_bar_without_a_figure_is_not_met() -> None:
    assert not Bar("F1", 0.8, None).met


def test_a_pages_sections_are_found_again(tmp_path: Path) -> None:
    text = page("Title", "What it is.", {"One": table(("a",), [(1,)]), "Two": "words"})
    assert sections(text) == {"One": "| a |\n|---|\n| 1 |", "Two": "words"}
    write("name", text, {"a": 1}, tmp_path)
    assert (tmp_path / "name.md").read_text() == text
    assert json.loads((tmp_path / "name.json").read_text()) == {"a": 1}


def test_an_interval_stands_in_brackets() -> None:
    assert with_interval(0.8, (0.75, 0.849)) == "0.800 (0.750-0.849)"


def dialogue(name: str, topic: str, turns: int) -> Dialogue:
    said = tuple(LabelledTurn(str(n), "client", "x") for n in range(turns))
    return Dialogue(name, "annomi", name, None, said, facts={"topic": topic, "quality": "high"})


def test_small_topics_are_joined_and_a_topic_counts_under_its_first_part() -> None:
    topics = ("smoking", "smoking", "smoking; diet", "asthma", "weight")
    found = groups([dialogue(str(n), topic, n + 1) for n, topic in enumerate(topics)])
    assert found["topic", "smoking"] == ["0", "1", "2"]
    assert found["topic", "other topics"] == ["3", "4"]
    assert found["quality", "high"] == ["0", "1", "2", "3", "4"]


def test_lengths_fall_into_thirds() -> None:
    found = groups([dialogue(str(n), "smoking", n) for n in range(1, 7)])
    # 1 to 6 turns: a third lies at 2.67, two thirds at 4.33.
    lengths = [members for (kind, _), members in found.items() if kind == "length"]
    assert lengths == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_the_authored_sets_topics_are_its_fields() -> None:
    one = Dialogue("b9-1-x", "authored", "b9-1-x", None, (LabelledTurn("1", "client", "x"),), facts={})
    found = groups([one, one, one])
    assert ("topic", "a digital guide") in found
