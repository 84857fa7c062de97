"""Whether the tables of petitions say what the record says: each replayed from its facts, each publication compared."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from toantrinh.cases.models import Petition, PetitionStatus, PublishedPetition
from toantrinh.cases.petitions.public import digest_of_public
from toantrinh.cases.petitions.wording import ERASED, digest_of, open_words
from toantrinh.kernel.text import t
from toantrinh.record.models import Event
from toantrinh.record.verify import Difference

Replayed = dict[str, Any]
_LATEST = ("agency", "agency_code", "level", "status", "stage", "outcome", "due_at")
_ONCE = ("sent_at", "arrived_at", "received_at", "answered_at", "satisfied", "edition")
_UNKNOWN = t("sổ ghi không biết gì về nó", "the record knows nothing of it")
_OTHER = t("{name} là {stands}, sổ ghi nói {wanted}", "{name} is {stands}, the record says {wanted}")
_GONE = t("sổ ghi kể về nó, mà nó không còn", "the record tells of it, and it is gone")
_REWORDED = t("nội dung không như lúc gửi", "it does not say what it said when it was sent")
_REWRITTEN = t("bản công khai không như lúc công khai", "it is not what was published")


def check_petitions() -> Iterator[Difference]:
    """Every difference between the petitions as they stand and the record."""
    told = _stories()
    for petition in Petition.objects.exclude(status=PetitionStatus.DRAFT).order_by("pk").iterator(500):
        where = f"cases.Petition {petition.urn}"
        expected = told.pop(petition.urn, None)
        if expected is None:
            yield Difference(where, _UNKNOWN)
            continue
        for name in (*_LATEST, *_ONCE, "stage_due_at"):
            stands, wanted = _plain(_stands(petition, name)), expected.get(name)
            if stands != wanted:
                yield Difference(where, _OTHER.fill(name=name, stands=stands, wanted=wanted))
        words = open_words(petition)
        if words != ERASED and digest_of(words) != expected["words"]:
            yield Difference(where, _REWORDED)
        yield from _check_public(petition, expected)
    yield from (Difference(f"cases.Petition {urn}", _GONE) for urn in told)


def _stands(petition: Petition, name: str) -> Any:
    if name == "stage_due_at":
        return petition.stages.filter(closed_at=None).values_list("due_at", flat=True).first()
    return getattr(petition, name)


def _check_public(petition: Petition, expected: Replayed) -> Iterator[Difference]:
    row = PublishedPetition.objects.filter(petition=petition).first()
    if (digest_of_public(row) if row else None) != expected.get("public"):
        yield Difference(f"cases.PublishedPetition of {petition.urn}", _REWRITTEN)


def _stories() -> dict[str, Replayed]:
    """What the tables must hold of each petition after all its facts."""
    found: dict[str, Replayed] = {}
    events = Event.objects.filter(kind__startswith="petition.").order_by("id")
    for kind, publication, exact in events.values_list("kind", "publication", "exact").iterator(2000):
        values = json.loads(publication) | json.loads(exact)
        replay(found.setdefault(values["petition"], {}), kind, values)
    return found


def replay(stands: Replayed, kind: str, values: Replayed) -> None:
    """Let one fact change what must stand."""
    if kind == "petition.published":
        stands["public"] = values["words"]
    if kind == "petition.sent":
        stands["words"] = values["words"]
    stands |= {name: values[name] for name in (*_LATEST, *_ONCE, "stage_due_at") if name in values}
    if kind in ("petition.forwarded", "petition.complained"):
        stands["received_at"] = None
    if kind in ("petition.answered", "petition.complained"):
        stands["satisfied"] = None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value
