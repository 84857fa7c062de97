"""The form asks only what nobody knows, says where the rest comes from, and loses nothing."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import form_of, open_case
from toantrinh.exchange import services
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at, now
from toantrinh.kernel.problem import Silent
from toantrinh.kernel.text import t
from toantrinh.web.portal.tests.conftest import CHILD, CODE, FILLED, PLACE, Story, picture

pytestmark = pytest.mark.django_db


def inputs(page: str) -> set[str]:
    """Names of what a page lets one type or choose."""
    tags = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page.partition("<main")[2].partition("</main>")[0])
    named = {found[1] for tag in tags if "hidden" not in tag and (found := re.search(r'name="([^"]+)"', tag))}
    return {name.removesuffix(".day").removesuffix(".month").removesuffix(".year") for name in named}


def test_a_married_mother_types_six_things_on_nine_pages(story: Story) -> None:
    case = story.draft()
    pages, asked = 1, inputs(story.mother.page)
    for code, fields in FILLED.items():
        assert story.mother.at.endswith(f"/tiep/{code}")
        story.mother.send(story.page(case, code), fields())
        pages += 1
        asked |= inputs(story.mother.page)
    story.mother.send(story.mother.at, {"token": "a"})
    pages += 1
    assert (pages, story.mother.title) == (9, "Đã nhận hồ sơ của bạn")
    typed = {"child.full_name", "child.birth_date", "birth.facility", "birth.place.street", "copies"}
    chosen = {"relation", "child.sex", "birth.place.province", "birth.place.unit", "birth.notified", "child.origin_of"}
    papers = {"paper:giay-chung-sinh", "paper:xac-nhan-mang-thai-ho"}
    assert asked == typed | chosen | papers


def test_what_the_state_knows_is_shown_with_its_source_and_not_asked(story: Story) -> None:
    case = story.draft()
    page = story.mother.send(story.page(case, "nguoi-khai"), {"relation": "mother"})
    assert story.mother.title == "Cha và mẹ của trẻ"
    for words in (
        "Lấy từ Cơ sở dữ liệu quốc gia về dân cư",
        "cập nhật 5/10/2026",
        "Trần Quốc Khánh",
        "079 092 000 026",
    ):
        assert words in story.mother.words
    assert inputs(page) == set()
    assert "Báo dữ liệu sai" in page


def test_wrong_answers_are_told_beside_the_field_and_stay_typed(story: Story) -> None:
    case = story.draft()
    wrong = CHILD | {"child.birth_date.year": "2062", "child.sex": ""}
    page = story.mother.send(story.page(case, "tre"), wrong)
    assert story.mother.status == 422
    assert "<title>Lỗi: Trẻ được khai sinh" in page
    assert page.count("Ngày sinh của trẻ phải là ngày đã qua. Bạn đã nhập 27/9/2062.") == 2
    assert 'href="#o-child.sex"' in page and 'value="2062"' in page
    again = story.mother.open(story.page(case, "tre"))
    assert 'value="2062"' in again and "Trần Nguyễn Minh An" in again and "phải là ngày đã qua" not in again


def test_a_date_that_does_not_exist_is_kept_as_it_was_typed(story: Story) -> None:
    case = story.draft()
    page = story.mother.send(story.page(case, "tre"), CHILD | {"child.birth_date.day": "31"})
    assert story.mother.status == 422 and "Bạn đã nhập 31" in page
    assert 'value="31"' in story.mother.open(story.page(case, "tre"))


def test_an_address_takes_two_steps_without_javascript(story: Story) -> None:
    case = story.draft()
    address = story.page(case, "noi-sinh")
    choose = {"birth.facility": "Từ Dũ", "birth.place.province": "79", "lam": "choose:birth.place"}
    page = story.mother.send(address, choose)
    assert story.mother.status == 200 and "thuộc Thành phố Hồ Chí Minh" in page and 'value="26740"' in page
    assert "Có 1 chỗ cần sửa" not in page and 'value="Từ Dũ"' in page
    story.mother.send(address, PLACE)
    assert story.mother.at.endswith("/que-quan")


def test_saving_for_later_says_so_and_the_list_leads_back(story: Story) -> None:
    case = story.draft()
    page = story.mother.send(story.page(case, "nguoi-khai"), {"relation": "mother", "lam": "later:page"})
    assert story.mother.at == "/ho-so/" and "Đã lưu bản nháp" in page
    assert "Trang cuối: Bạn là gì của trẻ?" in page and "Sẽ xoá ngày 4/11/2026" in story.mother.words
    story.mother.open(f"/ho-so/{case.urn.rsplit(':', 1)[1]}/tiep")
    assert story.mother.at.endswith("/tiep/cha-me")


def test_an_answer_that_opens_questions_does_not_call_them_wrong(story: Story) -> None:
    actions.save_answers(case := story.draft(), "nguoi-khai", {"relation": "carer"}, by=story.cast.anh)
    page = story.mother.send(story.page(case, "cha-me"), {"mother.status": "unknown", "father.status": "known"})
    assert story.mother.status == 200 and story.mother.at.startswith(story.page(case, "cha-me"))
    assert "father.full_name" in inputs(page) and "cần sửa" not in page


def test_a_number_looked_up_echoes_its_person(story: Story) -> None:
    actions.save_answers(case := story.draft(), "nguoi-khai", {"relation": "relative"}, by=story.cast.anh)
    fields = {"mother.status": "known", "father.status": "unknown", "mother.personal_number": "079 092 000 026"}
    story.mother.send(story.page(case, "cha-me"), fields | {"lam": "find:mother.personal_number"})
    assert "Trần Quốc Khánh" in story.mother.page, "a relative of hers, so that she is told"
    stranger = fields | {"mother.personal_number": "001188000062", "lam": "find:mother.personal_number"}
    page = story.mother.send(story.page(case, "cha-me"), stranger)
    assert "Đỗ Thị Hạnh" not in page and "chúng tôi không lấy được dữ liệu theo số này" in page
    page = story.mother.send(story.page(case, "cha-me"), stranger | {"mother.personal_number": "0011880"})
    assert story.mother.status == 422 and "Bạn đã nhập 7" in page and page.count("ds-validation-message") == 1


def test_wrong_data_is_reported_then_asked(story: Story) -> None:
    case = story.draft()
    story.mother.send(story.page(case, "nguoi-khai"), {"relation": "mother"})
    report = story.page(case, "cha-me").replace("/tiep/", "/bao-sai/")
    page = story.mother.open(report)
    assert "Họ, chữ đệm và tên của cha: Trần Quốc Khánh" in page
    story.mother.send(report, {"muc": "", "sai": ""})
    assert story.mother.status == 422 and "Chọn dữ liệu bị sai." in story.mother.page
    story.mother.send(report, {"muc": "father.full_name", "sai": ""})
    assert "Viết sai ở đâu" in story.mother.page
    page = story.mother.send(report, {"muc": "father.full_name", "sai": "Chữ đệm là Quốc Khang."})
    assert story.mother.status == 200 and "father.full_name" in inputs(page)
    story.mother.send(story.page(case, "cha-me"), {"father.full_name": "Trần Quốc Khang"})
    assert story.mother.at.endswith("/tre")
    assert "Chữ đệm là Quốc Khang." in story.mother.open(report)
    story.mother.send(report, {"muc": "father.full_name", "lam": "rut"})
    assert inputs(story.mother.open(story.page(case, "cha-me"))) == set()


def test_a_silent_register_is_named_and_the_form_asks_instead(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def stay_silent(body: object, **call: object) -> dict[str, object]:
        raise Silent(t("Không trả lời.", "No answer."))

    monkeypatch.setitem(services._offered, "population.person.read", stay_silent)
    case = story.draft()
    page = story.mother.send(story.page(case, "nguoi-khai"), {"relation": "mother"})
    assert "Cơ sở dữ liệu quốc gia về dân cư chưa trả lời" in page
    assert {"mother.full_name", "father.full_name"} <= inputs(page)


def test_whom_the_law_excludes_reads_why_and_what_to_do(story: Story) -> None:
    case = story.draft()
    story.mother.send(story.page(case, "nguoi-khai"), {"relation": "relative"})
    page = story.mother.send(story.page(case, "cha-me"), {"mother.status": "unknown", "father.status": "unknown"})
    assert story.mother.title == "Bạn chưa làm được thủ tục này"
    assert "người đang nuôi dưỡng trẻ" in page and "công an cấp xã" in page
    story.mother.send(story.page(case, "cha-me"), {"mother.status": "known", "father.status": "unknown"})
    story.mother.open(f"/ho-so/{case.urn.rsplit(':', 1)[1]}/chua-lam-duoc")
    assert "/tiep/" in story.mother.at, "who may, is led on"


def test_a_form_that_changed_meanwhile_says_what_and_keeps_everything(story: Story, tmp_path_factory: object) -> None:
    case = story.draft()
    story.mother.send(story.page(case, "tre"), CHILD)
    install_new_edition(tmp_path_factory)
    page = story.mother.send(story.page(case, "tre"), CHILD | {"child.full_name": "Trần Minh An"})
    assert story.mother.title == "Biểu mẫu đã đổi"
    assert "Có thêm câu hỏi: “Cân nặng của trẻ”" in page or "Cân nặng của trẻ" in page
    story.mother.send(f"/ho-so/{case.urn.rsplit(':', 1)[1]}/bieu-mau-moi")
    assert "Trần Minh An" in story.mother.open(story.page(case, "tre"))
    assert "child.weight" in inputs(story.mother.page)


def install_new_edition(folders: object) -> None:
    """The same procedure with one question more, in force from today."""
    import shutil
    from pathlib import Path

    from django.conf import settings

    folder = folders.mktemp("edition") / "khai-sinh"  # type: ignore[attr-defined]
    shutil.copytree(Path(settings.PACKAGES_DIR) / "procedures" / "khai-sinh", folder)
    written = (folder / "procedure.yaml").read_text(encoding="utf-8")
    written = written.replace("edition: 2\nin_force_from: 2025-07-01", "edition: 3\nin_force_from: 2026-10-05")
    more = "      - {name: child.weight, kind: number, label: {vi: Cân nặng của trẻ, en: Weight of the child}}\n"
    written = written.replace("  - code: noi-sinh\n", more + "  - code: noi-sinh\n", 1)
    (folder / "procedure.yaml").write_text(written, encoding="utf-8")
    actions.install_procedure(folder, by=SYSTEM)


def test_papers_are_kept_one_by_one_and_errors_say_what_to_do(story: Story) -> None:
    case = story.draft()
    for code in ("nguoi-khai", "cha-me", "tre", "noi-sinh", "que-quan"):
        story.mother.send(story.page(case, code), FILLED[code]())
    page = story.mother.page
    assert "Lấy từ Cơ sở dữ liệu hộ tịch điện tử; bạn không phải nộp" in page
    address, slot = story.page(case, "giay-to"), "paper:giay-chung-sinh"
    story.mother.send(address)
    assert story.mother.status == 422 and 'Thêm tệp cho "Giấy chứng sinh".' in story.mother.words
    empty = SimpleUploadedFile("cccd.jpg", b"", content_type="image/jpeg")
    page = story.mother.send(address, {slot: [picture(), empty], "lam": "upload:papers"})
    assert 'Tệp "cccd.jpg" trống. Chụp hoặc chọn lại tệp này; các tệp khác đã lưu.' in story.mother.words
    assert "chung-sinh.jpg" in page and "1 trang" in page
    file = re.search(r'value="drop:(urn:[^"]+)"', page)
    assert file
    seen = story.mother.client.get(f"/ho-so/{case.urn.rsplit(':', 1)[1]}/tep/{file[1].rsplit(':', 1)[1]}")
    assert (seen.status_code, seen["Content-Type"], seen["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    small = story.mother.client.get(f"/ho-so/{case.urn.rsplit(':', 1)[1]}/tep/{file[1].rsplit(':', 1)[1]}/anh")
    assert small.status_code == 200 and len(small.content) < len(seen.content)
    assert "chung-sinh.jpg" not in story.mother.send(address, {"lam": f"drop:{file[1]}"})


def test_a_heavy_photo_is_shrunk_on_request_without_a_second_upload(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toantrinh.documents.inspection.MOST_BYTES", 2000)
    case = story.draft()
    for code in ("nguoi-khai", "cha-me", "tre", "noi-sinh", "que-quan"):
        story.mother.send(story.page(case, code), FILLED[code]())
    address = story.page(case, "giay-to")
    page = story.mother.send(address, FILLED["giay-to"]())
    assert story.mother.status == 422 and "tối đa 10 MB. Bấm" in page and "Thu nhỏ giúp tôi</button>" in page
    monkeypatch.setattr("toantrinh.documents.inspection.MOST_BYTES", 2_000_000)
    page = story.mother.send(address, {"lam": "shrink:paper:giay-chung-sinh"})
    assert story.mother.status == 200 and "chung-sinh.jpg" in page
    story.mother.send(address, {"lam": "shrink:paper:giay-chung-sinh"})
    assert "Chọn lại ảnh rồi tải lên lần nữa." in story.mother.page


def test_a_paper_handed_in_before_can_be_used_again(story: Story) -> None:
    story.submitted()
    case = story.draft()
    for code in ("nguoi-khai", "cha-me", "tre", "noi-sinh", "que-quan"):
        page = story.mother.send(story.page(case, code), FILLED[code]())
    assert "Lấy từ kho giấy tờ của tôi" in page
    address = f"/ho-so/{case.urn.rsplit(':', 1)[1]}/kho/giay-chung-sinh"
    page = story.mother.open(address)
    story.mother.send(address)
    assert story.mother.status == 422
    file = re.search(r'name="tep" value="(\w+)"', page)
    assert file and "chung-sinh.jpg" in story.mother.send(address, {"tep": file[1]})
    assert form_of(open_case(case.urn, viewer=story.cast.anh)).situation.files == {"giay-chung-sinh"}


def test_a_change_from_the_check_page_returns_there_by_way_of_what_it_needs(story: Story) -> None:
    case = story.filled()
    page = story.mother.send(story.page(case, "tre") + "?ve=kiem-tra", CHILD | {"child.full_name": "Trần An"})
    assert story.mother.at.endswith("/kiem-tra") and "Trần An" in page
    story.mother.send(story.page(case, "noi-sinh") + "?ve=kiem-tra", PLACE | {"birth.notified": "false"})
    assert story.mother.at.endswith("/tiep/giay-to?ve=kiem-tra"), "the other paper is needed now"


def test_a_draft_can_be_deleted_after_a_question(story: Story) -> None:
    case = story.draft()
    address = f"/ho-so/{case.urn.rsplit(':', 1)[1]}/xoa"
    assert "không lấy lại được" in story.mother.open(address)
    assert "Đã xoá bản nháp." in story.mother.send(address)
    assert not Case.objects.filter(urn=case.urn).exists()


def test_a_page_of_the_form_asks_the_database_a_bounded_number_of_times(
    story: Story, django_assert_max_num_queries: object
) -> None:
    case = story.filled()
    for code, most in (("cha-me", 45), ("tre", 45), ("giay-to", 50)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            story.mother.open(story.page(case, code))


def test_a_draft_left_for_a_month_is_still_there_on_its_last_day(story: Story) -> None:
    story.draft()
    with at(now() + timedelta(minutes=20)):
        assert CODE and "Bản nháp, chưa nộp" in story.mother.open("/ho-so/")
