"""An officer asks once for what is missing, and later refuses; the parent sees what, why, and what to do."""

from typing import Any

import pytest
from journeys.world import (
    LAN,
    MOTHER,
    Axe,
    NewPage,
    SignIn,
    World,
    act,
    as_officer,
    case_of,
    choose,
    follow,
    heading,
    open_dossier,
    picture,
    press,
    work,
)
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
BLURRED = "Ảnh trang hai không đọc được ngày sinh."
FORGED = "Bệnh viện trả lời không cấp giấy này."


def test_an_officer_asks_for_more_and_later_refuses_and_the_parent_sees_why(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    number = World().submitted().number
    _lan_asks_once(browser_page, sign_in, axe, number)
    _the_mother_supplies(browser_page, sign_in, axe, number)
    _lan_may_not_ask_again_and_refuses(browser_page, sign_in, axe, number)
    work()
    _the_mother_reads_why(browser_page, sign_in, axe, number)


def _lan_asks_once(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = as_officer(browser_page, sign_in, LAN)
    act(page, number, "Yêu cầu bổ sung")
    axe(page)
    press(page, "Xem trước thư")
    expect(page.locator(".ds-error-summary")).to_be_visible()
    axe(page)
    choose(page, "ly_do", "anh-mo")
    page.locator("[name='cau.anh-mo']").fill(BLURRED)
    press(page, "Xem trước thư")
    expect(page.locator("main")).to_contain_text(BLURRED)
    axe(page)
    follow(page, page.locator("button[name=lam][value=send]"))
    expect(page.locator("main")).to_contain_text(BLURRED)
    assert case_of(number).wait == "supplement"


def _the_mother_supplies(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = browser_page()
    sign_in(page, MOTHER)
    expect(page.locator("main")).to_contain_text("Cần bạn bổ sung")
    axe(page)
    page.goto(f"/ho-so/{number}/bo-sung")
    expect(page.locator("main")).to_contain_text(BLURRED)
    expect(page.locator("main")).to_contain_text("Đây là lần yêu cầu duy nhất")
    axe(page)
    page.goto(f"/ho-so/{number}/bo-sung/giay-to")
    page.locator("[name='paper:giay-chung-sinh']").set_input_files([picture("ro.png")])
    follow(page, page.locator("button[value='upload:papers']"))
    expect(page.locator(".tt-files")).to_contain_text("ro.png")
    axe(page)
    follow(page, page.locator("form.tt-form > .tt-buttons button[name=lam][value='']"))
    heading(page, "Đã nhận phần bổ sung")
    axe(page)


def _lan_may_not_ask_again_and_refuses(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = as_officer(browser_page, sign_in, LAN)
    open_dossier(page, number)
    expect(page.locator("main")).to_contain_text("ro.png")
    page.goto(f"/mot-cua/ho-so/{number}/bo-sung")
    expect(page.locator("main")).to_contain_text("một lần")
    assert not page.locator("[name=ly_do]").count(), "the law allows it once"
    axe(page)
    page.goto(f"/mot-cua/ho-so/{number}/tu-choi-nhan")
    axe(page)
    choose(page, "ly_do", "giay-to-khong-that")
    page.locator("[name='cau.giay-to-khong-that']").fill(FORGED)
    press(page, "Xem trước thư")
    axe(page)
    follow(page, page.locator("button[name=lam][value=send]"))
    expect(page.locator("main")).to_contain_text(FORGED)
    axe(page)


def _the_mother_reads_why(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = browser_page()
    sign_in(page, MOTHER)
    page.goto(f"/ho-so/{number}/")
    expect(page.locator("main")).to_contain_text(FORGED)
    expect(page.locator("main")).to_contain_text("Xin cơ sở y tế cấp lại giấy chứng sinh rồi nộp hồ sơ mới.")
    expect(page.get_by_role("link", name="Sửa và nộp lại")).to_be_visible()
    axe(page)
    page.goto("/thu/")
    follow(page, page.locator("main a[href^='/thu/']").first)
    axe(page)
