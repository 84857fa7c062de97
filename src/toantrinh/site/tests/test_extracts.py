"""The marital-status certificate and copies of extracts, from the form to the paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case
from toantrinh.cases.queries import form_of, list_letters, sections
from toantrinh.documents.models import Letter
from toantrinh.documents.queries import check_token, open_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import at, now, today
from toantrinh.kernel.problem import Invalid, Refused
from toantrinh.kernel.urn import key_of
from toantrinh.people.cast import parts
from toantrinh.record.models import Look
from toantrinh.registers.models import Entry
from toantrinh.site.tests.civil import EXTRACT, STATUS, Ward, nothing_differs


@pytest.fixture
def ward(country: None) -> Ward:
    return Ward()


def certificate(ward: Ward, who: Actor, **changed: str) -> Case:
    """Asked for a loan, of the present status, unless said otherwise."""
    use = {"use": "other", "purpose": "Bổ túc hồ sơ vay mua nhà"} | changed
    pages = {"muc-dich": use, "thoi-gian": {"period": "today", "earlier": "false"}, "le-phi": {"exemption": "none"}}
    return ward.filled(STATUS, who, pages)


def result_of(case: Case) -> Letter:
    """The one result of a case."""
    [line] = [line for line in list_letters(case) if line.is_result]
    return Letter.objects.get(urn=line.letter)


# ---- marital status


def test_a_single_person_has_it_certified_for_six_months(ward: Ward) -> None:
    ha = ward.cast.ha
    case = ward.granted(certificate(ward, ha))
    letter = result_of(case)
    assert letter.valid_until_on is not None
    assert 178 <= (letter.valid_until_on - today()).days <= 186
    assert open_letter(letter.urn, viewer=ha, purpose="own")[1].startswith(b"%PDF")
    assert check_token(letter.token).is_valid
    with at(now() + timedelta(days=190)):
        assert not check_token(letter.token).is_valid
    nothing_differs()


def test_the_married_are_told_before_they_send(ward: Ward) -> None:
    partner = {"partner.full_name": "Lê Ai Đó", "partner.birth_date.year": "1990", "partner.nationality": "vn"}
    case = certificate(ward, ward.cast.anh, use="marry", marry_at="Phường Ba Đình", **partner)
    with pytest.raises(Refused, match="You are married"):
        actions.submit_case(case, token="x", by=ward.cast.anh)


def test_the_married_may_have_it_for_something_else_and_it_names_the_spouse(ward: Ward) -> None:
    case = certificate(ward, ward.cast.anh)
    rows = {row.path: row.value.vi for part in sections(case) for row in part.rows}
    assert (rows["own.status"], rows["own.spouse_name"]) == ("Đang có vợ hoặc chồng", "Trần Quốc Khánh")
    assert ward.granted(case).finished_at


def test_the_fee_is_the_province_s_and_not_known(ward: Ward) -> None:
    [fee] = form_of(certificate(ward, ward.cast.ha)).situation.procedure.channels[Channel.ONLINE].fees
    assert (fee.set_by, fee.amount) == ("province", None)


def test_without_a_purpose_nothing_is_sent(ward: Ward) -> None:
    case = certificate(ward, ward.cast.ha)
    problems = actions.save_answers(case, "muc-dich", {"use": "other", "purpose": ""}, by=ward.cast.ha)
    assert [problem.field for problem in problems] == ["purpose"]


# ---- copies of extracts


def entry_code(entry: Entry) -> str:
    """As a form names it."""
    return f"m{entry.urn.rsplit(':', 1)[1]}"


def copies(ward: Ward, who: Actor, entry: Entry, number: str = "2") -> Case:
    """Of one entry of theirs."""
    pages = {"muc-ho-tich": {"entry": entry_code(entry)}, "so-ban": {"copies": number, "purpose": "Hồ sơ du học"}}
    return ward.filled(EXTRACT, who, pages)


def test_one_chooses_an_entry_and_gets_its_extract_the_same_day(ward: Ward) -> None:
    anh, marriage = ward.cast.anh, Entry.objects.get(kind="marriage")
    case = copies(ward, anh, marriage)
    rows = {row.path: row.value.vi for part in sections(case) for row in part.rows}
    assert rows["entry"] == "Kết hôn của Trần Quốc Khánh – Nguyễn Thị Ngọc Ánh"
    assert [fee.quantity for fee in form_of(case).situation.procedure.channels[Channel.ONLINE].fees] == ["copies"]
    case = ward.granted(case)
    assert open_letter(result_of(case).urn, viewer=anh, purpose="own")[1].startswith(b"%PDF")
    assert Look.objects.filter(viewer=anh.urn, person=ward.cast.khanh.person, about=case.urn).exists()
    nothing_differs()


def test_somebody_else_s_entry_cannot_be_chosen(ward: Ward) -> None:
    ha, marriage = ward.cast.ha, Entry.objects.get(kind="marriage")
    case = actions.create_draft(EXTRACT, applicant=ha.person, applicant_name=ha.name, by=ha)
    actions.fetch_lookups(case, by=ha)
    problems: Any = actions.save_answers(case, "muc-ho-tich", {"entry": entry_code(marriage)}, by=ha)
    assert [problem.field for problem in problems] == ["entry"]
    with pytest.raises((Invalid, Refused)):
        actions.submit_case(case, token="x", by=ha)
    assert not Look.objects.filter(viewer=ha.urn, person=ward.cast.anh.person).exists()


def test_too_many_copies_are_pointed_out(ward: Ward) -> None:
    case = copies(ward, ward.cast.anh, Entry.objects.get(kind="marriage"))
    for number in ("0", "51", "abc"):
        problems = actions.save_answers(case, "so-ban", {"copies": number}, by=ward.cast.anh)
        assert [problem.field for problem in problems] == ["copies"]


def test_at_the_counter_the_copies_are_paid_in_cash_and_received_at_once(ward: Ward, client: Client) -> None:
    who = ward.cast.anh
    answers = {"muc-ho-tich": {"entry": entry_code(Entry.objects.get(kind="marriage"))}, "so-ban": {"copies": "2"}}
    case = ward.filled(EXTRACT, who, answers, channel=Channel.COUNTER)
    client.post("/dang-nhap/xong", {"personal_number": parts()["lan"].claims.personal_number, "assurance": "2"})
    check = f"/mot-cua/tai-quay/{key_of(case.urn)}"
    sent = client.post(check, {"ma": "once"})
    case.refresh_from_db()
    assert (case.status, case.wait, sent["Location"]) == (
        "submitted",
        "payment",
        f"/mot-cua/ho-so/{case.number}/thu-tien",
    )
    assert "16.000 đồng" in client.get(sent["Location"]).text
    paid = client.post(sent["Location"])
    case.refresh_from_db()
    assert (case.status, paid["Location"]) == ("in_review", f"/mot-cua/da-nhan/{case.number}")
    assert "In giấy tiếp nhận (mẫu 01)" in client.get(paid["Location"]).text
    nothing_differs()
