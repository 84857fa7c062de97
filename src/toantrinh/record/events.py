"""An event as others read it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from toantrinh.kernel.text import t
from toantrinh.record import vault
from toantrinh.record.facts import KINDS
from toantrinh.record.models import Event, EventSubject
from toantrinh.record.statement import SALT

ERASED = t("(đã xoá)", "(erased)")


@dataclass(frozen=True)
class EventView:
    """What happened, as a reader gets it."""

    uid: str
    kind: str
    version: int
    at: datetime
    by: str
    area: str
    person: str
    subjects: tuple[str, ...]
    publication: dict[str, Any]
    exact: dict[str, Any]
    position: int | None
    """Place in the record; None while it waits for the sealer."""
    sealed_private: bytes

    @property
    def urn(self) -> str:
        return f"urn:toantrinh:event:{self.uid}"

    @cached_property
    def private(self) -> dict[str, Any] | None:
        """Who; None where the person's key was erased."""
        opened = vault.unseal(self.person, self.sealed_private)
        return None if opened is None else json.loads(opened[SALT:])

    def say(self, language: str = "vi") -> str:
        """The event as a sentence; what was erased says so."""
        fact = KINDS[self.kind]
        values = dict.fromkeys(fact.disclosed_in, ERASED.say(language)) | self.publication | self.exact
        return fact.sentence.say(language, **values | (self.private or {}))


def view_events(events: Sequence[Event]) -> list[EventView]:
    """Views of events (fetched with `sealed`), with one statement for all their subjects."""
    subjects: dict[int, list[str]] = {event.id: [] for event in events}
    for urn, event in EventSubject.objects.filter(event__in=subjects).values_list("urn", "event_id"):
        subjects[event].append(urn)
    return [view_event(event, subjects[event.id]) for event in events]


def view_event(event: Event, subjects: Iterable[str]) -> EventView:
    """The view of one event."""
    sealed = getattr(event, "sealed", None)
    return EventView(
        uid=event.uid,
        kind=event.kind,
        version=event.version,
        at=event.at,
        by=event.by,
        area=event.area,
        person=event.person,
        subjects=tuple(sorted(subjects)),
        publication=json.loads(event.publication),
        exact=json.loads(event.exact),
        position=sealed.position if sealed else None,
        sealed_private=bytes(event.private),
    )
