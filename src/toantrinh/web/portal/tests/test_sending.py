"""Sent once, told for ever: the check, the confirmation, the receipt, the calendar."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from toantrinh.cases.models import Case
from toantrinh.kernel.moment import at, now
from toantrinh.kernel.urn import key_of
from toantrinh.record.actions import seal_record
from toantrinh.record.queries import check_receipt
from toantrinh.web.portal.tests.conftest import Story

pytestmark = pytest.mark.django_db


def check_of(case: Case) -> str:
    return f"/ho-so/{key_of(case.urn)}/kiem-tra"


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_check_shows_every_answer_with_its_way_back(story: Story) -> None:
    case = story.filled()
    page = story.mother.open(check_of(case))
    for words in (
        "Trần Nguyễn Minh An",
        "284 Cống Quỳnh, Phường Sài Gòn, Thành phố Hồ Chí Minh",
        "Lấy từ Cơ sở dữ liệu quốc gia về dân cư",
        "Ủy ban nhân dân phường Chợ Quán",
        "Miễn vì đăng ký đúng hạn, Luật Hộ tịch Điều 11",
        "hẹn trả: 17:30 thứ Hai, 5/10/2026",
        "chịu trách nhiệm trước pháp luật",
        "chung-sinh.jpg",
    ):
        assert words in story.mother.words, words
    assert f"/ho-so/{key_of(case.urn)}/tiep/tre?ve=kiem-tra#o-child.full_name" in page
    assert 'Sửa<span class="ds-sr-only"> Họ, chữ đệm và tên của trẻ</span>' in page


def test_what_is_missing_is_named_with_links_before_and_after_the_press(story: Story) -> None:
    case = story.draft()
    page = story.mother.open(check_of(case))
    assert "chỗ chưa xong" in page and "Lỗi:" not in page
    page = story.mother.send(check_of(case), {"token": "a"})
    assert story.mother.status == 422 and "<title>Lỗi: Kiểm tra lại rồi nộp" in page
    assert f"/ho-so/{key_of(case.urn)}/tiep/nguoi-khai?ve=kiem-tra#o-relation" in page


def test_two_presses_make_one_dossier(story: Story) -> None:
    case = story.filled()
    token = token_in(story.mother.open(check_of(case)))
    story.mother.send(check_of(case), {"token": token})
    first = story.mother.at
    story.mother.send(check_of(case), {"token": token})
    assert story.mother.at == first == "/ho-so/H29.27301-261005-0001/da-nop"
    assert Case.objects.exclude(number="").count() == 1


def test_after_sending_the_form_is_not_shown_again(story: Story) -> None:
    case = story.submitted()
    for address in (check_of(case), story.page(case, "tre"), f"/ho-so/{key_of(case.urn)}/tiep"):
        story.mother.open(address)
        assert story.mother.title == "Bạn đã nộp hồ sơ này"
        assert "Bạn đã nộp lúc 09:00 thứ Hai, 5/10/2026." in story.mother.words
    story.mother.send(check_of(case), {"token": "another"})
    assert story.mother.title == "Bạn đã nộp hồ sơ này"
    story.mother.send(story.page(case, "tre"), {"child.full_name": "Người khác"})
    case.refresh_from_db()
    assert case.about_name == "Trần Nguyễn Minh An"


def test_the_confirmation_says_what_arrived_and_who_has_it(story: Story) -> None:
    case = story.submitted()
    page = story.mother.open(f"/ho-so/{case.number}/da-nop")
    for words in (
        case.number,
        "Nộp lúc 09:00 thứ Hai, 5/10/2026",
        "1 tệp, 1 trang",
        "chung-sinh.jpg",
        "Đang ở: Ủy ban nhân dân phường Chợ Quán.",
        "nhận sau 15:00 thì ngày làm việc tiếp theo",
        "Bạn không phải làm gì lúc này",
    ):
        assert words in story.mother.words, words
    assert "Đã nộp, chờ cơ quan nhận" in page


def test_the_confirmation_shows_today_s_state_for_ever(story: Story) -> None:
    case = story.finished()
    with at(now() + timedelta(minutes=20)):
        page = story.mother.open(f"/ho-so/{case.number}/da-nop")
    assert "Đã có kết quả" in page and case.number in page


def test_the_receipt_proves_itself(story: Story) -> None:
    case = story.submitted()
    answer = story.mother.client.get(f"/ho-so/{case.number}/bien-nhan.json")
    assert answer["Content-Disposition"] == f'attachment; filename="bien-nhan-{case.number}.json"'
    assert json.loads(answer.content)["promise"]
    result, _ = check_receipt(answer.content)
    assert result.is_intact


def test_the_receipt_on_paper_says_what_arrived_and_anyone_can_check_the_file(story: Story, client: Client) -> None:
    case = story.submitted()
    answer = story.mother.client.get(f"/ho-so/{case.number}/bien-nhan.pdf")
    pages = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf"
    assert case.number in pages and "Giấy chứng sinh" in pages and "XEM TRƯỚC" not in pages
    seal_record()
    sent = SimpleUploadedFile("bien-nhan.pdf", answer.content, "application/pdf")
    assert "Biên nhận này nằm trong Sổ ghi" in client.post("/so-ghi/bien-nhan", {"bien_nhan": sent}).text


def test_a_pdf_without_a_proof_is_no_receipt(client: Client) -> None:
    sent = SimpleUploadedFile("khac.pdf", b"%PDF-1.7 nothing", "application/pdf")
    answer = client.post("/so-ghi/bien-nhan", {"bien_nhan": sent})
    assert answer.status_code == 422 and "Chọn tệp biên nhận" in answer.text


def test_the_date_goes_into_a_calendar(story: Story) -> None:
    case = story.submitted()
    expected = story.mother.client.get(f"/ho-so/{case.number}/hen.ics").content.decode()
    assert "DTSTART:20261005T103000Z" in expected and "Dự kiến trả hồ sơ" in expected
    assert all(len(line.encode()) <= 75 for line in expected.split("\r\n"))
    assert expected.startswith("BEGIN:VCALENDAR\r\n") and expected.endswith("END:VCALENDAR\r\n")


def test_a_draft_has_neither_receipt_nor_confirmation(story: Story) -> None:
    case = story.draft()
    for page in ("da-nop", "bien-nhan.json", "hen.ics"):
        assert story.mother.client.get(f"/ho-so/{key_of(case.urn)}/{page}").status_code == 404
