"""Somebody who writes without accents, and misspells, finds what they need and stands before its start page."""

from collections.abc import Callable

import pytest
from journeys.world import Axe, NewPage, follow, heading
from playwright.sync_api import Page, expect

from toantrinh.cases import actions
from toantrinh.cases.tests.asked import as_lines
from toantrinh.kernel.actor import SYSTEM
from toantrinh.site.tests.world import CODE

pytestmark = pytest.mark.browser


@pytest.fixture
def catalogue(live: object) -> None:
    """What is offered, and beside it what the national catalogue lists."""
    from pathlib import Path

    from django.conf import settings

    for package in sorted((Path(settings.PACKAGES_DIR) / "procedures").glob("*/procedure.yaml")):
        actions.install_procedure(package.parent, by=SYSTEM)
    actions.import_catalogue(as_lines(), by=SYSTEM)


def ask(page: Page, words: str) -> None:
    """Type into the search box that is on the page, and press its button."""
    page.locator("[role=search] input[name=q]").fill(words)
    follow(page, page.locator("[role=search] .tt-search button, .tt-search[role=search] button"))


@pytest.mark.parametrize(("width", "script"), [(375, True), (320, False), (1280, True)])
def test_who_misspells_without_accents_finds_the_start_page(
    catalogue: None, browser_page: NewPage, axe: Axe, width: int, script: bool
) -> None:
    page = browser_page(width=width, script=script)
    looked: Callable[[Page], None] = axe if script else lambda _: None
    page.goto("/")
    looked(page)
    ask(page, "lam giay khia sinhh cho con")
    expect(page.locator("[role=status]").first).to_contain_text("thủ tục")
    first = page.locator(".tt-results > li").first
    expect(first).to_contain_text("Đăng ký khai sinh cho con")
    looked(page)
    follow(page, first.get_by_role("link").first)
    heading(page, "Đăng ký khai sinh cho con")
    assert page.url.endswith(f"/thu-tuc/{CODE}/")
    expect(page.locator(".tt-start")).to_contain_text("Bắt đầu")


def test_what_is_not_offered_says_where_to_go(catalogue: None, browser_page: NewPage, axe: Axe) -> None:
    page = browser_page()
    page.goto("/tim")
    ask(page, "ho chieuu")
    first = page.locator(".tt-results > li").first
    expect(first).to_contain_text("Chưa làm được ở đây")
    axe(page)
    follow(page, first.get_by_role("link").first)
    heading(page, "Cấp hộ chiếu phổ thông ở trong nước")
    expect(page.locator("main")).to_contain_text("Công an cấp Tỉnh")
    axe(page)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_lists_are_narrowed_and_paged(catalogue: None, browser_page: NewPage, axe: Axe, width: int) -> None:
    page = browser_page(width=width)
    page.goto("/tim")
    page.locator(".tt-narrow summary").click()
    page.get_by_label("Cơ quan giải quyết").select_option("cong-an-xa")
    follow(page, page.get_by_role("button", name="Lọc", exact=True))
    expect(page.locator(".tt-results > li").first).to_contain_text("Công an")
    axe(page)
    follow(page, page.get_by_role("link", name="Sau"))
    assert "trang=2" in page.url and "co-quan=cong-an-xa" in page.url
    axe(page)


def test_namesakes_and_nothing_found(catalogue: None, browser_page: NewPage, axe: Axe) -> None:
    page = browser_page()
    page.goto("/tim?q=dang+ky+lai+ket+hon")
    expect(page.locator(".tt-difference").first).to_contain_text("Khác ở nơi công bố")
    axe(page)
    page.goto("/tim?q=ket+qqqq+wwww+zzzz")
    expect(page.locator("main")).to_contain_text("Hỏi bằng lời của bạn")
    axe(page)


def test_the_search_reads_english(catalogue: None, browser_page: NewPage, axe: Axe) -> None:
    page = browser_page(language="en")
    page.goto("/")
    follow(page, page.get_by_role("button", name="English"))
    axe(page)
    ask(page, "newborn baby certificat")
    expect(page.locator(".tt-results > li").first).to_contain_text("Register a birth")
    axe(page)
