"""A real browser against the real house: what every journey may ask for.

    def test_story(live, browser_page, sign_in, axe):
        page = browser_page()                   # a phone; browser_page(width=1280), browser_page(script=False)
        sign_in(page, "Nguyễn Thị Ngọc Ánh")    # by one click on the first page
        page.goto("/ho-so")                     # addresses are those of the house
        axe(page)                               # no violation, nothing wider than the screen

The house answers from this process, on a database in a file, with the cast settled; a journey may prepare cases by the
real actions, also in the past (`moment.at`). Each journey begins anew. Run them apart: `pytest journeys`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import today

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread in which tests use the tables

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = 375, 1280
NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file instead of memory, so that the server's threads have connections of their own."""
    folder = tmp_path_factory.mktemp("tables")
    for alias, database in connections.databases.items():
        if database["ENGINE"].endswith("sqlite3"):
            database.setdefault("TEST", {})["NAME"] = str(folder / f"{alias}.sqlite3")


@pytest.fixture
def cast(country: None) -> Any:
    """The named cast, in office long enough for a story to begin in the past."""
    from toantrinh.people.actions import settle_cast

    return settle_cast(SYSTEM, from_on=today() - timedelta(days=60))


@pytest.fixture
def live(transactional_db: None, cast: Any, live_server: Any) -> Any:
    """The house, answering at `live.url`, with the cast in it."""
    if connections["default"].vendor == "sqlite" and connections["default"].is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("journeys need a database in a file: run them apart (pytest journeys)")
    return live_server


def cannot(why: str) -> None:
    """Skip, or fail where everything is required."""
    (pytest.fail if os.environ.get("REQUIRE") == "all" else pytest.skip)(why)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all journeys of a process."""
    path = os.environ.get("TOANTRINH_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None or not Path(path).exists():
        cannot("no Chromium was found (set TOANTRINH_CHROMIUM to its path)")
    if not (settings.BUILD_DIR / "assets/names.json").exists():
        cannot("style sheet and script are not built (run make assets)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(live: Any, browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Opens browsers, each with its own cookies; at the end, nothing in them may have failed or been blocked."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(*, width: int = PHONE, script: bool = True, language: str = "vi") -> Page:
        context = browser.new_context(
            base_url=live.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            locale="vi-VN" if language == "vi" else "en-GB",
            has_touch=width < 800,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.extend(_trouble(message)))
        return page

    yield open_page
    _take_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()
    assert not troubles, troubles


def _trouble(message: ConsoleMessage) -> list[str]:
    """What a page complains about, apart from answers that are meant to be errors."""
    is_answer = "Failed to load resource" in message.text
    return [message.text] if message.type in ("error", "warning") and not is_answer else []


def _take_pictures(contexts: list[BrowserContext], name: str) -> None:
    """Keep what each browser showed last, for whoever asks why a journey failed."""
    if not os.environ.get("PICTURES"):
        return
    folder = settings.BUILD_DIR / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Be one of the cast, by one click on the first page."""

    def press(page: Page, name: str) -> None:
        page.goto("/")
        with page.expect_event("load"):
            page.get_by_role("button", name=name).click()
        assert name in page.locator("header").inner_text()

    return press


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails where axe finds anything, or where the page is wider than the screen."""
    source = (settings.BUILD_DIR / "axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(source)
        page.evaluate("Promise.allSettled(document.getAnimations().map(moving => moving.finished))")
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        told = [f"{one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes']][:3]}" for one in found]
        assert not told, f"{page.url}: {told}"
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} is {wider} px wider than the screen"

    return check
