"""Two people marry, each at their own screen; one declines; one never answers. Then the certificate, for both."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from journeys.world import (
    DUC,
    LAN,
    TUAN,
    Axe,
    NewPage,
    SignIn,
    act,
    as_officer,
    case_of,
    choose,
    follow,
    go_on,
    heading,
    press,
    work,
)
from playwright.sync_api import Page, expect

from toantrinh.cases import actions
from toantrinh.kernel.moment import at, now
from toantrinh.people.cast import parts
from toantrinh.site.tests.civil import MARRIAGE, Ward, nothing_differs

pytestmark = pytest.mark.browser
HA, QUAN = "Lý Thu Hà", "Cao Minh Quân"


def test_two_people_marry(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    Ward()
    ha, quan = browser_page(), browser_page()
    sign_in(ha, HA)
    _fill_in(ha, axe)
    _keep(ha, "xin-dong-y")
    press(ha, "Xin người kia đồng ý")
    expect(ha.locator("main")).to_contain_text("Đang chờ trả lời")
    expect(ha.get_by_role("button", name="Nộp hồ sơ")).to_have_count(0)
    axe(ha)
    sign_in(quan, QUAN)
    _agree(quan, axe)
    number = _send(ha, axe)
    _the_ward_decides(browser_page, sign_in, axe, ha, number)
    work()
    for page, which in ((ha, "vợ"), (quan, "chồng")):
        _the_certificate(page, axe, number, which)
    nothing_differs()


def _fill_in(page: Page, axe: Axe) -> None:
    """From the start page to the check page: who fills in is known, only the other's number and name are asked."""
    page.goto(f"/thu-tuc/{MARRIAGE}/")
    axe(page)
    follow(page, page.locator(".tt-start button"))
    expect(page.locator("main")).to_contain_text("Chưa đăng ký kết hôn lần nào")
    axe(page)
    go_on(page)
    page.locator("[name='other.personal_number']").fill(parts()["quan"].claims.personal_number)
    page.locator("[name='other.full_name']").fill(QUAN)
    axe(page)
    go_on(page)
    choose(page, "kinship", "none")
    choose(page, "registration.at", "me")
    axe(page)
    go_on(page)
    axe(page)
    go_on(page)
    heading(page, "Kiểm tra lại rồi nộp")
    axe(page)


def _agree(page: Page, axe: Axe) -> None:
    """By the message, to exactly what would be sent; not without the declaration."""
    page.goto("/thu/")
    follow(page, page.get_by_role("link", name="xin bạn đồng ý").first)
    axe(page)
    follow(page, page.get_by_role("link", name="Xem và trả lời"))
    heading(page, f"{HA} xin bạn đồng ý")
    expect(page.locator("main")).to_contain_text("12 Trần Hưng Đạo")
    axe(page)
    _keep(page, "tra-loi")
    press(page, "Tôi đồng ý")
    expect(page.locator("main")).to_contain_text("Đánh dấu vào ô cam đoan")
    axe(page)
    page.locator("[name=cam_doan]").check()
    press(page, "Tôi đồng ý")
    expect(page.locator("main")).to_contain_text("Bạn đã đồng ý")
    axe(page)


def _send(page: Page, axe: Axe) -> str:
    page.goto("/thu/")
    follow(page, page.get_by_role("link", name="đã đồng ý").first)
    follow(page, page.get_by_role("link", name="Làm tiếp"))
    heading(page, "Kiểm tra lại rồi nộp")
    expect(page.locator("main")).to_contain_text(f"{QUAN} đã đồng ý")
    axe(page)
    _keep(page, "da-dong-y")
    follow(page, page.locator("form.tt-form button[data-size=lg]"))
    return page.locator(".tt-code").inner_text().strip()


def _the_ward_decides(browser_page: NewPage, sign_in: SignIn, axe: Axe, ha: Page, number: str) -> None:
    lan = as_officer(browser_page, sign_in, LAN)
    act(lan, number, "Tiếp nhận")
    press(lan, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    tuan = as_officer(browser_page, sign_in, TUAN)
    tuan.goto(f"/mot-cua/ho-so/{number}")
    expect(tuan.locator("main")).to_contain_text(f"{QUAN} đã đồng ý")
    axe(tuan)
    _keep(tuan, "mot-cua")
    act(tuan, number, "Thẩm tra, trình ký")
    choose(tuan, "ket_luan", "granted")
    press(tuan, "Hoàn thành thẩm tra")
    ha.goto(f"/ho-so/{number}/ban-nhap")
    expect(ha.locator(".tt-draft").first).to_contain_text(QUAN)
    choose(ha, "dung", "dung")
    press(ha, "Gửi trả lời")
    duc = as_officer(browser_page, sign_in, DUC)
    act(duc, number, "Quyết định và ký")
    choose(duc, "ket_luan", "granted")
    press(duc, "Ký quyết định")


def _the_certificate(page: Page, axe: Axe, number: str, which: str) -> None:
    """Each has their own original, and not the other's."""
    page.goto(f"/ho-so/{number}/")
    results = page.locator("section[aria-labelledby=ket-qua] li a")
    expect(results).to_have_count(1)
    expect(results).to_contain_text(f"bản của {which}")
    axe(page)
    _keep(page, f"ho-so-{which}")
    address = results.get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    _save(f"ket-hon-{which}.pdf", answer.body())
    page.goto("/giay-to/")
    expect(page.locator("main")).to_contain_text("Giấy chứng nhận kết hôn")
    assert case_of(number).returned_at


def test_one_declines_and_the_other_reads_why(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    Ward()
    ha, quan = browser_page(), browser_page()
    sign_in(ha, HA)
    _fill_in(ha, axe)
    press(ha, "Xin người kia đồng ý")
    sign_in(quan, QUAN)
    quan.goto("/ho-so/")
    axe(quan)
    follow(quan, quan.get_by_role("link", name="Xem và trả lời"))
    follow(quan, quan.get_by_role("link", name="Tôi không đồng ý"))
    axe(quan)
    press(quan, "Từ chối")
    axe(quan)
    quan.locator("[name=ly_do]").fill("Chúng tôi muốn đợi sang năm.")
    press(quan, "Từ chối")
    expect(quan.locator("main")).to_contain_text("Bạn đã từ chối")
    axe(quan)
    _to_check_page(ha)
    expect(ha.locator("main")).to_contain_text("Chúng tôi muốn đợi sang năm.")
    axe(ha)
    _keep(ha, "bi-tu-choi")
    press(ha, "Xin đồng ý lại")
    expect(ha.locator("main")).to_contain_text("Đang chờ trả lời")
    nothing_differs()


def test_one_never_answers_and_the_draft_is_kept(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    ward = Ward()
    with at(now() - timedelta(days=15)):
        pages = {
            "nguoi-kia": {"other.personal_number": parts()["quan"].claims.personal_number, "other.full_name": QUAN},
            "cam-doan": {"kinship": "none", "registration.at": "me"},
            "nhan-ket-qua": {"copies": "0"},
        }
        case = ward.filled(MARRIAGE, ward.cast.ha, pages)
        actions.ask_consent(case, "nguoi-kia", by=ward.cast.ha)
    actions.lapse_consents()
    for name in (QUAN, HA):
        page = browser_page()
        sign_in(page, name)
        page.goto("/thu/")
        follow(page, page.get_by_role("link", name="Không ai trả lời trong hạn").first)
        axe(page)
        page.goto("/ho-so/")
        expect(page.get_by_role("link", name="Xem và trả lời")).to_have_count(0)
        if name == HA:
            _to_check_page(page)
            expect(page.locator("main")).to_contain_text("Người kia không trả lời trong hạn")
            axe(page)
            press(page, "Xin đồng ý lại")
            expect(page.locator("main")).to_contain_text("Đang chờ trả lời")
    nothing_differs()


def _to_check_page(page: Page) -> None:
    """Where the draft was left."""
    page.goto("/ho-so/")
    follow(page, page.get_by_role("link", name="Làm tiếp").first)
    heading(page, "Kiểm tra lại rồi nộp")


def _keep(page: Page, name: str) -> None:
    """What it looked like, for whoever asked for pictures."""
    folder = _pictures()
    if folder:
        page.screenshot(path=folder / f"ket-hon-{name}.png", full_page=True)


def _save(name: str, content: bytes) -> None:
    folder = _pictures()
    if folder:
        (folder / name).write_bytes(content)


def _pictures() -> Path | None:
    folder = settings.BUILD_DIR / "pictures"
    if not os.environ.get("PICTURES"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder)
