"""At the counter: somebody stands there with a card and papers; form 01 is printed, also for an agency elsewhere."""

from time import monotonic
from typing import Any

import pytest
from journeys.world import CODE, LAN, Axe, NewPage, SignIn, World, as_officer, born, choose, follow, press
from playwright.sync_api import Page, expect

from toantrinh.cases.models import Case
from toantrinh.people.cast import parts

pytestmark = pytest.mark.browser
HANH = "Đỗ Thị Hạnh"


def card() -> str:
    """What the QR code of the mother's card says."""
    number = parts()["anh"].claims.personal_number
    return f"{number}|023456789|Nguyễn Thị Ngọc Ánh|08031995|Nữ|12 Trần Hưng Đạo|01072021"


def begin(page: Page, axe: Axe, channel: str = "counter") -> None:
    """Card, words, the way it came."""
    page.goto("/mot-cua/tai-quay")
    axe(page)
    page.locator("[name=person]").fill(card())
    page.locator("[name=thu_tuc]").fill("khai sinh")
    choose(page, "channel", channel)
    press(page, "Bắt đầu")
    if page.locator(f"[name=code][value='{CODE}']").count():
        choose(page, "code", CODE)
        press(page, "Bắt đầu")


def fill(page: Page, child: str = "Trần Minh An") -> None:
    """Everything that the registers do not know, on one page; what an answer makes necessary appears on it."""
    day = born()
    answers = {
        "relation": "mother",
        "child.full_name": child,
        "child.birth_date.day": str(day.day),
        "child.birth_date.month": str(day.month),
        "child.birth_date.year": str(day.year),
        "child.sex": "female",
        "child.origin_of": "father",
        "birth.facility": "Bệnh viện Từ Dũ",
        "birth.notified": "true",
    }
    for _ in range(4):
        for name, value in answers.items():
            found = page.locator(f"[name='{name}']")
            if found.count() and found.first.get_attribute("type") == "radio":
                page.locator(f"[name='{name}'][value='{value}']").check()
            elif found.count():
                found.fill(value)
        province = page.locator("[name='birth.place.province']")
        if province.count() and not province.input_value():
            province.select_option("79")
            page.locator("[name='birth.place.unit'] option[value='27301']").wait_for(state="attached")
            page.locator("[name='birth.place.unit']").select_option("27301")
        for box in page.locator("[name^='originals:']").all():
            box.fill("1")
        follow(page, page.locator("form.tt-form > .tt-buttons button[name=lam][value='']"))
        if page.get_by_role("heading", name="Kiểm tra rồi nhận hồ sơ").count():
            return
    raise AssertionError(page.locator("main").inner_text()[:2000])


def test_from_the_card_to_form_01(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    World()
    lan = as_officer(browser_page, sign_in, LAN)
    began = monotonic()
    begin(lan, axe)
    axe(lan)
    fill(lan)
    axe(lan)
    press(lan, "Nhận hồ sơ, in mẫu 01")
    expect(lan.get_by_role("link", name="In giấy tiếp nhận (mẫu 01)")).to_be_visible()
    took = monotonic() - began
    axe(lan)
    assert took < 120, f"{took:.0f} seconds"
    case = Case.objects.get()
    assert (case.channel, case.status) == ("counter", "in_review")
    address = lan.get_by_role("link", name="In giấy tiếp nhận (mẫu 01)").get_attribute("href")
    assert lan.request.get(str(address)).body().startswith(b"%PDF")


def test_for_an_agency_elsewhere_and_the_papers_after_it(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    World()
    hanh = as_officer(browser_page, sign_in, HANH)
    begin(hanh, axe, "post")
    fill(hanh)
    expect(hanh.locator("main")).to_contain_text("Đồng hồ chạy từ lúc bạn nhận")
    press(hanh, "Nhận hồ sơ, in mẫu 01")
    expect(hanh.locator("main")).to_contain_text("Giấy tờ bản giấy phải gửi đến")
    axe(hanh)
    hanh.goto("/mot-cua/chuyen-giay")
    axe(hanh)
    follow(hanh, hanh.locator("main table a").first)
    axe(hanh)
    hanh.locator("[name=way]").fill("Bưu gửi RA123")
    press(hanh, "Ghi là đã gửi")
    lan = as_officer(browser_page, sign_in, LAN)
    lan.goto("/mot-cua/chuyen-giay")
    follow(lan, lan.locator("main table a").first)
    press(lan, "Xác nhận đã nhận giấy tờ")
    case = Case.objects.get()
    assert (case.desk != "", case.hand_overs.get().arrived_at is not None) == (True, True)
    hanh.goto(f"/mot-cua/nhan-ho/{case.number}")
    expect(hanh.locator("main")).to_contain_text("đã đến lúc")
    axe(hanh)
    lan.goto(f"/mot-cua/ho-so/{case.number}")
    expect(lan.locator("main")).to_contain_text("Nơi tiếp nhận")
    axe(lan)


def test_at_the_counter_on_a_phone(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    World()
    lan = browser_page()
    sign_in(lan, LAN)
    begin(lan, axe)
    axe(lan)
    lan.goto("/mot-cua/so-theo-doi")
    axe(lan)
