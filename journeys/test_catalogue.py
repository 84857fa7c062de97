"""A procedure that nobody wrote by hand: read on its page, filed, and received with a day that the officer sets."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from journeys.world import (
    LAN,
    MOTHER,
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
    send,
)
from playwright.sync_api import Page, expect

from toantrinh.cases.actions import import_record
from toantrinh.cases.tests.catalogue import method, paper, record
from toantrinh.documents.tests.samples import pdf
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import local, today

pytestmark = pytest.mark.browser
CODE = "1.888020"
SAID = "Theo thông báo của cơ quan đăng ký, tuỳ số hồ sơ nhận trong ngày"
LONG = "Văn bản cam đoan về việc không có giấy tờ theo quy định của pháp luật trong trường hợp giấy tờ bị mất, hư hỏng"


def _imported() -> None:
    groups = [
        {"name": "* Giấy tờ phải nộp:", "profileComponents": [paper("Tờ khai theo mẫu"), paper(LONG, copyQty=2)]},
        {"name": "a) Trường hợp cấp lại do bị mất:", "profileComponents": [paper("Đơn trình báo mất", required=True)]},
        {"name": "b) Trường hợp cấp đổi do đổi tên:", "profileComponents": [paper("Quyết định đổi tên", copyQty=1)]},
        {"name": "* Lưu ý:", "profileComponents": [paper("Mang theo thẻ căn cước khi đến quầy.", originalQty=0)]},
    ]
    note = [{"type": "SERVICE_FEE", "value": 0, "description": "Hội đồng nhân dân tỉnh quy định."}]
    ways = [method("ONLINE", SAID, "OTHER", fees=note), method("DIRECT", 3), method("POSTAL", 3)]
    steps = [{"name": "Bước 1", "description": "Người yêu cầu nộp hồ sơ.\nCán bộ kiểm tra."}]
    civil = [{"id": "k", "code": "G15-TP07", "name": "Hộ tịch"}]
    raw = record(
        CODE,
        name="Thủ tục cấp lại bản chính sổ gốc hộ tịch, cấp đổi do thay đổi thông tin",
        executionCases=groups,
        executionMethods=ways,
        executionSteps=steps,
        categoriesDetails=civil,
    )
    import_record(raw, by=SYSTEM)


def _picture(page: Page, name: str) -> None:
    if os.environ.get("PICTURES"):
        page.screenshot(path=settings.BUILD_DIR / "pictures" / f"catalogue-{name}.png", full_page=True)


def test_a_procedure_from_the_catalogue_is_filed_and_received(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    World()
    _imported()
    mother = browser_page()
    sign_in(mother, MOTHER)
    mother.goto(f"/thu-tuc/{CODE}/")
    heading(mother, "Cấp lại bản chính sổ gốc hộ tịch")
    main = mother.locator("main")
    expect(main).to_contain_text("Cơ quan hẹn ngày khi tiếp nhận")
    expect(main).to_contain_text("1 bản chính, 2 bản sao")
    _picture(mother, "start")
    axe(mother)
    mother.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    _picture(mother, "start-open")
    axe(mother)
    number = _file(mother, axe)
    _receive(browser_page, sign_in, axe, number)
    mother.goto(f"/ho-so/{number}/")
    expect(main).to_contain_text("Hẹn trả")
    _picture(mother, "case")
    axe(mother)


def _file(page: Page, axe: Axe) -> str:
    press(page, "Bắt đầu")
    choose(page, "variant", "truong-hop-2")
    axe(page)
    go_on(page)
    heading(page, "Bạn muốn giải quyết ở đâu?")
    _picture(page, "where")
    axe(page)
    go_on(page)
    _picture(page, "who")
    axe(page)
    go_on(page)
    page.locator("[name='request.content']").fill("Xin cấp lại bản chính vì sổ cũ bị mất trong trận lụt.")
    axe(page)
    go_on(page)
    _picture(page, "papers")
    axe(page)
    slot = page.locator("input[type=file]").first
    slot.set_input_files({"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    follow(page, page.locator("button[value='upload:papers']").first)
    go_on(page)
    _picture(page, "check")
    axe(page)
    return send(page)


def _receive(browser_page: NewPage, sign_in: SignIn, axe: Axe, number: str) -> None:
    lan = as_officer(browser_page, sign_in, LAN)
    act(lan, number, "Tiếp nhận")
    expect(lan.locator("main")).to_contain_text(SAID)
    axe(lan)
    press(lan, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    expect(lan.locator("main")).to_contain_text("Chọn ngày hẹn trả")
    _picture(lan, "receive")
    axe(lan)
    day = today() + timedelta(days=7)
    while day.weekday() > 4:
        day += timedelta(days=1)
    lan.locator("[name=due_on]").fill(day.strftime("%d/%m/%Y"))
    press(lan, "Tiếp nhận và gửi giấy hẹn (mẫu 01)")
    case = case_of(number)
    assert case.due_at and local(case.due_at).date() == day
    assert case.limit["set_by"] == "officer"
