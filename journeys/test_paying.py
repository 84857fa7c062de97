"""Paying for copies of a birth: on a phone, without JavaScript, twice by mistake, at a counter; who puts it right."""

from typing import Any

import pytest
from journeys.world import (
    DESK,
    MOTHER,
    Axe,
    NewPage,
    SignIn,
    World,
    act,
    as_officer,
    fill_birth,
    follow,
    go_on,
    heading,
    work,
)
from playwright.sync_api import Page, expect

from toantrinh.cases.models import Case
from toantrinh.kernel.urn import key_of
from toantrinh.payments.connectors import pretend
from toantrinh.payments.models import Demand, Refund, Transfer
from toantrinh.record.verify import verify_record

pytestmark = pytest.mark.browser

NAM = "Vũ Thành Nam"


@pytest.fixture
def at_home(live: Any, settings: Any) -> Any:
    """The pretend bank finds the house where it answers."""
    settings.HOST = live.url
    (settings.DATA_DIR / "pretend-bank.json").unlink(missing_ok=True)
    return live


def bank_tells() -> None:
    """The pretend bank sends its signed messages over the network, and the worker delivers."""
    assert pretend.tell_waiting() > 0
    work()


def send_with_copies(page: Page, *, script: bool, axe: Axe | None = None) -> str:
    """A birth with three copies, sent; the page that follows asks for the money."""
    fill_birth(page, script=script)
    case = Case.objects.latest("pk")
    page.goto(f"/ho-so/{key_of(case.urn)}/tiep/nhan-ket-qua")
    page.locator("[name=copies]").fill("3")
    go_on(page)
    page.goto(f"/ho-so/{key_of(case.urn)}/kiem-tra")
    expect(page.locator("main")).to_contain_text("24.000 đồng")
    expect(page.locator("main")).to_contain_text("281/2016/TT-BTC")
    if axe:
        axe(page)
    follow(page, page.locator("form.tt-form button[data-size=lg]"))
    heading(page, "Nộp tiền")
    return str(Case.objects.latest("pk").number)


def play_bank(page: Page, behaviour: str) -> None:
    """Go to the pretend bank, and let it behave so."""
    follow(page, page.get_by_role("link", name="đóng vai ngân hàng giả"))
    heading(page, "Ngân hàng giả")
    page.locator(f"[name=cach][value={behaviour}]").check()
    follow(page, page.get_by_role("button", name="Chuyển tiền"))
    heading(page, "Nộp tiền")


@pytest.mark.parametrize("script", [True, False])
def test_copies_are_paid_on_a_phone(
    at_home: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe, script: bool
) -> None:
    World()
    page = browser_page(script=script)
    checked = axe if script else None
    sign_in(page, MOTHER)
    number = send_with_copies(page, script=script, axe=checked)
    for words in ("3 bản × 8.000 đồng", "9990000123456", "LPHI TT", "Nộp trước", "Hồ sơ đã nộp và được giữ"):
        expect(page.locator("main")).to_contain_text(words)
    if checked:
        checked(page)
        page.screenshot(path="build/pictures/pay-phone.png", full_page=True) if _pictures() else None
    follow(page, page.get_by_role("button", name="Tôi đã chuyển"))
    expect(page.locator("body")).to_contain_text("đừng chuyển lại")
    expect(page.locator("main")).to_contain_text("Đừng trả hai lần")
    page.get_by_text("Tôi chưa bị trừ tiền").click()
    play_bank(page, "dung")
    bank_tells()
    page.goto(f"/ho-so/{number}/nop-tien")
    expect(page.locator("main")).to_contain_text("Đã nộp đủ 24.000 đồng")
    expect(page.get_by_role("link", name="Biên lai số")).to_be_visible()
    if checked:
        checked(page)
    page.goto(f"/ho-so/{number}/")
    expect(page.locator("main")).to_contain_text("Đã nộp")
    if checked:
        checked(page)
    case = Case.objects.get(number=number)
    assert (case.status, case.wait, Demand.objects.get().way) == ("submitted", "", "bank")


def _pictures() -> bool:
    import os

    return bool(os.environ.get("PICTURES"))


def test_a_payment_that_arrives_twice_goes_back(at_home: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    World()
    page = browser_page()
    sign_in(page, MOTHER)
    number = send_with_copies(page, script=True)
    play_bank(page, "hai-lan")
    bank_tells()
    page.goto(f"/ho-so/{number}/nop-tien")
    expect(page.locator("main")).to_contain_text("Đã nộp đủ 24.000 đồng")
    expect(page.locator("main")).to_contain_text("chờ người duyệt")
    axe(page)
    operator = browser_page(width=DESK)
    sign_in(operator, NAM)
    operator.goto("/van-hanh/tien")
    expect(operator.locator("main")).to_contain_text("24.000")
    axe(operator)
    follow(operator, operator.get_by_role("link", name="Xem và duyệt"))
    axe(operator)
    follow(operator, operator.get_by_role("button", name="Duyệt hoàn"))
    from toantrinh.payments.actions import send_refunds

    assert send_refunds() == 1
    page.reload()
    expect(page.locator("main")).to_contain_text("đã hoàn")
    statement = pretend.statement_of(Transfer.objects.latest("pk").paid_at.astimezone().date())
    operator.goto("/van-hanh/tien")
    operator.locator("[name=tep]").set_input_files(
        [{"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": statement.encode()}]
    )
    follow(operator, operator.get_by_role("button", name="Đối soát"))
    expect(operator.locator("main")).to_contain_text("Mọi khoản đều khớp")
    axe(operator)
    assert Refund.objects.get().state == "done"
    work()
    assert verify_record().differences == []


def test_a_refused_card_and_then_cash_at_the_counter(
    at_home: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    World()
    page = browser_page()
    sign_in(page, MOTHER)
    number = send_with_copies(page, script=True)
    follow(page, page.get_by_role("button", name="Trả bằng thẻ hoặc ví"))
    axe(page)
    page.locator("[name=cach][value=tu-choi]").check()
    follow(page, page.get_by_role("button", name="Chuyển tiền"))
    expect(page.locator("main")).to_contain_text("Đừng trả hai lần")
    bank_tells()
    page.reload()
    expect(page.locator("main")).to_contain_text("Ngân hàng đã từ chối")
    desk = as_officer(browser_page, sign_in, "Lê Thị Lan")
    act(desk, number, "Thu tiền mặt")
    expect(desk.locator("main")).to_contain_text("24.000 đồng")
    axe(desk)
    follow(desk, desk.get_by_role("button", name="Đã thu 24.000 đồng tiền mặt"))
    expect(desk.locator("main")).to_contain_text("Biên lai số")
    axe(desk)
    desk.goto("/mot-cua/tien")
    expect(desk.locator("main")).to_contain_text("24.000")
    axe(desk)
    assert Case.objects.get(number=number).wait == ""
