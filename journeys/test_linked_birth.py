"""A mother files once: ward, police and social insurance each decide their part; then the police refuse another's."""

from typing import Any

import pytest
from journeys.world import (
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
    case_of,
    choose,
    fill_birth_pages,
    follow,
    heading,
    open_dossier,
    press,
    send,
    work,
)
from playwright.sync_api import Page, expect

from toantrinh.cases.models import Case
from toantrinh.documents.models import Letter
from toantrinh.site.tests.desks import install, read
from toantrinh.site.tests.linked import LINKED_BIRTH, at_ward, linked_birth, of_part

pytestmark = pytest.mark.browser
HOA, SON, THAO, QUANG = "Trần Thị Hòa", "Đặng Hồng Sơn", "Võ Thị Thanh Thảo", "Bùi Nhật Quang"
PARTS = ".tt-parts > li"


def settled() -> World:
    """The house with the linked birth and its parts."""
    world = World()
    install("dang-ky-thuong-tru", "the-bhyt-tre-em", "lien-thong-khai-sinh")
    return world


def test_one_application_three_agencies_one_result_set(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    settled()
    mother = browser_page()
    sign_in(mother, MOTHER)
    number = _the_mother_files_once(mother, axe)
    work()
    case = case_of(number)
    _she_reads_who_has_what(mother, axe, case)
    _the_ward_decides(browser_page, sign_in, axe, of_part(case, "khai-sinh"), mother)
    _an_agency_decides(browser_page, sign_in, axe, of_part(case, "thuong-tru"), (HOA, SON))
    _an_agency_decides(browser_page, sign_in, axe, of_part(case, "the-bhyt"), (THAO, QUANG))
    _she_has_one_result_set(mother, axe, case)


def _the_mother_files_once(page: Page, axe: Axe) -> str:
    page.goto("/")
    page.locator("[role=search] input[name=q]").fill("khai sinh nhap khau the bao hiem cho con")
    follow(page, page.locator("[role=search] button"))
    axe(page)
    follow(page, page.locator(f"a[href='/thu-tuc/{LINKED_BIRTH}/']").first)
    heading(page, "một lần nộp")
    expect(page.locator("main")).to_contain_text("Công an xã, phường")
    axe(page)
    follow(page, page.locator(".tt-start button"))
    fill_birth_pages(page, axe=axe, then=(_residence, _facility))
    expect(page.locator("main")).to_contain_text("Ai giải quyết phần nào?")
    axe(page)
    number = send(page)
    axe(page)
    return number


def _residence(page: Page) -> None:
    choose(page, "residence.head", "mother")
    choose(page, "residence.consent", "true")


def _facility(page: Page) -> None:
    page.locator("[name='card.facility']").fill("Trạm y tế Phường Chợ Quán")


def _she_reads_who_has_what(page: Page, axe: Axe, case: Case) -> None:
    page.goto(f"/ho-so/{case.number}/")
    expect(page.locator(PARTS)).to_have_count(3)
    expect(page.locator(PARTS).nth(0)).to_contain_text("Ủy ban nhân dân phường Chợ Quán")
    expect(page.locator(PARTS).nth(1)).to_contain_text("Chờ kết quả của phần trước")
    axe(page)


def _the_ward_decides(browser_page: NewPage, sign_in: SignIn, axe: Axe, birth: Case, mother: Page) -> None:
    lan = as_officer(browser_page, sign_in, LAN)
    open_dossier(lan, birth.number)
    expect(lan.locator("main")).to_contain_text("Nộp liên thông từ hồ sơ")
    axe(lan)
    act(lan, birth.number, "Tiếp nhận")
    press(lan, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    tuan = as_officer(browser_page, sign_in, TUAN)
    act(tuan, birth.number, "Thẩm tra, trình ký")
    choose(tuan, "ket_luan", "granted")
    press(tuan, "Hoàn thành thẩm tra")
    _she_agrees_with_the_draft(mother, axe, birth)
    duc = as_officer(browser_page, sign_in, DUC)
    act(duc, birth.number, "Quyết định và ký")
    choose(duc, "ket_luan", "granted")
    press(duc, "Ký quyết định")
    work()


def _she_agrees_with_the_draft(page: Page, axe: Axe, birth: Case) -> None:
    """From the page of the whole: the part that waits for her says so."""
    page.goto(f"/ho-so/{birth.origin.number}/")
    expect(page.locator(PARTS).first).to_contain_text("Phần này đang chờ bạn")
    axe(page)
    follow(page, page.get_by_role("link", name="Xem việc cần làm"))
    axe(page)
    follow(page, page.get_by_role("link", name="Xem bản nháp").first)
    choose(page, "dung", "dung")
    press(page, "Gửi trả lời")


def _an_agency_decides(browser_page: NewPage, sign_in: SignIn, axe: Axe, case: Case, officers: tuple[str, str]) -> None:
    officer = as_officer(browser_page, sign_in, officers[0])
    officer.goto("/mot-cua/")
    expect(officer.locator("main")).to_contain_text("Liên thông")
    axe(officer)
    act(officer, case.number, "Tiếp nhận")
    for box in officer.locator("[name=du]").all():
        box.check()
    press(officer, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    axe(officer)
    act(officer, case.number, "Thẩm tra, trình ký")
    choose(officer, "ket_luan", "granted")
    press(officer, "Hoàn thành thẩm tra")
    signer = as_officer(browser_page, sign_in, officers[1])
    act(signer, case.number, "Quyết định và ký")
    choose(signer, "ket_luan", "granted")
    press(signer, "Ký quyết định")
    work()


def _she_has_one_result_set(page: Page, axe: Axe, case: Case) -> None:
    page.goto(f"/ho-so/{case.number}/")
    for words in ("Giấy khai sinh", "Thông báo kết quả đăng ký thường trú", "Thẻ bảo hiểm y tế"):
        expect(page.locator(".tt-parts")).to_contain_text(words)
    expect(page.locator("main")).to_contain_text("Giấy trả kết quả liên thông")
    expect(page.locator("main")).to_contain_text("Đã đủ kết quả của hồ sơ")
    axe(page)
    with page.expect_popup() as opened:
        page.locator(".tt-parts a[target=_blank]").last.click()
    opened.value.close()
    cover = read(Letter.objects.get(about=case.urn, form="lien-thong"))
    assert "Công an phường Chợ Quán" in cover
    assert "TE1 " in read(Letter.objects.get(about=of_part(case, "the-bhyt").urn, form="the-bao-hiem-y-te"))


def test_the_police_refuse_and_the_rest_stays(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    world = settled()
    case = linked_birth(world)
    work()
    at_ward(world, of_part(case, "khai-sinh"))
    police = of_part(case, "thuong-tru")
    _the_police_refuse(browser_page, sign_in, axe, police)
    _the_first_agency_learns_of_it(browser_page, sign_in, axe, case)
    mother = browser_page()
    sign_in(mother, MOTHER)
    _she_files_that_part_alone(mother, axe, case)


def _the_police_refuse(browser_page: NewPage, sign_in: SignIn, axe: Axe, police: Case) -> None:
    hoa = as_officer(browser_page, sign_in, HOA)
    act(hoa, police.number, "Không nhận hồ sơ")
    choose(hoa, "ly_do", "khong-dong-y")
    axe(hoa)
    follow(hoa, hoa.locator("main form button.ds-button").last)
    axe(hoa)
    follow(hoa, hoa.locator("main form button.ds-button").first)
    work()
    police.refresh_from_db()
    assert police.outcome == "turned_away"


def _the_first_agency_learns_of_it(browser_page: NewPage, sign_in: SignIn, axe: Axe, case: Case) -> None:
    lan = as_officer(browser_page, sign_in, LAN)
    open_dossier(lan, case.number)
    axe(lan)
    press(lan, "Đã xem, đã hướng dẫn người nộp", exact=False)
    axe(lan)


def _she_files_that_part_alone(page: Page, axe: Axe, case: Case) -> None:
    page.goto(f"/ho-so/{case.number}/")
    expect(page.locator(PARTS).nth(0)).to_contain_text("Giấy khai sinh")
    axe(page)
    press(page, "Nộp riêng phần này, đã điền sẵn")
    axe(page)
    draft = Case.objects.get(code="1.004222", status="draft")
    page.goto(f"/ho-so/{draft.urn.rpartition(':')[2]}/kiem-tra")
    axe(page)
    number = send(page)
    assert case_of(number).agency_name == "Công an phường Chợ Quán"
