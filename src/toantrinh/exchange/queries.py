"""The directory of services, the messages about a thing, and how often which service is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from toantrinh.exchange.definition import Purpose, Service
from toantrinh.exchange.directory import all_services, find_service
from toantrinh.exchange.models import Message
from toantrinh.exchange.rights import persons_named
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import HANOI
from toantrinh.people.queries import may

LEAST_SHOWN = 10
"""Fewer calls than these in a month are not told: they could point at somebody."""


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
