"""What the actions of this room do alike: state what a demand, a transfer or a refund is now, and tell its payer."""

from typing import Any

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.text import Text, say_money, t
from toantrinh.notices.actions import send_notice
from toantrinh.payments.facts import DemandFact, RefundFact, TransferFact
from toantrinh.payments.models import Demand, Refund, Transfer
from toantrinh.people.queries import open_agency
from toantrinh.record.actions import state


def say_demand(kind: type[DemandFact], demand: Demand, *, by: Actor, **values: Any) -> None:
    """State a fact about a demand, with how it now stands."""
    fact = kind(
        area=demand.area,
        person=demand.person,
        agency=demand.agency,
        agency_code=demand.agency_code,
        procedure=demand.procedure,
        channel=demand.channel,
        due=demand.due,
        demand=demand.urn,
        about=demand.about,
        amount=demand.amount,
        paid=demand.paid,
        state=demand.state,
        **values,
    )
    state(fact, by=by)


def say_transfer(kind: type[TransferFact], transfer: Transfer, *, by: Actor, **values: Any) -> None:
    """State a fact about a transfer, with what became of it."""
    demand = transfer.demand
    fact = kind(
        area=demand.area if demand else "",
        person=demand.person if demand else "",
        agency=transfer.agency,
        way=transfer.way,
        transfer_state=transfer.state,
        transfer=transfer.urn,
        demand=demand.urn if demand else "",
        used=transfer.used,
        why=transfer.why,
        **values,
    )
    state(fact, by=by)


def say_refund(kind: type[RefundFact], refund: Refund, *, by: Actor, **values: Any) -> None:
    """State a fact about a refund, with how far it came."""
    demand = refund.transfer.demand
    fact = kind(
        area=demand.area if demand else "",
        person=demand.person if demand else "",
        agency=refund.transfer.agency,
        reason=refund.why,
        refund=refund.urn,
        transfer=refund.transfer.urn,
        amount=refund.amount,
        refund_state=refund.state,
        **values,
    )
    state(fact, by=by)


def tell_payer(demand: Demand, subject: Text, body: Text) -> None:
    """Put a message into the payer's inbox; the house posts it."""
    send_notice(person=demand.person, subject=subject, body=body, about=demand.about, agency=demand.agency, by=SYSTEM)


GOING_BACK = {
    "too_much": t("Bạn đã nộp nhiều hơn số phải nộp.", "You paid more than was due."),
    "again": t("Khoản này đã được nộp đủ trước đó.", "This had been paid before."),
    "closed": t("Hồ sơ đã kết thúc nên không phải nộp nữa.", "The dossier has ended, so nothing is due."),
    "withdrawn": t("Bạn đã rút hồ sơ.", "You withdrew the dossier."),
    "not_granted": t("Hồ sơ kết thúc mà không được chấp thuận.", "The dossier ended without being granted."),
}


def tell_going_back(demand: Demand, amount: int, why: str) -> None:
    """Tell the payer that money will go back, and why."""
    tell_payer(
        demand,
        t("Hoàn tiền: hồ sơ {number}", "Money goes back: dossier {number}").fill(number=demand.number),
        t(
            "{why} {amount} sẽ được hoàn về nơi đã chuyển, sau khi có người duyệt. Bạn không phải làm gì.",
            "{why} {amount} will go back where they came from, once approved. You need do nothing.",
        ).fill(why=GOING_BACK[why], amount=money(amount)),
    )


def money(dong: int) -> Text:
    """An amount in words for a message."""
    return Text(say_money(dong), say_money(dong, "en"))


def area_of(agency: str) -> str:
    """Under which ministry or province an agency is counted."""
    return open_agency(agency).area if agency else ""
