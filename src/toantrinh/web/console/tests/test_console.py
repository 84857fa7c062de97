"""The operator's screens: health, what is stuck, the record, offices; and nobody's dossier."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import key_of
from toantrinh.people.cast import Cast, parts
from toantrinh.people.models import Appointment
from toantrinh.record.models import Subscriber
from toantrinh.record.outbox import run_outbox

As = Callable[[str], Client]


@pytest.fixture
def as_(cast: Cast) -> As:
    """A browser in which that member of the cast has signed in."""

    def signed_in(key: str) -> Client:
        client = Client()
        number = parts()[key].claims.personal_number
        client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"})
        return client

    return signed_in


@pytest.mark.parametrize("page", ["", "ket", "so-ghi", "nguoi", "nguoi?tim=Lan&vai-tro=receptionist"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_for_the_operator_in_both_languages(as_: As, page: str, language: str) -> None:
    nam = as_("nam")
    nam.cookies["django_language"] = language
    assert nam.get(f"/van-hanh/{page}").status_code == 200


@pytest.mark.parametrize("who", ["lan", "duc", "truong", "anh"])
def test_nobody_else_finds_the_console(as_: As, who: str) -> None:
    for page in ("", "ket", "so-ghi", "nguoi"):
        assert as_(who).get(f"/van-hanh/{page}").status_code == 404
    assert as_(who).post("/van-hanh/so-ghi/kiem-chung").status_code == 404


def test_what_is_not_known_is_not_well(as_: As) -> None:
    (Path(settings.DATA_DIR) / "worker.json").unlink(missing_ok=True)
    page = as_("nam").get("/van-hanh/")
    assert not page.context["is_well"]
    ill = [sign.name.vi for sign in page.context["signs"] if not sign.is_well]
    assert {"Tiến trình nền", "Bản sao lưu"} <= set(ill)


def test_a_receiver_that_fails_is_shown_with_its_reason(as_: As) -> None:
    run_outbox()
    Subscriber.objects.filter(name="notices.copies").update(failures=3, error="Mail server is away", retry_at=now())
    nam = as_("nam")
    assert "Mail server is away" in nam.get("/van-hanh/ket").text
    assert "notices.copies" in nam.get("/van-hanh/").text
    assert nam.get("/van-hanh/ket/gui-lai").status_code == 405
    assert nam.post("/van-hanh/ket/gui-lai")["Location"] == "/van-hanh/ket"


def test_the_record_is_verified_on_request(as_: As) -> None:
    run_outbox()
    nam = as_("nam")
    assert nam.get("/van-hanh/so-ghi/kiem-chung").status_code == 405
    assert nam.post("/van-hanh/so-ghi/kiem-chung").context["report"].size > 0


def test_an_office_ends_after_its_name_was_typed(as_: As, cast: Cast) -> None:
    office = Appointment.objects.get(urn=cast.lan.office)
    nam, page = as_("nam"), f"/van-hanh/nguoi/{key_of(office.urn)}/ket-thuc"
    assert "Đang xử lý: 0 việc" in nam.get(page).text
    wrong = nam.post(page, {"ten": "Lê Thị"})
    assert wrong.status_code == 422
    assert "Lê Thị Lan" in wrong.text
    lan = as_("lan")
    assert lan.get("/mot-cua/").status_code == 200
    assert nam.post(page, {"ten": "lê thị  lan"}).status_code == 302
    assert lan.get("/mot-cua/").status_code == 404
    assert nam.get(page).status_code == 404
