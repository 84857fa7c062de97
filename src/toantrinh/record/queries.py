"""What others may read of the record."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Sum

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.record import keys, note, vault
from toantrinh.record.events import EventView, view_events
from toantrinh.record.models import Checkpoint, Event, House, Look, Promise, Subscriber, Unsealed
from toantrinh.record.openrows import OpenRow, iter_open_rows, list_months
from toantrinh.record.receipt import FORMAT, LARGEST, ReceiptResult, verify_receipt
from toantrinh.record.seal import tree_size
from toantrinh.record.statement import SALT, b64, content_of, leaf_of, opened_exact, salts_of
from toantrinh.record.tiles import latest_checkpoint, stored_tree, tile

__all__ = ["LARGEST", "OpenRow", "iter_open_rows", "latest_checkpoint", "list_months", "tile", "verify_receipt"]

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
    by: Literal["officer", "citizen", "house", "anyone"]
    """`house`: the house asked by itself, carrying out what was decided; `anyone`: nobody had signed in."""


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
    shown = rows.only("at", "office", "agency", "what", "purpose", "about", "viewer")
    return Looks(tuple(_look_view(row) for row in shown), secret.aggregate(n=Sum("count"))["n"] or 0)


def _look_view(row: Look) -> LookView:
    return LookView(
        at=row.at,
        office=row.office,
        agency=row.agency,
        what=row.what,
        purpose=row.purpose,
        about=row.about,
        by=_sort_of(row.viewer, row.office),
    )


def _sort_of(viewer: str, office: str) -> Literal["officer", "citizen", "house", "anyone"]:
    if office or not viewer:
        return "officer" if office else "anyone"
    return "house" if viewer.startswith("urn:toantrinh:system:") else "citizen"


def open_receipt(uid: str, *, viewer: Actor) -> bytes:
    """The receipt of an event as a JSON file, with what the viewer may open of it.

    Its person, who acts for them and whoever stated it open every group; an auditor all but the private one.
    """
    event = Event.objects.select_related("sealed", "promise").filter(uid=uid).first()
    if event is None:
        raise Missing()
    is_holder = (event.person and event.person in viewer.persons) or event.by == viewer.urn != ""
    if not is_holder and not viewer.roles & AUDITORS:
        raise Missing()
    promise: Promise | None = getattr(event, "promise", None)
    receipt = {
        "format": FORMAT,
        "origin": promise.note.split("\n")[1] if promise else House.objects.latest("number").origin,
        "event": uid,
        "leaf": leaf_of(event).decode(),
        "opened": _opened(event, with_private=bool(is_holder)),
        "promise": promise.note if promise else None,
        "proof": _proof(event),
    }
    return _written(receipt)


def check_receipt(receipt: bytes) -> tuple[ReceiptResult, bytes]:
    """What a receipt proves against this house's own record as it stands, and the receipt with its newest proof.

    Anyone may ask: the answer tells neither procedure nor person.
    """
    result = verify_receipt(receipt, verifier_keys())
    if not result.is_intact:
        return result, receipt
    content = json.loads(receipt)
    event = Event.objects.select_related("sealed").filter(uid=content.get("event", "")).first()
    if event is None or leaf_of(event) != content["leaf"].encode():
        gone = t("Sổ ghi không có mục này.", "The record does not hold this entry.")
        return ReceiptResult(is_intact=False, problem=gone), receipt
    renewed = _written(content | {"proof": _proof(event)})
    return verify_receipt(renewed, verifier_keys()), renewed


def verifier_keys() -> list[str]:
    """Every public key of every origin of this house, as others pin them: `name+id+base64`."""
    return [
        note.verifier_key(origin + suffix, key)
        for origin in House.objects.order_by("number").values_list("origin", flat=True)
        for purpose, suffix in (("checkpoint", ""), ("receipt", "/receipts"))
        for key in keys.public_keys(purpose)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatus:
    """How the record stands, for its public page and for operators."""

    origin: str
    size: int
    sealed_at: datetime | None
    """When the newest checkpoint was signed."""
    waiting: int
    """Events that are not sealed yet."""
    waiting_since: datetime | None
    overdue: int
    """Promises whose time is over and whose event is not sealed."""


def record_status() -> RecordStatus:
    """How the record stands; anyone may ask."""
    house = House.objects.order_by("-number").first()
    oldest = Unsealed.objects.order_by("event_id").select_related("event").first()
    return RecordStatus(
        origin=house.origin if house else "",
        size=tree_size(),
        sealed_at=Checkpoint.objects.order_by("-head_id").values_list("at", flat=True).first(),
        waiting=Unsealed.objects.count(),
        waiting_since=oldest.event.at if oldest else None,
        overdue=Promise.objects.filter(event_id__in=Unsealed.objects.values("event_id"), due_at__lt=now()).count(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberView:
    """How far a subscriber is, for operators."""

    name: str
    behind: int
    failures: int
    retry_at: datetime | None
    error: str


def list_subscribers() -> list[SubscriberView]:
    """Every subscriber, those that fail first."""
    size = tree_size()
    return [
        SubscriberView(
            name=row.name,
            behind=max(size - row.position, 0),
            failures=row.failures,
            retry_at=row.retry_at,
            error=row.error,
        )
        for row in Subscriber.objects.order_by("-failures", "name")
    ]


def _opened(event: Event, *, with_private: bool) -> dict[str, dict[str, str]]:
    """Salt and text of each group that may be shown; an erased private part is left out."""
    content = content_of(event, sorted(event.subjects.values_list("urn", flat=True)))
    texts, salts = (content.publication, opened_exact(content)), salts_of(content.secret)
    opened = {
        name: {"salt": b64(salt), "text": text.decode()}
        for name, salt, text in zip(("publication", "exact"), salts, texts, strict=True)
    }
    if with_private and (private := vault.unseal(event.person, bytes(event.private))) is not None:
        opened["private"] = {"salt": b64(private[:SALT]), "text": private[SALT:].decode()}
    return opened


def _proof(event: Event) -> dict[str, Any] | None:
    """Inclusion in the newest checkpoint; None where that does not reach the event yet."""
    sealed, checkpoint = getattr(event, "sealed", None), Checkpoint.objects.order_by("-head_id").first()
    if sealed is None or checkpoint is None or checkpoint.head_id <= sealed.position:
        return None
    path = stored_tree().inclusion(sealed.position, checkpoint.head_id)
    return {
        "position": sealed.position,
        "size": checkpoint.head_id,
        "path": [b64(sibling) for sibling in path],
        "checkpoint": checkpoint.note,
    }


def _written(receipt: dict[str, Any]) -> bytes:
    return json.dumps(receipt, ensure_ascii=False, indent=1).encode() + b"\n"
