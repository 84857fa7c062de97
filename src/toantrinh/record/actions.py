"""Every write to the record that another room may ask for."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.record import keys
from toantrinh.record.canonical import moment
from toantrinh.record.facts import Fact, OriginOpened, PersonKeyErased, SealingPromised
from toantrinh.record.models import Event, House, PersonKey, Promise
from toantrinh.record.outbox import run_outbox
from toantrinh.record.receipt import sign_promise
from toantrinh.record.seal import seal_record
from toantrinh.record.statement import Statement, b64, store

__all__ = [
    "Statement",
    "erase_person_key",
    "found_house",
    "promise",
    "run_outbox",
    "seal_record",
    "state",
    "state_many",
]


def state(fact: Fact, *, by: Actor) -> Event:
    """State what just happened, inside the transaction of the change; raises RuntimeError outside one."""
    return store([Statement(fact, by, now())])[0]


def state_many(statements: Sequence[Statement]) -> list[Event]:
    """State many facts at once, each with its own actor and moment: the same rows as `state` makes one by one."""
    return store(statements)


@transaction.atomic
def promise(event: Event, *, hours: int = 24) -> Promise:
    """Give our signed word that `event` will be sealed within `hours`."""
    due_at = (event.at + timedelta(hours=hours)).replace(microsecond=0)
    state(SealingPromised(event=f"urn:toantrinh:event:{event.uid}", due_at=moment(due_at)), by=SYSTEM)
    origin = House.objects.latest("number").origin
    return Promise.objects.create(event=event, due_at=due_at, note=sign_promise(origin, bytes(event.leaf_hash), due_at))


@transaction.atomic
def erase_person_key(person: str, *, by: Actor, ground: str) -> None:
    """Destroy a person's key: whatever was sealed under it can never be read again, and every proof stays valid."""
    key = PersonKey.objects.select_for_update().filter(person=person).first()
    if key is None:
        raise Missing()
    if not key.wrapped:
        raise Refused(t("Khoá này đã bị huỷ.", "This key was erased before."), code="erased-before")
    PersonKey.objects.filter(person=person).update(wrapped=b"")
    state(PersonKeyErased(ground=ground, erased=person), by=by)


@transaction.atomic
def found_house(*, demonstration: bool) -> House:
    """Found the house in an empty database: what it is stands from here on for ever."""
    if House.objects.exists():
        raise Refused(t("Hệ thống này đã được lập.", "This house was founded before."), code="founded-before")
    return open_origin(is_demonstration=demonstration)


def open_origin(
    *, is_demonstration: bool, previous: str = "", previous_checkpoint: str = "", reason: str = ""
) -> House:
    """Start signing under a new name, which tells apart two trees that grew from one database."""
    host = urlsplit(settings.HOST).netloc or "localhost"
    house = House(
        number=House.objects.count() + 1,
        origin=f"{host}/so-ghi/{secrets.token_hex(4)}",
        is_demonstration=is_demonstration,
    )
    fact = OriginOpened(
        origin=house.origin,
        is_demonstration=is_demonstration,
        checkpoint_key=b64(keys.public_keys("checkpoint")[-1]),
        receipt_key=b64(keys.public_keys("receipt")[-1]),
        previous=previous,
        previous_checkpoint=previous_checkpoint,
        reason=reason,
    )
    house.at = state(fact, by=SYSTEM).at
    house.save(force_insert=True)
    return house
