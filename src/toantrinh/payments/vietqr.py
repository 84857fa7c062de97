"""VietQR: the code that every bank's application in Việt Nam reads (EMVCo merchant-presented QR, NAPAS identifiers).

Each value is two digits of tag, two of length, then the value; the last one is a checksum over all before it.
"""

import re
from dataclasses import dataclass

from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import fold, t

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG, VIETNAM = "704", "VN"
_ALLOWED = re.compile(r"[A-Za-z0-9 .,/-]+")
MOST_PURPOSE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a code asks for."""

    bank: str
    """BIN of the bank, six digits."""
    account: str
    amount: int
    """Đồng; 0 where the payer says how much."""
    purpose: str = ""


def encode(order: Order) -> str:
    """The text of the code."""
    purpose = " ".join(fold(order.purpose).upper().split())[:MOST_PURPOSE]
    if not re.fullmatch(r"\d{6}", order.bank) or not re.fullmatch(r"[A-Za-z0-9]{1,19}", order.account):
        raise ValueError(f"Not an account: {order.bank} {order.account}")
    if order.amount < 0 or (purpose and not _ALLOWED.fullmatch(purpose)):
        raise ValueError(f"Cannot be written in a code: {order.amount} {order.purpose!r}")
    to = _field("00", NAPAS) + _field("01", _field("00", order.bank) + _field("01", order.account))
    values = [("00", "01"), ("01", "12" if order.amount else "11"), ("38", to + _field("02", TO_ACCOUNT)), ("53", DONG)]
    values += [("54", str(order.amount))] if order.amount else []
    values += [("58", VIETNAM)]
    values += [("62", _field("08", purpose))] if purpose else []
    text = "".join(_field(tag, value) for tag, value in values) + "6304"
    return f"{text}{checksum(text):04X}"


def decode(text: str) -> Order:
    """What a code asks for; raises `Refused` where it was damaged, tampered with, or is of another kind."""
    if len(text) < 8 or text[-8:-4] != "6304" or f"{checksum(text[:-4]):04X}" != text[-4:].upper():
        raise Refused(t("Mã QR bị hỏng hoặc đã bị sửa.", "The QR code is damaged or was changed."), code="qr.damaged")
    values = _fields(text[:-8])
    to = _fields(values.get("38", ""))
    account = _fields(to.get("01", ""))
    is_ours = to.get("00") == NAPAS and values.get("53") == DONG and values.get("58") == VIETNAM
    amount = values.get("54", "0")
    if not is_ours or {"00", "01"} - account.keys() or not amount.isascii() or not amount.isdigit():
        raise Refused(t("Đây không phải mã VietQR.", "This is no VietQR code."), code="qr.other")
    purpose = _fields(values.get("62", "")).get("08", "")
    return Order(bank=account["00"], account=account["01"], amount=int(amount), purpose=purpose)


def checksum(text: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, beginning with 0xFFFF."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def _fields(text: str) -> dict[str, str]:
    """Values by tag; raises `Refused` where lengths do not add up."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        size = int(length) if length.isascii() and length.isdigit() else -1
        value = text[at + 4 : at + 4 + size] if size >= 0 else ""
        if size < 0 or len(value) != size or tag in found:
            raise Refused(t("Mã QR bị hỏng.", "The QR code is damaged."), code="qr.damaged")
        found[tag] = value
        at += 4 + size
    return found
