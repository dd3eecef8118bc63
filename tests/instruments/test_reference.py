"""The reference page says what the instruments' data say."""

from __future__ import annotations

from pathlib import Path

from changetalk.instruments import INSTRUMENTS
from changetalk.instruments.reference import markdown

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "instruments.md"


def test_the_page_in_the_docs_is_the_one_the_data_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(INSTRUMENTS.values()), (
        "the page is out of date: write markdown(INSTRUMENTS.values()) to docs/reference/instruments.md"
    )


def test_the_page_holds_every_code_rule_and_anchor() -> None:
    page = markdown(INSTRUMENTS.values())
    for instrument in INSTRUMENTS.values():
        texts = [code.definition for code in instrument.codes]
        texts += [example for code in instrument.codes for example in code.examples]
        texts += [rule.text for rule in instrument.rules]
        texts += [anchor for rating in instrument.globals for anchor in rating.anchors]
        assert [text for text in texts if text not in page] == []
