"""What a record says is charged: an amount only where it is one, and never "free" because a field says 0.

1. 0 đồng is free where its words say so and nothing else; with other words, or none, the amount is not known.
2. An amount in another currency, below 1,000 đồng, negative or not a whole number is not known; its words are held.
3. Several amounts for one way of filing are alternatives that nobody tells apart: all are shown, none is charged.
4. A way of filing without any fee says nothing about fees: not known.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from toantrinh.cases.definition import Fee
from toantrinh.cases.records.naming import plain
from toantrinh.cases.records.reading import Part, exact, made, quoted
from toantrinh.kernel.text import Text, fold, say_money, t

Kind = Literal["fee", "charge", "price"]
KINDS: dict[str, tuple[Kind, Text]] = {
    "FEE": ("fee", t("Phí", "Fee")),
    "SERVICE_FEE": ("charge", t("Lệ phí", "Charge")),
    "PRICE_LEVEL": ("price", t("Giá dịch vụ", "Price")),
}
ANY = ("charge", t("Phí, lệ phí", "Fees and charges"))
NOT_KNOWN = t("mức thu chưa biết, không bao giờ là miễn phí", "amount not known, never free")
LEAST = 1000
"""Đồng; a smaller amount is more likely a slip of the pen than a fee."""
MOST = 10**12
_FREE = re.compile(r"(?:khong|khong thu|khong thu phi|khong co|mien phi|mien le phi|mien thu phi|khong mat phi|0 dong)")
_PROVINCE = re.compile(r"hoi dong nhan dan|hdnd")
_DONG = re.compile(r"viet nam dong|vnd|dong")


@dataclass(frozen=True, slots=True)
class Line:
    """One fee of one method: what the record says and what is held."""

    kind: str
    name: Text
    amount: int | None
    note: str
    said: str
    """The amount as the record has it, with its currency; empty for none."""
    given: dict[str, Any]
    what: str = ""
    """Why the amount is not known, for the page."""

    @property
    def key(self) -> str:
        """The same in two methods is one fee."""
        return json.dumps([self.kind, self.amount, self.note, self.said], ensure_ascii=False)


def read_lines(method: Part) -> list[Line]:
    """The fees of one method."""
    return [_line(one) for one in method.parts("fees")]


def _line(fee: Part) -> Line:
    given_kind, note = fee.text("type"), fee.text("description")
    kind, name = KINDS.get(given_kind, ANY)
    if given_kind not in KINDS:
        held = t("gọi là phí, lệ phí", "called fees and charges")
        fee.odd("type", t("loại khoản thu không rõ", "the kind of the fee is not clear"), held)
    currency, value = fee.text("currencyName").strip(), fee.raw("value")
    given = {
        "type": given_kind,
        "value": value,
        "currency": currency,
        "currency_id": fee.raw("currencyId"),
        "description": note,
        "attachment": fee.raw("attachment"),
    }
    amount = _amount(fee, value, currency, note)
    said = "" if value in (None, 0) else f"{value} {currency}".strip() if amount is None else say_money(amount)
    return Line(kind=kind, name=name, amount=amount, note=note.strip(), said=said, given=given | {"rest": fee.rest()})


def _amount(fee: Part, value: Any, currency: str, note: str) -> int | None:
    number = exact(value)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        number = exact(int(value))
        fee.odd("value", t("số tiền viết thành chữ", "an amount written as text"), Text(value, value))
    if value is None:
        fee.odd("value", t("không ghi mức thu", "no amount is given"), NOT_KNOWN)
        return None
    why = _why_not(number, currency, note)
    if why is not None:
        fee.odd("value", why, NOT_KNOWN)
        return None
    assert number is not None
    if number and not currency:
        held = t("giữ là đồng", "held as đồng")
        fee.odd("currencyName", t("không ghi đơn vị tiền", "no currency is given"), held)
    return int(number)


def _why_not(number: Any, currency: str, note: str) -> Text | None:
    """Why an amount is not known; None where it is."""
    if number is None:
        return t("mức thu không phải là số", "the amount is no number")
    if currency and not _DONG.fullmatch(fold(currency)):
        return t("tiền nước ngoài: {currency}", "another currency: {currency}").fill(currency=currency)
    if number == 0:
        if _FREE.fullmatch(fold(note).strip(" .")):
            return None
        if note.strip():
            return t("mức 0 mà ghi chú nói khác", "an amount of 0 whose words say otherwise")
        return t("mức 0 mà không nêu quy định miễn", "an amount of 0 without the rule that makes it free")
    if not 0 <= number < MOST or number % 1:
        return t("mức thu không thể là số này", "an amount cannot be this number")
    return t("mức thu dưới 1.000 đồng", "an amount below 1,000 đồng") if number < LEAST else None


def fees_of(methods: list[tuple[str | None, list[Line]]], where: Part) -> list[Fee]:
    """The charges of a channel: each method's, with the case in which it holds where that is known."""
    if not any(lines for _, lines in methods):
        what = t("không nêu phí, lệ phí nào", "no fee is named")
        where.told.odd(f"{where.where}.fees", what, [], NOT_KNOWN)
        return [_fee(1, Line(*ANY, None, "", "", {}), None)]
    alike = len({tuple(line.key for line in lines) for _, lines in methods}) == 1
    chosen = methods[:1] if alike else methods
    told_apart = alike or all(when for when, _ in chosen)
    found: dict[tuple[str, str | None], tuple[Line, str | None]] = {}
    for when, lines in chosen:
        condition = None if alike or not told_apart else when
        for line in lines:
            found.setdefault((line.key, condition), (line, condition))
    groups = {when: [line for line, condition in found.values() if condition == when] for _, when in found.values()}
    unclear = {when for when, lines in groups.items() if _are_alternatives(lines)}
    for when in unclear:
        amounts = "; ".join(line.said or "?" for line in groups[when])
        what = t("nhiều mức thu, không nói mức nào áp dụng cho ai", "several amounts, not told apart")
        where.told.odd(
            f"{where.where}.fees", what, amounts, t("nêu đủ, không tự thu mức nào", "all shown, none charged")
        )
    pairs = enumerate(found.values(), 1)
    return [_fee(number, line, when, is_unclear=when in unclear) for number, (line, when) in pairs]


def _are_alternatives(lines: list[Line]) -> bool:
    return len([line for line in lines if line.amount]) > 1 or (
        any(line.amount for line in lines) and any(line.amount is None for line in lines)
    )


def _fee(number: int, line: Line, when: str | None, *, is_unclear: bool = False) -> Fee:
    amount = None if is_unclear else line.amount
    note = ": ".join(one for one in (line.said if amount is None else "", line.note) if one)
    return made(
        Fee,
        code=f"phi-{number}",
        name=line.name,
        kind=line.kind,
        amount=amount,
        free_because=plain(quoted(line.note)) if amount == 0 else None,
        set_by="province" if _PROVINCE.search(fold(line.note)) else "law",
        when=when,
        due="receipt",
        note=note,
        sure=False,
    )
