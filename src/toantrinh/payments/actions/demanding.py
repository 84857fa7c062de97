"""Asking for money, and ceasing to ask.

Demands are made and cancelled by the upper room whose affair they are, which has asked for the right to its own act.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.payments.actions.refunding import request_refund
from toantrinh.payments.actions.saying import say_demand, tell_going_back
from toantrinh.payments.facts import DemandCancelled, PaymentDemanded
from toantrinh.payments.models import Demand, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """What is paid for, and by whom."""

    about: str
    number: str
    person: str
    person_name: str
    agency: str
    agency_code: str
    area: str
    procedure: str
    channel: str


@transaction.atomic
def demand_payment(
    affair: Affair, lines: Sequence[dict[str, Any]], *, due: str, until_at: datetime | None, by: Actor
) -> Demand:
    """Ask for what `lines` come to (`amount` in each); an empty or unknown line is the caller's mistake."""
    demand = Demand.objects.create(
        about=affair.about,
        number=affair.number,
        person=affair.person,
        person_name=affair.person_name,
        agency=affair.agency,
        agency_code=affair.agency_code,
        area=affair.area,
        procedure=affair.procedure,
        channel=affair.channel,
        due=due,
        lines=list(lines),
        amount=sum(line["amount"] for line in lines),
        until_at=until_at,
    )
    say_demand(PaymentDemanded, demand, by=by, lines=demand.lines, reference=demand.reference, until=until_at)
    return demand


@transaction.atomic
def cancel_demands(about: str, *, why: str, by: Actor) -> int:
    """Ask no more for what is still open about a thing; a part that was paid goes back. Answers how many there were."""
    demands = list(Demand.objects.select_for_update().filter(about=about, state=Demand.State.OPEN).order_by("pk"))
    for demand in demands:
        demand.state, demand.ended_at = Demand.State.CANCELLED, now()
        demand.save(update_fields=["state", "ended_at"])
        say_demand(DemandCancelled, demand, by=by)
        _return_used(demand, demand.paid, why=why, by=by)
    return len(demands)


@transaction.atomic
def give_back(about: str, *, rules: Collection[str], why: str, by: Actor) -> int:
    """Ask that what was paid goes back, of the lines whose `refund` is one of `rules`; answers how much in đồng."""
    total = 0
    for demand in Demand.objects.select_for_update().filter(about=about, state=Demand.State.PAID).order_by("pk"):
        amount = sum(line["amount"] for line in demand.lines if line.get("refund") in rules)
        total += _return_used(demand, amount, why=why, by=by)
    return total


def _return_used(demand: Demand, amount: int, *, why: str, by: Actor) -> int:
    """Refunds over the transfers that paid a demand, the last first, until `amount` is covered."""
    left = amount
    for transfer in Transfer.objects.filter(demand=demand, used__gt=0).order_by("-pk"):
        gone = sum(one.amount for one in transfer.refunds.exclude(state="declined").exclude(why__in=NOT_USED))
        if part := min(left, transfer.used - gone):
            request_refund(transfer, part, why=why, by=by)
            left -= part
    if amount > left:
        tell_going_back(demand, amount - left, why)
    return amount - left


NOT_USED = ("too_much", "again", "closed", "by_hand")
"""Refunds of what never paid a demand."""
