"""Money within a case: what is due is asked for at its time, the case waits, and goes on once it is there."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from toantrinh.cases import letters, lifecycle, timing
from toantrinh.cases.actions.acting import (
    begin_pause,
    close_open_step,
    end_wait,
    ended,
    hold,
    keep,
    require_desk,
    resume_step,
    say,
    suspend_step,
    tell,
    touch,
)
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.facts import CaseExpired, CasePaid, ChargesSet, PaymentAsked
from toantrinh.cases.models import Case, Outcome, Status, Wait
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, say_money, t
from toantrinh.payments.actions import cancel_demands, demand_payment, give_back, take_cash
from toantrinh.payments.actions.demanding import Affair
from toantrinh.payments.models import Demand
from toantrinh.payments.queries import has_open
from toantrinh.record.events import EventView

BEFORE = ("submission", "receipt")
"""Dues for which a case waits."""
SET_BY_AGENCY = t("Cơ quan xác định", "Set by the agency")
MOST = 10**12


def ask_what_is_due(case: Case, dues: Collection[str], *, by: Actor) -> None:
    """Ask for what is known and due at these times, within an act that holds the case; for nothing, nothing happens."""
    lines = [line for line in _fresh(case) if line["due"] in dues and line["amount"] and not line["demand"]]
    if not lines:
        return
    waits = "return" not in dues
    if waits:
        lifecycle.move(case, "ask_payment")
        case.payment_until = timing.working_days_from(now(), procedure_of_case(case).payment_days, case.agency_code)
        begin_pause(case, Wait.PAYMENT, holder="citizen", stops_clock=settings.PAYMENT_STOPS_CLOCK)
        suspend_step(case, by=by)
    due = "return" if not waits else "receipt" if case.received_at else "submission"
    until = case.payment_until if waits else None
    demand = demand_payment(_affair(case), lines, due=due, until_at=until, by=by)
    for line in lines:
        line["demand"] = demand.urn
    keep(case)
    _tell_due(case, demand)
    say(
        PaymentAsked,
        case,
        by=by,
        due=due,
        amount=demand.amount,
        until=until,
        charges=case.charges,
        due_at=case.due_at,
    )


def _fresh(case: Case) -> list[dict[str, Any]]:
    """The lines as copies in the row in hand, so that what changes in them is seen and saved."""
    lines = [dict(line) for line in case.charges]
    case.charges = lines
    return lines


def _affair(case: Case) -> Affair:
    return Affair(
        about=case.urn,
        number=case.number,
        person=case.applicant,
        person_name=case.applicant_name,
        agency=case.agency,
        agency_code=case.agency_code,
        area=case.area,
        procedure=case.code,
        channel=case.channel,
    )


def _tell_due(case: Case, demand: Demand) -> None:
    amount = Text(say_money(demand.amount), say_money(demand.amount, "en"))
    subject = t("Nộp {amount}: hồ sơ {number}", "Pay {amount}: dossier {number}")
    body = t(
        "Trả trên mạng ở trang nộp tiền của hồ sơ, hoặc tại quầy khi nhận kết quả.",
        "Pay online on the payment page of the dossier, or at the counter when you receive the result.",
    )
    if demand.until_at:
        body = t(
            "Nộp trước {until} ở trang nộp tiền của hồ sơ, hoặc tại quầy của cơ quan. Hồ sơ vẫn được giữ; nộp xong thì "
            "cơ quan làm tiếp.",
            "Pay by {until} on the payment page of the dossier, or at the agency's counter. The dossier is kept; once "
            "paid, the agency goes on.",
        ).fill(until=timing.said(demand.until_at))
    tell(case, subject.fill(amount=amount, number=case.number), body)


# --- What the rules left open ---


@transaction.atomic
def set_charges(case: Case, amounts: Mapping[str, int], basis: str, *, by: Actor) -> Case:
    """Set charges that the rules left open (code → đồng), by an act; what is due is asked for at once."""
    hold(case)
    require_desk(case, "case.charge", by=by)
    if case.wait not in (Wait.NOTHING, Wait.REGISTER) or case.status in (Status.CLOSED, Status.WITHDRAWN):
        lifecycle.require(case, "ask_payment")
    _require_open_charges(case, amounts, basis)
    for line in _fresh(case):
        if line["code"] in amounts and line["amount"] is None:
            reason = [SET_BY_AGENCY.vi, SET_BY_AGENCY.en]
            amount = amounts[line["code"]]
            line |= {"amount": amount, "each": amount, "basis": basis.strip(), "reason": reason, "sure": True}
    touch(case)
    keep(case)
    say(ChargesSet, case, by=by, charges=case.charges, basis=basis.strip())
    if lifecycle.can(case, "ask_payment"):
        ask_what_is_due(case, BEFORE, by=by)
    if case.finished_at:
        ask_what_is_due(case, ("return",), by=by)
    return case


def _require_open_charges(case: Case, amounts: Mapping[str, int], basis: str) -> None:
    unknown = {line["code"] for line in case.charges if line["amount"] is None}
    problems = []
    if not amounts or set(amounts) - unknown:
        words = t("Hồ sơ này không có khoản nào chưa xác định.", "Nothing of this dossier is left to be set.")
        raise Refused(words, code="known")
    for code, amount in amounts.items():
        if not 0 <= amount < MOST:
            words = t("Nhập số đồng, từ 0 trở lên.", "Enter whole đồng, 0 or more.")
            problems.append(Problem(words, code="amount", field=f"phi-{code}"))
    if len(basis.strip()) < 5:
        words = t("Ghi văn bản quy định mức thu.", "Name the act that sets the amount.")
        problems.append(Problem(words, code="empty", field="can_cu"))
    if problems:
        raise Invalid(problems)


# --- Paid ---


def receive_settled(event: EventView) -> None:
    """Subscriber of `payment.settled`: the case goes on. Told again, nothing changes."""
    case = Case.objects.filter(urn=event.exact["about"]).first()
    if case is not None:
        said = event.publication
        note_paid(case, event.exact["demand"], way=said["way"], is_online=said["is_online"], by=SYSTEM)


@transaction.atomic
def note_paid(case: Case, demand: str, *, way: str, is_online: bool, by: Actor) -> Case:
    """The demand is settled: the case waits no longer, unless something else is due before it may go on."""
    hold(case)
    lines = [line for line in _fresh(case) if line["demand"] == demand and not line["paid"]]
    if not lines:
        return case
    for line in lines:
        line["paid"] = True
    if case.wait == Wait.PAYMENT and not any(_is_open(line) for line in case.charges if line["due"] in BEFORE):
        lifecycle.move(case, "pay")
        case.payment_until = None
        end_wait(case, "payment")
        resume_step(case, by=by)
    touch(case, begin=False)
    keep(case)
    say(
        CasePaid,
        case,
        by=by,
        due=str(lines[0]["due"]),
        way=way,
        is_online=is_online,
        amount=sum(line["amount"] for line in lines),
        charges=case.charges,
        due_at=case.due_at,
    )
    return case


def _is_open(line: Mapping[str, Any]) -> bool:
    return bool(line["demand"]) and not line["paid"]


@transaction.atomic
def take_case_cash(case: Case, demand: Demand, *, by: Actor) -> Case:
    """Take what is still due in cash at the counter; the case goes on at once."""
    hold(case)
    require_desk(case, "payment.take_cash", by=by)
    if demand.about != case.urn:
        raise Refused(t("Khoản này thuộc hồ sơ khác.", "This belongs to another dossier."), code="other")
    transfer = take_cash(demand, by=by)
    return note_paid(case, demand.urn, way=transfer.way, is_online=False, by=by)


def require_paid(case: Case) -> None:
    """Refuse to hand the result over while something is due for it."""
    if any(_is_open(line) for line in case.charges) and has_open(case.urn):
        raise Refused(
            t("Chưa nộp đủ tiền nên chưa trả kết quả.", "The result is handed over once everything is paid."),
            code="unpaid",
            advice=t(
                "Nộp ở trang nộp tiền của hồ sơ, hoặc thu tiền mặt tại quầy rồi trả kết quả.",
                "Pay on the payment page of the dossier, or take cash at the counter, then hand it over.",
            ),
        )


# --- The end ---


def end_money(case: Case) -> None:
    """The case ended without a grant: nothing more is asked for, and what the rule gives back goes back."""
    if not any(line["demand"] for line in case.charges):
        return
    why = "withdrawn" if case.outcome == Outcome.WITHDRAWN else "not_granted"
    rules = {"unless_granted"} if case.received_at else {"unless_granted", "before_receipt"}
    cancel_demands(case.urn, why=why, by=SYSTEM)
    give_back(case.urn, rules=rules, why=why, by=SYSTEM)


@transaction.atomic
def expire_payment(case: Case, *, by: Actor = SYSTEM) -> Case:
    """Stop a case that was not paid for in time: letter 05, national code 8; a part that was paid goes back."""
    hold(case)
    require_desk(case, "case.refuse", by=by)
    lifecycle.require(case, "pay")
    if case.payment_until is None or case.payment_until > now():
        raise Refused(
            t("Người nộp vẫn còn thời gian nộp tiền.", "The applicant still has time to pay."), code="too_early"
        )
    until = case.payment_until
    lifecycle.move(case, "expire")
    case.outcome = Outcome.EXPIRED
    case.closed_at, case.payment_until = now(), None
    end_wait(case, "payment")
    close_open_step(case, "expired", by=by)
    keep(case)
    end_money(case)
    values = {"answer_by": letters.iso(until)[:10], "officer": by.name, "why": "payment"}
    letter = write_form(case, "05", values, by=by)
    tell(
        case,
        t("Đã dừng hồ sơ {number}", "Dossier {number} was stopped").fill(number=case.number),
        t(
            "Chưa nhận đủ tiền trước {until}. Phần đã nộp (nếu có) được hoàn lại. Bạn nộp hồ sơ mới được; giấy tờ vẫn "
            "còn trong kho của bạn.",
            "The money was not there by {until}. Any part that was paid goes back. You may file anew; your papers are "
            "kept.",
        ).fill(until=timing.said(until)),
        letter=letter.urn,
    )
    say(CaseExpired, case, by=by, **ended(case, case.closed_at))
    return case
