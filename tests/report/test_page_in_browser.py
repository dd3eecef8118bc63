"""The report as people meet it: on wide and narrow screens, light and dark, by keyboard, in print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.report.conftest import PATIENCE, Opened

pytestmark = pytest.mark.browser

TRANSPARENT = "rgba(0, 0, 0, 0)"


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def style(page: Page, selector: str, name: str) -> str:
    """A computed style of the first element that fits."""
    return str(page.evaluate("([s, n]) => getComputedStyle(document.querySelector(s))[n]", [selector, name]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_to_mend(opened: Opened, width: int, scheme: str) -> None:
    found = Axe().run(opened(width=width, scheme=scheme))

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_the_page_never_scrolls_sideways(opened: Opened, width: int) -> None:
    assert overflow(opened(width=width)) == 0


def test_no_tip_makes_the_page_scroll_sideways(opened: Opened) -> None:
    page = opened(width=390)
    page.add_style_tag(content=".tip { visibility: visible !important }")

    assert overflow(page) == 0


def test_nothing_is_asked_of_any_other_place(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri(), timeout=PATIENCE)
    page.close()

    assert asked == [page_file.as_uri()]


def test_script_in_speech_is_text_and_never_runs(opened: Opened) -> None:
    page = opened()

    assert page.title() == "bus driver.vtt: conversation review"
    assert page.locator("script").count() == 0
    assert "<script>document.title='run'</script> & so on" in page.locator("#turn-5 .said").inner_text()


def test_a_code_is_explained_when_the_keyboard_reaches_it(opened: Opened) -> None:
    page = opened()
    page.locator("#turn-2 .number").focus()
    page.keyboard.press("Tab")
    tip = page.locator("#turn-2 .tip").first

    assert page.evaluate("document.activeElement.textContent") == "D+"
    assert tip.is_visible()
    assert "Desire for change" in tip.inner_text()
    page.keyboard.press("Tab")
    tip.wait_for(state="hidden")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_code_is_explained_when_the_pointer_rests_on_it(opened: Opened, width: int) -> None:
    page = opened(width=width)
    tip = page.locator("#turn-1 .tip").nth(1)

    assert not tip.is_visible()
    page.locator("#turn-1 .chip").nth(1).hover()
    assert tip.is_visible()
    tip.hover()
    assert tip.is_visible()


def test_where_there_is_room_a_tip_covers_no_words(opened: Opened) -> None:
    page = opened(width=1280)
    page.locator("#turn-1 .chip").first.hover()
    tip, said = (
        page.locator("#turn-1 .tip").first.bounding_box(),
        page.locator("#turn-1 .said").bounding_box(),
    )

    assert tip
    assert said
    assert tip["x"] >= said["x"] + said["width"]


def test_focus_can_be_seen(opened: Opened) -> None:
    page = opened()
    page.locator("#turn-2 .number").focus()
    page.keyboard.press("Tab")

    assert style(page, ":focus", "outlineStyle") == "solid"


def test_the_first_stop_skips_to_the_review(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the review"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "review"


@pytest.mark.parametrize(("width", "shown", "kept_back"), [(1280, "wide", "narrow"), (390, "narrow", "wide")])
def test_one_picture_fits_the_width_and_says_what_it_shows(
    opened: Opened, width: int, shown: str, kept_back: str
) -> None:
    page = opened(width=width)
    pictures = page.get_by_role("img")

    assert pictures.count() == 1
    assert page.locator(f".picture .{shown} svg").is_visible()
    assert not page.locator(f".picture .{kept_back} svg").is_visible()
    assert "Change talk and sustain talk over the conversation" in str(pictures.get_attribute("aria-label"))


def test_scores_stay_a_table_on_a_narrow_screen(opened: Opened) -> None:
    page = opened(width=390)
    row = page.get_by_role("row", name=re.compile("^Questions"))

    assert row.count() == 1
    assert row.get_by_role("cell").count() == 5


def test_dark_is_dark_and_light_is_light(opened: Opened) -> None:
    light, dark = (style(opened(scheme=scheme), "html", "backgroundColor") for scheme in ("light", "dark"))

    assert light == "rgb(252, 251, 248)"
    assert dark == "rgb(21, 25, 27)"


def test_print_is_light_and_leaves_out_what_paper_cannot_do(opened: Opened) -> None:
    page = opened(scheme="dark", media="print")

    assert style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page, "html", "color") == "rgb(32, 40, 43)"
    assert not page.locator(".contents").is_visible()
    assert style(page, ".tip", "display") == "none"


@pytest.mark.parametrize("width", [672, 695], ids=["A4", "Letter"])
def test_no_printed_line_is_cut(opened: Opened, width: int) -> None:
    # The sheets' 210 mm and 216 mm less two margins of 16 mm, at 96 pixels to the inch.
    assert overflow(opened(width=width, media="print")) == 0


def test_a_printed_turn_stays_in_one_piece(opened: Opened) -> None:
    page = opened(media="print")

    assert style(page, ".turn", "breakInside") == "avoid"
    assert style(page, "h2", "breakAfter") == "avoid"
