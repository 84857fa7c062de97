"""A bank as the room knows it: it tells what arrived, takes cards, and sends money back."""

from dataclasses import dataclass
from typing import Protocol

from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.payments.connectors.pretend import PretendBank
from toantrinh.payments.definition import CollectingAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a gateway is to collect."""

    attempt: str
    """Key of the attempt; the gateway gives it back with its message."""
    reference: str
    amount: int
    back: str
    """Address to which the payer returns."""


class Bank(Protocol):
    """A bank or gateway in one connector; everything it tells comes by signed messages (see `signing`)."""

    def keys(self, account: CollectingAccount) -> dict[str, str]:
        """Its public keys by name."""

    def start(self, order: Order) -> str:
        """The address at which the payer pays by card or wallet."""

    def refund(self, *, bank_ref: str, amount: int, key: str) -> str:
        """Send money back, once for each `key`; its number of that. Raises `Refused`, or `Silent` to be tried again."""


def bank_of(account: CollectingAccount) -> Bank:
    """The connector of an account; raises `Refused` where it has none."""
    if account.connector == "pretend":
        return PretendBank()
    raise Refused(
        t(
            'Tài khoản "{code}" chưa nối với ngân hàng: chỉ đối soát bằng sao kê.',
            'The account "{code}" is connected to no bank: its statements alone tell.',
        ).fill(code=account.code),
        code="payments.no_connector",
    )
