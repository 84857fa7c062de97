"""A dossier is followed from one page: what to do, who has it, what was said, who looked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings

from toantrinh.cases import actions
from toantrinh.cases.actions import Ground
from toantrinh.cases.models import Case
from toantrinh.cases.queries import open_case
from toantrinh.kernel.moment import at, now
from toantrinh.notices.models import Notice
from toantrinh.web.portal.tests.conftest import MONDAY, Story, Visitor, picture

pytestmark = pytest.mark.django_db


def test_one_without_dossiers_is_shown_where_to_begin(story: Story) -> None:
    page = story.mother.open("/ho-so/")
    assert "Bạn chưa có hồ sơ nào." in page and "/tim" in page


def test_what_waits_for_the_citizen_stands_first(story: Story) -> None:
    story.submitted()
    waiting = story.asked()
    story.draft()
    page = story.mother.open("/ho-so/")
    order = [page.index(words) for words in ("Chờ bạn", "Bản nháp, chưa nộp", "Cơ quan đang giữ")]
    assert order == sorted(order)
    assert f"/ho-so/{waiting.number}/bo-sung" in page


def test_the_list_asks_the_database_no_more_for_more_dossiers(
    story: Story, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(4):
        story.submitted()
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        page = story.mother.open("/ho-so/")
    assert page.count("H29.27301-261005-000") == 8, "each as a link and in words"


def test_a_dossier_that_waits_to_be_received_says_so(story: Story) -> None:
    case = story.submitted()
    story.mother.open(f"/ho-so/{case.number}/")
    for words in ("Trần Nguyễn Minh An", case.number, "chờ nhận", "Đã nộp hồ sơ, có 1 tệp.", "chung-sinh.jpg"):
        assert words in story.mother.words
    assert "chờ lần niêm phong tới" in story.mother.page


def test_the_clock_says_promise_time_left_and_holder(story: Story) -> None:
    case = story.accepted()
    with at(MONDAY + timedelta(hours=1)):
        story.mother.open(f"/ho-so/{case.number}/")
    assert "Hẹn trả: 17:30 thứ Hai, 5/10/2026." in story.mother.words
    assert "Còn 5 giờ làm việc." in story.mother.words
    assert "Đang ở: Ủy ban nhân dân phường Chợ Quán." in story.mother.words


def test_a_broken_promise_is_owned_and_the_apology_linked(story: Story) -> None:
    case = story.accepted()
    with at(MONDAY + timedelta(days=2)):
        actions.apologise(case, "Hệ thống ký số hỏng.", (MONDAY + timedelta(days=4)).date(), by=story.cast.duc)
        visitor = Visitor(story.mother.client)
        visitor.client.post("/dang-nhap/xong", {"personal_number": "079195000017", "assurance": "2"})
        visitor.open(f"/ho-so/{case.number}/")
    for words in ("Quá hẹn 2 ngày làm việc.", "Lỗi thuộc cơ quan.", "Xin lỗi bạn.", "Hẹn mới:", "Đọc thư xin lỗi"):
        assert words in visitor.words, words


def test_silence_is_told_with_the_reminder(story: Story) -> None:
    case = story.submitted()
    with at(MONDAY + timedelta(days=1)):
        assert actions.watch() == 1
        story.mother.client.post("/dang-nhap/xong", {"personal_number": "079195000017", "assurance": "2"})
        story.mother.open(f"/ho-so/{case.number}/")
    assert "Chúng tôi đã nhắc cơ quan thứ Ba, 6/10/2026" in story.mother.words


def test_a_supplement_takes_three_pages_from_the_message(story: Story) -> None:
    case = story.asked()
    story.mother.open("/thu/")
    assert "2 thư chưa mở" in story.mother.words
    notice = Notice.objects.filter(about=case.urn).latest("pk")
    page = story.mother.open(f"/thu/{notice.urn.rsplit(':', 1)[1]}/")
    notice.refresh_from_db()
    assert notice.opened_at and f"/ho-so/{case.number}/bo-sung" in page and "Trang 1 mờ ở góc dưới." in page
    page = story.mother.open(f"/ho-so/{case.number}/bo-sung")
    for words in ("Ảnh chụp giấy chứng sinh mờ", "Bạn làm gì:", "Đây là lần yêu cầu duy nhất", "Đồng hồ dừng từ"):
        assert words in story.mother.words, words
    address = f"/ho-so/{case.number}/bo-sung/giay-to"
    page = story.mother.open(address)
    assert "chung-sinh.jpg" not in page, "what was received cannot be taken out"
    story.mother.send(address)
    assert story.mother.status == 422 and 'Thêm tệp mới cho "Giấy chứng sinh".' in story.mother.words
    story.mother.send(address, {"paper:giay-chung-sinh": picture("ro.jpg")})
    assert story.mother.title == "Đã nhận phần bổ sung" and "Hẹn trả:" in story.mother.words
    case.refresh_from_db()
    assert (case.status, case.wait) == ("in_review", "")


def test_an_answer_can_be_mended_where_more_was_asked(story: Story) -> None:
    case = story.asked()
    page = story.mother.open(f"/ho-so/{case.number}/bo-sung/giay-to")
    address = story.page(case, "tre") + "?ve=bo-sung"
    assert address in page
    fields = {"child.full_name": "Trần Minh An", "child.sex": "male"}
    day = {f"child.birth_date.{part}": value for part, value in (("day", "27"), ("month", "9"), ("year", "2026"))}
    story.mother.send(address, fields | day)
    assert story.mother.at == f"/ho-so/{case.number}/bo-sung"


def test_the_draft_certificate_is_read_before_it_is_signed(story: Story) -> None:
    case = story.to_confirm()
    address = f"/ho-so/{case.number}/ban-nhap"
    page = story.mother.open(address)
    for words in ("Giấy khai sinh", "Trần Nguyễn Minh An", "27/9/2026", "Hoa", "coi như bạn đồng ý", "Trả lời trước"):
        assert words in page, words
    story.mother.send(address)
    assert story.mother.status == 422 and "Chọn đúng hay có chỗ sai." in story.mother.page
    story.mother.send(address, {"dung": "sai", "sentence": ""})
    assert story.mother.status == 422 and "Viết chỗ sai và thông tin đúng." in story.mother.page
    story.mother.send(address, {"dung": "sai", "sentence": "Tên đệm là Nguyên."})
    assert "Đã báo chỗ sai" in story.mother.page
    case.refresh_from_db()
    assert (case.step, case.wait) == ("tham-tra", "")


def test_a_confirmed_draft_goes_to_the_signer(story: Story) -> None:
    case = story.to_confirm()
    story.mother.send(f"/ho-so/{case.number}/ban-nhap", {"dung": "dung"})
    assert "Đã xác nhận" in story.mother.page
    case.refresh_from_db()
    assert case.step == "ky"
    story.mother.open(f"/ho-so/{case.number}/ban-nhap")
    assert story.mother.at == f"/ho-so/{case.number}/", "it is asked once"


def test_a_result_is_opened_rated_and_leads_on(story: Story) -> None:
    case = story.finished()
    page = story.mother.open(f"/ho-so/{case.number}/")
    assert "Kết quả của bạn" in page and "Đăng ký thường trú cho con" in page and "Rút hồ sơ" not in page
    letter = re.search(r"/giay-to/\w{26}/tep.pdf", page)
    assert letter
    answer = story.mother.client.get(letter[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    case.refresh_from_db()
    assert case.status == "closed", "opening the result takes it"
    story.mother.send(f"/ho-so/{case.number}/danh-gia")
    assert story.mother.status == 422 and "Chọn từ 1 đến 5." in story.mother.page
    story.mother.send(f"/ho-so/{case.number}/danh-gia", {"rating": "5", "y_kien": "Nhanh."})
    assert "Cảm ơn bạn" in story.mother.page and "/danh-gia" not in story.mother.page


def test_a_refusal_says_why_and_how_to_go_on(story: Story) -> None:
    case = story.refused()
    page = story.mother.open(f"/ho-so/{case.number}/")
    for words in (
        "Không được chấp thuận",
        "Giấy chứng sinh không do cơ sở y tế cấp",
        "Bệnh viện không cấp giấy số này.",
    ):
        assert words in page, words
    assert "khiếu nại" in page and "Sửa và nộp lại" in page


def test_a_dossier_turned_away_says_why(story: Story) -> None:
    case = actions.turn_away_case(story.submitted(), [Ground(code="sai-tham-quyen")], by=story.cast.lan)
    page = story.mother.open(f"/ho-so/{case.number}/")
    assert "Không nhận hồ sơ" in page and "Nộp tại xã, phường nơi cha hoặc mẹ cư trú" in page


def test_a_dossier_is_withdrawn_after_a_question(story: Story) -> None:
    case = story.accepted()
    page = story.mother.open(f"/ho-so/{case.number}/rut")
    assert "thời hạn tính lại từ đầu" in page
    page = story.mother.send(f"/ho-so/{case.number}/rut", {"ly_do": "Nộp nhầm nơi."})
    assert "Bạn đã rút hồ sơ" in page
    story.mother.send(f"/ho-so/{case.number}/rut")
    assert story.mother.at == f"/ho-so/{case.number}/"


def test_who_opened_the_dossier_is_shown_by_office_and_purpose(story: Story) -> None:
    case = story.accepted()
    for _ in range(2):
        open_case(case.number, viewer=story.cast.tuan, purpose="khai-sinh")
    page = story.mother.open(f"/ho-so/{case.number}/")
    assert "Ủy ban nhân dân phường Chợ Quán đã xem: nội dung hồ sơ" in story.mother.words
    assert "để đăng ký khai sinh" in page and "2 lần trong ngày" in page and "Phạm Văn Tuấn" not in page


def test_a_dossier_page_asks_the_database_a_bounded_number_of_times(
    story: Story, django_assert_max_num_queries: Callable[..., object]
) -> None:
    case = story.finished()
    with django_assert_max_num_queries(75):  # type: ignore[attr-defined]
        story.mother.open(f"/ho-so/{case.number}/")


def test_who_holds_a_mandate_follows_the_dossier_and_leaves_a_look(story: Story, as_: Callable[[str], Visitor]) -> None:
    case = story.submitted()
    father = as_("khanh")
    assert case.number in father.open("/ho-so/") and "Nguyễn Thị Ngọc Ánh" in father.page
    father.open(f"/ho-so/{case.number}/")
    assert father.status == 200
    story.mother.open("/du-lieu/ai-da-xem")
    assert "Người thân hoặc người được uỷ quyền đã xem: nội dung hồ sơ" in story.mother.words


ADDRESSES = (
    "", "da-nop", "bien-nhan.json", "hen.ics", "bo-sung", "bo-sung/giay-to", "bo-sung/xong", "ban-nhap", "rut",
    "danh-gia", "tiep", "tiep/tre", "bao-sai/cha-me", "bieu-mau-moi", "chua-lam-duoc", "xoa", "kho/giay-chung-sinh",
    "kiem-tra", "tep/00000000000000000000000000", "tep/00000000000000000000000000/anh",
)  # fmt: skip


@pytest.mark.parametrize("who", ["hanh", "nam", "truong", "lan"])
def test_a_stranger_s_dossier_looks_like_none(story: Story, as_: Callable[[str], Visitor], who: str) -> None:
    case, stranger = story.asked(), as_(who)
    for name in (case.number, case.urn.rsplit(":", 1)[1]):
        missing = name.replace("0001", "9999") if "-" in name else "z" * 26
        for page in ADDRESSES:
            for method in ("get", "post"):
                found = getattr(stranger.client, method)(f"/ho-so/{name}/{page}")
                none = getattr(stranger.client, method)(f"/ho-so/{missing}/{page}")
                assert (found.status_code, found.reason_phrase) == (none.status_code, none.reason_phrase), page
                assert found.status_code in (404, 405), page
    case.refresh_from_db()
    assert case.wait == "supplement"


def test_nonsense_in_an_address_is_missing(story: Story) -> None:
    for address in (
        "/ho-so/xyz/",
        "/thu/xyz/",
        "/thu/.../",
        "/giay-to/ABC/",
        "/giay-to/xyz/tep.pdf",
        "/du-lieu/uy-quyen/x",
    ):
        assert story.mother.client.get(address).status_code == 404, address


def test_a_visitor_is_asked_to_sign_in(story: Story, visitor: Visitor) -> None:
    for address in ("/ho-so/", "/thu/", "/giay-to/", "/du-lieu/", f"/ho-so/{Case.objects.count()}/"):
        visitor.open(address)
        assert visitor.at.startswith("/dang-nhap"), address


def test_an_hour_later_nothing_typed_is_lost(story: Story) -> None:
    case = story.draft()
    with at(now() + timedelta(hours=1)):
        del story.mother.client.cookies[settings.SESSION_COOKIE_NAME]
        story.mother.send(story.page(case, "nguoi-khai"), {"relation": "mother"})
        assert "Câu trả lời đã được lưu" in story.mother.page
