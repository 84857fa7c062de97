"""Whether the tables of this room say what the record says: each case replayed from its events, each edition compared.

Both checks are registered with `record.verify` at start-up. They change nothing and name every difference.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef

from toantrinh.cases.lifecycle import MOVES, State
from toantrinh.cases.models import Case, CaseConsent, CatalogueEntry, Edition, SearchEntry, Status, Wait
from toantrinh.cases.search.rows import rows_of
from toantrinh.kernel.text import t
from toantrinh.record.models import Event, EventSubject
from toantrinh.record.verify import Difference

AT_ONCE = 500
_LATEST = ("status", "wait", "outcome", "step", "agency", "due_at", "rating", "charges")
"""Columns that are what the last fact that names them said."""
_ONCE = ("submitted_at", "received_at", "new_due_at", "decided_at", "returned_at")
_COLUMNS = (*_LATEST, *_ONCE, "finished_at", "limit")
Replayed = dict[str, Any]

_UNKNOWN = t("sổ ghi không biết gì về nó", "the record knows nothing of it")
_OTHER = t("{name} là {stands}, sổ ghi nói {wanted}", "{name} is {stands}, the record says {wanted}")
_LEAP = t(
    "đã đi từ {before} sang {after}, điều không bước nào cho phép",
    "went from {before} to {after}, which no move allows",
)
_GONE = t("sổ ghi kể về nó, mà nó không còn", "the record tells of it, and it is gone")
_REINDEX = t(
    "không phải điều phiên bản và danh mục nói; chạy toantrinh rebuild-search",
    "is not what edition and catalogue say; run toantrinh rebuild-search",
)
_REWRITTEN = t("nội dung không phải là nội dung đã cài", "its content is not what was installed")


def check_cases() -> Iterator[Difference]:
    """Every difference between the cases as they stand and the record."""
    urns = Case.objects.order_by("pk").values_list("urn", flat=True)
    for chunk in _chunks(urns.iterator(chunk_size=AT_ONCE)):
        stories = _stories(chunk)
        for case in Case.objects.filter(urn__in=chunk).defer("answers_sealed", "lookups_sealed"):
            yield from _compare(case, stories.get(case.urn, []))
    yield from _vanished()


def _chunks(urns: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for urn in urns:
        chunk.append(urn)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _stories(urns: list[str]) -> dict[str, list[tuple[str, Replayed]]]:
    """Kind and clear values of every event of the cases, in order."""
    found: dict[str, list[tuple[str, Replayed]]] = {}
    events = Event.objects.filter(subjects__urn__in=urns, kind__startswith="case.").order_by("id")
    for kind, publication, exact in events.values_list("kind", "publication", "exact"):
        values = json.loads(publication) | json.loads(exact)
        found.setdefault(values["case"], []).append((kind, values))
    return found


def _compare(case: Case, story: list[tuple[str, Replayed]]) -> Iterator[Difference]:
    where = f"cases.Case {case.urn}"
    if not story:
        yield Difference(where, _UNKNOWN)
        return
    expected = replay(story)
    for name in _COLUMNS:
        stands = _plain(getattr(case, name))
        if stands != (wanted := expected.get(name)):
            yield Difference(where, _OTHER.fill(name=name, stands=stands, wanted=wanted))
    states = [State(Status(values["status"]), Wait(values["wait"])) for _, values in story]
    for before, after in pairwise(states):
        if before != after and after not in _reachable(before):
            yield Difference(where, _LEAP.fill(before="/".join(before), after="/".join(after)))


def replay(story: list[tuple[str, Replayed]]) -> Replayed:
    """What the table must hold after these events."""
    found: Replayed = dict.fromkeys(_COLUMNS) | {"charges": [], "limit": {}}
    for kind, values in story:
        found |= {name: values[name] for name in _LATEST + _ONCE if name in values}
        if kind == "case.finished":
            found["finished_at"] = values["ended_at"]
        if frozen := values.get("limit"):
            found["limit"] = json.loads(frozen)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


def _reachable(state: State) -> set[State]:
    """States after one act, which may make two moves: a grant that waits for a register, say."""
    once = {move.paths[state] for move in MOVES.values() if state in move.paths}
    return once | {move.paths[one] for one in once for move in MOVES.values() if one in move.paths}


def _vanished() -> Iterator[Difference]:
    """Cases that the record knows and no table holds, though they were never discarded."""
    same = EventSubject.objects.filter(urn=OuterRef("urn"), event__kind="case.discarded")
    kinds = ("case.drafted", "case.opened_by_link")
    begun = EventSubject.objects.filter(event__kind__in=kinds, urn__startswith="urn:toantrinh:case:")
    lost = begun.exclude(Exists(same)).exclude(Exists(Case.objects.filter(urn=OuterRef("urn"))))
    for urn in lost.values_list("urn", flat=True).iterator(chunk_size=AT_ONCE):
        yield Difference(f"cases.Case {urn}", _GONE)


_STATES = {"asked": "asked", "given": "given", "declined": "declined", "lapsed": "lapsed", "voided": "void"}
"""State of a consent after the fact `case.consent_…`."""


def check_consents() -> Iterator[Difference]:
    """Every consent that is not in the state, of the person, or to the content that the record says."""
    told: dict[str, Replayed] = {}
    for kind, exact in (
        Event.objects.filter(kind__startswith="case.consent_").order_by("id").values_list("kind", "exact")
    ):
        values = json.loads(exact)
        line = told.setdefault(values["consent"], {"case": values["case"], "digest": ""})
        line["state"] = _STATES[kind.removeprefix("case.consent_")]
        line["digest"] = values.get("content", line["digest"])
    for row in CaseConsent.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        where = f"cases.CaseConsent {row.urn}"
        line = told.pop(row.urn, {})
        if not line:
            yield Difference(where, _UNKNOWN)
            continue
        for name in ("state", "digest"):
            if (stands := getattr(row, name)) != line[name]:
                yield Difference(where, _OTHER.fill(name=name, stands=stands, wanted=line[name]))
    kept = set(Case.objects.filter(urn__in={line["case"] for line in told.values()}).values_list("urn", flat=True))
    yield from (Difference(f"cases.CaseConsent {urn}", _GONE) for urn, line in told.items() if line["case"] in kept)


def check_editions() -> Iterator[Difference]:
    """Every edition whose content is not what was installed."""
    told = {}
    for publication in Event.objects.filter(kind="procedure.installed").values_list("publication", flat=True):
        values = json.loads(publication)
        told[values["edition"]] = values["content"]
    for edition in Edition.objects.iterator(chunk_size=50):
        where = f"cases.Edition {edition.urn}"
        if edition.urn not in told:
            yield Difference(where, _UNKNOWN)
        elif told.pop(edition.urn) != content_digest(edition.source | edition.record):
            yield Difference(where, _REWRITTEN)
    for urn in told:
        yield Difference(f"cases.Edition {urn}", _GONE)


def content_digest(source: dict[str, str]) -> str:
    """Digest of an edition's files as they are stored."""
    return sha256(json.dumps(sorted(source.items()), ensure_ascii=False).encode()).hexdigest()


def check_catalogue() -> Iterator[Difference]:
    """Whether the national catalogue is what its last import left."""
    last = Event.objects.filter(kind="catalogue.imported").order_by("-id").values_list("publication", flat=True).first()
    if last is None:
        if CatalogueEntry.objects.exists():
            yield Difference("cases.CatalogueEntry", _UNKNOWN)
    elif json.loads(last)["content"] != catalogue_digest():
        yield Difference("cases.CatalogueEntry", _REWRITTEN)


def catalogue_digest() -> str:
    """Digest of the whole catalogue as it is stored."""
    digest = sha256()
    names = ("code", "notation", "name", "fields", "deciding", "publisher", "subjects", "state", "kind")
    for row in sorted(CatalogueEntry.objects.values_list(*names).iterator(chunk_size=2000)):
        digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def check_search() -> Iterator[Difference]:
    """Every procedure whose rows in the index are not what edition and catalogue say."""
    codes = {*Edition.objects.values_list("code", flat=True), *CatalogueEntry.objects.values_list("code", flat=True)}
    for chunk in _chunks(sorted(codes | {*SearchEntry.objects.values_list("code", flat=True)})):
        editions: dict[str, list[Edition]] = {}
        for edition in Edition.objects.defer("record").filter(code__in=chunk):
            editions.setdefault(edition.code, []).append(edition)
        entries = {entry.code: entry for entry in CatalogueEntry.objects.filter(code__in=chunk)}
        stands: dict[str, set[str]] = {}
        for row in SearchEntry.objects.filter(code__in=chunk):
            stands.setdefault(row.code, set()).add(_found(row))
        for code in chunk:
            if stands.get(code, set()) != {
                _found(row) for row in rows_of(code, editions.get(code, []), entries.get(code))
            }:
                yield Difference(f"cases.SearchEntry {code}", _REINDEX)


def _found(row: SearchEntry) -> str:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return json.dumps(values, default=str, sort_keys=True)
