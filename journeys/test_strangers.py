"""A stranger tries everything and gets nothing; a journalist checks a receipt, and one with a flipped byte."""

import re
from typing import Any

import pytest
from journeys.world import DESK, MOTHER, Axe, NewPage, SignIn, World, heading, press, work
from playwright.sync_api import FilePayload, Page, expect

from toantrinh.cases.queries import list_letters
from toantrinh.kernel.urn import key_of
from toantrinh.notices.models import Notice
from toantrinh.record.models import Look

pytestmark = pytest.mark.browser
TRUONG = "Bùi Xuân Trường"


def test_a_stranger_tries_everything_and_gets_nothing(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    world = World()
    case, draft = world.finished(), world.begun()
    result = next(line.letter for line in list_letters(case) if line.is_result)
    paper, notice = case.papers.first(), Notice.objects.filter(person=case.applicant).first()
    assert paper and notice
    mine = f"/ho-so/{case.number}/"
    tried = [
        mine,
        f"{mine}bien-nhan.json",
        f"{mine}tep/{key_of(paper.file)}",
        f"{mine}rut",
        f"/ho-so/{key_of(draft.urn)}/tiep/tre",
        f"/thu/{key_of(notice.urn)}/",
        f"/giay-to/{key_of(result)}/tep.pdf",
        f"/mot-cua/ho-so/{case.number}",
        f"/mot-cua/ho-so/{case.number}/tep/{key_of(paper.file)}",
        "/mot-cua/",
        "/van-hanh/",
    ]
    page = browser_page(width=DESK)
    sign_in(page, TRUONG)
    for address in tried:
        answer = page.goto(address)
        assert answer and answer.status == 404, address
        heading(page, "Không tìm thấy")
        expect(page.locator("body")).not_to_contain_text("Minh An")
    axe(page)
    assert not Look.objects.filter(viewer=world.cast.truong.urn).exists()
    _nobody_is_asked_who_they_are(browser_page(), tried, axe)
    _guesses_lead_nowhere(page, axe, case.number)


def _nobody_is_asked_who_they_are(page: Page, tried: list[str], axe: Axe) -> None:
    for address in tried:
        page.goto(address)
        expect(page).to_have_url(re.compile("/dang-nhap"))
    axe(page)


def _guesses_lead_nowhere(page: Page, axe: Axe, number: str) -> None:
    page.goto("/kiem-tra/AAAAAAAAAAAAAAAAAAAAAAAA")
    heading(page, "Giấy tờ này không do hệ thống này cấp")
    axe(page)
    page.goto("/tra-cuu/")
    axe(page)
    page.locator("[name=ma_ho_so]").fill(number)
    page.locator("[name=bon_so]").fill("0000")
    press(page, "Xem hồ sơ")
    expect(page.locator("main")).not_to_contain_text("Minh An")
    expect(page.locator(".ds-error-summary")).to_be_visible()
    axe(page)


def test_a_journalist_checks_a_receipt(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    number = World().submitted().number
    mother = browser_page()
    sign_in(mother, MOTHER)
    receipt = mother.request.get(f"/ho-so/{number}/bien-nhan.json").body()
    journalist = browser_page(width=DESK)
    journalist.goto("/so-ghi/")
    axe(journalist)
    _check(journalist, receipt)
    expect(journalist.locator("[role=status]")).to_contain_text("đang chờ niêm phong")
    axe(journalist)
    work()
    _check(journalist, receipt)
    expect(journalist.locator("[role=status]")).to_contain_text("nằm trong Sổ ghi")
    expect(journalist.locator("[role=status]")).not_to_contain_text(number)
    axe(journalist)
    _check(journalist, _flipped(receipt))
    expect(journalist.locator("[role=status]")).to_contain_text("không khớp")
    axe(journalist)
    _check(journalist, b"")
    expect(journalist.locator(".ds-error-summary")).to_be_visible()
    axe(journalist)


def _check(page: Page, receipt: bytes) -> None:
    page.goto("/so-ghi/bien-nhan")
    if receipt:
        sent: FilePayload = {"name": "bien-nhan.json", "mimeType": "application/json", "buffer": receipt}
        page.locator("[name=bien_nhan]").set_input_files([sent])
    press(page, "Kiểm tra")


def _flipped(receipt: bytes) -> bytes:
    """One letter of the longest word, a signature or a digest, is another."""
    longest = max(re.findall(rb"[A-Za-z0-9+/_-]{20,}", receipt), key=len)
    at = receipt.index(longest) + len(longest) // 2
    return receipt[:at] + (b"A" if receipt[at : at + 1] != b"A" else b"B") + receipt[at + 1 :]
