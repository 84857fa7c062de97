"""What is to be paid about a thing, and how."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.payments.accounts import account_for
from toantrinh.payments.definition import CollectingAccount
from toantrinh.payments.models import Attempt, Demand, Refund
from toantrinh.payments.vietqr import Order, encode
from toantrinh.people.queries import visible_to

WORDS = "LPHI"
"""What stands before the reference in a transfer: payment of fees."""
FRESH = timedelta(hours=24)
"""How long an attempt without an answer is a reason to warn before another."""


def list_demands(about: str, *, viewer: Actor) -> list[Demand]:
    """Everything that was demanded about a thing, oldest first, of those that the viewer may see."""
    rows = visible_to(Demand.objects.filter(about=about), viewer, "case.read", own_verb="case.pay")
    return list(rows.order_by("pk"))


def has_open(about: str) -> bool:
    """Whether something demanded about a thing is not paid yet."""
    return Demand.objects.filter(about=about, state=Demand.State.OPEN).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPage:
    """Everything that somebody who pays needs to know."""

    demand: Demand
    left: int
    account: CollectingAccount | None
    """Where to; None where the agency collects at the counter alone."""
    content: str
    """What to write in the transfer."""
    tried_at: datetime | None
    """When a gateway was last opened without an answer so far: whoever was charged then must not pay again."""
    refused_at: datetime | None
    """When a gateway last refused, if nothing happened since."""
    refunds: tuple[Refund, ...]


def pay_page(demand: Demand) -> PayPage:
    """How a demand is paid; whoever asks has shown that they may see it."""
    attempt = Attempt.objects.filter(demand=demand, started_at__gt=now() - FRESH).order_by("-pk").first()
    state = attempt.state if attempt else ""
    return PayPage(
        demand=demand,
        left=demand.amount - demand.paid,
        account=account_for(demand.agency_code),
        content=f"{WORDS} {demand.reference}",
        tried_at=attempt.started_at if attempt and state == Attempt.State.STARTED else None,
        refused_at=attempt.ended_at if attempt and state == Attempt.State.REFUSED else None,
        refunds=tuple(Refund.objects.filter(transfer__demand=demand).order_by("pk")),
    )


def qr_text(page: PayPage) -> str:
    """The VietQR code of what is left to pay; empty where there is no account, or nothing is left."""
    if page.account is None or page.left <= 0:
        return ""
    order = Order(bank=page.account.bank, account=page.account.number, amount=page.left, purpose=page.content)
    return encode(order)
