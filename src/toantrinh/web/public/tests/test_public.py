"""What anyone may open: figures down to their rows, papers, receipts, the record itself."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from toantrinh.cases.facts import CaseAccepted
from toantrinh.indicators import actions as indicators
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at, now
from toantrinh.people.cast import Cast
from toantrinh.record.actions import promise, state
from toantrinh.record.models import Event
from toantrinh.record.outbox import run_outbox
from toantrinh.record.queries import open_receipt

OCTOBER = datetime(2026, 10, 8, 3, tzinfo=UTC)


@pytest.fixture
def anyone() -> Client:
    return Client()


def accepted(cast: Cast, moment: datetime) -> Event:
    """An accepted case of the mother's, promised to be sealed."""
    with transaction.atomic(), at(moment):
        fact = CaseAccepted(
            agency="", agency_code="H29.27301", procedure="1.001193", channel="online", case="", status="", wait="",
            outcome="", step="", area="H29", person=cast.anh.person, received_at=moment, due_at=moment,
            hours_to_receive=1,
        )  # fmt: skip
        event = state(fact, by=SYSTEM)
        promise(event)
    return event


@pytest.fixture
def october(cast: Cast) -> None:
    """One case received in October; the indicators are installed."""
    for path in sorted((Path(settings.PACKAGES_DIR) / "indicators").glob("*.yaml")):
        indicators.install_indicator(path, by=SYSTEM)
    accepted(cast, OCTOBER)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_figure_shows_its_number_its_scope_and_the_way_to_its_rows(
    october: None, anyone: Client, language: str
) -> None:
    run_outbox()
    indicators.publish_month("2026-10")
    anyone.cookies["django_language"] = language
    listed = anyone.get("/so-lieu/")
    assert listed.status_code == 200
    shown = anyone.get("/so-lieu/truc-tuyen/?thang=2026-10&noi=H29&bang=agency")
    assert shown.status_code == 200
    assert "100,00" in shown.text or "100.00" in shown.text
    rows = anyone.get("/so-lieu/truc-tuyen/dong.jsonl?thang=2026-10&noi=H29")
    (row,) = (json.loads(line) for line in rows.getvalue().decode().splitlines())
    assert json.loads(row["publication"])["channel"] == "online"
    table = anyone.get("/so-lieu/truc-tuyen/bang.csv?thang=2026-10").text
    assert "2026-10,area,H29," in table


@pytest.mark.parametrize(
    "address",
    [
        "/so-lieu/khong-co/",
        "/so-lieu/truc-tuyen/?noi=H99",
        "/so-lieu/truc-tuyen/?thang=1999-13",
        "/so-ghi/tile/9/9",
        "/so-lieu/truc-tuyen/?bang=x",
    ],
)
def test_what_does_not_exist_is_missing(october: None, anyone: Client, address: str) -> None:
    assert anyone.get(address).status_code == 404


def test_a_receipt_waits_then_is_in_the_record_and_a_flipped_byte_is_told(cast: Cast, anyone: Client) -> None:
    receipt = open_receipt(accepted(cast, now()).uid, viewer=cast.anh)
    address, sent = "/so-ghi/bien-nhan", {"noi_dung": receipt.decode()}
    assert "đang chờ niêm phong" in anyone.post(address, sent).text
    run_outbox()
    assert "nằm trong Sổ ghi" in anyone.post(address, sent).text
    assert "1.001193" not in anyone.post(address, {"noi_dung": receipt.decode()}).text.split("<textarea")[0]
    changed = receipt.decode().replace("H29.27301", "H29.27302")
    assert changed != receipt.decode()
    assert "không khớp" in anyone.post(address, {"noi_dung": changed}).text
    assert anyone.post(address, {}).status_code == 422
    assert "không khớp" in anyone.post(address, {"noi_dung": "{}"}).text


def test_the_record_is_served_to_verifiers(october: None, anyone: Client) -> None:
    run_outbox()
    assert anyone.get("/so-ghi/").status_code == 200
    note = anyone.get("/so-ghi/checkpoint")
    size = int(note.text.splitlines()[1])
    assert note["Content-Type"].startswith("text/plain")
    tile = anyone.get(f"/so-ghi/tile/0/000.p/{size}")
    assert len(tile.content) == 32 * size
    assert anyone.get("/so-ghi/khoa").text.count("+") >= 4


def test_a_paper_that_is_not_ours_is_told_so_and_a_short_code_is_mended(cast: Cast, anyone: Client) -> None:
    assert anyone.get("/kiem-tra/").status_code == 200
    assert "không do hệ thống này cấp" in anyone.get("/kiem-tra/abcdefghijklmnopqrst").text
    assert anyone.get("/kiem-tra/?ma=abc").status_code == 422
    moved = anyone.get("/kiem-tra/?ma=http://x/kiem-tra/abcdefghijklmnopqrst")
    assert moved["Location"] == "/kiem-tra/abcdefghijklmnopqrst"


def test_tracking_tells_nothing_to_one_who_guesses(cast: Cast, anyone: Client) -> None:
    assert anyone.get("/tra-cuu/").status_code == 200
    answer = anyone.post("/tra-cuu/", {"ma_ho_so": "H29.27301-261008-0001", "bon_so": "1234"})
    assert answer.status_code == 422
    assert "Không tìm thấy hồ sơ" in answer.text
