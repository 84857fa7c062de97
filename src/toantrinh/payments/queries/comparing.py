"""Whether the tables of money say what the record says; a check of `toantrinh verify`."""

from collections.abc import Iterator
from typing import Any

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.text import t
from toantrinh.payments.models import Demand, Refund, Transfer
from toantrinh.record.queries import iter_events
from toantrinh.record.verify import Difference

_UNSTATED = t("có trong bảng mà sổ ghi không nói đến", "stands in the table, and the record does not know it")
_GONE = t("sổ ghi nói đến mà không còn trong bảng", "the record knows it, and it is gone from the table")
_OTHER = t("không như sổ ghi nói", "is not as the record says")

_DEMANDS = ("payment.demanded", "payment.cancelled", "payment.settled")
_TRANSFERS = ("payment.received", "payment.matched")
_REFUNDS = (
    "payment.refund_asked",
    "payment.refund_approved",
    "payment.refund_declined",
    "payment.refund_failed",
    "payment.refunded",
)
Rows = Iterator[tuple[str, tuple[Any, ...]]]


def compare_with_record() -> Iterator[Difference]:
    """Every demand, transfer and refund whose row is not what the record says of it."""
    yield from _compare(_demands(), _last(_DEMANDS, "demand", ("agency", "about", "amount", "paid", "state")))
    transfers = _last(_TRANSFERS, "transfer", ("account", "bank_ref", "amount", "used", "transfer_state", "demand"))
    yield from _compare(_transfers(), transfers)
    yield from _compare(_refunds(), _last(_REFUNDS, "refund", ("transfer", "amount", "refund_state")))


def _compare(rows: Rows, stated: dict[str, tuple[Any, ...]]) -> Iterator[Difference]:
    for urn, row in rows:
        of_record = stated.pop(urn, None)
        if of_record is None:
            yield Difference(urn, _UNSTATED)
        elif of_record != row:
            yield Difference(urn, _OTHER)
    yield from (Difference(urn, _GONE) for urn in stated)


def _last(kinds: tuple[str, ...], name: str, wanted: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
    """What the last fact that names each value said, by URN."""
    found: dict[str, dict[str, Any]] = {}
    for event in iter_events(kinds, viewer=SYSTEM):
        said = event.publication | event.exact
        found.setdefault(said[name], {}).update({key: said[key] for key in wanted if key in said})
    return {urn: tuple(values.get(key) for key in wanted) for urn, values in found.items()}


def _demands() -> Rows:
    """A part that was paid is told by its transfer, so `paid` counts once a demand has ended."""
    for one in Demand.objects.order_by("pk").iterator(1000):
        paid = 0 if one.state == Demand.State.OPEN else one.paid
        yield one.urn, (one.agency, one.about, one.amount, paid, one.state)


def _transfers() -> Rows:
    for one in Transfer.objects.select_related("demand").order_by("pk").iterator(1000):
        demand = one.demand.urn if one.demand else ""
        yield one.urn, (one.account, one.bank_ref, one.amount, one.used, one.state, demand)


def _refunds() -> Rows:
    for one in Refund.objects.select_related("transfer").order_by("pk").iterator(1000):
        yield one.urn, (one.transfer.urn, one.amount, one.state)
