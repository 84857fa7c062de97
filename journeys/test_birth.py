"""A parent registers a birth and gets the result; the ward decides it at its desk; anyone checks the paper."""

from typing import Any

import pytest
from journeys.world import (
    CHILD,
    DUC,
    LAN,
    MOTHER,
    TUAN,
    Axe,
    NewPage,
    SignIn,
    World,
    act,
    as_officer,
    born,
    case_of,
    choose,
    fill_birth,
    follow,
    heading,
    press,
    send,
    work,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WARD = "Ủy ban nhân dân phường Chợ Quán"


def test_a_parent_registers_a_birth_and_gets_the_result(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    World()
    mother = browser_page()
    sign_in(mother, MOTHER)
    fill_birth(mother, axe=axe)
    axe(mother)
    number = send(mother)
    axe(mother)
    work()
    _the_ward_receives_and_examines(browser_page, sign_in, axe, number)
    _the_mother_finds_the_draft_right(mother, axe, number)
    _the_chair_signs(browser_page, sign_in, axe, number)
    work()
    assert case_of(number).finished_at
    _the_mother_opens_the_certificate(mother, axe, number)
    _anyone_checks_the_paper(mother, browser_page(), axe)


def _the_ward_receives_and_examines(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    lan = as_officer(browser_page, sign_in, LAN)
    axe(lan)
    act(lan, number, "Tiếp nhận")
    axe(lan)
    press(lan, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    expect(lan.locator("main")).to_contain_text("Thẩm tra")
    axe(lan)
    tuan = as_officer(browser_page, sign_in, TUAN)
    act(tuan, number, "Thẩm tra, trình ký")
    axe(tuan)
    choose(tuan, "ket_luan", "granted")
    press(tuan, "Hoàn thành thẩm tra")
    axe(tuan)


def _the_mother_finds_the_draft_right(page: Page, axe: Axe, number: str) -> None:
    page.goto("/ho-so/")
    axe(page)
    follow(page, page.get_by_role("link", name="Xem bản nháp").first)
    heading(page, "Xem bản nháp kết quả")
    expect(page.locator(".tt-draft")).to_contain_text(CHILD)
    axe(page)
    choose(page, "dung", "dung")
    press(page, "Gửi trả lời")
    expect(page.locator("main")).to_contain_text(number)
    axe(page)


def _the_chair_signs(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    duc = as_officer(browser_page, sign_in, DUC)
    act(duc, number, "Quyết định và ký")
    axe(duc)
    choose(duc, "ket_luan", "granted")
    press(duc, "Ký quyết định")
    axe(duc)


def _the_mother_opens_the_certificate(page: Page, axe: Axe, number: str) -> None:
    page.goto(f"/ho-so/{number}/")
    heading(page, "Đăng ký khai sinh cho con")
    expect(page.get_by_role("heading", name="Việc bạn có thể làm tiếp")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi")
    axe(page)
    looked = page.locator("details", has_text="Ai đã xem hồ sơ này?")
    looked.locator("summary").click()
    expect(looked).to_contain_text(WARD)
    axe(page)
    page.goto("/du-lieu/ai-da-xem")
    expect(page.locator("main")).to_contain_text(WARD)
    expect(page.locator("main")).to_contain_text("để giải quyết hồ sơ")
    axe(page)
    page.goto("/du-lieu/")
    expect(page.locator("main")).to_contain_text(CHILD)
    axe(page)
    page.goto("/thu/")
    axe(page)
    page.goto("/giay-to/")
    axe(page)
    follow(page, page.get_by_role("link", name="Giấy khai sinh"))
    axe(page)
    address = page.get_by_role("link", name="Mở giấy (PDF)").get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF") and len(answer.body()) > 10_000
    assert case_of(number).returned_at, "opening the certificate takes it"


def _anyone_checks_the_paper(mother: Page, page: Page, axe: Axe) -> None:
    address = mother.get_by_role("link", name="Mở trang kiểm tra").get_attribute("href")
    assert address
    page.goto(address)
    heading(page, "Thật, còn hiệu lực")
    expect(page.locator("main")).to_contain_text("Giấy khai sinh")
    expect(page.locator("main")).not_to_contain_text("Minh An")
    axe(page)
    _give_birth_date(page, "1")
    expect(page.locator("main")).not_to_contain_text("Minh An")
    axe(page)
    _give_birth_date(page, str(born().year))
    expect(page.locator("main")).to_contain_text(CHILD)
    axe(page)


def _give_birth_date(page: Page, year: str) -> None:
    page.get_by_label("Ngày", exact=True).fill(str(born().day))
    page.get_by_label("Tháng", exact=True).fill(str(born().month))
    page.get_by_label("Năm", exact=True).fill("1999" if year == "1" else year)
    press(page, "Xem tên")
