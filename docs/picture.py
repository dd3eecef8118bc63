"""Makes the README's picture of a report, docs/images/report.png: `python docs/picture.py`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import changetalk as ct

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "src" / "changetalk" / "examples" / "cpap.vtt"
PICTURE = ROOT / "docs" / "images" / "report.png"


def picture(page: Path, target: Path) -> None:
    """The top of an HTML page as Debian's chromium shows it, 1,100 pixels wide, in a PNG file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        sheet = browser.new_page(viewport={"width": 1100, "height": 1500}, color_scheme="light")
        sheet.goto(page.as_uri())
        sheet.screenshot(path=target)
        browser.close()


def main() -> None:
    """Review the example and take its picture."""
    transcript = ct.read(EXAMPLE, goal="use the CPAP machine every night")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        ct.report(ct.review(ct.code(transcript)), page)
        picture(page, PICTURE)


if __name__ == "__main__":
    main()
