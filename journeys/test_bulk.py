"""An officer clears forty dossiers in a minute without a mouse; three that cannot are told why."""

from time import monotonic
from typing import Any

import pytest
from journeys.world import LAN, Axe, NewPage, SignIn, World, as_officer, case_of
from playwright.sync_api import Page, expect

from toantrinh.cases import actions
from toantrinh.cases.models import Case

pytestmark = pytest.mark.browser
NAMES = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khoa", "Lâm", "Mai", "Nam")
MIDDLES = ("Minh", "Ngọc", "Thanh", "Tuấn")


def go(page: Page, *keys: str) -> None:
    """Press keys, and wait for the page to which the last one leads."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_event("load"):
        page.keyboard.press(keys[-1])


def test_forty_are_received_in_a_minute_by_keyboard(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    world = World()
    cases = [world.submitted(child=f"Trần {middle} {name}") for middle in MIDDLES for name in NAMES]
    extra = [world.submitted(child=f"Trần Văn {name}") for name in NAMES[:3]]
    actions.ask_supplement(extra[0], [actions.Ground(code="khac", sentence="Thiếu trang 2.")], by=world.cast.lan)
    lan = as_officer(browser_page, sign_in, LAN)
    lan.goto("/mot-cua/")
    axe(lan)
    began = monotonic()
    go(lan, "a", "t")
    expect(lan.get_by_role("heading", level=1)).to_contain_text("Tiếp nhận: 42 hồ sơ")
    expect(lan.locator("main")).to_contain_text("Không làm được: 1")
    expect(lan.locator("main")).to_contain_text("Chờ bạn bổ sung")
    axe(lan)
    actions.add_note(extra[1], "Gia đình gọi đến.", by=world.cast.lan)
    actions.accept_case(extra[2], by=world.cast.lan)
    go(lan, "Control+Enter")
    while lan.locator("text=Hệ thống đang làm tiếp").count():
        actions.continue_bulks()
        lan.reload()
    took = monotonic() - began
    expect(lan.get_by_role("heading", level=1)).to_contain_text("Đã tiếp nhận: 40 trong 42 hồ sơ")
    expect(lan.locator("main")).to_contain_text("Không làm được: 2")
    expect(lan.locator("main")).to_contain_text("đã thay đổi từ khi bạn mở")
    expect(lan.locator("main")).to_contain_text("Lê Thị Lan đã xử lý trước bạn")
    axe(lan)
    assert took < 60, f"{took:.0f} seconds"
    assert all(case_of(case.number).status == "in_review" for case in cases)
    assert Case.objects.filter(letters__form="01").distinct().count() == 41


def test_rows_are_chosen_one_by_one_and_in_a_range(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    world = World()
    for name in NAMES[:5]:
        world.submitted(child=f"Trần Minh {name}")
    lan = as_officer(browser_page, sign_in, LAN)
    lan.goto("/mot-cua/")
    for key in ("j", "x", "j", "j", "Shift+X", "k", "x"):
        lan.keyboard.press(key)
    expect(lan.locator("#so-chon")).to_have_text("2")
    go(lan, "t")
    expect(lan.get_by_role("heading", level=1)).to_contain_text("Tiếp nhận: 2 hồ sơ")


def test_without_script_the_list_is_one_form(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    world = World()
    world.submitted(child="Trần Minh An")
    lan = browser_page(script=False)
    sign_in(lan, LAN)
    lan.goto("/mot-cua/")
    lan.locator("input[name=hs]").first.check()
    with lan.expect_event("load"):
        lan.get_by_role("button", name="Xem trước").click()
    with lan.expect_event("load"):
        lan.get_by_role("button", name="Tiếp nhận: 1 hồ sơ").click()
    expect(lan.get_by_role("heading", level=1)).to_contain_text("Đã tiếp nhận: 1 trong 1 hồ sơ")
