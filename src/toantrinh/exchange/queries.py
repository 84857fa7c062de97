"""The directory of services, the messages about a thing, and how often which service is called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from toantrinh.exchange.definition import Purpose, Service
from toantrinh.exchange.directory import all_services, find_service
from toantrinh.exchange.facts import ServiceCalled
from toantrinh.exchange.models import Message
from toantrinh.exchange.rights import persons_named
from toantrinh.exchange.row import row_digest
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.text import t
from toantrinh.people.queries import may
from toantrinh.record.queries import iter_events, list_events
from toantrinh.record.verify import Difference

LEAST_SHOWN = 10
"""Fewer calls than these in a month are not told: they could point at somebody."""
PAGE = 500
_CHANGED = t("khác điều sổ ghi nói về lần gọi này", "is not what the record says of this call")
_GONE = t("đã ghi trong sổ ghi mà không còn trong nhật ký", "was stated, and is not in the log")
_UNSTATED = t("có trong nhật ký mà sổ ghi không biết", "is in the log, and no event states it")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCount:
    """Calls of one service in one month."""

    service: str
    month: datetime
    """Its first moment, in Hà Nội."""
    calls: int | None
    """None where there were fewer than `LEAST_SHOWN`."""


def list_services(viewer: Actor) -> Sequence[Service]:
    """Every service on offer, by code: who may call it, why, and what it returns is for anyone to read."""
    return all_services()


def answer_schema(service: str) -> dict[str, Any]:
    """JSON Schema of what the service answers, for those who build upon it; raises `Missing`."""
    return find_service(service).answer


def persons_in_answer(service: str, answer: Mapping[str, Any]) -> set[str]:
    """URNs of the persons whom an answer of the service names; each of them got a look."""
    return persons_named(find_service(service), "answer", dict(answer))


def find_purpose(code: str) -> Purpose | None:
    """What a purpose written in a look or a message means; services that share a code mean the same by it."""
    return next((purpose for service in all_services() if (purpose := service.purpose(code))), None)


def count_calls(viewer: Actor) -> list[CallCount]:
    """How often each service was called in each month, latest first; public, and no persons in it."""
    counted = (
        Message.objects.annotate(month=TruncMonth("at", tzinfo=HANOI))
        .values("service", "month")
        .annotate(calls=Count("id"))
        .order_by("-month", "service")
    )
    return [
        CallCount(
            service=row["service"], month=row["month"], calls=row["calls"] if row["calls"] >= LEAST_SHOWN else None
        )
        for row in counted
    ]


def compare_with_record() -> Iterator[Difference]:
    """Every difference between the log and what was stated of each call."""
    known = 0
    events = iter_events({ServiceCalled.kind}, viewer=SYSTEM)
    while page := {event.exact["message"]: event.exact["row"] for event in islice(events, PAGE)}:
        found = {message.urn: row_digest(message) for message in Message.objects.filter(urn__in=page)}
        known += len(found)
        for urn, row in page.items():
            if found.get(urn) != row:
                yield Difference(urn, _CHANGED if urn in found else _GONE)
    if Message.objects.count() > known:
        for urn in Message.objects.order_by("pk").values_list("urn", flat=True).iterator():
            if not list_events(urn, viewer=SYSTEM):
                yield Difference(urn, _UNSTATED)


def list_messages(about: str, viewer: Actor) -> QuerySet[Message]:
    """Every call made for a case or other thing, in order, of those that the viewer's agency made or answered.

    Who operates the house sees all of them: a message holds no content.
    """
    found = Message.objects.filter(about=about).order_by("at", "id")
    if may(viewer, "console.read"):
        return found
    if not viewer.agency or not may(viewer, "exchange.call"):
        return found.none()
    return found.filter(Q(caller=viewer.agency) | Q(provider=viewer.agency))
