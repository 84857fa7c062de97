"""The first pages as people meet them: on a phone, at a desk, by keyboard, without JavaScript, after a long pause."""

from collections.abc import Callable
from typing import Any

import pytest
from journeys.world import follow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
Axe = Callable[[Page], None]

OPEN_PAGES = (
    "/",
    "/dang-nhap",
    "/tro-nang",
    "/du-lieu-ca-nhan",
    "/dia-gioi/cu?ten=cho+quan",
    "/khong-co",
    "/thiet-ke",
)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_every_first_page_can_be_used_by_everyone(browser_page: NewPage, axe: Axe, width: int) -> None:
    page = browser_page(width=width)
    for address in OPEN_PAGES:
        page.goto(address)
        axe(page)


def test_in_english_too(browser_page: NewPage, axe: Axe) -> None:
    page = browser_page()
    page.goto("/")
    follow(page, page.get_by_role("button", name="English"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you need to do?")
    for address in OPEN_PAGES:
        page.goto(address)
        axe(page)


@pytest.mark.parametrize("script", [True, False])
def test_an_officer_comes_in_changes_role_and_leaves(
    browser_page: NewPage, sign_in: SignIn, axe: Axe, script: bool
) -> None:
    page = browser_page(script=script)
    sign_in(page, "Lê Thị Lan")
    page.locator(".tt-me summary").click()
    follow(page, page.get_by_role("link", name="Đổi vai trò"))
    if script:
        axe(page)
    page.get_by_label("Công dân").check()
    follow(page, page.get_by_role("button", name="Tiếp tục"))
    page.locator(".tt-me summary").click()
    expect(page.locator(".tt-me")).to_contain_text("Công dân")
    follow(page, page.get_by_role("button", name="Đăng xuất"))
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()


def test_anybody_of_the_sample_signs_in_by_number_and_mistakes_are_explained(browser_page: NewPage, axe: Axe) -> None:
    page = browser_page()
    page.goto("/dang-nhap")
    page.get_by_label("Số định danh cá nhân").fill("079 000 000 001")
    follow(page, page.get_by_role("button", name="Đăng nhập", exact=True))
    expect(page.locator(".ds-error-summary")).to_be_focused()
    expect(page).to_have_title("Lỗi: Đăng nhập – Dịch vụ công")
    axe(page)
    page.locator(".ds-error-summary a").click()
    expect(page.get_by_label("Số định danh cá nhân")).to_be_focused()
    expect(page.get_by_label("Số định danh cá nhân")).to_have_value("079 000 000 001")
    page.get_by_label("Số định danh cá nhân").fill("079195000017")
    follow(page, page.get_by_role("button", name="Đăng nhập", exact=True))
    expect(page.locator(".tt-me")).to_contain_text("Nguyễn Thị Ngọc Ánh")


def test_communes_follow_the_province_without_a_new_page(browser_page: NewPage) -> None:
    page = browser_page(width=1280)
    page.goto("/thiet-ke")
    page.get_by_label("Tỉnh, thành phố").select_option(label="Thành phố Hà Nội")
    communes = page.get_by_label("Xã, phường, đặc khu thuộc Thành phố Hà Nội")
    communes.select_option(label="Phường Ba Đình")
    expect(page.get_by_role("button", name="Chọn tỉnh")).to_be_hidden()


def test_the_first_tab_leads_past_the_header(browser_page: NewPage) -> None:
    page = browser_page(width=1280)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".ds-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_session_warns_before_it_ends_and_can_be_extended(browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    page = browser_page()
    page.clock.install()
    sign_in(page, "Nguyễn Thị Ngọc Ánh")
    page.clock.fast_forward("27:50")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Ở lại").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward("27:50")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_was_typed_before_a_long_pause_is_still_there(browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    page = browser_page()
    sign_in(page, "Lê Thị Lan")
    page.goto("/vai-tro")
    page.get_by_label("Công dân").check()
    page.context.clear_cookies(name="sessionid")
    follow(page, page.get_by_role("button", name="Tiếp tục"))
    expect(page.get_by_text("Câu trả lời đã được lưu")).to_be_visible()
    follow(page, page.get_by_role("button", name="Lê Thị Lan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Câu trả lời của bạn vẫn còn")
    axe(page)
    follow(page, page.get_by_role("button", name="Gửi tiếp"))
    page.locator(".tt-me summary").click()
    expect(page.locator(".tt-me")).to_contain_text("Công dân")


def test_text_stays_readable_when_its_spacing_grows(browser_page: NewPage, axe: Axe) -> None:
    page = browser_page(width=320)
    page.goto("/thiet-ke")
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); document.adoptedStyleSheets = [sheet]; sheet.replaceSync(
           "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }") }"""
    )
    clipped = page.evaluate(
        """[...document.querySelectorAll("main *")].filter(one => getComputedStyle(one).overflowY === "hidden"
           && one.scrollHeight > one.clientHeight + 1 && !one.matches(".ds-sr-only, thead")).length"""
    )
    assert clipped == 0
    axe(page)


def test_printed_pages_leave_out_what_is_pressed(browser_page: NewPage, live: Any) -> None:
    page = browser_page(width=1280)
    page.goto("/thiet-ke")
    page.emulate_media(media="print")
    expect(page.locator(".tt-footer")).to_be_hidden()
    expect(page.get_by_role("button", name="Lưu và tiếp tục")).to_be_hidden()
    expect(page.get_by_text("Bản in từ màn hình, không thay giấy tờ")).to_be_visible()
    expect(page.get_by_text("Để lấy sẵn dữ liệu của bạn")).to_be_visible()
