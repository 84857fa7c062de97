"""Between rows and meaning: what a version says, which versions are held, the digest of an entry's whole history."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db.models import Q

from toantrinh.record.vault import seal_json, unseal_json
from toantrinh.registers.definition import EntryKind, Kind
from toantrinh.registers.history import Stretch
from toantrinh.registers.models import Entry, Link, Version
from toantrinh.registers.values import Data, fold_for_search


def held(*, valid_on: date | None = None, known_at: datetime | None = None) -> Q:
    """Versions believed at a moment (now, when none is given), and true on a day (any, when none is given)."""
    known = (
        Q(known_to=None)
        if known_at is None
        else Q(known_from__lte=known_at) & (Q(known_to=None) | Q(known_to__gt=known_at))
    )
    if valid_on is None:
        return known
    return known & Q(valid_from__lte=valid_on) & (Q(valid_to=None) | Q(valid_to__gt=valid_on))


def content_of(version: Version) -> Data:
    """All values of a version, the secret ones opened; those whose person was erased are left out."""
    secret = unseal_json(version.sealed_for, bytes(version.sealed)) if version.sealed else None
    return {**version.data, **(secret or {})}


def stretch_of(version: Version) -> Stretch[Data]:
    """The version as a stretch of time."""
    return Stretch(version.valid_from, version.valid_to, content_of(version))


def new_version(entry: Entry, kind: EntryKind, stretch: Stretch[Data], known_from: datetime) -> Version:
    """A version that is not stored yet: clear and secret values parted, words folded for search."""
    secret_names = {field.name for field in kind.fields if field.secret}
    secret = {name: value for name, value in stretch.content.items() if name in secret_names}
    owner = (entry.subject or entry.urn) if secret else ""
    return Version(
        entry=entry,
        valid_from=stretch.start,
        valid_to=stretch.end,
        known_from=known_from,
        data={name: value for name, value in stretch.content.items() if name not in secret_names},
        sealed=seal_json(owner, secret) if secret else b"",
        sealed_for=owner,
        search=fold_for_search(kind, stretch.content),
    )


def links_of(version: Version, kind: EntryKind) -> list[Link]:
    """Whom a version names, and as what."""
    named = ((field.name, version.data.get(field.name)) for field in kind.fields if field.kind is Kind.PERSON)
    return [Link(version=version, role=role, person=person) for role, person in named if person]


def persons_of(entry: Entry, kind: EntryKind) -> tuple[set[str], set[str]]:
    """URNs of those whom the entry names as held now: its parties, and everybody."""
    parties = {field.name for field in kind.fields if field.party} | {kind.subject}
    rows = Link.objects.filter(held_link(), version__entry=entry).values_list("role", "person")
    everybody = {person for _, person in rows} | ({entry.subject} - {""})
    return {person for role, person in rows if role in parties} | ({entry.subject} - {""}), everybody


def held_link() -> Q:
    """Links of versions that are believed now."""
    return Q(version__known_to=None)


def history_digest(entry: Entry, versions: Iterable[tuple[Version, Iterable[Link]]]) -> str:
    """One digest over the entry and every version it ever had, by which a changed, missing or added row is seen."""
    head = [entry.urn, entry.register, entry.kind, entry.agency, entry.book, entry.number, entry.subject, entry.ground]
    rows = [
        [
            version.urn,
            version.valid_from.isoformat(),
            version.valid_to.isoformat() if version.valid_to else None,
            _moment(version.known_from),
            _moment(version.known_to),
            version.data,
            hashlib.sha256(bytes(version.sealed)).hexdigest(),
            version.sealed_for,
            version.search,
            version.reason,
            version.ground,
            sorted([link.role, link.person] for link in links),
        ]
        for version, links in sorted(versions, key=lambda pair: pair[0].pk)
    ]
    return hashlib.sha256(json.dumps([head, rows], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None
