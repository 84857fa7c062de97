"""The counter: a person is there, or wrote; an officer types, form 01 is printed, whoever decides."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client

from toantrinh.cases.comparing import check_doors
from toantrinh.cases.models import Case
from toantrinh.documents.tests.samples import pdf
from toantrinh.kernel.moment import at
from toantrinh.people.cast import parts
from toantrinh.web.desk.tests.conftest import ANSWERS, MONDAY, Ward

As = Callable[[str], Client]
COUNTER = "/mot-cua/tai-quay"
QR = "{number}|123456789|Nguyễn Thị Ngọc Ánh|08031995|Nữ|12 Trần Hưng Đạo|01072021"


def card(code: str = "1.001193", channel: str = "counter") -> dict[str, str]:
    """What the officer gives: the card's QR code, the procedure, the way it came."""
    number = parts()["anh"].claims.personal_number
    return {"person": QR.format(number=number), "code": code, "channel": channel}


def typed(client: Client, page: str, more: Mapping[str, object]) -> str:
    """Everything typed on the one page, until it leads to the check; its address."""
    for _ in range(5):
        answer = client.post(page, {**ANSWERS, "child.full_name": "Trần Bảo An", **more})
        assert answer.status_code == 302, [problem.message.vi for problem in answer.context["problems"]]
        if not answer["Location"].startswith(page):
            return str(answer["Location"])
    raise AssertionError("the form never ends")


PAPER = {f"{name}:{slot}": "1" for slot in ("giay-chung-sinh", "giay-to-cu-tru") for name in ("originals", "copies")}


def test_a_dossier_is_typed_in_on_one_page_and_received_at_once(ward: Ward, as_: As) -> None:
    lan = as_("lan")
    page = lan.post(COUNTER, card())["Location"]
    lan.post(page, ANSWERS)
    slots = [slot for part in lan.get(page).context["parts"] for slot in part.slots if not slot.field.optional]
    lan.post(page, {**ANSWERS, **{slot.field.name: _file(pdf()) for slot in slots}})
    check = typed(lan, page, {})
    assert "Kiểm tra rồi nhận hồ sơ" in lan.get(check).text
    received = lan.post(check, {"ma": "once"})
    case = Case.objects.get()
    assert received["Location"] == f"/mot-cua/da-nhan/{case.number}"
    assert (case.channel, case.status, case.applicant_name) == ("counter", "in_review", "Nguyễn Thị Ngọc Ánh")
    done = lan.get(received["Location"])
    assert "In giấy tiếp nhận (mẫu 01)" in done.text
    assert lan.get(done.context["letter"]).content.startswith(b"%PDF")
    assert lan.post(check, {"ma": "once"})["Location"] == received["Location"]
    assert lan.get(page).status_code == 404


def test_papers_on_paper_are_counted_and_stand_in_the_dossier(ward: Ward, as_: As) -> None:
    lan = as_("lan")
    check = typed(lan, lan.post(COUNTER, card())["Location"], {**PAPER, "shown:giay-chung-sinh": "2"})
    assert "1 bản chính, 1 bản sao, 2 đã xem, trả lại" in lan.get(check).text
    lan.post(check, {"ma": "once"})
    case = Case.objects.get()
    assert case.status == "in_review"
    assert "Bản giấy: 1 bản chính" in lan.get(f"/mot-cua/ho-so/{case.number}").text
    assert not case.hand_overs.exists(), "they are where the dossier is decided"


def test_a_procedure_is_found_by_words(ward: Ward, as_: As) -> None:
    lan = as_("lan")
    sent = {**card(code=""), "thu_tuc": "khai sinh"}
    assert lan.post(COUNTER, sent)["Location"].endswith("/to-khai")
    nothing = lan.post(COUNTER, {**sent, "thu_tuc": "xyzzy"})
    assert (nothing.status_code, "Không có thủ tục nào khớp" in nothing.text) == (422, True)


def test_what_came_on_a_slip_runs_from_then_and_says_so(ward: Ward, as_: As) -> None:
    lan = as_("lan")
    later = {"arrived_on": "2/10/2026", "arrived_time": "14:30", "slip": "P-07", "why": "Mất mạng chiều thứ Sáu."}
    check = typed(lan, lan.post(COUNTER, card() | later)["Location"], PAPER)
    assert "Phiếu giấy số P-07" in lan.get(check).text
    lan.post(check, {"ma": "once"})
    case = Case.objects.get()
    assert case.received_at is not None
    assert case.received_at == MONDAY.replace(day=2, hour=14, minute=30)
    assert case.submitted_at == case.received_at
    shown = lan.get(f"/mot-cua/ho-so/{case.number}").text
    assert "Mất mạng chiều thứ Sáu." in shown
    assert "nhập vào hệ thống sau" in shown
    assert list(check_doors()) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"person": "07919500001"}, "12 chữ số"),
        ({"code": "9.9"}, "Chọn một thủ tục"),
        ({"channel": "online"}, "Chọn cách nộp"),
        ({"person": "079195000017|1|Nguyễn Thị Ngọc Ánh|08031978|Nữ|Huế|01072021"}, "Quét lại thẻ"),
        ({"arrived_on": "2/10/2026"}, "Nhập giờ nhận"),
        ({"arrived_on": "2/10/2026", "arrived_time": "25:00"}, "Không có giờ"),
        ({"arrived_on": "2/10/2026", "arrived_time": "14:30"}, "Viết vì sao nhập sau"),
        ({"arrived_on": "+2", "arrived_time": "14:30", "why": "x"}, "phải trước bây giờ"),
        ({"arrived_on": "1/3/2026", "arrived_time": "14:30", "why": "x"}, "trong 30 ngày qua"),
        ({"posted_on": "+1"}, "dấu bưu điện"),
    ],
)
def test_mistakes_at_the_counter_are_told_and_nothing_begins(
    ward: Ward, as_: As, given: dict[str, str], words: str
) -> None:
    answer = as_("lan").post(COUNTER, card() | given)
    assert answer.status_code == 422
    assert words in answer.text
    assert not Case.objects.exists()


def test_what_was_typed_can_be_given_up(ward: Ward, as_: As) -> None:
    lan = as_("lan")
    page = lan.post(COUNTER, card())["Location"]
    assert as_("hanh").get(page).status_code == 404
    key = page.split("/")[3]
    assert lan.post(f"{COUNTER}/{key}/bo").status_code == 302
    assert not Case.objects.exists()


def test_only_who_receives_files_for_others(ward: Ward, as_: As) -> None:
    for who in ("tuan", "duc", "nam", "anh"):
        assert as_(who).get(COUNTER).status_code == 404


# --- For an agency elsewhere ------------------------------------------------------------------------------------------


def taken_in_elsewhere(as_: As) -> tuple[Client, Case]:
    """Hạnh of ward B takes in what ward A decides, on paper."""
    hanh = as_("hanh")
    check = typed(hanh, hanh.post(COUNTER, card(channel="post"))["Location"], PAPER)
    assert "Đồng hồ chạy từ lúc bạn nhận" in hanh.get(check).text
    done = hanh.post(check, {"ma": "once"})["Location"]
    case = Case.objects.get()
    assert done == f"/mot-cua/da-nhan/{case.number}"
    assert "Giấy tờ bản giấy phải gửi đến" in hanh.get(done).text
    assert hanh.get(hanh.get(done).context["letter"]).content.startswith(b"%PDF")
    return hanh, case


def test_any_desk_takes_in_and_the_competent_agency_has_it(ward: Ward, as_: As) -> None:
    hanh, case = taken_in_elsewhere(as_)
    assert (case.agency, case.desk) == (ward.cast.lan.agency, ward.cast.hanh.agency)
    assert (case.status, case.received_at is not None) == ("in_review", True)
    assert hanh.get(f"/mot-cua/ho-so/{case.number}").status_code == 404, "what it says is not for this desk"
    seen = hanh.get(f"/mot-cua/nhan-ho/{case.number}")
    assert "1 bản chính, 1 bản sao" in seen.text
    assert "Trần Bảo An" not in seen.text
    assert case.number in as_("tuan").get("/mot-cua/").text
    for who in ("lan", "tuan", "nam", "anh"):
        assert as_(who).get(f"/mot-cua/nhan-ho/{case.number}").status_code == 404


def test_papers_travel_with_a_receipt_on_the_other_side(ward: Ward, as_: As) -> None:
    hanh, case = taken_in_elsewhere(as_)
    lan, page = as_("lan"), f"/mot-cua/chuyen-giay/{_key(case)}"
    assert lan.post(page, {"remark": ""}).status_code == 404, "nothing was sent yet, and sending is not Lan's"
    assert "Viết cách gửi" in hanh.post(page, {"way": " "}).text
    assert hanh.post(page, {"way": "Bưu gửi RA123"}).status_code == 302
    assert hanh.post(page, {"remark": ""}).status_code == 404
    assert case.number in lan.get("/mot-cua/chuyen-giay").text
    assert lan.post(page, {"remark": "Thiếu 1 bản sao"}).status_code == 302
    assert lan.post(page, {"remark": ""}).status_code == 409
    assert "Thiếu 1 bản sao" in hanh.get(f"/mot-cua/nhan-ho/{case.number}").text
    assert list(check_doors()) == []


def test_papers_that_stay_lying_are_told_to_the_side_that_has_them(ward: Ward, as_: As) -> None:
    from toantrinh.cases.actions import watch
    from toantrinh.record.models import Event
    from toantrinh.tasks.models import Task

    taken_in_elsewhere(as_)
    with at(MONDAY + timedelta(days=2)):
        watch()
    late = Task.objects.get(kind="case.papers_late")
    assert late.agency == ward.cast.hanh.agency
    assert Event.objects.filter(kind="case.papers_late").count() == 1


def test_the_result_is_handed_over_where_it_was_handed_in(ward: Ward, as_: As) -> None:
    from toantrinh.cases import actions

    hanh, case = taken_in_elsewhere(as_)
    page = f"/mot-cua/nhan-ho/{case.number}"
    assert hanh.post(page).status_code == 409
    actions.complete_step(case, by=ward.cast.tuan)
    ground = actions.Ground(code="sai-tham-quyen", sentence="Cha mẹ ở nơi khác.")
    actions.decide_case(case, "refused", version=case.version, grounds=[ground], by=ward.cast.duc)
    assert "Có kết quả" in hanh.get("/mot-cua/nhan-ho").text
    assert hanh.post(page).status_code == 302
    assert Case.objects.get().returned_at is not None


def _key(case: Case) -> str:
    return case.hand_overs.get().urn.rpartition(":")[2]


def _file(content: bytes) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("giấy.pdf", content, "application/pdf")
