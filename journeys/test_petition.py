"""Petitions: one with a photo is asked about, answered, published and rated; one without a name is followed by number
and secret; one that nobody touches is seen by its author and by the head."""

import re
from datetime import timedelta
from typing import Any

import pytest
from journeys.world import DUC, LAN, MOTHER, TUAN, Axe, NewPage, SignIn, as_officer, follow, heading, picture
from playwright.sync_api import Page, expect

from toantrinh.cases.actions.petitions import watch_petitions
from toantrinh.cases.models import Petition
from toantrinh.kernel.moment import at, now
from toantrinh.site.tests.world import install_packages

pytestmark = pytest.mark.browser
TITLE = "Đèn đường hẻm 12 tắt ba tuần"
TEXT = "Đèn trước nhà số 5 tắt từ đầu tháng, buổi tối trẻ con không dám ra. Gọi tôi 0912 345 678."
ANSWER = "Phường đã thay bóng đèn ở hẻm 12 ngày hôm qua và kiểm tra cả dãy. Cảm ơn chị Nguyễn Thị Ngọc Ánh đã báo."


def test_a_petition_with_a_photo_is_asked_about_answered_published_and_rated(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    install_packages()
    phone = browser_page()
    sign_in(phone, MOTHER)
    number = _say(phone, axe, with_photo=True)
    assert Petition.objects.get(number=number).files.count() == 1
    _lan_takes_it_and_asks(browser_page, sign_in, axe, number)
    _the_mother_adds(phone, axe, number)
    _tuan_drafts(browser_page, sign_in, axe, number)
    _duc_sends(browser_page, sign_in, axe, number)
    _tuan_publishes(browser_page, sign_in, axe, number)
    _the_mother_rates(phone, axe, number)
    _anyone_finds_it(browser_page, axe)


def _say(page: Page, axe: Axe, *, with_photo: bool = False) -> str:
    page.goto("/noi-voi-co-quan/")
    axe(page)
    page.locator("[name=subject][value=agency]").check()
    follow(page, page.locator("form.tt-form .ds-button").first)
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name='where.province']").select_option("79")
    page.locator("[name='where.unit']").select_option("27301")
    if with_photo:
        page.locator("[name=files]").set_input_files([picture("den-duong.png")])
        follow(page, page.locator("button[value='upload:files']"))
        expect(page.locator(".tt-files")).to_contain_text("den-duong.png")
    axe(page)
    follow(page, page.locator("form.tt-form button[name=lam][value='']"))
    expect(page.locator("main")).to_contain_text("Chợ Quán")
    axe(page)
    follow(page, page.locator("form.tt-form button[data-size=lg]"))
    expect(page.locator(".tt-panel")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Hẹn trả lời")
    axe(page)
    return page.locator(".tt-code").first.inner_text().strip()


def _open(page: Page, number: str) -> None:
    page.goto("/mot-cua/phan-anh/")
    follow(page, page.get_by_role("row", name=re.compile(re.escape(number))).get_by_role("link").first)


def _act(page: Page, number: str, words: str) -> None:
    _open(page, number)
    follow(page, page.locator(".desk-acts").get_by_role("link", name=words))


def _lan_takes_it_and_asks(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = as_officer(browser_page, sign_in, LAN)
    page.goto("/mot-cua/phan-anh/?xem=cho-nhan")
    axe(page)
    _act(page, number, "Nhận xử lý")
    axe(page)
    follow(page, page.locator("form.tt-form .ds-button"))
    expect(page.locator("main")).to_contain_text("den-duong.png")
    axe(page)
    follow(page, page.locator(".desk-acts").get_by_role("link", name="Hỏi thêm"))
    follow(page, page.locator("form.tt-form .ds-button"))
    expect(page.locator(".ds-error-summary")).to_be_visible()
    page.locator("[name=sentence]").fill("Hẻm 12 của đường nào?")
    follow(page, page.locator("form.tt-form .ds-button"))
    expect(page.locator("main")).to_contain_text("đồng hồ dừng")
    assert Petition.objects.get(number=number).status == "waiting"


def _the_mother_adds(page: Page, axe: Axe, number: str) -> None:
    page.goto("/phan-anh-cua-toi/")
    axe(page)
    follow(page, page.get_by_role("link", name=TITLE))
    expect(page.locator("main")).to_contain_text("Hẻm 12 của đường nào?")
    axe(page)
    page.locator("#o-text").fill("Đường Trần Hưng Đạo.")
    follow(page, page.locator("button[value=supply]"))
    expect(page.locator("main")).to_contain_text("đồng hồ của cơ quan chạy tiếp")
    axe(page)


def _tuan_drafts(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = as_officer(browser_page, sign_in, TUAN)
    _act(page, number, "Soạn câu trả lời")
    expect(page.locator("main")).to_contain_text("Đường Trần Hưng Đạo.")
    axe(page)
    page.locator("[name=text]").fill(ANSWER)
    follow(page, page.locator("form.tt-form .ds-button"))
    expect(page.locator("main")).to_contain_text("chờ duyệt")
    axe(page)


def _duc_sends(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = as_officer(browser_page, sign_in, DUC)
    _act(page, number, "Duyệt và gửi")
    expect(page.locator("main")).to_contain_text(ANSWER)
    axe(page)
    follow(page, page.locator("button[name=lam][value=send]"))
    expect(page.locator("main")).to_contain_text("Đã gửi câu trả lời")
    axe(page)


def _tuan_publishes(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    page = as_officer(browser_page, sign_in, TUAN)
    _act(page, number, "Công khai câu trả lời")
    assert "0912" not in page.locator("[name=question]").input_value()
    assert "Ngọc Ánh" not in page.locator("[name=answer]").input_value()
    axe(page)
    page.locator("[name=answer]").fill(ANSWER)
    follow(page, page.locator("button[name=lam][value=publish]"))
    expect(page.locator("main")).to_contain_text("tên người gửi")
    axe(page)
    page.locator("[name=answer]").fill("Phường đã thay bóng đèn ở hẻm 12 và kiểm tra cả dãy.")
    follow(page, page.locator("button[name=lam][value=publish]"))
    expect(page.locator("main")).to_contain_text("Đã công khai")


def _the_mother_rates(page: Page, axe: Axe, number: str) -> None:
    page.goto(f"/phan-anh-cua-toi/{number}/")
    expect(page.locator("main")).to_contain_text(ANSWER)
    axe(page)
    page.locator("[name=satisfied][value=yes]").check()
    page.locator("#o-vi-sao").fill("Nhanh, sáng rồi.")
    follow(page, page.locator("button[value=rate]"))
    expect(page.locator("main")).to_contain_text("Bạn hài lòng")
    axe(page)
    assert Petition.objects.get(number=number).satisfied is True


def _anyone_finds_it(browser_page: NewPage, axe: Axe) -> None:
    page = browser_page()
    page.goto("/phan-anh/?q=den+duong+hem+12")
    expect(page.locator("main")).to_contain_text("1 trong 1")
    axe(page)
    follow(page, page.get_by_role("link", name=TITLE))
    expect(page.locator("main")).not_to_contain_text("Ngọc Ánh")
    axe(page)


def test_one_without_a_name_is_followed_by_number_and_secret_and_nothing_runs_in_the_browser(
    live: Any, browser_page: NewPage, axe: Axe
) -> None:
    install_packages()
    page = browser_page(script=False)
    number = _say_without_script(page)
    secret = page.locator("#ma-bi-mat").inner_text().strip()
    other = browser_page(script=False)
    other.goto(f"/phan-anh/theo-doi/{number}/")
    heading(other, "Theo dõi phản ánh")
    other.locator("[name=ma_bi_mat]").fill("00000-00000")
    follow(other, other.locator("form.tt-form .ds-button"))
    expect(other.locator(".ds-error-summary")).to_be_visible()
    other.locator("[name=ma_bi_mat]").fill(secret.upper())
    follow(other, other.locator("form.tt-form .ds-button"))
    heading(other, TITLE)
    expect(other.locator("main")).to_contain_text("Chờ cơ quan nhận")
    seen = browser_page()
    seen.goto("/phan-anh/theo-doi")
    axe(seen)
    seen.locator("[name=ma_so]").fill(number)
    seen.locator("[name=ma_bi_mat]").fill(secret)
    follow(seen, seen.locator("form.tt-form .ds-button"))
    axe(seen)
    other.locator("summary", has_text="Rút phản ánh").click()
    follow(other, other.locator("button[value=withdraw]"))
    expect(other.locator("main")).to_contain_text("Đã rút")


def _say_without_script(page: Page) -> str:
    page.goto("/noi-voi-co-quan/")
    page.locator("[name=subject][value=agency]").check()
    follow(page, page.locator("form.tt-form .ds-button").first)
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name='where.province']").select_option("79")
    follow(page, page.locator("button[value='choose:where']"))
    page.locator("[name='where.unit']").select_option("27301")
    page.locator("[name=files]").set_input_files([picture("den-duong.png")])
    follow(page, page.locator("form.tt-form button[name=lam][value='']").last)
    follow(page, page.locator("form.tt-form button[data-size=lg]"))
    return page.locator(".tt-code").first.inner_text().strip()


def test_one_that_falls_silent_is_seen_by_its_author_and_the_head(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    install_packages()
    phone = browser_page()
    sign_in(phone, MOTHER)
    number = _say(phone, axe)
    with at(now() + timedelta(days=6)):
        assert watch_petitions() == 1
    phone.goto(f"/phan-anh-cua-toi/{number}/")
    expect(phone.locator("main")).to_contain_text("chúng tôi đã nhắc")
    axe(phone)
    head = as_officer(browser_page, sign_in, DUC)
    _open(head, number)
    expect(head.locator("main")).to_contain_text("chúng tôi đã nhắc")
    axe(head)
