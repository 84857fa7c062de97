"""Every write to the record that another room may ask for."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from nacl.signing import SigningKey

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.record import keys
from toantrinh.record.canonical import moment
from toantrinh.record.facts import Fact, KeyRotated, OriginOpened, PersonKeyErased, SealingPromised
from toantrinh.record.models import Event, House, PersonKey, Promise
from toantrinh.record.outbox import pass_by, run_outbox
from toantrinh.record.receipt import sign_promise
from toantrinh.record.seal import locked, seal_record, witness_file
from toantrinh.record.statement import Statement, b64, store

__all__ = ["Statement", "pass_by", "run_outbox", "seal_record"]


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
    origin = House.objects.latest("number").origin
    signed = sign_promise(origin, bytes(event.leaf_hash), moment(due_at))
    state(
        SealingPromised(
            event=f"urn:toantrinh:event:{event.uid}",
            due_at=moment(due_at),
            note=sha256(signed.encode()).hexdigest(),
        ),
        by=SYSTEM,
    )
    return Promise.objects.create(event=event, due_at=due_at, note=signed)


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
    keys.make_keys()
    return _open_origin(demonstration, by=SYSTEM)


@transaction.atomic
def resume_record(*, by: Actor, reason: str) -> House:
    """Go on from a restored backup, or after the witness was lost, under a new origin that names the old one."""
    if not reason.strip():
        raise Refused(t("Cần nêu lý do.", "A reason is needed."), field="reason")
    if not locked():
        raise Refused(t("Bộ niêm phong đang chạy; hãy thử lại.", "The sealer is at work; try again."), code="sealing")
    old = House.objects.latest("number")
    held = witness_file(old.origin)
    last = held.read_text() if held.exists() else ""
    return _open_origin(old.is_demonstration, by=by, previous=old.origin, previous_checkpoint=last, reason=reason)


def rotate_key(purpose: str, *, by: Actor) -> None:
    """Replace the signing key of `checkpoint` or `receipt`; the old one signs the fact that names the new one."""
    fresh = SigningKey.generate()
    with transaction.atomic():
        state(KeyRotated(purpose=purpose, public_key=b64(bytes(fresh.verify_key))), by=by)
    seal_record()
    keys.replace_key(purpose, bytes(fresh))


def _open_origin(is_demonstration: bool, *, by: Actor, **told: str) -> House:
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
        **told,
    )
    house.at = state(fact, by=by).at
    house.save(force_insert=True)
    return house
