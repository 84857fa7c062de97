"""Receipts: a promise at once, a proof once sealed, and a check that anyone can make offline."""

from datetime import datetime

from toantrinh.record import keys, note
from toantrinh.record.canonical import moment
from toantrinh.record.statement import b64


def promise_text(origin: str, leaf_hash: bytes, due_at: datetime) -> str:
    """What a promise signs."""
    return f"toantrinh.vn/promise/v1\n{origin}\n{b64(leaf_hash)}\n{moment(due_at)}\n"


def sign_promise(origin: str, leaf_hash: bytes, due_at: datetime) -> str:
    """A promise as a signed note."""
    text = promise_text(origin, leaf_hash, due_at)
    return note.sign(text, f"{origin}/receipts", keys.signing_key("receipt"))
