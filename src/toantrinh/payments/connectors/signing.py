"""How a bank signs what it tells us: HTTP message signatures (RFC 9421) with Ed25519, in one fixed form.

    Content-Digest:  sha-256=:…:
    Idempotency-Key: the bank's number of the transfer, the same however often it is told
    Signature-Input: sig1=("@method" "@path" "content-digest" "idempotency-key");created=…;keyid="…";alg="ed25519"
    Signature:       sig1=:…:

Anything else is refused: another method or path, another body, another key, or a time too far from ours.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from toantrinh.kernel.text import Text, t

WINDOW = 300
"""Seconds that the time of a message may lie from ours."""
_COVERED = '("@method" "@path" "content-digest" "idempotency-key")'
_INPUT = re.compile(
    r'sig1=\("@method" "@path" "content-digest" "idempotency-key"\)'
    r';created=(\d{1,12});keyid="([A-Za-z0-9._-]{1,60})";alg="ed25519"'
)
_SIGNATURE = re.compile(r"sig1=:([A-Za-z0-9+/=]{1,200}):")
_KEY = re.compile(r"[A-Za-z0-9._-]{1,80}")

REASONS = {
    "unsigned": t("không có chữ ký đúng dạng", "it has no signature of the right form"),
    "changed": t("nội dung không khớp với chữ ký", "its content is not what was signed"),
    "unknown_key": t("khoá ký không phải của ngân hàng này", "the key is none of this bank's"),
    "forged": t("chữ ký sai", "its signature is wrong"),
    "old": t("giờ ký lệch quá 5 phút", "it was signed more than 5 minutes from now"),
    "unreadable": t("không đọc được nội dung", "its content cannot be read"),
    "conflict": t("cùng số giao dịch mà nội dung khác lần trước", "the same number came before with another content"),
    "no_account": t("không có tài khoản này", "there is no such account"),
}
"""Why a message is not believed."""


class NotBelieved(Exception):
    """A message that is not what it pretends to be; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def words(self) -> Text:
        return REASONS[self.reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A request as it came in; names of headers in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def sign(key: SigningKey, keyid: str, *, path: str, body: bytes, number: str, at: int) -> dict[str, str]:
    """The headers with which a bank sends `body`."""
    headers = {
        "content-digest": f"sha-256=:{b64encode(sha256(body).digest()).decode()}:",
        "idempotency-key": number,
    }
    written = f'{_COVERED};created={at};keyid="{keyid}";alg="ed25519"'
    signed = key.sign(_base("POST", path, headers, written)).signature
    return headers | {"signature-input": f"sig1={written}", "signature": f"sig1=:{b64encode(signed).decode()}:"}


def check(message: Message, keys: Mapping[str, str], *, at: int) -> str:
    """The number of a message that can be believed; raises `NotBelieved`. `keys`: name → Ed25519 key in base64."""
    given = {name: message.headers.get(name, "") for name in ("content-digest", "idempotency-key")}
    written, signature = (message.headers.get(name, "") for name in ("signature-input", "signature"))
    found, sealed = _INPUT.fullmatch(written), _SIGNATURE.fullmatch(signature)
    if not found or not sealed or not _KEY.fullmatch(given["idempotency-key"]):
        raise NotBelieved("unsigned")
    if given["content-digest"] != f"sha-256=:{b64encode(sha256(message.body).digest()).decode()}:":
        raise NotBelieved("changed")
    if found[2] not in keys:
        raise NotBelieved("unknown_key")
    base = _base(message.method, message.path, given, written.removeprefix("sig1="))
    try:
        VerifyKey(b64decode(keys[found[2]])).verify(base, b64decode(sealed[1], validate=True))
    except (BadSignatureError, NotBase64, ValueError, TypeError) as error:
        raise NotBelieved("forged") from error
    if abs(at - int(found[1])) > WINDOW:
        raise NotBelieved("old")
    return given["idempotency-key"]


def _base(method: str, path: str, headers: Mapping[str, str], written: str) -> bytes:
    """The signature base of RFC 9421, section 2.5."""
    lines = [
        f'"@method": {method}',
        f'"@path": {path}',
        f'"content-digest": {headers["content-digest"]}',
        f'"idempotency-key": {headers["idempotency-key"]}',
        f'"@signature-params": {written}',
    ]
    return "\n".join(lines).encode()
