"""What banks tell us: forged, old, changed, repeated, too little, too much, twice, for nothing; none of it lost."""

from datetime import timedelta

import pytest
from django.conf import settings
from nacl.signing import SigningKey

from toantrinh.documents.queries import open_letter
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at, now
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.notices.models import Notice
from toantrinh.notices.queries import list_notices
from toantrinh.payments import accounts, actions, queries
from toantrinh.payments.connectors import pretend
from toantrinh.payments.connectors.bank import Order
from toantrinh.payments.models import Attempt, Demand, Refund, RefusedMessage, Transfer
from toantrinh.payments.tests.conftest import CASE, MONDAY, Till

pytestmark = pytest.mark.django_db


def held(demand: Demand) -> Demand:
    demand.refresh_from_db()
    return demand


def whole() -> bool:
    """The tables say what the record says."""
    return not list(queries.compare_with_record())


def test_money_for_what_was_asked_settles_it_and_gives_a_receipt(till: Till) -> None:
    demand = till.demand()
    heard = till.hear("FT1", 24000, f"LPHI {demand.reference}")
    assert (heard.status, heard.outcome, heard.is_new) == (200, "matched", True)
    assert (held(demand).state, demand.way, demand.receipt_number) == ("paid", "bank", "H29.27301/BL-2026-000001")
    letter, pdf = open_letter(demand.receipt, viewer=till.cast.anh, purpose="own")
    assert letter.form == "bien-lai" and pdf.startswith(b"%PDF")
    assert list_notices(till.cast.anh)[0].subject.vi.startswith("Đã nhận đủ tiền")
    assert whole()


def test_told_again_it_is_the_same_money(till: Till) -> None:
    demand = till.demand()
    first, again = (till.hear("FT1", 24000, demand.reference) for _ in range(2))
    assert (first.is_new, again.is_new, again.outcome) == (True, False, "matched")
    assert Transfer.objects.count() == 1 and Notice.objects.count() == 1


def test_the_same_number_with_another_amount_changes_nothing(till: Till) -> None:
    demand = till.demand()
    till.hear("FT1", 24000, demand.reference)
    heard = till.hear("FT1", 99000, demand.reference)
    assert (heard.status, heard.outcome) == (409, "conflict")
    assert Transfer.objects.get().amount == 24000
    assert [one.reason for one in queries.refused_messages(till.cast.nam)] == ["conflict"]


def test_too_little_waits_for_the_rest(till: Till) -> None:
    demand = till.demand()
    assert till.hear("FT1", 10000, demand.reference).outcome == "part"
    assert held(demand).state == "open" and queries.pay_page(demand).left == 14000 and whole()
    assert till.hear("FT2", 14000, demand.reference).outcome == "matched"
    assert held(demand).state == "paid" and not Refund.objects.exists() and whole()


def test_too_much_goes_back(till: Till) -> None:
    demand = till.demand()
    assert till.hear("FT1", 30000, demand.reference).outcome == "over"
    refund = Refund.objects.get()
    assert (held(demand).state, refund.amount, refund.why, refund.state) == ("paid", 6000, "too_much", "asked")
    assert whole()


def test_paid_twice_the_second_goes_back_through_the_bank_after_a_second_person_agrees(till: Till) -> None:
    demand = till.demand()
    till.hear("FT1", 24000, demand.reference)
    assert till.hear("FT2", 24000, demand.reference).outcome == "over"
    refund = Refund.objects.get()
    assert (refund.amount, refund.why) == (24000, "again")
    assert actions.send_refunds() == 0, "nobody has agreed yet"
    actions.approve_refund(refund, by=till.cast.nam)
    assert actions.send_refunds() == 1 and actions.send_refunds() == 0
    refund.refresh_from_db()
    assert refund.state == "done" and refund.bank_ref.startswith("HT")
    assert [entry.amount for entry in pretend.list_entries()] == [-24000]
    subjects = [one.subject.vi.split(":")[0] for one in list_notices(till.cast.anh)]
    assert subjects == ["Đã hoàn tiền", "Hoàn tiền", "Đã nhận đủ tiền"]
    assert whole()


def test_money_for_a_case_that_ended_goes_back(till: Till) -> None:
    demand = till.demand()
    assert actions.cancel_demands(CASE, why="withdrawn", by=SYSTEM) == 1
    assert till.hear("FT1", 24000, demand.reference).outcome == "over"
    assert Refund.objects.get().why == "closed" and whole()


def test_a_part_that_was_paid_goes_back_with_the_case(till: Till) -> None:
    demand = till.demand()
    till.hear("FT1", 10000, demand.reference)
    actions.cancel_demands(CASE, why="withdrawn", by=SYSTEM)
    assert [(one.amount, one.why) for one in Refund.objects.all()] == [(10000, "withdrawn")]
    assert whole()


def test_what_the_rule_gives_back_goes_back_once(till: Till) -> None:
    demand = till.demand(refund="unless_granted")
    till.hear("FT1", 30000, demand.reference)
    assert actions.give_back(CASE, rules={"before_receipt"}, why="not_granted", by=SYSTEM) == 0
    assert actions.give_back(CASE, rules={"unless_granted"}, why="not_granted", by=SYSTEM) == 24000
    assert actions.give_back(CASE, rules={"unless_granted"}, why="not_granted", by=SYSTEM) == 0
    assert sorted(one.amount for one in Refund.objects.all()) == [6000, 24000]


def test_money_without_a_known_reference_is_the_operators_task(till: Till) -> None:
    demand = till.demand()
    assert till.hear("FT1", 24000, "chuyen tien lam giay khai sinh").outcome == "unmatched"
    [transfer] = queries.list_unmatched(till.cast.nam)
    assert queries.open_unmatched(transfer.urn, viewer=till.cast.nam)[1] == "chuyen tien lam giay khai sinh"
    with pytest.raises(Invalid):
        actions.match_transfer(transfer, "TT", by=till.cast.nam)
    actions.match_transfer(transfer, demand.number, by=till.cast.nam)
    assert held(demand).state == "paid" and not queries.list_unmatched(till.cast.nam) and whole()
    with pytest.raises(Refused):
        actions.match_transfer(transfer, demand.number, by=till.cast.nam)


def test_who_asks_for_a_refund_does_not_approve_it(till: Till) -> None:
    demand = till.demand()
    till.hear("FT1", 24000, demand.reference)
    with pytest.raises(Invalid):
        actions.ask_refund(Transfer.objects.get(), 24001, by=till.cast.nam)
    refund = actions.ask_refund(Transfer.objects.get(), 4000, by=till.cast.nam)
    with pytest.raises(Refused) as refused:
        actions.approve_refund(refund, by=till.cast.nam)
    assert refused.value.code == "same_person"
    with pytest.raises(Missing):
        actions.approve_refund(refund, by=till.cast.hanh)
    actions.decline_refund(refund, "Đã nhận bản sao.", by=till.cast.duc)
    assert Refund.objects.get().state == "declined" and whole()


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("unsigned", 401),
        ("changed", 401),
        ("forged", 401),
        ("unknown_key", 401),
        ("old", 401),
        ("unreadable", 422),
        ("no_account", 404),
    ],
)
def test_what_is_not_the_banks_word_is_refused_counted_and_told(till: Till, reason: str, status: int) -> None:
    demand = till.demand()
    good = till.message("FT1", 24000, demand.reference)
    bodies = {
        "unsigned": good.__class__(method="POST", path=good.path, headers={}, body=good.body),
        "changed": good.__class__(method="POST", path=good.path, headers=good.headers, body=good.body + b" "),
        "forged": till.signed(good.body, "FT1", key=SigningKey.generate()),
        "unknown_key": good.__class__(
            method="POST",
            path=good.path,
            headers={**good.headers, "signature-input": good.headers["signature-input"].replace(pretend.KEYID, "la")},
            body=good.body,
        ),
        "old": till.signed(good.body, "FT1", at_=int((now() - timedelta(minutes=6)).timestamp())),
        "unreadable": till.signed(b"[]", "FT1"),
        "no_account": good,
    }
    account = "khac" if reason == "no_account" else "mau"
    for _ in range(3):
        heard = actions.hear_bank(account, bodies[reason])
        assert (heard.status, heard.outcome) == (status, reason)
    assert held(demand).state == "open" and not Transfer.objects.exists()
    row = RefusedMessage.objects.get()
    assert (row.reason, row.count) == (reason, 3)
    assert queries.money_state(till.cast.nam).refused == 3


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 8000.5},
        {"amount": "24000"},
        {"amount": True},
        {"currency": "USD"},
        {"bank_ref": "FT2"},
        {"paid_at": "hôm qua"},
        {"paid_at": "2026-10-05T09:00:00"},
        {"paid_at": "2027-10-05T09:00:00+07:00"},
        {"content": None},
        {"attempt": "../x"},
        {"result": "perhaps"},
    ],
)
def test_a_signed_message_that_makes_no_sense_is_refused(till: Till, change: dict[str, object]) -> None:
    demand = till.demand()
    said = {"amount": 24000, "content": demand.reference} | change
    heard = till.hear("FT1", said.pop("amount"), said.pop("content"), **said)  # type: ignore[arg-type]
    assert heard.outcome == "unreadable" and not Transfer.objects.exists()


def test_another_address_is_not_what_was_signed(till: Till) -> None:
    good = till.message("FT1", 24000, till.demand().reference)
    moved = good.__class__(method="POST", path="/api/ngan-hang/khac", headers=good.headers, body=good.body)
    assert actions.hear_bank("mau", moved).outcome == "forged"


def test_a_card_is_paid_by_its_attempt_whatever_the_words_say(till: Till) -> None:
    demand = till.demand()
    address = actions.begin_payment(demand, back="/ho-so/x/nop-tien", by=till.cast.anh)
    attempt = Attempt.objects.get()
    assert address.startswith("/ngan-hang-gia/?") and queries.pay_page(demand).tried_at == attempt.started_at
    key = attempt.urn.rpartition(":")[2]
    assert till.hear("FT1", 24000, "", attempt=key).outcome == "matched"
    assert (held(demand).way, Attempt.objects.get().state) == ("card", "paid")
    with pytest.raises(Refused) as refused:
        actions.begin_payment(demand, back="/", by=till.cast.anh)
    assert refused.value.code == "paid"


def test_a_refused_card_costs_nothing_and_its_payer_is_told(till: Till) -> None:
    demand = till.demand()
    actions.begin_payment(demand, back="/", by=till.cast.anh)
    key = Attempt.objects.get().urn.rpartition(":")[2]
    assert till.hear("FT1", 24000, "", attempt=key, result="refused").outcome == "refused"
    assert held(demand).state == "open" and queries.pay_page(demand).refused_at == MONDAY
    assert list_notices(till.cast.anh)[0].subject.vi.startswith("Chưa trả được tiền")


def test_somebody_else_cannot_pay_by_card_in_ones_name(till: Till) -> None:
    with pytest.raises(Missing):
        actions.begin_payment(till.demand(), back="/", by=till.cast.lan)


def test_cash_is_taken_once_with_a_receipt_and_summed_by_day(till: Till) -> None:
    demand = till.demand(due="return")
    with pytest.raises(Missing):
        actions.take_cash(demand, by=till.cast.hanh)
    actions.take_cash(demand, by=till.cast.lan)
    assert (held(demand).state, demand.way, bool(demand.receipt)) == ("paid", "cash", True)
    with pytest.raises(Refused):
        actions.take_cash(demand, by=till.cast.lan)
    [line] = queries.cash_of_day(till.cast.lan.agency, MONDAY.date(), viewer=till.cast.lan)
    assert (line.name, line.count, line.amount) == (till.cast.lan.name, 1, 24000)
    refund = actions.ask_refund(Transfer.objects.get(), 24000, by=till.cast.duc)
    actions.approve_refund(refund, by=till.cast.nam)
    assert actions.send_refunds() == 0, "cash does not go back through a bank"
    actions.pay_back_by_hand(refund, "Phiếu chi 12", by=till.cast.duc)
    assert Refund.objects.get().state == "done" and whole()


def test_the_pretend_bank_behaves_as_told_and_tells_until_it_is_answered(till: Till) -> None:
    demand = till.demand()
    bank = pretend.PretendBank()
    bank.play("tre", content=demand.reference, amount=24000)
    bank.play("mat-tin", content="x", amount=1)
    answers = [0, 500, 200]

    def post(path: str, body: bytes, headers: dict[str, str]) -> int:
        return answers.pop(0)

    assert pretend.tell_waiting(post) == 0 and len(answers) == 3, "it is late"
    for minutes, listened in ((2, 0), (3, 0), (4, 1), (5, 0)):
        with at(MONDAY + timedelta(minutes=minutes)):
            assert pretend.tell_waiting(post) == listened
    assert answers == []


@pytest.mark.parametrize("behaviour", list(pretend.BEHAVIOURS))
def test_whatever_the_pretend_bank_does_the_books_agree(till: Till, behaviour: str) -> None:
    demand = till.demand()
    pretend.PretendBank().play(behaviour, content=demand.reference, amount=24000)

    def post(path: str, body: bytes, headers: dict[str, str]) -> int:
        message = till.message("x", 1, "").__class__(method="POST", path=path, headers=headers, body=body)
        return actions.hear_bank("mau", message).status

    with at(MONDAY + timedelta(minutes=2)):
        while pretend.tell_waiting(post):
            pass
        statement = pretend.statement_of(MONDAY.date()).encode()
        actions.reconcile_statement(statement, by=till.cast.nam)
    booked = sum(entry.amount for entry in pretend.list_entries() if not entry.is_refusal)
    assert sum(one.amount for one in Transfer.objects.all()) == booked
    assert whole() and not Transfer.objects.exclude(missing_in=None).exists()


def test_the_pretend_bank_refuses_a_real_house(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pretend, accounts):
        monkeypatch.setattr(module, "is_demonstration", lambda: False)
    with pytest.raises(Refused):
        pretend.PretendBank()
    assert pretend.tell_waiting() == 0
    assert actions.hear_bank("mau", till.message("FT1", 1, "")).outcome == "no_account"
    with pytest.raises(Refused):
        actions.begin_payment(till.demand(), back="/", by=till.cast.anh)
    assert queries.qr_text(queries.pay_page(till.demand())) == ""


def test_no_gateway_is_given_more_than_it_needs(till: Till) -> None:
    address = pretend.PretendBank().start(Order(attempt="a", reference="TT", amount=5, back="/"))
    assert till.cast.anh.name not in address and settings.HOST not in address


def test_a_change_behind_our_back_is_found(till: Till) -> None:
    demand = till.demand()
    till.hear("FT1", 24000, demand.reference)
    Transfer.objects.update(used=1)
    Demand.objects.update(about="urn:toantrinh:case:x")
    assert len(list(queries.compare_with_record())) == 2
