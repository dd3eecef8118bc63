"""A page as plain text that people can read and compare: what it says, block by block."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import changetalk

GOLDEN = Path(__file__).parent / "small.txt"

BLOCKS = {"h1", "h2", "h3", "p", "li", "dt", "dd", "tr", "caption", "title"}
CELLS = {"td", "th"}
HIDDEN = {"style", "svg"}
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "caption": "Table: ", "title": "Title: "}


class Outline(HTMLParser):
    """Collects the text of a page, one line a block; links show where they lead. Definitions of
    codes are left out: they belong to the instruments."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block and a cell with a bar; a link says its target."""
        given = dict(attrs)
        if tag in HIDDEN or (tag == "section" and given.get("id") == "key"):
            self.hidden.append(tag)
        if given.get("role") == "tooltip":
            self.hidden.append("b")
        if tag == "em" and "b" in self.hidden:
            self.hidden.remove("b")
        if self.hidden:
            return
        if tag in BLOCKS:
            self.lines.append(MARKS.get(tag, ""))
        if tag in CELLS:
            self.lines[-1] += " | "
        if tag == "a" and given.get("href"):
            self.lines[-1] += f" [{given['href']}]"

    def handle_endtag(self, tag: str) -> None:
        """Come out of what is not shown."""
        if self.hidden and tag == self.hidden[-1] and tag != "b":
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if not self.hidden:
            self.lines[-1] += data


def outline(page: str) -> str:
    """The page's text, its white space evened out, whatever the version."""
    reader = Outline()
    reader.feed(page.replace(f"changetalk {changetalk.__version__}", "changetalk VERSION"))
    lines = (" ".join(line.split()) for line in reader.lines)
    return "\n".join(line for line in lines if line) + "\n"
