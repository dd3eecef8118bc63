"""Makes the README's picture of a report, docs/images/report.png: `python docs/picture.py`."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import changetalk as ct

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "src" / "changetalk" / "examples" / "cpap.vtt"
PICTURE = ROOT / "docs" / "images" / "report.png"

WIDTH, HEIGHT = 1000, 1250
PARTS = ("body", "#talk")
"""Where the two halves of the picture, side by side, begin on the page."""


def picture(page: Path, target: Path) -> None:
    """Two stretches of an HTML page as Debian's chromium shows it, side by side in a PNG file."""
    halves = Image.new("RGB", (WIDTH * len(PARTS), HEIGHT))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        sheet = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        sheet.goto(page.as_uri())
        for place, part in enumerate(PARTS):
            sheet.locator(part).evaluate("element => element.scrollIntoView()")
            halves.paste(Image.open(io.BytesIO(sheet.screenshot())), (WIDTH * place, 0))
        browser.close()
    halves.save(target, optimize=True)


def main() -> None:
    """Review the example and take its picture."""
    transcript = ct.read(EXAMPLE, goal="use the CPAP machine every night")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        ct.report(ct.review(ct.code(transcript)), page)
        PICTURE.parent.mkdir(exist_ok=True)
        picture(page, PICTURE)


if __name__ == "__main__":
    main()
