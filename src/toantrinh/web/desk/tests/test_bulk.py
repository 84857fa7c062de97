"""The officer's pages for many dossiers: choose, read, do, see."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from toantrinh.cases.models import BulkRun, Case
from toantrinh.web.desk.tests.conftest import Ward

As = Callable[[str], Client]
BULK = "/mot-cua/hang-loat"


def hidden(page: str) -> dict[str, list[str]]:
    """What the preview sends on."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(hs|viec|ma)" value="([^"]+)"', page):
        found.setdefault(name, []).append(value)
    return found


def test_many_are_received_after_a_preview(ward: Ward, as_: As) -> None:
    cases = [ward.submitted(f"Trần Bé {name}") for name in ("An", "Bình", "Chi")]
    lan = as_("lan")
    assert 'name="hs"' in lan.get("/mot-cua/").text
    read = lan.post(BULK, {"viec": "receive", "hs": [case.number for case in cases]})
    assert "Tiếp nhận: 3 hồ sơ" in read.text
    assert not Case.objects.filter(status="in_review").exists()
    sent = hidden(read.text)
    done = lan.post(f"{BULK}/lam", sent)
    shown = lan.get(done["Location"])
    assert "Đã tiếp nhận: 3 trong 3 hồ sơ" in shown.text
    assert lan.post(f"{BULK}/lam", sent)["Location"] == done["Location"]
    assert Case.objects.filter(status="in_review").count() == 3
    printed = lan.post(BULK, {"viec": "print", "hs": [case.number for case in cases]})
    assert printed.content.startswith(b"%PDF")


def test_everything_that_matches_the_filter_is_taken_by_one_button(ward: Ward, as_: As) -> None:
    for name in ("An", "Bình"):
        ward.submitted(f"Trần Bé {name}")
    read = as_("lan").post(BULK, {"viec": "receive", "tat_ca": "1", "xem": "tat-ca", "thu_tuc": "1.001193"})
    assert "Tiếp nhận: 2 hồ sơ" in read.text
    other = as_("lan").post(BULK, {"viec": "receive", "tat_ca": "1", "xem": "tat-ca", "kenh": "post"})
    assert (other.status_code, "Chọn ít nhất một hồ sơ" in other.text) == (422, True)


def test_what_changed_since_the_preview_is_left_and_can_be_looked_at_again(ward: Ward, as_: As) -> None:
    case, lan = ward.submitted(), as_("lan")
    sent = hidden(lan.post(BULK, {"viec": "receive", "hs": [case.number]}).text)
    lan.post(f"/mot-cua/ho-so/{case.number}/ghi-chu", {"text": "Gọi lại sau."})
    shown = lan.get(lan.post(f"{BULK}/lam", sent)["Location"])
    assert "đã thay đổi từ khi bạn mở" in shown.text
    assert "Xem trước lại 1 hồ sơ này" in shown.text
    again = hidden(lan.post(BULK, {"viec": "receive", "hs": [case.number]}).text)
    assert "1 trong 1" in lan.get(lan.post(f"{BULK}/lam", again)["Location"]).text


def test_one_by_one_procedures_are_not_decided_together(ward: Ward, as_: As) -> None:
    case = ward.to_sign()
    read = as_("duc").post(BULK, {"viec": "decide", "hs": [case.number]})
    assert "phải quyết định từng hồ sơ" in read.text
    assert hidden(read.text) == {}


@pytest.mark.parametrize("sent", [{}, {"viec": "refuse", "hs": "x"}, {"viec": "receive"}])
def test_nothing_chosen_or_no_such_act_is_told(ward: Ward, as_: As, sent: dict[str, str]) -> None:
    assert as_("lan").post(BULK, sent).status_code == 422


def test_whoever_gives_says_to_whom(ward: Ward, as_: As) -> None:
    case, duc = ward.accepted(), as_("duc")
    sent = hidden(duc.post(BULK, {"viec": "assign", "hs": [case.number]}).text)
    asked = duc.post(f"{BULK}/lam", sent)
    assert (asked.status_code, "Chọn người nhận việc" in asked.text) == (422, True)
    duc.post(f"{BULK}/lam", {**sent, "to": ward.cast.tuan.urn})
    assert BulkRun.objects.get().rows.get().state == "done"
