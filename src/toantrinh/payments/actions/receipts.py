"""The receipt: a letter of the agency that took the money, numbered by the year."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from toantrinh.documents.actions import issue_letter
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.text import t
from toantrinh.payments.models import Demand, Transfer, Way
from toantrinh.payments.words import in_words
from toantrinh.people.queries import open_agency

TITLE = t("Biên lai thu tiền phí, lệ phí", "Receipt for fees")
WAYS = {Way.BANK: "Chuyển khoản", Way.CARD: "Thẻ hoặc ví điện tử", Way.CASH: "Tiền mặt"}  # one language
_COUNT_UP = """
INSERT INTO payments_receiptcounter (agency_code, year, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_code, year) DO UPDATE SET last = payments_receiptcounter.last + 1 RETURNING last
"""


def issue_receipt(demand: Demand, transfer: Transfer) -> None:
    """Issue the receipt of a demand that is paid in full; its number and letter go into the row in hand."""
    demand.receipt_number = _next_number(demand.agency_code)
    letter = issue_letter(
        Path(settings.PACKAGES_DIR) / "reference" / "letters" / "bien-lai.typ",
        _said(demand, transfer),
        form="bien-lai",
        about=demand.about,
        person=demand.person,
        agency=demand.agency,
        title=TITLE,
        by=SYSTEM,
        draw=False,
    )
    demand.receipt = letter.urn


def _next_number(agency_code: str) -> str:
    """`H29.27301/BL-2026-000123`; two processes never get the same."""
    year = today().year
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [agency_code, year])
        return f"{agency_code}/BL-{year}-{cursor.fetchone()[0]:06}"


def _said(demand: Demand, transfer: Transfer) -> dict[str, Any]:
    return {
        "number": demand.receipt_number,
        "unit": open_agency(demand.agency).name,
        "case": {"number": demand.number},
        "payer": demand.person_name,
        "lines": [
            {
                "name": line["name"][0],
                "why": "; ".join(part for part in (line["reason"][0], line["basis"]) if part),
                "amount": line["amount"],
            }
            for line in demand.lines
        ],
        "total": demand.amount,
        "words": in_words(demand.amount),
        "way": WAYS[Way(transfer.way)],
        "bank_ref": "" if transfer.way == Way.CASH else transfer.bank_ref,
        "paid_at": local(transfer.paid_at).replace(microsecond=0).isoformat(),
        "taken_by": transfer.by_name,
    }
