"""A demand of the mother's ward, and the pretend bank that tells of money for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from nacl.signing import SigningKey

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at, now
from toantrinh.payments import actions
from toantrinh.payments.actions.demanding import Affair
from toantrinh.payments.connectors import pretend
from toantrinh.payments.connectors.signing import Message, sign
from toantrinh.payments.models import Demand
from toantrinh.people.cast import Cast

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)
CASE = "urn:toantrinh:case:00000000000000000000000001"


@dataclass
class Till:
    """The cast, and money in and out of the ward's account."""

    cast: Cast

    def demand(self, amount: int = 24000, *, due: str = "submission", refund: str = "before_receipt") -> Demand:
        """The mother is asked to pay."""
        affair = Affair(
            about=CASE,
            number="H29.27301-261005-0001",
            person=self.cast.anh.person,
            person_name=self.cast.anh.name,
            agency=self.cast.lan.agency,
            agency_code="H29.27301",
            area="H29",
            procedure="1.001193",
            channel="online",
        )
        line = {
            "code": "ban-sao",
            "name": ["Phí bản sao", "Copies"],
            "reason": ["3 bản × 8.000 đồng", "3 × 8,000 đồng a copy"],
            "basis": "281/2016/TT-BTC",
            "amount": amount,
            "refund": refund,
        }
        return actions.demand_payment(affair, [line], due=due, until_at=None, by=SYSTEM)

    def message(self, number: str, amount: Any, content: str, **more: Any) -> Message:
        """What the pretend bank would send, signed now."""
        said = {
            "bank_ref": number,
            "account": "9990000123456",
            "amount": amount,
            "currency": "VND",
            "content": content,
            "paid_at": now().isoformat(),
        } | more
        return self.signed(json.dumps(said).encode(), number)

    def signed(self, body: bytes, number: str, *, key: SigningKey | None = None, at_: int | None = None) -> Message:
        """Any body, signed by the bank, or by another."""
        at_ = int(now().timestamp()) if at_ is None else at_
        headers = sign(key or pretend._key(), pretend.KEYID, path=pretend.CALLBACK, body=body, number=number, at=at_)
        return Message(method="POST", path=pretend.CALLBACK, headers=headers, body=body)

    def hear(self, number: str, amount: Any, content: str, **more: Any) -> actions.Heard:
        """The bank tells of money."""
        return actions.hear_bank("mau", self.message(number, amount, content, **more))


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday morning."""
    with at(MONDAY):
        yield


@pytest.fixture
def till(monday: None, cast: Cast) -> Till:
    """The ward's till, and a pretend bank with empty books."""
    Path(settings.DATA_DIR, "pretend-bank.json").unlink(missing_ok=True)
    return Till(cast)
