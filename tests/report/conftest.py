"""A real browser for the tests that look at the page as people do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from changetalk.coder.coding import CodedTurn
from changetalk.report import html
from tests.report.small import SMALL

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 180_000
"""Milliseconds: a busy machine is slow, not wrong."""

Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, found by its name."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(QUIET), timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small review said twice over, so that there is talk enough for the picture."""
    turns = tuple(_again(turn, time) for time in range(2) for turn in SMALL.turns)
    volleys = tuple(
        volley.model_copy(
            update={"id": volley.id + 10 * time, "turns": tuple(_name(each, time) for each in volley.turns)}
        )
        for time in range(2)
        for volley in SMALL.volleys
    )
    path = tmp_path_factory.mktemp("report") / "page.html"
    path.write_text(html(SMALL.model_copy(update={"turns": turns, "volleys": volleys})), "utf-8")
    return path


def _name(turn: str, time: int) -> str:
    return turn if time == 0 else f"{turn}.{time}"


def _again(turn: CodedTurn, time: int) -> CodedTurn:
    volley = None if turn.volley is None else turn.volley + 10 * time
    return turn.model_copy(update={"id": _name(turn.id, time), "volley": volley, "start": None, "end": None})


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[Opened]:
    """Opens the page in a window of its own: `opened(width=390, scheme="dark")`."""
    contexts = []

    def open_page(width: int = 1280, scheme: str = "light", media: str = "screen") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, service_workers="block")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.emulate_media(color_scheme=scheme, media=media)  # type: ignore[arg-type]
        page.goto(page_file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
