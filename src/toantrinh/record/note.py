"""C2SP signed notes: the text form of checkpoints and promises, signed by Ed25519."""

import struct
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

PLAIN, TIMED = 1, 4
"""Signature types of C2SP: over the text, and over the text with the time of signing (a cosignature)."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A note of which at least one signature by a known key was checked, and none failed."""

    note: str
    text: str
    """What it says, without the signatures."""
    at: datetime | None
    """Time of signing, where the note carries a timed signature by the same keys."""


class NoteBroken(Exception):
    """The note is not of its form, is signed by no known key, or a signature fails."""


def sign(text: str, name: str, key: SigningKey, at: datetime | None = None) -> str:
    """`text` (lines ending in a newline) as a signed note; with `at` a timed signature is added."""
    public = bytes(key.verify_key)
    lines = [_line(name, PLAIN, public, key.sign(text.encode()).signature)]
    if at is not None:
        stamp = int(at.timestamp())
        lines.append(_line(name, TIMED, public, struct.pack(">Q", stamp) + key.sign(_timed(text, stamp)).signature))
    return text + "\n" + "".join(lines)


def verify(note: str, name: str, keys: Sequence[bytes]) -> Verified:
    """Check a note against the public keys that `name` has had; raises NoteBroken."""
    text, mark, signatures = note.rpartition("\n\n")
    if not mark or not signatures.endswith("\n"):
        raise NoteBroken("no signatures")
    text += "\n"
    known = {(key_id(name, kind, key), kind): key for key in keys for kind in (PLAIN, TIMED)}
    checked, at = False, None
    for signer, given, payload in map(_parse, signatures.splitlines()):
        for kind in (PLAIN, TIMED):
            if signer == name and (key := known.get((given, kind))) is not None:
                stamp = _check(text, kind, key, payload)
                checked, at = checked or kind == PLAIN, stamp or at
    if not checked:
        raise NoteBroken("signed by no known key")
    return Verified(note, text, at)


def verifier_key(name: str, public: bytes, kind: int = PLAIN) -> str:
    """A public key in the form in which others pin it: `name+id+base64`."""
    return f"{name}+{key_id(name, kind, public).hex()}+{b64encode(bytes([kind]) + public).decode()}"


def parse_verifier_keys(lines: Iterable[str]) -> dict[str, list[bytes]]:
    """Public keys by name, from lines such as `verifier_key` gives; raises ValueError."""
    found: dict[str, list[bytes]] = {}
    for line in filter(None, map(str.strip, lines)):
        name, given, encoded = line.split("+", 2)
        kind, public = b64decode(encoded)[0], b64decode(encoded)[1:]
        if key_id(name, kind, public).hex() != given or len(public) != 32:
            raise ValueError(f"This is not a verifier key: {line}")
        found.setdefault(name, []).append(public)
    return found


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that stand for a key in a signature line."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def _line(name: str, kind: int, public: bytes, payload: bytes) -> str:
    return f"— {name} {b64encode(key_id(name, kind, public) + payload).decode()}\n"


def _parse(line: str) -> tuple[str, bytes, bytes]:
    try:
        dash, name, encoded = line.split(" ")
        content = b64decode(encoded, validate=True)
    except ValueError as error:
        raise NoteBroken("a signature line is damaged") from error
    if dash != "—":
        raise NoteBroken("a signature line is damaged")
    return name, content[:4], content[4:]


def _timed(text: str, stamp: int) -> bytes:
    return f"cosignature/v1\ntime {stamp}\n{text}".encode()


def _check(text: str, kind: int, key: bytes, payload: bytes) -> datetime | None:
    """Check one signature; answers its time where it has one."""
    try:
        if kind == PLAIN:
            VerifyKey(key).verify(text.encode(), payload)
            return None
        stamp = int.from_bytes(payload[:8])
        VerifyKey(key).verify(_timed(text, stamp), payload[8:])
        return datetime.fromtimestamp(stamp, UTC)
    except (BadSignatureError, ValueError, OverflowError) as error:
        raise NoteBroken("a signature is wrong") from error
