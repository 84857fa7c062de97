"""What the journeys share: the house settled, births led to where a story begins, and hands that drive the pages."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from toantrinh.cases.models import Case
from toantrinh.kernel.moment import today
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.tests.world import CHILD, CODE, World, work

__all__ = ["CHILD", "CODE", "DESK", "Axe", "NewPage", "SignIn", "World", "work"]

NewPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
Axe = Callable[[Page], None]
DESK = 1280
MOTHER, LAN, TUAN, DUC = "Nguyễn Thị Ngọc Ánh", "Lê Thị Lan", "Phạm Văn Tuấn", "Hoàng Minh Đức"
PICTURE = {"name": "giay-chung-sinh.png", "mimeType": "image/png", "buffer": birth_notification(1)}


def press(page: Page, name: str, *, exact: bool = True) -> None:
    """Press the button of this name, the visible one, and wait for what follows."""
    page.get_by_role("button", name=name, exact=exact).last.click()
    page.wait_for_load_state()


def choose(page: Page, name: str, value: str) -> None:
    """Choose an answer, by what it sends: its words may change."""
    page.locator(f"[name='{name}'][value='{value}']").check()


def heading(page: Page, words: str) -> None:
    """The page is the one with this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def looked_at(page: Page, axe: Axe | None) -> None:
    """Whoever cannot see or use a mouse can use this page too."""
    if axe is not None:
        axe(page)


# ---- the parent


def born(days: int = 5) -> date:
    """A birthday some days ago."""
    return today() - timedelta(days=days)


def fill_birth(page: Page, *, axe: Axe | None = None, child: str = CHILD, script: bool = True) -> None:
    """From the home page to the page on which everything is checked; the mother is signed in."""
    page.goto("/")
    page.get_by_role("searchbox").first.fill("khai sinh")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_load_state()
    looked_at(page, axe)
    page.get_by_role("link", name="Đăng ký khai sinh cho con").first.click()
    looked_at(page, axe)
    press(page, "Bắt đầu")
    answer_birth(page, axe=axe, child=child, script=script)


def answer_birth(page: Page, *, axe: Axe | None = None, child: str = CHILD, script: bool = True) -> None:
    """Every page of the form, from the first question."""
    day = born()
    heading(page, "Bạn là gì của trẻ?")
    looked_at(page, axe)
    choose(page, "relation", "mother")
    press(page, "Lưu và tiếp tục")
    heading(page, "Cha và mẹ của trẻ")
    expect(page.locator("main")).to_contain_text("Trần Quốc Khánh")
    looked_at(page, axe)
    press(page, "Đúng, tiếp tục")
    page.get_by_label("Họ, chữ đệm và tên").fill(child)
    page.get_by_label("Ngày", exact=True).fill(str(day.day))
    page.get_by_label("Tháng", exact=True).fill(str(day.month))
    page.get_by_label("Năm", exact=True).fill(str(day.year))
    choose(page, "child.sex", "female")
    looked_at(page, axe)
    press(page, "Lưu và tiếp tục")
    fill_birth_place(page, script=script)
    looked_at(page, axe)
    press(page, "Lưu và tiếp tục")
    choose(page, "child.origin_of", "father")
    looked_at(page, axe)
    press(page, "Lưu và tiếp tục")
    page.get_by_label("Giấy chứng sinh").set_input_files([PICTURE])  # type: ignore[list-item]
    press(page, "Tải lên và xem lại")
    expect(page.locator(".tt-files")).to_contain_text("giay-chung-sinh.png")
    looked_at(page, axe)
    press(page, "Lưu và tiếp tục")
    looked_at(page, axe)
    press(page, "Lưu và tiếp tục")
    heading(page, "Kiểm tra lại rồi nộp")


def fill_birth_place(page: Page, *, script: bool = True) -> None:
    """Where the child was born; the communes come by themselves, or by a button where nothing runs in the browser."""
    page.locator("[name='birth.facility']").fill("Bệnh viện Từ Dũ")
    page.get_by_label("Tỉnh, thành phố").select_option(label="Thành phố Hồ Chí Minh")
    if not script:
        page.get_by_role("button", name="Chọn tỉnh").click()
        page.wait_for_load_state()
    page.get_by_label("Xã, phường, đặc khu thuộc").select_option(label="Phường Chợ Quán")
    choose(page, "birth.notified", "true")


def send(page: Page) -> str:
    """Send what was checked; answers the dossier number."""
    press(page, "Nộp hồ sơ")
    heading(page, "Đã nhận hồ sơ của bạn")
    return page.locator(".tt-code").inner_text().strip()


# ---- the desk


def open_dossier(page: Page, number: str) -> None:
    """The dossier as an officer finds it in the queue."""
    page.goto("/mot-cua/")
    page.get_by_role("row", name=re.compile(re.escape(number))).get_by_role("link").first.click()
    page.wait_for_load_state()


def act(page: Page, number: str, words: str) -> None:
    """Open a dossier and one of the acts that it offers."""
    open_dossier(page, number)
    page.locator(".desk-acts").get_by_role("link", name=words).click()
    page.wait_for_load_state()


def case_of(number: str) -> Case:
    """The case as the tables have it now."""
    return Case.objects.get(number=number)


def as_officer(browser_page: NewPage, sign_in: SignIn, name: str) -> Page:
    """A browser at a desk, in which an officer has signed in."""
    page = browser_page(width=DESK)
    sign_in(page, name)
    return page
