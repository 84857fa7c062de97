"""A case lives from draft to result, as the law lets it."""

from datetime import datetime, timedelta

import pytest

from toantrinh.cases import actions, lifecycle, queries
from toantrinh.cases.actions import Ground
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case, CaseDue
from toantrinh.cases.tests.conftest import MONDAY, PDF, Town
from toantrinh.documents.queries import open_letter
from toantrinh.kernel.moment import HANOI, at, local
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.notices.models import Notice
from toantrinh.tasks.models import Task

pytestmark = pytest.mark.django_db

BLURRED = Ground(code="don-mo", sentence="Trang 1 không đọc được.", paper="don")
TAKEN = Ground(code="trung-ten", sentence="Quán cùng tên ở số 5.")


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2026, 10, number, hour, tzinfo=HANOI)


def test_a_permit_goes_the_whole_way(town: Town) -> None:
    case = town.finished()
    assert (case.status, case.outcome, lifecycle.national_code(case)) == ("decided", "granted", 9)
    assert list(town.provider.written.values()) == [{"name": "Quán Phở Hoà", "owner_number": "079195000017"}]
    actions.return_result(case, by=town.cast.anh)
    assert (case.status, lifecycle.national_code(case)) == ("closed", 10)
    kinds = [line.kind for line in reversed(queries.timeline(case, viewer=town.cast.anh))]
    assert kinds == [
        "case.drafted",
        "case.prefilled",
        "case.submitted",
        "case.accepted",
        "case.step_completed",
        "case.draft_confirmed",
        "case.decided",
        "case.effect_confirmed",
        "case.finished",
        "case.returned",
    ]
    assert not Task.objects.filter(about=case.urn, closed_at=None).exists()
    assert [service.name.en for service in queries.next_services(case)] == ["Register for tax"]


def test_each_letter_can_be_drawn_and_says_what_was_decided(town: Town) -> None:
    case = town.finished()
    letters = queries.list_letters(case)
    assert [(line.form, line.is_result) for line in letters] == [("01", False), ("giay-phep", True)]
    for line in letters:
        assert open_letter(line.letter, viewer=town.cast.anh, purpose="own")[1].startswith(b"%PDF")


def test_receipt_freezes_the_promise(town: Town) -> None:
    case = town.accepted()
    assert case.due_at is not None
    assert local(case.due_at) == day(8)
    assert case.number == "H29.27301-261005-0001"
    assert [due.why for due in CaseDue.objects.all()] == ["accepted"]
    assert lifecycle.national_code(case) == 2


def test_numbers_count_up_within_a_day(town: Town) -> None:
    first, second = town.submitted(), town.submitted()
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    with at(day(6)):
        assert town.submitted().number == "H29.27301-261006-0001"


def test_two_presses_of_the_button_send_once(town: Town) -> None:
    draft = town.draft()
    first = actions.submit_case(draft, token="a", by=town.cast.anh)
    again = actions.submit_case(Case.objects.get(urn=draft.urn), token="a", by=town.cast.anh)
    assert first.number == again.number
    with pytest.raises(Refused, match="You sent this application at"):
        actions.submit_case(draft, token="b", by=town.cast.anh)
    assert Task.objects.count() == 1


def test_an_incomplete_form_names_everything_that_is_missing(town: Town) -> None:
    case = actions.create_draft("1.999001", applicant=town.cast.anh.person, applicant_name="Ánh", by=town.cast.anh)
    with pytest.raises(Invalid) as refused:
        actions.submit_case(case, token="a", by=town.cast.anh)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["owner.name", "owner.residence", "permit.name", "permit.kind", "paper:don"]


def test_whom_the_law_excludes_is_told_what_to_do_instead(town: Town) -> None:
    case = town.draft()
    actions.save_answers(case, "viec", {"permit.name": "Kho", "permit.kind": "arms"}, by=town.cast.anh)
    with pytest.raises(Refused) as refused:
        actions.submit_case(case, token="a", by=town.cast.anh)
    assert refused.value.advice and refused.value.advice.vi == "Chọn mặt hàng khác."


def test_at_the_counter_an_officer_files_and_nobody_is_asked_to_confirm(town: Town) -> None:
    case = town.accepted(Channel.COUNTER)
    assert case.plan == ["tiep-nhan", "tham-tra", "ky", "tra"]
    actions.complete_step(case, by=town.cast.tuan)
    actions.decide_case(case, "granted", version=case.version, by=town.cast.duc)
    actions.send_effects(case)
    assert case.step == "tra"
    actions.return_result(case, by=town.cast.lan)
    assert case.status == "closed"


def test_a_dossier_turned_away_says_why(town: Town) -> None:
    case = actions.turn_away_case(town.submitted(), [TAKEN], by=town.cast.lan)
    assert (case.status, lifecycle.national_code(case)) == ("closed", 3)
    assert [reason.sentence for reason in queries.list_reasons(case, "turn_away")] == ["Quán cùng tên ở số 5."]
    assert [line.form for line in queries.list_letters(case)] == ["03"]


def test_no_refusal_without_a_ground(town: Town) -> None:
    case = town.submitted()
    with pytest.raises(Invalid):
        actions.turn_away_case(case, [], by=town.cast.lan)
    with pytest.raises(Invalid):
        actions.turn_away_case(case, [Ground(code="khac")], by=town.cast.lan)
    with pytest.raises(Invalid):
        actions.turn_away_case(case, [Ground(code="don-mo")], by=town.cast.lan)


def test_a_refusal_ends_the_case_with_its_reasons(town: Town) -> None:
    case = town.examined(proposal="refused", grounds=[TAKEN])
    assert case.step == "ky", "nobody is shown the draft of a refusal"
    actions.decide_case(case, "refused", version=case.version, grounds=[TAKEN], by=town.cast.duc)
    assert (case.status, lifecycle.national_code(case)) == ("decided", 9)
    assert queries.status_of(case).words.en == "Refused: see why"
    assert town.provider.written == {}


def test_the_clock_stands_while_the_citizen_is_asked(town: Town) -> None:
    case = town.accepted()
    with at(day(5, 10)):
        actions.ask_supplement(case, [BLURRED], by=town.cast.tuan)
        assert lifecycle.national_code(case) == 5
        assert queries.clock_of(case).holder == "citizen"
    with at(day(7, 10)):
        assert queries.clock_of(case).due_if_continued_now == day(12)
        with pytest.raises(Invalid, match="1 thing to correct"):
            actions.supply_supplement(case, by=town.cast.anh)
        actions.attach_paper(case, "don", PDF, name="moi.pdf", by=town.cast.anh)
        actions.supply_supplement(case, by=town.cast.anh)
    assert case.due_at == day(12), "two working days later"
    assert lifecycle.national_code(case) == 4
    assert [due.why for due in CaseDue.objects.order_by("pk")] == ["accepted", "supplement"]


def test_a_second_supplement_is_refused_by_law(town: Town) -> None:
    case = actions.ask_supplement(town.submitted(), [Ground(code="ten-quan")], by=town.cast.lan)
    actions.save_answers(case, "viec", {"permit.name": "Phở Hoà", "permit.kind": "food"}, by=town.cast.anh)
    actions.supply_supplement(case, by=town.cast.anh)
    assert case.status == "submitted"
    with pytest.raises(Refused, match="The law allows this once"):
        actions.ask_supplement(case, [BLURRED], by=town.cast.lan)


def test_silence_past_the_date_stops_the_case(town: Town) -> None:
    case = actions.ask_supplement(town.accepted(), [BLURRED], by=town.cast.tuan)
    with at(day(8)):
        assert actions.watch() == 0
    with at(day(13)):
        assert actions.watch() == 1
    case.refresh_from_db()
    assert (case.outcome, lifecycle.national_code(case)) == ("expired", 8)
    assert [line.form for line in queries.list_letters(case)] == ["01", "02", "05"]


def test_the_applicant_may_withdraw_until_it_is_decided(town: Town) -> None:
    case = actions.withdraw_case(town.accepted(), reason="Đổi ý", by=town.cast.anh)
    assert (case.status, lifecycle.national_code(case)) == ("withdrawn", 7)
    with pytest.raises(Refused):
        actions.withdraw_case(town.decided(), by=town.cast.anh)


def test_of_two_who_decide_the_second_is_told_who_and_when(town: Town) -> None:
    case = town.to_sign()
    other, version = Case.objects.get(pk=case.pk), case.version
    actions.decide_case(case, "granted", version=version, by=town.cast.duc)
    with pytest.raises(Refused, match="Hoàng Minh Đức decided this dossier at Monday") as refused:
        actions.decide_case(other, "refused", version=version, grounds=[TAKEN], by=town.cast.duc)
    assert refused.value.code == "already_decided"


def test_a_dossier_that_changed_since_it_was_read_is_not_decided(town: Town) -> None:
    case = town.to_sign()
    version = case.version
    actions.add_note(case, "Gọi lại cho chị Ánh.", by=town.cast.tuan)
    with pytest.raises(Refused, match="has changed since you opened it"):
        actions.decide_case(case, "granted", version=version, by=town.cast.duc)


def test_the_signer_may_send_it_back(town: Town) -> None:
    case = actions.send_back(town.to_sign(), "Xem lại địa chỉ.", by=town.cast.duc)
    assert case.step == "tham-tra"
    assert [reason.sentence for reason in queries.list_reasons(case, "send_back")] == ["Xem lại địa chỉ."]


def test_a_mistake_in_the_draft_goes_back_to_the_examiner(town: Town) -> None:
    case = actions.report_mistake(town.examined(), "Tên quán thiếu dấu.", by=town.cast.anh)
    assert (case.step, case.wait) == ("tham-tra", "")


def test_silence_about_the_draft_counts_as_agreement_on_the_citizens_days(town: Town) -> None:
    case = town.examined()
    assert (case.wait, queries.status_of(case).words.en) == ("confirmation", "Waiting for you: check the draft")
    with at(day(6, 10)):
        assert actions.watch() == 1
    case.refresh_from_db()
    assert (case.step, case.wait) == ("ky", "")
    assert case.due_at == day(9, 10), "one working day and an hour later"


def test_the_citizen_rates_what_has_ended_once(town: Town) -> None:
    case = actions.return_result(town.finished(), by=town.cast.anh)
    actions.rate_case(case, 5, words="Nhanh.", by=town.cast.anh)
    with pytest.raises(Refused):
        actions.rate_case(case, 1, by=town.cast.anh)
    with pytest.raises(Missing):
        actions.rate_case(case, 1, by=town.cast.lan)


def test_a_late_case_is_apologised_for_once_and_stays_late(town: Town) -> None:
    case = town.to_sign()
    with at(day(12)):
        assert queries.clock_of(case).tone == "late"
        with pytest.raises(Invalid):
            actions.apologise(case, "", day(10).date(), by=town.cast.duc)
        actions.apologise(case, "Cán bộ nghỉ ốm.", day(14).date(), by=town.cast.duc)
        assert case.new_due_at is not None
        assert local(case.new_due_at) == day(14, 17) + timedelta(minutes=30)
        with pytest.raises(Refused, match="allowed once"):
            actions.apologise(case, "Nữa.", day(16).date(), by=town.cast.duc)
        actions.decide_case(case, "granted", version=case.version, by=town.cast.duc)
        actions.send_effects(case)
    clock = queries.clock_of(case)
    assert (clock.late_days, clock.holder, clock.tag.en) == (2, "nobody", "2 days late")
    assert "04" in [line.form for line in queries.list_letters(case)]


def test_nobody_touching_a_case_is_told_to_its_head_and_its_citizen(town: Town) -> None:
    case = town.accepted()
    with at(day(5, 16)):
        assert actions.watch() == 0
    with at(day(6, 10)):
        assert (actions.watch(), actions.watch()) == (1, 0)
    reminder = Task.objects.get(kind="case.silent")
    assert (reminder.role, reminder.about) == ("signer", case.urn)
    assert queries.timeline(case, viewer=town.cast.anh)[0].kind == "case.fell_silent"
    with at(day(7, 11)):
        assert actions.watch() == 1, "another limit has passed"


def test_taking_a_case_up_starts_its_limit_again(town: Town) -> None:
    case = town.accepted()
    with at(day(5, 15)):
        actions.take_case(case, by=town.cast.tuan)
        assert lifecycle.national_code(case) == 4
    with at(day(6, 10)):
        assert actions.watch() == 0
        assert queries.list_queue(town.cast.tuan).lines[0].worker == "Phạm Văn Tuấn"


def test_the_citizen_is_told_what_happens_to_the_dossier(town: Town) -> None:
    case = town.finished()
    assert Notice.objects.filter(about=case.urn).count() == 3, "received, check the draft, result"


def test_days_are_attributed_to_those_who_held_them(town: Town) -> None:
    case = town.accepted()
    with at(day(5, 10)):
        actions.ask_supplement(case, [Ground(code="ten-quan")], by=town.cast.tuan)
    with at(day(8, 10)):
        actions.supply_supplement(case, by=town.cast.anh)
    with at(day(9, 10)):
        actions.complete_step(case, proposal="refused", grounds=[TAKEN], by=town.cast.tuan)
        actions.decide_case(case, "refused", version=case.version, grounds=[TAKEN], by=town.cast.duc)
    clock = queries.clock_of(case)
    assert clock.days_by_holder == {"citizen": 3, "agency": 2}
    assert [stretch.holder for stretch in clock.stretches] == ["agency", "citizen", "agency"]
    assert timedelta(0) <= day(13) - (case.due_at or MONDAY)
