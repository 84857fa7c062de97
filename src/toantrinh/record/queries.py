"""What others may read of the record."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.record.events import EventView, view_events
from toantrinh.record.models import Event, House, Look

AUDITORS = frozenset({"auditor", "system"})


def is_demonstration() -> bool:
    """Whether this house only plays: decided when it was founded, for ever. A house not yet founded is none."""
    return House.objects.filter(is_demonstration=True).exists()


def list_events(subject: str, *, viewer: Actor) -> list[EventView]:
    """Everything stated about a URN, oldest first.

    Whoever asks has shown that the viewer may see the subject; the private part of an event opens when read.
    """
    return view_events(list(Event.objects.filter(subjects__urn=subject).select_related("sealed").order_by("id")))


def iter_events(kinds: Collection[str] = (), *, viewer: Actor) -> Iterator[EventView]:
    """Every event of `kinds` (all when empty), as they were written, for the house itself and auditors."""
    if not viewer.roles & AUDITORS:
        raise Missing()
    found = Event.objects.filter(kind__in=kinds) if kinds else Event.objects.all()
    last = 0
    while page := list(found.filter(id__gt=last).select_related("sealed").order_by("id")[:1000]):
        yield from view_events(page)
        last = page[-1].id


@dataclass(frozen=True, slots=True, kw_only=True)
class LookView:
    """A look as the person concerned sees it: the office, not the officer."""

    at: datetime
    office: str
    agency: str
    what: str
    purpose: str
    about: str
    is_own: bool
    """By somebody without an office: a relative with a mandate, or the system."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Who looked at a person's data, newest first."""

    shown: tuple[LookView, ...]
    secret_count: int
    """Looks that the law keeps secret for now."""


def list_looks(person: str, *, viewer: Actor, limit: int = 200) -> Looks:
    """The looks at a person's data, for that person, who acts for them, or an auditor."""
    if person not in viewer.persons and not viewer.roles & AUDITORS:
        raise Missing()
    found = Look.objects.filter(person=person)
    secret = found.filter(secret_until__gt=now())
    rows = found.exclude(id__in=secret.values("id")).order_by("-id")[:limit]
    return Looks(tuple(map(_view_look, rows)), secret.aggregate(n=Sum("count"))["n"] or 0)


def _view_look(row: Look) -> LookView:
    return LookView(
        at=row.at,
        office=row.office,
        agency=row.agency,
        what=row.what,
        purpose=row.purpose,
        about=row.about,
        is_own=not row.office,
    )
