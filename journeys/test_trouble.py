"""What goes wrong on the State's side: a broken promise and its apology, a register that refuses and an officer who
mends."""

from datetime import timedelta
from typing import Any

import pytest
from journeys.world import (
    CHILD,
    DUC,
    MOTHER,
    TUAN,
    Axe,
    NewPage,
    SignIn,
    World,
    act,
    as_officer,
    case_of,
    follow,
    open_dossier,
    press,
    work,
)
from playwright.sync_api import expect

from toantrinh.cases.actions import watch
from toantrinh.kernel.moment import at, now

pytestmark = pytest.mark.browser
WHY = "Cán bộ hộ tịch nghỉ ốm, chưa có người thay."


def test_an_overdue_case_and_its_apology(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    with at(now() - timedelta(days=9)):
        number = World().accepted().number
        work()
    watch()
    mother = browser_page()
    sign_in(mother, MOTHER)
    mother.goto(f"/ho-so/{number}/")
    expect(mother.locator("main")).to_contain_text("Quá hẹn")
    expect(mother.locator("main")).to_contain_text("Xin lỗi bạn")
    axe(mother)
    duc = as_officer(browser_page, sign_in, DUC)
    duc.goto("/mot-cua/?xem=qua-han&co_quan=ca")
    expect(duc.locator("main")).to_contain_text(number)
    axe(duc)
    duc.goto(f"/mot-cua/ho-so/{number}/xin-loi")
    axe(duc)
    duc.locator("[name=sentence]").fill(WHY)
    duc.locator("[name=new_due_on]").fill("32/13/2026")
    press(duc, "Gửi phiếu xin lỗi và hẹn lại (mẫu 04)")
    expect(duc.locator(".ds-error-summary")).to_be_visible()
    expect(duc.locator("[name=sentence]")).to_have_value(WHY)
    axe(duc)
    duc.locator("[name=new_due_on]").fill("+3")
    press(duc, "Gửi phiếu xin lỗi và hẹn lại (mẫu 04)")
    assert case_of(number).new_due_at
    work()
    mother.goto(f"/ho-so/{number}/")
    expect(mother.get_by_role("link", name="Đọc thư xin lỗi")).to_be_visible()
    axe(mother)
    mother.goto("/thu/")
    follow(mother, mother.locator("main a[href^='/thu/']").first)
    expect(mother.locator("main")).to_contain_text(WHY)
    axe(mother)


def test_the_register_refuses_and_the_officer_mends(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    world = World()
    world.finished()
    number = world.decided().number
    work()
    case = case_of(number)
    assert (case.finished_at, case.step != "") == (None, True), "the same child is in the register already"
    mother = browser_page()
    sign_in(mother, MOTHER)
    mother.goto(f"/ho-so/{number}/")
    axe(mother)
    tuan = as_officer(browser_page, sign_in, TUAN)
    open_dossier(tuan, number)
    expect(tuan.locator("main")).to_contain_text("Bị từ chối")
    axe(tuan)
    act(tuan, number, "Sửa chỗ cơ sở dữ liệu từ chối")
    expect(tuan.locator("[name='child.full_name']")).to_have_value(CHILD)
    axe(tuan)
    tuan.locator("[name='child.full_name']").fill("Trần Nguyễn Minh Anh")
    press(tuan, "Sửa và gửi lại")
    work()
    case = case_of(number)
    assert case.finished_at
    mother.goto(f"/ho-so/{number}/")
    expect(mother.locator("main")).to_contain_text("Trần Nguyễn Minh Anh")
    axe(mother)
