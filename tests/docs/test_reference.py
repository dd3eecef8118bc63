from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import REFERENCE, ROOT, WITH_COMMANDS, outdated


def test_generated_pages_say_what_the_code_says() -> None:
    assert outdated() == []


def test_every_command_and_option_is_explained() -> None:
    page = (REFERENCE / "cli.md").read_text("utf-8")
    for block in page.split("Options:")[1:]:
        for line in re.findall(r"^  (?:--\S+|\[?[A-Z]+…?\]?)\s.*$", block, flags=re.MULTILINE):
            assert len(line.split()) > 1, line


@pytest.mark.parametrize(
    "page",
    [*WITH_COMMANDS, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))],
    ids=lambda path: path.name,
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
