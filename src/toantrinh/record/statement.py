"""From a fact to the row and the leaf that stand for it: the commitments, and how they are made again from a row.

    salt(group) = HMAC-SHA-256( secret of the event, group )
    rest        = SHA-256( secret of the event ‖ uid LF by LF person LF each subject LF ‖ private column )
    publication = SHA-256( salt("publication") ‖ canonical publication values )
    exact       = SHA-256( salt("exact") ‖ {"at":…,"facts":canonical exact values,"rest":base64 of rest} )
    private     = SHA-256( 32 random bytes ‖ canonical private values ), where both are sealed together
    leaf        = {"commitments":{…base64…},"header":{"area":…,"kind":…,"month":…,"version":…}}

The exact commitment holds the rest of the row too, so that no column can be changed unseen, even after the private
part was erased. Everything here works on bytes, as a verifier reads them.
"""

import secrets
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection

from toantrinh.kernel import urn
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local
from toantrinh.record.canonical import canonical, moment
from toantrinh.record.facts import Fact, subjects_of, values_of
from toantrinh.record.merkle import leaf_hash
from toantrinh.record.models import Event
from toantrinh.record.vault import seal_under, sealing_keys

SALT = 32


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact, who states it, and when it happened."""

    fact: Fact
    by: Actor
    at: datetime


class Content(NamedTuple):
    """What a row holds beside its header, as bytes; `at` as `canonical.moment` writes it, subjects sorted."""

    uid: bytes
    by: bytes
    person: bytes
    subjects: Sequence[bytes]
    private: bytes
    at: bytes
    publication: bytes
    exact: bytes
    secret: bytes


def store(statements: Sequence[Statement]) -> list[Event]:
    """Insert the events of `statements`, in their order, inside the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is stated in the transaction of the change that it tells of.")
    sealing = sealing_keys({statement.fact.person for statement in statements})
    composed = [compose(statement, sealing[statement.fact.person]) for statement in statements]
    subjects: list[tuple[str, int]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(composed), _AT_ONCE):
            page = composed[start : start + _AT_ONCE]
            rows = ", ".join([_ROW] * len(page))
            cursor.execute(_INSERT.format(rows=rows), [value for event, _ in page for value in _values(event)])
            numbers = {uid: number for number, uid in cursor.fetchall()}
            for event, about in page:
                event.id = numbers[event.uid]
                subjects += [(subject, event.id) for subject in about]
        if subjects:
            cursor.executemany("INSERT INTO record_eventsubject (urn, event_id) VALUES (%s, %s)", subjects)
    return [event for event, _ in composed]


_FIELDS = [field for field in Event._meta.concrete_fields if field.name != "id"]
_ROW = f"({', '.join(['%s'] * len(_FIELDS))})"
_INSERT = "INSERT INTO record_event ({}) VALUES {{rows}} RETURNING id, uid".format(
    ", ".join(f'"{field.column}"' for field in _FIELDS)
)
_AT_ONCE = 60
"""Rows in one statement: SQLite takes 999 values."""


def _values(event: Event) -> Iterator[Any]:
    """Column by column, without the cost of the ORM: every action of every room comes through here."""
    for field in _FIELDS:
        value = getattr(event, field.attname)
        yield connection.ops.adapt_datetimefield_value(value) if field.attname == "at" else value


def compose(statement: Statement, key: bytes) -> tuple[Event, list[str]]:
    """The event that stands for a statement, not yet stored, and its subjects; `key` seals the private part."""
    fact, subjects = statement.fact, subjects_of(statement.fact)
    salt, private = secrets.token_bytes(SALT), canonical(values_of(fact, "private")).encode()
    event = Event(
        uid=urn.key_of(urn.new("event")),
        kind=fact.kind,
        version=fact.version,
        area=fact.area,
        month=f"{local(statement.at):%Y-%m}",
        at=statement.at,
        by=statement.by.urn,
        person=fact.person,
        publication=canonical(values_of(fact, "publication")),
        exact=canonical(values_of(fact, "exact")),
        secret=secrets.token_bytes(32),
        private=seal_under(key, fact.person, salt + private),
    )
    event.commitments = clear_commitments(content_of(event, subjects)) + commit(salt, private)
    event.leaf_hash = leaf_hash(leaf_of(event))
    return event, subjects


def content_of(event: Event, subjects: Sequence[str]) -> Content:
    """The content of an event with these subjects."""
    return Content(
        uid=event.uid.encode(),
        by=event.by.encode(),
        person=event.person.encode(),
        subjects=[subject.encode() for subject in subjects],
        private=bytes(event.private),
        at=moment(event.at).encode(),
        publication=event.publication.encode(),
        exact=event.exact.encode(),
        secret=bytes(event.secret),
    )


def clear_commitments(content: Content) -> bytes:
    """The publication commitment and the exact one, side by side."""
    publication, exact = salts_of(content.secret)
    return commit(publication, content.publication) + commit(exact, opened_exact(content))


def opened_exact(content: Content) -> bytes:
    """The exact group as it is committed to and shown.

    Raises ValueError where an identifier holds a line break: it could pass for two.
    """
    identifiers = b"\n".join((content.uid, content.by, content.person, *content.subjects, b""))
    if identifiers.count(b"\n") != 3 + len(content.subjects):
        raise ValueError("An identifier of an event holds a line break.")
    rest = sha256(content.secret + identifiers + content.private).digest()
    return b'{"at":"%b","facts":%b,"rest":"%b"}' % (content.at, content.exact, _b64(rest))


def commit(salt: bytes, opened: bytes) -> bytes:
    """The commitment to an opened group."""
    return sha256(salt + opened).digest()


_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
_b64 = partial(b2a_base64, newline=False)


def salts_of(secret: bytes) -> tuple[bytes, bytes]:
    """Salts of the publication and of the exact group: HMAC-SHA-256 of their names under an event's 32 bytes.

    By hand, since verification makes two a row and `hmac.digest` costs three times as much.
    """
    key = secret.ljust(64, b"\0")
    inner, outer = key.translate(_INNER), key.translate(_OUTER)
    publication = sha256(outer + sha256(inner + b"publication").digest()).digest()
    return publication, sha256(outer + sha256(inner + b"exact").digest()).digest()


def leaf_of(event: Event) -> bytes:
    """The bytes that stand in the tree for an event."""
    header = header_of(event.kind.encode(), event.version, event.area.encode(), event.month.encode())
    return leaf(header, bytes(event.commitments))


def leaf(header: bytes, commitments: bytes) -> bytes:
    """A leaf from its header and its three commitments."""
    publication, exact, private = commitments[:32], commitments[32:64], commitments[64:]
    return b'{"commitments":{"exact":"%b","private":"%b","publication":"%b"},"header":%b}' % (
        _b64(exact),
        _b64(private),
        _b64(publication),
        header,
    )


@lru_cache(maxsize=4096)
def header_of(kind: bytes, version: int, area: bytes, month: bytes) -> bytes:
    """The header of a leaf: what anyone may see of it."""
    values = {"kind": kind, "area": area, "month": month}
    return canonical({"version": version} | {name: v.decode(errors="replace") for name, v in values.items()}).encode()


def b64(content: bytes) -> str:
    """Standard base64 with padding."""
    return _b64(content).decode()
