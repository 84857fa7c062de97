"""Receipts: a signed promise at once, a proof once sealed, and a check that anyone can make without us."""

import json
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t
from toantrinh.record import keys, note
from toantrinh.record.merkle import leaf_hash, root_from_inclusion
from toantrinh.record.statement import b64, commit

FORMAT = "toantrinh.vn/receipt/v1"
LARGEST = 64 * 1024
"""Bytes of the largest receipt that is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptResult:
    """What a receipt proves. It never says of which procedure, nor of whom."""

    is_intact: bool
    """It is of its form, what it opens is what was committed to, and its signatures are by known keys."""
    is_in_record: bool = False
    """A signed checkpoint contains it."""
    waits_until: datetime | None = None
    """Not yet sealed, and we promised to do so by then."""
    is_overdue: bool = False
    """That promise is broken."""
    position: int | None = None
    size: int | None = None
    """Size of the record in the checkpoint that contains it."""
    problem: Text | None = None
    """What does not match, and where."""


class _Mismatch(Exception):
    def __init__(self, problem: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem


def verify_receipt(
    receipt: bytes, verifier_keys: Iterable[str], *, checkpoint: str = "", at: datetime | None = None
) -> ReceiptResult:
    """Check a receipt offline.

    `verifier_keys` are lines `name+id+base64` from a source that the reader trusts; `checkpoint` is a checkpoint from
    elsewhere (a witness, a newspaper) that must contain the receipt instead of the one in it; `at` is when to judge a
    promise. Never raises.
    """
    try:
        known = note.parse_verifier_keys(verifier_keys)
        content, hashed = _opened(receipt)
        due_at = _promised(content, hashed, known)
        if content.get("proof") is None:
            if due_at is None:
                raise _Mismatch(t("Biên nhận không có chữ ký nào.", "The receipt holds no signature at all."))
            overdue = due_at < (at or now())
            return ReceiptResult(is_intact=True, waits_until=None if overdue else due_at, is_overdue=overdue)
        position, size = _proven(content, hashed, known, checkpoint)
        return ReceiptResult(is_intact=True, is_in_record=True, position=position, size=size)
    except _Mismatch as mismatch:
        return ReceiptResult(is_intact=False, problem=mismatch.problem)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return ReceiptResult(
            is_intact=False, problem=t("Đây không phải tệp biên nhận.", "This file is not a receipt of the record.")
        )


def _opened(receipt: bytes) -> tuple[dict[str, Any], bytes]:
    """The receipt's content and its leaf's hash, after every opened group was held against its commitment."""
    if len(receipt) > LARGEST:
        raise ValueError("too large")
    content = json.loads(receipt)
    if content["format"] != FORMAT:
        raise ValueError("another format")
    commitments = json.loads(content["leaf"])["commitments"]
    for group, opened in content["opened"].items():
        if b64(commit(b64decode(opened["salt"]), opened["text"].encode())) != commitments[group]:
            raise _Mismatch(
                t(
                    f"Nội dung nhóm “{group}” không phải nội dung đã cam kết.",
                    f"What the group “{group}” holds is not what was committed to.",
                )
            )
    return content, leaf_hash(content["leaf"].encode())


def _promised(content: dict[str, Any], hashed: bytes, known: dict[str, list[bytes]]) -> datetime | None:
    """Until when sealing was promised; None where the receipt has no promise."""
    if content.get("promise") is None:
        return None
    name = f"{content['origin']}/receipts"
    try:
        text = note.verify(content["promise"], name, known.get(name, [])).text
    except note.NoteBroken as error:
        raise _Mismatch(
            t("Chữ ký của lời hứa không đúng.", "The signature of the promise is not by a known key.")
        ) from error
    due_at = text.split("\n")[3]
    if text != promise_text(content["origin"], hashed, due_at):
        raise _Mismatch(t("Lời hứa là cho mục khác.", "The promise is for another entry."))
    return datetime.fromisoformat(due_at)


def _proven(content: dict[str, Any], hashed: bytes, known: dict[str, list[bytes]], checkpoint: str) -> tuple[int, int]:
    """Position, and size of the tree that contains it."""
    proof = content["proof"]
    signed = checkpoint or proof["checkpoint"]
    origin = signed.split("\n", 1)[0]
    try:
        size, root = note.verify(signed, origin, known.get(origin, [])).text.split("\n")[1:3]
    except note.NoteBroken as error:
        raise _Mismatch(
            t("Chữ ký của mốc niêm phong không đúng.", "The checkpoint is not signed by a known key.")
        ) from error
    if int(size) != proof["size"]:
        raise _Mismatch(
            t(
                f"Mốc niêm phong có {size} mục, chứng minh là cho {proof['size']} mục: hãy lấy biên nhận mới.",
                f"The checkpoint has {size} entries, the proof is for {proof['size']}: fetch the receipt anew.",
            )
        )
    path = [b64decode(sibling) for sibling in proof["path"]]
    found = root_from_inclusion(hashed, proof["position"], proof["size"], path)
    if found is None or b64(found) != root:
        raise _Mismatch(
            t("Mục này không có trong mốc niêm phong.", "The proof does not lead to the root of the checkpoint.")
        )
    return proof["position"], proof["size"]


def promise_text(origin: str, leaf: bytes, due_at: str) -> str:
    """What a promise signs: the hash of the leaf, and until when (in canonical form) it will be sealed."""
    return f"toantrinh.vn/promise/v1\n{origin}\n{b64(leaf)}\n{due_at}\n"


def sign_promise(origin: str, leaf: bytes, due_at: str) -> str:
    """A promise as a signed note."""
    return note.sign(promise_text(origin, leaf, due_at), f"{origin}/receipts", keys.signing_key("receipt"))
