"""From a fact to the row and the leaf that stand for it: the commitments, and how they are checked again.

    rest        = SHA-256( salt("rest") ‖ canonical [uid, by, person, subjects, private column in base64] )
    publication = SHA-256( salt("publication") ‖ canonical publication values )
    exact       = SHA-256( salt("exact") ‖ canonical {"at": …, "facts": exact values, "rest": base64 of rest} )
    private     = SHA-256( 32 random bytes ‖ canonical private values ); both are sealed together
    salt(group) = HMAC-SHA-256( secret of the event, group )
    leaf        = canonical {"commitments": {…base64…}, "header": {"area", "kind", "month", "version"}}

The exact commitment holds the rest of the row too, so that no column can be changed unseen, even after the private
part was erased.
"""

import hmac
import json
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db import connection

from toantrinh.kernel import urn
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local
from toantrinh.record.canonical import canonical, moment
from toantrinh.record.facts import Fact, subjects_of, values_of
from toantrinh.record.merkle import leaf_hash
from toantrinh.record.models import Event, EventSubject
from toantrinh.record.vault import seal_under, sealing_keys

SALT = 32


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact, who states it, and when it happened."""

    fact: Fact
    by: Actor
    at: datetime


def compose(statement: Statement, key: bytes) -> tuple[Event, list[str]]:
    """The event that stands for a statement, not yet stored, and its subjects; `key` seals the private part."""
    fact, subjects = statement.fact, subjects_of(statement.fact)
    salt, private = secrets.token_bytes(SALT), canonical(values_of(fact, "private"))
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
        private=seal_under(key, fact.person, salt + private.encode()),
    )
    publication, exact = clear_commitments(event, moment(event.at), subjects)
    event.commitments = publication + exact + commit(salt, private)
    event.leaf_hash = leaf_hash(leaf(event.kind, event.version, event.area, event.month, event.commitments))
    return event, subjects


def clear_commitments(event: Event, at: str, subjects: Sequence[str]) -> tuple[bytes, bytes]:
    """The publication and the exact commitment of a row as it stands."""
    secret = bytes(event.secret)
    exact = opened_exact(at, event.exact, rest_of(event, subjects))
    return commit(salt_of(secret, "publication"), event.publication), commit(salt_of(secret, "exact"), exact)


def rest_of(event: Event, subjects: Sequence[str]) -> str:
    """Digest of what no disclosure group holds: public id, actor, person, subjects and the sealed private part."""
    row = [event.uid, event.by, event.person, list(subjects), b64(bytes(event.private))]
    return b64(sha256(salt_of(bytes(event.secret), "rest") + _json(row).encode()).digest())


def opened_exact(at: str, facts: str, rest: str) -> str:
    """The exact group as it is committed to and shown."""
    return f'{{"at":"{at}","facts":{facts},"rest":"{rest}"}}'


def commit(salt: bytes, opened: str) -> bytes:
    """The commitment to an opened group."""
    return sha256(salt + opened.encode()).digest()


def salt_of(secret: bytes, group: str) -> bytes:
    """The salt of a group of the event with this secret."""
    return hmac.digest(secret, group.encode(), "sha256")


def leaf(kind: str, version: int, area: str, month: str, commitments: bytes) -> bytes:
    """The bytes that stand in the tree for an event."""
    publication, exact, private = (b64(commitments[start : start + 32]) for start in (0, 32, 64))
    return (
        f'{{"commitments":{{"exact":"{exact}","private":"{private}","publication":"{publication}"}},'
        f'"header":{_header(kind, version, area, month)}}}'
    ).encode()


def b64(content: bytes) -> str:
    """Standard base64 with padding."""
    return b64encode(content).decode()


@lru_cache(maxsize=4096)
def _header(kind: str, version: int, area: str, month: str) -> str:
    return canonical({"kind": kind, "version": version, "area": area, "month": month})


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def store(statements: Sequence[Statement]) -> list[Event]:
    """Insert the events of `statements`, in their order, inside the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is stated in the transaction of the change that it tells of.")
    sealing = sealing_keys({statement.fact.person for statement in statements})
    composed = [compose(statement, sealing[statement.fact.person]) for statement in statements]
    events = Event.objects.bulk_create([event for event, _ in composed], batch_size=500)
    EventSubject.objects.bulk_create(
        [EventSubject(urn=subject, event=event) for event, subjects in composed for subject in subjects],
        batch_size=1000,
    )
    return events
