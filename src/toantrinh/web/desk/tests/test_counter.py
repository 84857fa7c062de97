"""The counter: a person is there, an officer types, form 01 is printed."""

from collections.abc import Callable

import pytest
from django.test import Client

from toantrinh.cases.models import Case
from toantrinh.documents.tests.samples import pdf
from toantrinh.people.cast import parts
from toantrinh.web.desk.tests.conftest import ANSWERS, Ward

As = Callable[[str], Client]
COUNTER = "/mot-cua/tai-quay"
QR = "{number}|123456789|Nguyễn Thị Ngọc Ánh|08031995|Nữ|12 Trần Hưng Đạo|01072021"


def card(code: str = "1.001193", channel: str = "counter") -> dict[str, str]:
    """What the officer gives: the card's QR code, the procedure, the way it came."""
    number = parts()["anh"].claims.personal_number
    return {"person": QR.format(number=number), "code": code, "channel": channel}


def test_a_dossier_is_typed_in_filed_and_received_at_once(ward: Ward, as_: As) -> None:
    lan = as_("lan")
    page = lan.post(COUNTER, card())["Location"]
    for _ in range(20):
        shown = lan.get(page)
        if "/mot-cua/tai-quay/" not in page or page.count("/") == 3:
            break
        files = {one.name: pdf() for one in shown.context["fields"] if one.kind == "file" and not one.optional}
        sent = {**ANSWERS, "child.full_name": "Trần Bảo An"} | {name: _file(body) for name, body in files.items()}
        answer = lan.post(page, sent)
        assert answer.status_code == 302, [problem.message.vi for problem in answer.context["problems"]]
        page = answer["Location"]
    case = Case.objects.get()
    assert "Kiểm tra rồi nhận hồ sơ" in lan.get(page).text
    received = lan.post(page, {"ma": "once"})
    assert received["Location"] == f"/mot-cua/ho-so/{Case.objects.get().number}"
    case.refresh_from_db()
    assert (case.channel, case.status, case.applicant_name) == ("counter", "in_review", "Nguyễn Thị Ngọc Ánh")
    assert "Mẫu 01" in lan.get(received["Location"]).text
    assert lan.post(page, {"ma": "once"})["Location"] == received["Location"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"person": "07919500001"}, "12 chữ số"),
        ({"code": "9.9"}, "Chọn một thủ tục"),
        ({"channel": "online"}, "Chọn cách nộp"),
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


def test_only_the_one_stop_officer_files_for_others(ward: Ward, as_: As) -> None:
    for who in ("tuan", "duc", "nam", "anh"):
        assert as_(who).get(COUNTER).status_code == 404


def _file(content: bytes) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("giấy.pdf", content, "application/pdf")
