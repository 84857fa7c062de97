"""Decided at the police of a ward or a province, or at the economic desk: each by its own officers, and by no other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from toantrinh.cases import actions
from toantrinh.cases.effects import answer_of
from toantrinh.cases.models import Case, CaseEffect
from toantrinh.cases.queries import form_of, open_case, search_cases
from toantrinh.cases.verification import check_cases
from toantrinh.exchange.actions import call
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.notices.models import Notice
from toantrinh.people.cast import parts
from toantrinh.people.models import Account
from toantrinh.people.queries import actor_for, person_urn
from toantrinh.record.models import Event, Look
from toantrinh.registers.actions import change_residence, enter
from toantrinh.registers.models import Entry
from toantrinh.registers.queries import compare_with_record as registers_differ
from toantrinh.registers.queries import open_entry
from toantrinh.registers.versions import content_of
from toantrinh.site.tests.desks import (
    BUSINESS,
    FOLDERS,
    LICENCE,
    RECORD,
    RESIDENCE,
    economic_desk,
    filled,
    install,
    lead,
    licence_desk,
    licence_exchange,
    noodle_shop,
    own_house,
    police_of_ward,
    read,
    record_desk,
    record_request,
    residences,
    result_of,
    with_mother,
)
from toantrinh.site.tests.world import World, work

HOUSE = "cho-o-hop-phap"


@pytest.fixture
def world(country: None) -> World:
    """The house with the procedures of the other desks."""
    made = World()
    install(*FOLDERS)
    return made


def number_of(key: str) -> str:
    """Personal number of one of the cast."""
    return parts()[key].claims.personal_number


# ---- residence, at the police of the ward


def test_the_police_decide_a_residence_and_the_register_knows_it_from_that_day(world: World) -> None:
    khanh = world.cast.khanh
    case = filled(RESIDENCE, own_house(), by=khanh, papers=[HOUSE])
    case = lead(case, police_of_ward(world), by=khanh)
    assert case.agency_name == "Công an phường Chợ Quán" and case.finished_at
    assert [street for street, _ in residences(khanh.person)] == ["12 Trần Hưng Đạo", "88 An Bình"]
    assert residences(khanh.person)[1][1] == today().isoformat()
    assert result_of(case).person == khanh.person


def test_a_mother_registers_her_newborn_where_she_lives(world: World) -> None:
    birth = world.finished()
    child = result_of(birth).person
    mother = actor_for(Account.objects.get(person__urn=world.cast.anh.person), assurance=2)
    assert child in mother.acting_for
    case = filled(RESIDENCE, with_mother(number_of("anh")), by=mother, whom=(child, "Trần Nguyễn Minh An"))
    held = {question.field.name: question.value for view in form_of(case).pages for question in view.questions}
    assert held["residence.address"]["street"] == "12 Trần Hưng Đạo", "the mother's address is not asked for"
    assert not [need for need in form_of(case).papers if need.state == "needed"], "that she is the mother is known"
    case = lead(case, police_of_ward(world), by=mother)
    assert case.finished_at and case.applicant == child
    assert residences(child)[-1][0] == "12 Trần Hưng Đạo"


def test_a_wife_who_moves_along_moves_in_the_register_and_is_told(world: World) -> None:
    khanh, anh = world.cast.khanh, world.cast.anh
    along = {"members.0.full_name": anh.name, "members.0.personal_number": number_of("anh")}
    pages = own_house() | {"nguoi-cung": along | {"members.0.relation": "spouse"}}
    case = lead(filled(RESIDENCE, pages, by=khanh, papers=[HOUSE]), police_of_ward(world), by=khanh)
    assert case.finished_at and residences(anh.person)[-1][0] == "88 An Bình"
    assert Notice.objects.filter(person=anh.person, about=case.urn).count() == 1
    words = read(result_of(case))
    for said in ("THÔNG BÁO", "TRẦN QUỐC KHÁNH", "88 An Bình", "12 Trần Hưng Đạo", anh.name, "Đặng Hồng Sơn"):
        assert said in words


def test_a_stranger_cannot_be_moved_along_and_the_officer_reads_why(world: World) -> None:
    khanh, lan = world.cast.khanh, world.cast.lan
    along = {"members.0.full_name": lan.name, "members.0.personal_number": number_of("lan")}
    pages = own_house() | {"nguoi-cung": along | {"members.0.relation": "spouse"}}
    case = lead(filled(RESIDENCE, pages, by=khanh, papers=[HOUSE]), police_of_ward(world), by=khanh)
    effect = case.effects.get()
    assert effect.state == CaseEffect.State.REFUSED and not case.finished_at
    assert residences(lan.person)[-1][0] == "12 Trần Hưng Đạo" == residences(khanh.person)[-1][0]


def test_without_the_owner_s_consent_nothing_can_be_sent(world: World) -> None:
    khanh = world.cast.khanh
    pages = own_house() | {"cho-o": {"dwelling.kind": "rented"}}
    pages["dia-chi"] |= {"dwelling.floor_area": "30", "dwelling.people": "2"}
    case = filled(RESIDENCE, pages | {"dong-y": {"consent.way": "none"}}, by=khanh, papers=["hop-dong-thue"])
    assert "chưa đồng ý" in form_of(case).ineligible[0].reason.vi
    with pytest.raises(Refused, match="agreed"):
        actions.submit_case(case, token="once", by=khanh)


def test_the_committee_s_officers_neither_see_nor_decide_what_the_police_have(world: World) -> None:
    khanh, cast = world.cast.khanh, world.cast
    case = actions.submit_case(filled(RESIDENCE, own_house(), by=khanh, papers=[HOUSE]), token="once", by=khanh)
    for officer in (cast.lan, cast.tuan, cast.duc, cast.hanh):
        with pytest.raises(Missing):
            open_case(case.number, viewer=officer, purpose="case.handle")
        with pytest.raises(Missing):
            actions.accept_case(case, by=officer)
    assert open_case(case.number, viewer=cast.hoa, purpose="case.handle") == case


def test_a_register_that_hears_twice_changes_once(world: World) -> None:
    khanh = world.cast.khanh
    case = lead(filled(RESIDENCE, own_house(), by=khanh, papers=[HOUSE]), police_of_ward(world), by=khanh)
    changed = Event.objects.filter(kind="register.entry_corrected").count()
    _move(khanh.person, case, today())
    assert Event.objects.filter(kind="register.entry_corrected").count() == changed
    with pytest.raises(Refused, match="future"):
        _move(khanh.person, case, today() + timedelta(days=1))


def _move(person: str, case: Case, day: date) -> None:
    address = {"province": "79", "unit": "27301", "street": "88 An Bình"}
    change_residence([person], address, from_on=day, by=SYSTEM, ground=case.urn, service="population.residence.change")


# ---- a household business, at the economic desk of the ward


def test_a_household_business_gets_its_number_and_certificate(world: World) -> None:
    khanh = world.cast.khanh
    case = lead(filled(BUSINESS, noodle_shop(), by=khanh), economic_desk(world), by=khanh)
    assert case.finished_at and case.agency_code == "H29.27301"
    entry = Entry.objects.get(register="household-business")
    assert (entry.number, entry.subject, entry.ground) == (f"1/{today().year}", khanh.person, case.urn)
    words = read(result_of(case))
    for said in ("GIẤY CHỨNG NHẬN", "PHỞ HOÀ", "079 092 000 026", "5610 – Nhà hàng", "50.000.000 đồng", entry.number):
        assert said in words


def test_a_name_that_is_taken_in_the_ward_must_be_another(world: World) -> None:
    khanh, anh = world.cast.khanh, world.cast.anh
    lead(filled(BUSINESS, noodle_shop(), by=khanh), economic_desk(world), by=khanh)
    case = actions.create_draft(BUSINESS, applicant=anh.person, applicant_name=anh.name, by=anh)
    for page, answers in noodle_shop("PHỞ hoà").items():
        actions.save_answers(case, page, answers, by=anh)
        actions.fetch_lookups(case, by=anh)
    assert [problem.field for problem in form_of(case).problems] == ["business.name"]
    actions.save_answers(case, "tru-so", noodle_shop("Phở Ánh")["tru-so"], by=anh)
    actions.fetch_lookups(case, by=anh)
    assert not form_of(case).problems


def test_a_name_taken_between_application_and_decision_comes_back_to_the_officer(world: World) -> None:
    khanh, anh, desk = world.cast.khanh, world.cast.anh, economic_desk(world)
    his, hers = filled(BUSINESS, noodle_shop(), by=khanh), filled(BUSINESS, noodle_shop(), by=anh)
    assert lead(his, desk, by=khanh).finished_at
    late = lead(hers, desk, by=anh)
    effect = late.effects.get()
    assert effect.state == CaseEffect.State.REFUSED and not late.finished_at
    assert "Chọn tên khác" in answer_of(late, effect)["reason"]["vi"]
    actions.mend_effect(late, "dang-ky", {"business.name": "Phở Ánh"}, by=desk.examiner)
    work()
    late.refresh_from_db()
    assert late.finished_at


def test_nobody_has_two_household_businesses(world: World) -> None:
    khanh = world.cast.khanh
    lead(filled(BUSINESS, noodle_shop(), by=khanh), economic_desk(world), by=khanh)
    again = actions.create_draft(BUSINESS, applicant=khanh.person, applicant_name=khanh.name, by=khanh)
    actions.fetch_lookups(again, by=khanh)
    assert "đang có một hộ kinh doanh" in form_of(again).ineligible[0].reason.vi


def test_the_owner_finds_the_business_among_their_data_and_a_stranger_does_not(world: World) -> None:
    khanh = world.cast.khanh
    lead(filled(BUSINESS, noodle_shop(), by=khanh), economic_desk(world), by=khanh)
    client = Client()
    client.post("/dang-nhap/xong", {"personal_number": number_of("khanh"), "assurance": "2"})
    page = client.get("/du-lieu/").content.decode()
    assert "Phở Hoà" in page and "5610 – Nhà hàng" in page
    with pytest.raises(Missing):
        call("business.household.read", {"person": khanh.person}, by=world.stranger, purpose="ho-kinh-doanh", about="x")


# ---- a criminal-record certificate, at the police of the province


def convict(person: str, **more: Any) -> None:
    """Enter a conviction, as the ministry would."""
    values = {
        "person": person,
        "court": "Toà án nhân dân khu vực 1",
        "judgment_number": "12/2015/HSST",
        "judged_on": "2015-03-02",
        "offence": "Gây rối trật tự công cộng",
        "sentence": "6 tháng tù, cho hưởng án treo",
        **more,
    }
    enter("judicial-record", "conviction", values, by=SYSTEM, ground="urn:toantrinh:test:judgment")


def test_a_clean_record_is_certified_by_the_police_of_the_province(world: World) -> None:
    khanh = world.cast.khanh
    case = lead(filled(RECORD, record_request(), by=khanh), record_desk(world), by=khanh)
    assert case.finished_at and case.agency_code == "H29.CA"
    words = read(result_of(case))
    for said in ("PHIẾU LÝ LỊCH TƯ PHÁP", "Số 1", "không có án tích", "TRẦN QUỐC KHÁNH", "Ngô Thị Thu Hương"):
        assert said in words
    assert Entry.objects.get(register="judicial-record").kind == "certificate"
    assert Look.objects.filter(person=khanh.person, purpose="ly-lich-tu-phap").exists(), "they see that it was read"


@pytest.mark.parametrize(
    ("form", "cleared", "said"),
    [("one", "2018-03-02", "không có án tích"), ("one", None, "Gây rối"), ("two", "2018-03-02", "02/03/2018")],
)
def test_form_1_leaves_out_what_was_cleared_and_form_2_does_not(
    world: World, form: str, cleared: str | None, said: str
) -> None:
    khanh = world.cast.khanh
    convict(khanh.person, cleared_on=cleared)
    case = lead(filled(RECORD, record_request(form), by=khanh), record_desk(world), by=khanh)
    assert said in read(result_of(case))


def test_form_2_cannot_be_asked_for_by_mandate(world: World) -> None:
    khanh, anh = world.cast.khanh, world.cast.anh
    case = filled(RECORD, record_request("two"), by=khanh, whom=(anh.person, anh.name))
    with pytest.raises(Refused, match="by mandate"):
        actions.submit_case(case, token="once", by=khanh)
    actions.save_answers(case, "loai-phieu", record_request("one")["loai-phieu"], by=khanh)
    assert actions.submit_case(case, token="once", by=khanh).number.startswith("H29.CA-")


def test_no_office_opens_a_conviction_and_no_other_trade_a_certificate(world: World) -> None:
    cast = world.cast
    convict(cast.khanh.person)
    lead(filled(RECORD, record_request(), by=cast.khanh), record_desk(world), by=cast.khanh)
    conviction, certificate = (Entry.objects.get(kind=kind) for kind in ("conviction", "certificate"))
    for viewer in (cast.tuan, cast.duc, cast.hoa, cast.binh, cast.vinh, cast.huong, cast.nam, cast.anh):
        with pytest.raises(Missing):
            open_entry(conviction.urn, viewer=viewer, purpose="kiem-tra")
    assert open_entry(certificate.urn, viewer=cast.binh, purpose="kiem-tra").entry == certificate
    for viewer in (cast.vinh, cast.huong, cast.hoa):
        with pytest.raises(Missing):
            open_entry(certificate.urn, viewer=viewer, purpose="kiem-tra")
    assert open_entry(conviction.urn, viewer=cast.khanh, purpose="xem").data["offence"] == "Gây rối trật tự công cộng"
    for by in (cast.binh, cast.khanh, cast.huong):
        with pytest.raises(Missing):
            body = {"personal_number": number_of("khanh")}
            call("judicial_record.read", body, by=by, purpose="ly-lich-tu-phap", about="urn:toantrinh:case:x")


# ---- a driving licence, at the police of the province


def test_a_licence_is_exchanged_and_the_old_one_ends_in_the_register(world: World) -> None:
    khanh = world.cast.khanh
    case = filled(LICENCE, licence_exchange(), by=khanh, papers=["anh-chan-dung"])
    held = {question.field.name: question for view in form_of(case).pages for question in view.questions}
    assert (held["licence.number"].state, held["licence.number"].value) == ("held", "790245004321")
    assert held["licence.number"].source and held["licence.number"].source.vi.startswith("Cơ sở dữ liệu giấy phép")
    assert {need.paper.code for need in form_of(case).papers if need.state == "held"} >= {"giay-kham-suc-khoe"}
    case = lead(case, licence_desk(world), by=khanh)
    assert case.finished_at and case.agency_code == "H29.CA"
    old, new = Entry.objects.filter(register="driving-licence", subject=khanh.person).order_by("pk")
    assert old.versions.get(known_to=None).valid_to == today() and new.versions.get().valid_to is None
    assert content_of(new.versions.get()) | {"licence_class": "b", "replaces": old.urn} == content_of(
        new.versions.get()
    )
    words = read(result_of(case))
    for said in ("GIẤY PHÉP LÁI XE", "790 245 004 321", "B2 (cấp trước 2025)", "12 Trần Hưng Đạo"):
        assert said in words


@pytest.mark.parametrize(("key", "said"), [("nam", "đã hết hạn"), ("lan", "chưa có giấy phép lái xe")])
def test_an_expired_licence_or_none_is_not_exchanged(world: World, key: str, said: str) -> None:
    account = Account.objects.get(person__urn=person_urn(number_of(key)))
    citizen = actor_for(account, "", assurance=2)
    case = actions.create_draft(LICENCE, applicant=citizen.person, applicant_name=citizen.name, by=citizen)
    actions.fetch_lookups(case, by=citizen)
    assert said in form_of(case).ineligible[0].reason.vi


def test_two_applications_for_one_licence_replace_it_once(world: World) -> None:
    khanh, desk = world.cast.khanh, licence_desk(world)
    first = filled(LICENCE, licence_exchange(), by=khanh, papers=["anh-chan-dung"])
    second = filled(LICENCE, licence_exchange(), by=khanh, papers=["anh-chan-dung"])
    assert lead(first, desk, by=khanh).finished_at
    late = lead(second, desk, by=khanh)
    assert late.effects.get().state == CaseEffect.State.REFUSED and not late.finished_at
    assert Entry.objects.filter(register="driving-licence", subject=khanh.person).count() == 2


def test_everything_that_was_entered_can_be_replayed(world: World) -> None:
    khanh = world.cast.khanh
    lead(filled(LICENCE, licence_exchange(), by=khanh, papers=["anh-chan-dung"]), licence_desk(world), by=khanh)
    lead(filled(RESIDENCE, own_house(), by=khanh, papers=[HOUSE]), police_of_ward(world), by=khanh)
    assert list(registers_differ()) == [] and list(check_cases()) == []


def test_a_dossier_about_a_criminal_record_is_for_its_own_desk_and_for_nobody_else_of_the_police(world: World) -> None:
    khanh, cast = world.cast.khanh, world.cast
    case = actions.submit_case(filled(RECORD, record_request(), by=khanh), token="once", by=khanh)
    for viewer in (cast.vinh, cast.hoa, cast.lan):
        with pytest.raises(Missing):
            open_case(case.number, viewer=viewer, purpose="case.handle")
        assert search_cases(case.number, viewer=viewer) == []
    assert [line.case for line in search_cases(case.number, viewer=cast.binh)] == [case]
    assert open_case(case.number, viewer=cast.huong, purpose="case.handle") == case
