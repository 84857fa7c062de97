"""What this room can state about money: what was set, asked for and paid."""

from datetime import datetime
from typing import Any

from toantrinh.cases.facts.path import CaseFact
from toantrinh.kernel.text import t
from toantrinh.record.facts import exact, published


class ChargesSet(CaseFact):
    """The agency set amounts that the rules had left open."""

    kind = "case.charged"
    sentence = t("Cơ quan đã xác định mức thu.", "The agency set what is charged.")

    charges: list[dict[str, Any]] = exact()
    basis: str = exact()


class PaymentAsked(CaseFact):
    """The applicant was asked to pay; before the result, the case waits for it."""

    kind = "case.payment_asked"
    sentence = t("Đã yêu cầu nộp {amount} đồng.", "The applicant was asked to pay {amount} đồng.")

    due: str = published()
    """submission, receipt or return."""
    amount: int = exact()
    until: datetime | None = exact()
    charges: list[dict[str, Any]] = exact()
    due_at: datetime | None = exact()


class CasePaid(CaseFact):
    """What had been asked for was paid."""

    kind = "case.paid"
    sentence = t("Đã nộp đủ {amount} đồng.", "The {amount} đồng were paid.")

    due: str = published()
    """submission, receipt or return."""
    way: str = published()
    """bank, card or cash."""
    is_online: bool = published()
    """Paid without coming to a counter: what the indicator of online payment counts."""
    amount: int = exact()
    charges: list[dict[str, Any]] = exact()
    due_at: datetime | None = exact()
