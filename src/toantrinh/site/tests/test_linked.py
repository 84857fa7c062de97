"""One application, a case at each agency: opened once, decided each on its own days, and told as one."""

from datetime import timedelta

import pytest
from django.test import Client

from toantrinh.cases import actions
from toantrinh.cases.actions import opening
from toantrinh.cases.comparing import check_parts
from toantrinh.cases.models import Case, CaseOrigin, CasePart, Outcome, Status, Wait
from toantrinh.cases.queries import list_letters, list_parts, list_queue, open_case
from toantrinh.cases.verification import check_cases
from toantrinh.documents.models import Letter
from toantrinh.exchange.connectors.faulty import Faulty
from toantrinh.exchange.connectors.route import by_way_of
from toantrinh.exchange.models import Message
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.notices.models import Notice
from toantrinh.people.cast import parts
from toantrinh.people.models import Account, Agency
from toantrinh.people.queries import actor_for
from toantrinh.record.events import EventView, view_events
from toantrinh.record.models import Event
from toantrinh.registers.models import Entry
from toantrinh.site.tests.desks import install, police_of_ward, read
from toantrinh.site.tests.linked import (
    at_desk,
    at_ward,
    filled_birth,
    insurance_desk,
    linked_birth,
    of_part,
    refused,
)
from toantrinh.site.tests.world import World, work

State = CasePart.State


@pytest.fixture
def world(country: None) -> World:
    """The house with the linked birth and its parts."""
    made = World()
    install("dang-ky-thuong-tru", "the-bhyt-tre-em", "lien-thong-khai-sinh")
    return made


def states(case: Case) -> list[str]:
    """How far each part is."""
    return list(case.parts.order_by("position").values_list("state", flat=True))


def mother_of(world: World) -> Actor:
    """The mother as she signs in now: guardian of the child once its birth is entered."""
    return actor_for(Account.objects.get(person__urn=world.cast.anh.person), assurance=2)


def opened(world: World) -> Case:
    """The ward has it."""
    case = linked_birth(world)
    work()
    case.refresh_from_db()
    return case


def born(world: World) -> Case:
    """The birth is registered, the police and the insurance have their parts."""
    case = opened(world)
    at_ward(world, of_part(case, "khai-sinh"))
    case.refresh_from_db()
    return case


def assert_record_agrees() -> None:
    """The record tells what the tables hold."""
    differences = [(one.where, one.what.en) for check in (check_cases, check_parts) for one in check()]
    assert not differences, differences


def test_a_birth_goes_through_three_agencies_to_one_result_set(world: World) -> None:
    case = opened(world)
    assert (case.status, case.wait, case.due_at) == (Status.SUBMITTED, Wait.PARTS, None)
    assert states(case) == ["opened", "waiting", "waiting"], "residence and card need the child's number"
    at_ward(world, of_part(case, "khai-sinh"))
    assert states(case) == ["granted", "opened", "opened"], [line.reason for line in list_parts(case)]
    agencies = [line.agency_name for line in list_parts(case)]
    assert agencies[1] == "Công an phường Chợ Quán" and "Bảo hiểm xã hội" in agencies[2]
    at_desk(of_part(case, "thuong-tru"), police_of_ward(world))
    at_desk(of_part(case, "the-bhyt"), insurance_desk(world))
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.GRANTED)
    assert [len(line.results) for line in list_parts(case)] == [1, 1, 1]
    card = Entry.objects.get(register="social-insurance")
    assert card.subject == of_part(case, "the-bhyt").applicant and card.number.startswith("TE1 ")
    last = Notice.objects.filter(person=world.cast.anh.person, about=case.urn).latest("pk")
    assert last.letter, "the notice that all is there brings the cover"
    assert_record_agrees()


def test_letters_of_a_linked_birth_read_as_they_must(world: World) -> None:
    case = born(world)
    at_desk(of_part(case, "thuong-tru"), police_of_ward(world))
    at_desk(of_part(case, "the-bhyt"), insurance_desk(world))
    cover = read(Letter.objects.get(about=case.urn, form="lien-thong"))
    for said in (
        "GIẤY TRẢ KẾT QUẢ LIÊN THÔNG",
        "Giấy khai sinh",
        "Công an phường Chợ Quán",
        "Đã có kết quả",
        case.number,
    ):
        assert said in cover
    card = read(Letter.objects.get(about=of_part(case, "the-bhyt").urn, form="the-bao-hiem-y-te"))
    for said in ("THẺ BẢO HIỂM Y TẾ", "TE1 ", "TRẦN NGUYỄN MINH AN", "Trạm y tế Phường Chợ Quán", "Bùi Nhật Quang"):
        assert said in card


def test_each_agency_has_its_own_days_number_and_officers(world: World) -> None:
    case = born(world)
    police, card = of_part(case, "thuong-tru"), of_part(case, "the-bhyt")
    assert police.due_at is None and card.due_at is None, "no clock before its own agency receives it"
    actions.accept_case(police, by=world.cast.hoa)
    card.refresh_from_db()
    assert police.due_at and card.due_at is None
    actions.accept_case(card, by=world.cast.thao)
    assert card.due_at and police.due_at > card.due_at, "7 working days and 5"
    assert len({case.number, police.number, card.number, of_part(case, "khai-sinh").number}) == 4
    for officer in (world.cast.lan, world.cast.thao, world.cast.duc):
        with pytest.raises(Missing):
            open_case(police.number, viewer=officer, purpose="case.handle")
    assert open_case(police.number, viewer=mother_of(world)) == police, "her child's dossier is hers to read"
    assert police.origin.number == case.number and police.filed_by == case.filed_by


def test_an_agency_that_is_silent_or_answers_twice_opens_one_case(world: World) -> None:
    case = linked_birth(world)
    with by_way_of(Faulty(["silent"])):
        work()
    assert states(case)[0] == State.SILENT
    CasePart.objects.filter(parent=case, code="khai-sinh").update(next_at=now())
    with by_way_of(Faulty(["silent_after"])):
        actions.follow_waiting_parts()
    assert states(case)[0] == State.SILENT and CaseOrigin.objects.count() == 1, "done there, and the answer lost"
    CasePart.objects.filter(parent=case, code="khai-sinh").update(next_at=now())
    with by_way_of(Faulty(["twice"])):
        actions.follow_waiting_parts()
    assert states(case)[0] == State.OPENED
    assert CaseOrigin.objects.count() == Case.objects.filter(code="1.001193").count() == 1
    work()
    assert_record_agrees()


def test_a_crash_between_draft_and_submission_there_is_mended_by_the_next_try(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = linked_birth(world)

    def dies(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(opening, "fetch_lookups", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.send_parts(case)
    left = CaseOrigin.objects.get().case
    assert left.status == Status.DRAFT and states(case)[0] == State.SENT
    CasePart.objects.filter(parent=case, code="khai-sinh").update(next_at=now())
    actions.follow_waiting_parts()
    assert states(case)[0] == State.OPENED and of_part(case, "khai-sinh").urn == left.urn
    assert len(of_part(case, "khai-sinh").slots) == 1, "the paper is copied once"


def test_news_that_come_again_change_nothing(world: World) -> None:
    case = born(world)
    before = Message.objects.filter(service="cases.open").count()
    before_all = list(CasePart.objects.filter(parent=case).values_list("state", "attempts", "opened"))
    for part in CasePart.objects.filter(parent=case):
        actions.receive_part_news(_event(part.opened))
    actions.receive_submitted(_event(case.urn))
    work()
    assert list(CasePart.objects.filter(parent=case).values_list("state", "attempts", "opened")) == before_all
    assert Message.objects.filter(service="cases.open").count() == before


def _event(case: str) -> EventView:
    """The last thing that was told of a case."""
    return view_events([Event.objects.filter(subjects__urn=case, kind="case.submitted").latest("pk")])[0]


def test_the_police_refuse_and_nothing_else_is_lost(world: World) -> None:
    case = born(world)
    refused(of_part(case, "thuong-tru"), police_of_ward(world), "khong-dong-y")
    at_desk(of_part(case, "the-bhyt"), insurance_desk(world))
    case.refresh_from_db()
    assert states(case) == ["granted", "failed", "granted"]
    told = Notice.objects.filter(person=world.cast.anh.person, about=case.urn)
    assert told.count() == 1 and case.wait == Wait.PARTS, "it waits until the first agency's officer has looked"
    queue = [line.case.urn for line in list_queue(world.cast.lan).lines]
    assert case.urn in queue
    actions.see_part(case, "thuong-tru", by=world.cast.lan)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.GRANTED)
    assert case.urn not in [line.case.urn for line in list_queue(world.cast.lan).lines]
    assert [len(line.results) for line in list_parts(case)][::2] == [1, 1]
    work()
    assert_record_agrees()


def test_the_refused_part_is_filed_alone_from_a_draft_that_is_filled_in(world: World) -> None:
    case = born(world)
    police = of_part(case, "thuong-tru")
    refused(police, police_of_ward(world), "khong-dong-y")
    mother = mother_of(world)
    draft = actions.file_part_alone(case, "thuong-tru", by=mother)
    assert actions.file_part_alone(case, "thuong-tru", by=mother) == draft, "asking twice gives the same draft"
    actions.fetch_lookups(draft, by=mother)
    again = actions.submit_case(draft, token="alone", by=mother)
    assert (again.applicant, again.agency) == (police.applicant, police.agency) and again.number != police.number
    case.refresh_from_db()
    assert case.rank_at is None, "whoever files it alone needs nobody to tell them"
    done = at_desk(again, police_of_ward(world))
    assert done.finished_at
    with pytest.raises(Missing):
        actions.file_part_alone(case, "thuong-tru", by=world.stranger)
    work()
    assert_record_agrees()


def test_an_agency_that_cannot_be_found_is_told_and_sent_again_once_it_is_there(world: World) -> None:
    case = opened(world)
    insurance = Agency.objects.get(urn=world.cast.thao.agency)
    Agency.objects.filter(pk=insurance.pk).update(code="H29.XX")
    at_ward(world, of_part(case, "khai-sinh"))
    assert states(case) == ["granted", "opened", "unopened"]
    line = list_parts(case)[2]
    assert line.reason and "cơ quan giải quyết" in line.reason.vi and line.needs_officer
    assert not Case.objects.filter(code="1.014137").exists(), "no half-made dossier is left behind"
    Agency.objects.filter(pk=insurance.pk).update(code=insurance.code)
    with pytest.raises(Missing):
        actions.send_part_again(case, "the-bhyt", by=world.cast.hanh)
    actions.send_part_again(case, "the-bhyt", by=world.cast.lan)
    work()
    assert states(case) == ["granted", "opened", "opened"]
    assert_record_agrees()


def test_a_birth_that_is_refused_leaves_nothing_to_wait_for(world: World) -> None:
    case = opened(world)
    birth = of_part(case, "khai-sinh")
    actions.turn_away_case(birth, [actions.Ground(code="da-dang-ky")], by=world.cast.lan)
    work()
    assert states(case) == ["failed", "dropped", "dropped"]
    actions.see_part(case, "khai-sinh", by=world.cast.lan)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.REFUSED)
    assert not [one for one in list_letters(case) if one.is_result], "there is no result to cover"
    work()
    assert_record_agrees()


def test_all_of_it_is_withdrawn_before_anything_is_decided(world: World) -> None:
    case = opened(world)
    actions.withdraw_case(case, by=world.cast.anh)
    work()
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN and states(case) == ["failed", "dropped", "dropped"]
    assert of_part(case, "khai-sinh").status == Status.WITHDRAWN
    assert_record_agrees()


def test_what_is_decided_stays_when_the_rest_is_withdrawn(world: World) -> None:
    case = born(world)
    at_desk(of_part(case, "the-bhyt"), insurance_desk(world))
    actions.withdraw_case(case, by=mother_of(world))
    work()
    case.refresh_from_db()
    assert states(case) == ["granted", "failed", "granted"]
    assert of_part(case, "thuong-tru").status == Status.WITHDRAWN
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.GRANTED)
    assert_record_agrees()


def test_what_is_given_up_on_its_way_is_withdrawn_once_it_is_there(world: World) -> None:
    case = linked_birth(world)
    with by_way_of(Faulty(["silent_after"])):
        work()
    actions.withdraw_case(case, by=world.cast.anh)
    case.refresh_from_db()
    assert case.wait == Wait.PARTS and states(case) == ["silent", "dropped", "dropped"]
    CasePart.objects.filter(parent=case, code="khai-sinh").update(next_at=now() - timedelta(minutes=1))
    actions.follow_waiting_parts()
    work()
    case.refresh_from_db()
    assert of_part(case, "khai-sinh").status == Status.WITHDRAWN
    assert case.status == Status.CLOSED
    assert_record_agrees()


def test_a_citizen_gives_up_one_part_and_the_others_go_on(world: World) -> None:
    case = opened(world)
    actions.drop_part(case, "the-bhyt", by=world.cast.anh)
    at_ward(world, of_part(case, "khai-sinh"))
    assert states(case) == ["granted", "opened", "dropped"]
    at_desk(of_part(case, "thuong-tru"), police_of_ward(world))
    case.refresh_from_db()
    assert case.status == Status.CLOSED
    with pytest.raises(Missing):
        actions.drop_part(case, "the-bhyt", by=world.stranger)


def test_pressing_twice_sends_once(world: World) -> None:
    case = filled_birth(world)
    first = actions.submit_case(case, token="once", by=world.cast.anh)
    again = actions.submit_case(case, token="once", by=world.cast.anh)
    work()
    assert first == again and CasePart.objects.filter(parent=case).count() == 3


# ---- on the pages


def page_of(person: Actor, address: str) -> str:
    """What somebody of the cast reads at an address."""
    return client_of(person).get(address, follow=True).content.decode()


def client_of(person: Actor) -> Client:
    """Signed in, in their office where they have one."""
    client = Client()
    part = next(part for part in parts().values() if part.claims.full_name == person.name)
    client.post("/dang-nhap/xong", {"personal_number": part.claims.personal_number, "assurance": "2"})
    return client


def test_the_citizen_reads_who_holds_each_part_and_files_the_refused_one(world: World) -> None:
    case = born(world)
    refused(of_part(case, "thuong-tru"), police_of_ward(world), "khong-dong-y")
    page = page_of(world.cast.anh, f"/ho-so/{case.number}/")
    for said in ("Công an phường Chợ Quán", "Bảo hiểm xã hội", "Giấy khai sinh", "Nộp riêng phần này", "Xem lý do"):
        assert said in page
    answer = client_of(world.cast.anh).post(f"/ho-so/{case.number}/phan/thuong-tru/nop-rieng", follow=True)
    assert answer.status_code == 200 and "Đăng ký thường trú" in answer.content.decode()
    stranger = client_of(world.cast.khanh).post(f"/ho-so/{case.number}/phan/the-bhyt/nop-rieng")
    assert stranger.status_code in (404, 409)


def test_the_desks_read_whence_it_came_and_what_came_to_nothing(world: World) -> None:
    case = born(world)
    police = of_part(case, "thuong-tru")
    theirs = page_of(world.cast.hoa, f"/mot-cua/ho-so/{police.number}")
    assert "Nộp liên thông từ hồ sơ" in theirs and case.number in theirs
    assert "Liên thông" in page_of(world.cast.hoa, "/mot-cua/")
    refused(police, police_of_ward(world), "khong-dong-y")
    assert case.number in page_of(world.cast.lan, "/mot-cua/")
    assert "Đã xem, đã hướng dẫn" in page_of(world.cast.lan, f"/mot-cua/ho-so/{case.number}")
    lan = client_of(world.cast.lan)
    assert lan.post(f"/mot-cua/ho-so/{case.number}/phan/thuong-tru/da-xem").status_code == 302
    assert case.number not in page_of(world.cast.lan, "/mot-cua/")
    elsewhere = client_of(world.cast.hanh).post(f"/mot-cua/ho-so/{case.number}/phan/thuong-tru/da-xem")
    assert elsewhere.status_code == 404
