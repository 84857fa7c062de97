"""Money within a case: it waits for what is due, goes on once that is there, and gives back what the rule says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from toantrinh.cases import actions, lifecycle, queries, situation
from toantrinh.cases.actions import Ground
from toantrinh.cases.definition import Channel, Fee
from toantrinh.cases.models import Case
from toantrinh.cases.situation import procedure_of_case
from toantrinh.cases.tests.conftest import MONDAY, Town
from toantrinh.cases.tests.test_life import TAKEN
from toantrinh.cases.verification import check_cases
from toantrinh.documents.queries import open_letter
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.notices.queries import list_notices
from toantrinh.payments.actions import Told, receive_transfer
from toantrinh.payments.models import Demand, Refund
from toantrinh.payments.queries import compare_with_record
from toantrinh.record.outbox import run_outbox
from toantrinh.tasks.models import Task

pytestmark = pytest.mark.django_db


def charge(case: Case, **values: object) -> Case:
    """Let a draft's procedure charge something, in memory alone."""
    terms = procedure_of_case(case).channels[Channel(case.channel)]
    terms.fees[:] = [Fee.model_validate({"code": "phi", "name": {"vi": "Phí", "en": "Fee"}, **values})]
    return case


@pytest.fixture
def priced(town: Town) -> Iterator[Town]:
    """The town, whose procedure costs what a test says; the definition is forgotten afterwards."""
    situation._procedure.cache_clear()
    yield town
    situation._procedure.cache_clear()


def sent(town: Town, channel: Channel = Channel.ONLINE, **values: object) -> Case:
    """Submitted, with that charge."""
    case = charge(town.draft(channel), **values)
    by = town.cast.anh if channel == Channel.ONLINE else town.cast.lan
    return actions.submit_case(case, token="once", by=by)


def pay(case: Case, amount: int = 8000, number: str = "FT1") -> Case:
    """The bank tells of money, and the house delivers."""
    demand = Demand.objects.filter(about=case.urn).latest("pk")
    told = Told(account="mau", bank_ref=number, amount=amount, content=demand.reference, paid_at=MONDAY)
    receive_transfer(told)
    while run_outbox():
        pass
    case.refresh_from_db()
    return case


def whole() -> bool:
    return not [*check_cases(), *compare_with_record()]


def test_what_is_due_at_submission_keeps_the_case_until_it_is_paid(priced: Town) -> None:
    case = sent(priced, amount=8000)
    assert (case.status, case.wait, lifecycle.national_code(case)) == ("submitted", "payment", 1)
    assert lifecycle.words_of(case).en == "Sent, waiting for your payment" and case.number
    with pytest.raises(Refused) as refused:
        actions.accept_case(case, by=priced.cast.lan)
    assert "chờ bạn nộp tiền" in refused.value.message.vi
    assert Task.objects.get(about=case.urn, closed_at=None).waiting_since == MONDAY
    pay(case)
    assert (case.status, case.wait, case.payment_until) == ("submitted", "", None)
    assert Task.objects.get(about=case.urn, closed_at=None).waiting_since is None
    actions.accept_case(case, by=priced.cast.lan)
    assert whole()


def test_nothing_due_asks_for_nothing(priced: Town) -> None:
    case = sent(priced, amount=0, free_because={"vi": "Miễn", "en": "Free"})
    assert (case.wait, Demand.objects.count()) == ("", 0)
    assert [line.reason.vi for line in queries.charges_of(case)] == ["Miễn"]


def test_a_part_is_not_enough_and_told_twice_changes_nothing(priced: Town) -> None:
    case = sent(priced, amount=8000)
    assert pay(case, 5000).wait == "payment"
    assert pay(case, 5000).wait == "payment"
    assert pay(case, 3000, "FT2").wait == ""
    assert whole()


def test_what_is_due_after_receipt_is_code_6_and_stops_the_clock(priced: Town) -> None:
    case = sent(priced, amount=8000, due="receipt")
    actions.accept_case(case, by=priced.cast.lan)
    assert (case.status, case.wait, lifecycle.national_code(case)) == ("in_review", "payment", 6)
    promised = case.due_at
    assert promised is not None
    with at(MONDAY + timedelta(days=1)):
        pay(case)
        assert (case.status, lifecycle.national_code(case)) == ("in_review", 2)
        assert case.due_at == promised + timedelta(days=1)
        assert whole()


def test_the_clock_runs_on_where_the_house_is_told_so(priced: Town, settings: object) -> None:
    settings.PAYMENT_STOPS_CLOCK = False  # type: ignore[attr-defined]
    case = actions.accept_case(sent(priced, amount=8000, due="receipt"), by=priced.cast.lan)
    promised = case.due_at
    with at(MONDAY + timedelta(days=1)):
        assert pay(case).due_at == promised


def test_what_is_due_with_the_result_keeps_the_result(priced: Town) -> None:
    case = sent(priced, Channel.COUNTER, amount=8000, due="return")
    assert case.wait == ""
    case = actions.accept_case(case, by=priced.cast.lan)
    case = actions.complete_step(case, by=priced.cast.tuan)
    case = actions.decide_case(case, "granted", version=case.version, by=priced.cast.duc)
    case = actions.send_effects(case)
    with pytest.raises(Refused) as refused:
        actions.return_result(case, by=priced.cast.lan)
    assert refused.value.code == "unpaid"
    demand = Demand.objects.get()
    with pytest.raises(Missing):
        actions.take_case_cash(case, demand, by=priced.cast.hanh)
    actions.take_case_cash(case, demand, by=priced.cast.lan)
    actions.return_result(case, by=priced.cast.lan)
    assert case.status == "closed" and whole()
    letter = Demand.objects.get().receipt
    assert open_letter(letter, viewer=priced.cast.anh, purpose="own")[1].startswith(b"%PDF")


def test_silence_ends_the_case_with_letter_and_refund(priced: Town) -> None:
    case = sent(priced, amount=8000)
    pay(case, 3000)
    with pytest.raises(Refused):
        actions.expire_payment(case)
    with at(MONDAY + timedelta(days=15)):
        assert actions.watch() == 1
        case.refresh_from_db()
        assert (case.status, case.outcome, lifecycle.national_code(case)) == ("closed", "expired", 8)
        line = queries.list_letters(case)[-1]
        assert open_letter(line.letter, viewer=priced.cast.anh, purpose="own")[1].startswith(b"%PDF")
        assert [(one.amount, one.why) for one in Refund.objects.all()] == [(3000, "not_granted")]
        pay(case, 5000, "FT2")
        assert sorted(one.why for one in Refund.objects.all()) == ["closed", "not_granted"]
        assert whole()


def test_a_withdrawn_case_gives_back_what_its_rule_says(priced: Town) -> None:
    before = pay(sent(priced, amount=8000))
    actions.withdraw_case(before, by=priced.cast.anh)
    assert [(one.amount, one.why, one.asked_by) for one in Refund.objects.all()] == [(8000, "withdrawn", SYSTEM.urn)]
    after = actions.accept_case(pay(sent(priced, amount=8000), number="FT2"), by=priced.cast.lan)
    actions.withdraw_case(after, by=priced.cast.anh)
    assert Refund.objects.count() == 1, "its receipt had begun the work"
    unpaid = sent(priced, amount=8000)
    actions.withdraw_case(unpaid, by=priced.cast.anh)
    assert Demand.objects.latest("pk").state == "cancelled" and whole()


@pytest.mark.parametrize(("refund", "count"), [("unless_granted", 1), ("before_receipt", 0), ("never", 0)])
def test_a_refused_case_gives_back_where_the_rule_says(priced: Town, refund: str, count: int) -> None:
    case = pay(sent(priced, amount=8000, refund=refund))
    case = actions.accept_case(case, by=priced.cast.lan)
    case = actions.complete_step(case, proposal="refused", grounds=[TAKEN], by=priced.cast.tuan)
    actions.decide_case(case, "refused", version=case.version, grounds=[TAKEN], by=priced.cast.duc)
    assert Refund.objects.count() == count and whole()


def test_turned_away_before_receipt_all_goes_back(priced: Town) -> None:
    case = pay(sent(priced, amount=8000))
    actions.turn_away_case(case, [Ground(code="trung-ten", sentence="Quán cùng tên ở số 5.")], by=priced.cast.lan)
    assert Refund.objects.get().amount == 8000
    assert any("Hoàn tiền" in one.subject.vi for one in list_notices(priced.cast.anh))


def test_the_officer_sets_what_the_rules_left_open_and_it_is_asked_for(priced: Town) -> None:
    case = sent(priced, set_by="province")
    assert (case.wait, queries.charges_of(case)[0].amount) == ("", None)
    actions.accept_case(case, by=priced.cast.lan)
    for amounts, basis, kind in (
        ({"phi": -1}, "05/2025/NQ-HĐND", Invalid),
        ({"phi": 5000}, "", Invalid),
        ({"khac": 5000}, "05/2025/NQ-HĐND", Refused),
        ({}, "05/2025/NQ-HĐND", Refused),
    ):
        with pytest.raises(kind):
            actions.set_charges(case, amounts, basis, by=priced.cast.lan)
    with pytest.raises(Missing):
        actions.set_charges(case, {"phi": 5000}, "05/2025/NQ-HĐND", by=priced.cast.anh)
    actions.set_charges(case, {"phi": 5000}, "05/2025/NQ-HĐND", by=priced.cast.lan)
    assert lifecycle.national_code(case) == 6
    line = queries.charges_of(case)[0]
    assert (line.amount, line.basis, line.reason.en) == (5000, "05/2025/NQ-HĐND", "Set by the agency")
    pay(case, 5000)
    assert case.wait == "" and whole()
    with pytest.raises(Refused):
        actions.set_charges(case, {"phi": 1}, "05/2025/NQ-HĐND", by=priced.cast.lan)
