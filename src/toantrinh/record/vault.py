"""What is private about a person, sealed under a key of their own (XChaCha20-Poly1305), wrapped by the vault key.

Erasing the key (`record.actions.erase_person_key`) makes all of it unreadable at once, in every table and backup that
does not hold the key.
"""

import hmac
import json
import secrets
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.db import connection
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.record import keys
from toantrinh.record.canonical import canonical
from toantrinh.record.models import PersonKey

NONCE = 24


class Damaged(Exception):
    """A sealed value does not open under the key it belongs to: it was changed, or the wrong keys are in place."""


def seal(person: str, content: bytes) -> bytes:
    """`content` sealed under the person's key, made when there is none; the house's own key for `""`."""
    return seal_under(sealing_keys([person])[person], person, content)


def unseal(person: str, sealed: bytes) -> bytes | None:
    """What `seal` was given; None where the person's key was erased. Raises Damaged."""
    return unseal_many([(person, sealed)])[0]


def unseal_many(sealed: Iterable[tuple[str, bytes]]) -> list[bytes | None]:
    """`unseal` for many pairs of person and sealed value, with one statement for all their keys."""
    pairs = list(sealed)
    found = opening_keys({person for person, _ in pairs})
    return [None if (key := found[person]) is None else open_under(key, person, value) for person, value in pairs]


def seal_json(person: str, value: Any) -> bytes:
    """`seal` for a value of JSON's types."""
    return seal(person, canonical(value).encode())


def unseal_json(person: str, sealed: bytes) -> Any:
    """What `seal_json` was given; None where the person's key was erased."""
    content = unseal(person, sealed)
    return None if content is None else json.loads(content)


def digest(value: str, use: str) -> str:
    """A keyed digest (64 hexadecimal digits) by which an equal value is found; `use` keeps columns apart."""
    return hmac.digest(keys.secret("index"), f"{use}\0{value}".encode(), "sha256").hex()


def sealing_keys(persons: Iterable[str]) -> dict[str, bytes]:
    """A key for each person, made where there is none. Raises Refused for a person whose key was erased."""
    found = _stored(persons)
    if missing := [person for person, key in found.items() if key == b""]:
        fresh = [PersonKey(person=person, wrapped=_wrap(person, secrets.token_bytes(32))) for person in missing]
        PersonKey.objects.bulk_create(fresh, ignore_conflicts=True)  # another process may have been first
        found |= _stored(missing)
    if None in found.values():
        raise Refused(
            t(
                "Dữ liệu của người này đã được xoá theo luật, không ghi thêm được.",
                "This person's data was erased under the law; nothing more can be kept.",
            ),
            code="person-erased",
        )
    return {person: key for person, key in found.items() if key is not None}


def opening_keys(persons: Iterable[str]) -> dict[str, bytes | None]:
    """The key of each person, None where it was erased. Raises Damaged where one should be and is not."""
    found = _stored(persons)
    if lost := [person for person, key in found.items() if key == b""]:
        raise Damaged(f"The key of {lost[0]} is gone though it was never erased.")
    return found


def _stored(persons: Iterable[str]) -> dict[str, bytes | None]:
    """Keys by person: None where erased, empty where there is no row."""
    wanted = set(persons)
    found: dict[str, bytes | None] = dict.fromkeys(wanted, b"")
    if "" in wanted:
        found[""] = blake2b(key=keys.secret("vault"), person=b"house", digest_size=32).digest()
    for person, stored in _rows(sorted(wanted - {""})):
        wrapped = bytes(stored)
        found[person] = open_under(keys.secret("vault"), person, wrapped) if wrapped else None
    return found


def _rows(persons: list[str]) -> list[tuple[str, bytes]]:
    """The wrapped keys, without the cost of the ORM: every sealed value is opened through here."""
    rows: list[tuple[str, bytes]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(persons), _AT_ONCE):
            page = persons[start : start + _AT_ONCE]
            marks = ", ".join(["%s"] * len(page))
            cursor.execute(f"SELECT person, wrapped FROM record_personkey WHERE person IN ({marks})", page)
            rows += cursor.fetchall()
    return rows


_AT_ONCE = 500
"""Keys in one statement: SQLite takes 999 values."""


def _wrap(person: str, key: bytes) -> bytes:
    return seal_under(keys.secret("vault"), person, key)


def seal_under(key: bytes, person: str, content: bytes) -> bytes:
    """Nonce and ciphertext, tied to the person's URN so that it opens for nobody else."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(content, person.encode(), nonce, key)


def open_under(key: bytes, person: str, sealed: bytes) -> bytes:
    """What `seal_under` was given; raises Damaged."""
    sealed = bytes(sealed)
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[NONCE:], person.encode(), sealed[:NONCE], key)
    except (CryptoError, ValueError) as error:
        raise Damaged(f"A value sealed for {person or 'the house'} does not open.") from error
