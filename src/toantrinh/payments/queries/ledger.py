"""Does the money add up: for the operator, everywhere; for an agency, its own. No name of a payer is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import HANOI, now
from toantrinh.kernel.problem import Missing
from toantrinh.payments.models import BankLine, BankStatement, Demand, Refund, RefusedMessage, Transfer, Way
from toantrinh.people.queries import require, visible_to
from toantrinh.record import vault

SHOWN = 50
OPEN_REFUNDS = (Refund.State.ASKED, Refund.State.APPROVED, Refund.State.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyState:
    """How the money stands."""

    received: int
    """Đồng that arrived."""
    used: int
    """Of these, what paid demands."""
    unmatched: int
    unmatched_count: int
    to_refund: int
    refunds_waiting: int
    refunds_failed: int
    waiting: int
    """Đồng that are demanded and not there yet."""
    missing: int
    """Transfers that a bank's statement does not list."""
    odd: int
    """Lines of statements that nobody could place."""
    refused: int
    """Messages of the last day that were not believed."""
    heard_at: datetime | None
    """When a bank last told us something."""

    @property
    def is_even(self) -> bool:
        """Nothing waits for anybody."""
        return not (self.unmatched_count or self.refunds_waiting or self.refunds_failed or self.missing or self.odd)


def money_state(viewer: Actor) -> MoneyState:
    """One look over everything; for whoever reconciles."""
    require(viewer, "payment.reconcile")
    all_of = Transfer.objects.aggregate(amount=Sum("amount"), used=Sum("used"))
    waiting = _unmatched().aggregate(amount=Sum("amount"), n=Count("pk"))
    refunds = Refund.objects.filter(state__in=OPEN_REFUNDS).aggregate(amount=Sum("amount"))
    demanded = Demand.objects.filter(state=Demand.State.OPEN).aggregate(amount=Sum("amount"), paid=Sum("paid"))
    last = Transfer.objects.filter(source="callback").order_by("-told_at").values_list("told_at", flat=True).first()
    return MoneyState(
        received=all_of["amount"] or 0,
        used=all_of["used"] or 0,
        unmatched=waiting["amount"] or 0,
        unmatched_count=waiting["n"],
        to_refund=refunds["amount"] or 0,
        refunds_waiting=Refund.objects.filter(state=Refund.State.ASKED).count(),
        refunds_failed=Refund.objects.filter(state=Refund.State.FAILED).count(),
        waiting=(demanded["amount"] or 0) - (demanded["paid"] or 0),
        missing=Transfer.objects.exclude(missing_in=None).count(),
        odd=BankLine.objects.filter(verdict__in=_ODD).count(),
        refused=sum(row.count for row in refused_messages(viewer)),
        heard_at=last,
    )


_ODD = (BankLine.Verdict.DIFFERS, BankLine.Verdict.OTHER)


def _unmatched() -> QuerySet[Transfer]:
    """Unmatched money of which nothing goes back yet."""
    going = Refund.objects.exclude(state=Refund.State.DECLINED).values("transfer")
    return Transfer.objects.filter(state=Transfer.State.UNMATCHED).exclude(pk__in=going)


def list_unmatched(viewer: Actor) -> list[Transfer]:
    """Money of which nobody knows for what it is, oldest first."""
    require(viewer, "payment.reconcile")
    return list(_unmatched().order_by("told_at")[:SHOWN])


def open_unmatched(urn: str, *, viewer: Actor) -> tuple[Transfer, str]:
    """One unmatched transfer with the words that its payer wrote."""
    require(viewer, "payment.reconcile")
    found = Transfer.objects.filter(urn=urn, state=Transfer.State.UNMATCHED).first()
    if found is None:
        raise Missing
    words = vault.unseal("", bytes(found.content_sealed)) if found.content_sealed else b""
    return found, (words or b"").decode()


def left_of(transfer: Transfer) -> int:
    """Đồng of a transfer that do not go back yet."""
    return transfer.amount - sum(one.amount for one in transfer.refunds.exclude(state=Refund.State.DECLINED))


def list_refunds(viewer: Actor) -> list[Refund]:
    """Refunds that wait for somebody, oldest first, of the agencies whose money the viewer may send back."""
    rows = Refund.objects.filter(state__in=OPEN_REFUNDS).select_related("transfer__demand")
    return list(visible_to(rows, viewer, "payment.refund", agency="transfer__agency", person="").order_by("pk")[:SHOWN])


def open_refund(urn: str, *, viewer: Actor) -> Refund:
    """One refund."""
    found = Refund.objects.filter(urn=urn).select_related("transfer__demand").first()
    if found is None:
        raise Missing
    require(viewer, "payment.refund", agency=found.transfer.agency)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """What one account received on one day."""

    day: date
    account: str
    way: str
    count: int
    amount: int
    used: int


def days_of(viewer: Actor, *, days: int = 14) -> list[DayLine]:
    """By day and account, the last first."""
    require(viewer, "payment.reconcile")
    rows = Transfer.objects.filter(paid_at__gt=now() - timedelta(days=days))
    grouped = rows.annotate(day=TruncDate("paid_at", tzinfo=HANOI)).values("day", "account", "way")
    counted = grouped.annotate(n=Count("pk"), amount=Sum("amount"), used=Sum("used")).order_by("-day", "account", "way")
    return [
        DayLine(
            day=row["day"],
            account=row["account"],
            way=row["way"],
            count=row["n"],
            amount=row["amount"],
            used=row["used"],
        )
        for row in counted[:SHOWN]
    ]


def list_statements(viewer: Actor) -> list[BankStatement]:
    """The statements that were read, the last first."""
    require(viewer, "payment.reconcile")
    return list(BankStatement.objects.order_by("-pk")[:SHOWN])


def odd_lines(viewer: Actor) -> list[BankLine]:
    """Lines of statements that differ from what we were told, or that nobody could place."""
    require(viewer, "payment.reconcile")
    return list(BankLine.objects.filter(verdict__in=_ODD).select_related("statement").order_by("-pk")[:SHOWN])


def refused_messages(viewer: Actor) -> Sequence[RefusedMessage]:
    """Messages of the last day that were not believed, by hour and reason."""
    require(viewer, "payment.reconcile")
    return list(RefusedMessage.objects.filter(last_at__gt=now() - timedelta(days=1)).order_by("-hour_at", "reason"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CashLine:
    """What one officer took and paid back on a day."""

    name: str
    count: int
    amount: int


def cash_of_day(agency: str, day: date, *, viewer: Actor) -> list[CashLine]:
    """The cash that officers of an agency took on a day."""
    require(viewer, "payment.take_cash", agency=agency)
    begin = datetime.combine(day, time(), tzinfo=HANOI)
    rows = Transfer.objects.filter(
        agency=agency, way=Way.CASH, paid_at__gte=begin, paid_at__lt=begin + timedelta(days=1)
    )
    counted = rows.values("by_name").annotate(n=Count("pk"), amount=Sum("amount")).order_by("by_name")
    return [CashLine(name=row["by_name"], count=row["n"], amount=row["amount"]) for row in counted]
