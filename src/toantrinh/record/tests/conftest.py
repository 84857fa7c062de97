"""A small record to take apart: persons, events, looks, promises, an erasure, a new key, several rounds of sealing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.text import t
from toantrinh.record import actions, outbox
from toantrinh.record.facts import Fact, exact, private, published
from toantrinh.record.looks import look
from toantrinh.record.models import Event

ANH, KHANH = "urn:toantrinh:person:anh", "urn:toantrinh:person:khanh"
LAN = Actor(urn="urn:toantrinh:account:lan", name="Lê Thị Lan", office="urn:toantrinh:office:lan", agency="H29.27301")


class BirthRegistered(Fact):
    """A throwaway fact with every kind of field."""

    kind = "test.birth_registered"
    sentence = t("{child} được khai sinh sau {days} ngày.", "The birth of {child} was registered after {days} days.")

    agency: str = published(subject=True)
    days: int = published()
    case: str = exact(subject=True)
    child: str = private()
    mother: str = private(subject=True, default="")


def birth(person: str = ANH, **changes: object) -> BirthRegistered:
    """A birth, as stated."""
    values = {
        "agency": "urn:toantrinh:agency:a",
        "days": 3,
        "case": "urn:toantrinh:case:1",
        "child": "Bé Sâm",
        "area": "H29",
    }
    return BirthRegistered(**(values | {"person": person, "mother": person} | changes))  # type: ignore[arg-type]


def stated(fact: Fact | None = None, by: Actor = LAN) -> Event:
    """One event, committed."""
    with transaction.atomic():
        return actions.state(fact or birth(), by=by)


@pytest.fixture
def founded(db: None, tmp_path: Path) -> Iterator[None]:
    """A founded house with its own keys, witness and subscribers."""
    before = (settings.KEYS_DIR, settings.WITNESS_DIR)
    settings.KEYS_DIR, settings.WITNESS_DIR = tmp_path / "keys", tmp_path / "witness"
    subscriptions = dict(outbox.SUBSCRIPTIONS)
    outbox.SUBSCRIPTIONS.clear()
    actions.found_house(demonstration=True)
    yield
    outbox.SUBSCRIPTIONS.update(subscriptions)
    settings.KEYS_DIR, settings.WITNESS_DIR = before


@pytest.fixture
def lived_in(founded: None) -> list[Event]:
    """A record of some 300 events under several heads, with one of everything in it."""
    first = [stated(), stated(birth(KHANH)), stated(birth("", child="không rõ"))]
    actions.promise(first[0], hours=24)
    look(by=LAN, person=ANH, what="birth", purpose="khai sinh", about="urn:toantrinh:case:1")
    look(by=LAN, person=KHANH, what="household", purpose="khai sinh")
    actions.seal_record()
    with transaction.atomic():
        actions.state_many(
            [actions.Statement(birth(days=n, case=f"urn:toantrinh:case:{n}"), LAN, first[0].at) for n in range(280)]
        )
    look(by=LAN, person="", what="list", purpose="khai sinh", count=20)
    actions.seal_record()
    actions.erase_person_key(KHANH, by=SYSTEM, ground="Luật 91/2025/QH15")
    actions.rotate_key("checkpoint", by=SYSTEM)
    outbox.subscribe("test", [], lambda event: None)
    actions.promise(stated(), hours=24)
    actions.run_outbox()
    look(by=LAN, person=ANH, what="birth", purpose="khai sinh")
    actions.promise(stated(), hours=24)
    return first
