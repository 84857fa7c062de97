"""Decided elsewhere than at the committee's counter: a residence by the police of the ward, a driving licence by the
police of the province; filled in on a phone, decided at desks, opened on the phone."""

from typing import Any

import pytest
from journeys.world import (
    Axe,
    NewPage,
    SignIn,
    World,
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
from playwright.sync_api import FilePayload, Page, expect

from toantrinh.documents.tests.samples import pdf
from toantrinh.kernel.moment import today
from toantrinh.site.tests.desks import FOLDERS, install, pay, residences

pytestmark = pytest.mark.browser
KHANH, HOA, SON, VINH, HUONG = (
    "Trần Quốc Khánh",
    "Trần Thị Hòa",
    "Đặng Hồng Sơn",
    "Huỳnh Quang Vinh",
    "Ngô Thị Thu Hương",
)


@pytest.fixture
def world(live: Any) -> World:
    """The house with the procedures of the other desks."""
    made = World()
    install(*FOLDERS)
    return made


def paper(name: str) -> FilePayload:
    """A file as a phone sends it."""
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def begin(page: Page, code: str) -> None:
    """The start page of the procedure, for oneself."""
    page.goto(f"/thu-tuc/{code}/")
    follow(page, page.locator(".tt-start .ds-button"))
    if page.locator("[name=cho]").count():
        choose(page, "cho", "toi")
        press(page, "Bắt đầu")


def upload(page: Page, code: str) -> None:
    """Put a file into a slot."""
    page.locator(f"[name='paper:{code}']").set_input_files([paper(code)])
    follow(page, page.locator("button[value='upload:papers']"))


def send_and_pay(page: Page, axe: Axe) -> str:
    """Send what was checked; the bank then tells of the money."""
    expect(page.locator("main")).to_contain_text("đồng")
    axe(page)
    follow(page, page.locator("form.tt-form button[data-size=lg]"))
    number = page.url.rstrip("/").split("/ho-so/")[1].split("/")[0]
    axe(page)
    pay(case_of(number))
    work()
    return number


def decide(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str, *, officer: str, signer: str) -> None:
    """Received and examined by an officer, signed by another."""
    desk = as_officer(browser_page, sign_in, officer)
    desk.goto("/mot-cua/")
    axe(desk)
    act(desk, number, "Tiếp nhận")
    axe(desk)
    press(desk, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    axe(desk)
    act(desk, number, "Thẩm tra, trình ký")
    axe(desk)
    choose(desk, "ket_luan", "granted")
    press(desk, "Hoàn thành thẩm tra")
    head = as_officer(browser_page, sign_in, signer)
    act(head, number, "Quyết định và ký")
    axe(head)
    choose(head, "ket_luan", "granted")
    press(head, "Ký quyết định")
    axe(head)
    work()


def test_a_residence_is_registered_at_the_police_of_the_ward(
    world: World, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    phone = browser_page()
    sign_in(phone, KHANH)
    begin(phone, "1.004222")
    _fill_residence(phone, axe)
    number = send_and_pay(phone, axe)
    assert number.startswith("H29.27301.CA-")
    decide(browser_page, sign_in, axe, number, officer=HOA, signer=SON)
    assert residences(world.cast.khanh.person)[-1] == ("88 An Bình", today().isoformat())
    phone.goto(f"/ho-so/{number}/")
    expect(phone.locator("main")).to_contain_text("Thông báo kết quả đăng ký thường trú")
    axe(phone)
    phone.goto("/du-lieu/")
    expect(phone.locator("main")).to_contain_text("88 An Bình")
    axe(phone)


def _fill_residence(page: Page, axe: Axe) -> None:
    expect(page.locator("main")).to_contain_text("12 Trần Hưng Đạo")
    axe(page)
    go_on(page)
    choose(page, "dwelling.kind", "owned")
    axe(page)
    go_on(page)
    page.locator("[name='residence.address.province']").select_option("79")
    page.locator("[name='residence.address.unit']").select_option("27301")
    page.locator("[name='residence.address.street']").fill("88 An Bình")
    axe(page)
    go_on(page)
    page.locator("[name='members.0.full_name']").fill("Nguyễn Thị Ngọc Ánh")
    page.locator("[name='members.0.personal_number']").fill("079195000017")
    choose(page, "members.0.relation", "spouse")
    axe(page)
    go_on(page)
    upload(page, "cho-o-hop-phap")
    axe(page)
    go_on(page)
    heading(page, "Kiểm tra lại rồi nộp")
    expect(page.locator("main")).to_contain_text("Vợ hoặc chồng")
    expect(page.locator("main")).to_contain_text("Công an phường Chợ Quán")


def test_a_driving_licence_is_exchanged_at_the_police_of_the_province(
    world: World, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    phone = browser_page()
    sign_in(phone, KHANH)
    begin(phone, "3.000347")
    expect(phone.locator("main")).to_contain_text("B2 (cấp trước 2025)")
    expect(phone.locator("main")).to_contain_text("Cơ sở dữ liệu giấy phép lái xe")
    assert phone.locator("form.tt-form input:visible").count() == 0, "what the State knows is not asked"
    axe(phone)
    go_on(phone)
    choose(phone, "exchange.reason", "new-form")
    axe(phone)
    go_on(phone)
    choose(phone, "delivery.way", "post")
    go_on(phone)
    phone.locator("[name='delivery.phone']").fill("0903 123 456")
    axe(phone)
    go_on(phone)
    upload(phone, "anh-chan-dung")
    expect(phone.locator("main")).to_contain_text("Giấy khám sức khoẻ")
    axe(phone)
    go_on(phone)
    heading(phone, "Kiểm tra lại rồi nộp")
    number = send_and_pay(phone, axe)
    assert number.startswith("H29.CA-")
    decide(browser_page, sign_in, axe, number, officer=VINH, signer=HUONG)
    phone.goto("/giay-to/")
    expect(phone.locator("main")).to_contain_text("Giấy phép lái xe")
    axe(phone)


def test_the_ward_s_committee_does_not_see_what_the_police_have(
    world: World, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    phone = browser_page()
    sign_in(phone, KHANH)
    begin(phone, "1.004222")
    _fill_residence(phone, axe)
    number = send_and_pay(phone, axe)
    lan = as_officer(browser_page, sign_in, "Lê Thị Lan")
    lan.goto("/mot-cua/")
    expect(lan.locator("main")).not_to_contain_text(number)
    assert lan.goto(f"/mot-cua/ho-so/{number}/").status == 404  # type: ignore[union-attr]
