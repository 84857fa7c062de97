"""What a bank tells us: believed only where its signature says so, and written down before it is answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import urn_of
from toantrinh.payments.accounts import all_accounts, open_account
from toantrinh.payments.actions.receiving import Told, receive_transfer
from toantrinh.payments.actions.saying import tell_payer
from toantrinh.payments.connectors.bank import bank_of
from toantrinh.payments.connectors.signing import Message, NotBelieved, check
from toantrinh.payments.definition import CollectingAccount
from toantrinh.payments.facts import AttemptRefused, MessageRefused
from toantrinh.payments.models import Attempt, RefusedMessage, Way
from toantrinh.record.actions import state

LONGEST = 64 * 1024
STATUS = {"conflict": 409, "unreadable": 422, "no_account": 404}
"""How a message is answered that is not believed; 401 for all that concerns its signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the bank is answered."""

    status: int
    outcome: str
    """What became of the money (matched, part, over, unmatched), `refused`, or why the message was not believed."""
    is_new: bool = False


def hear_bank(code: str, message: Message) -> Heard:
    """Check a bank's message, write down what it says, and answer; told again, the answer is the same."""
    try:
        account = _account(code)
        number = check(message, bank_of(account).keys(account), at=int(now().timestamp()))
        said = _read(message.body)
        told = _told(account, number, said)
    except NotBelieved as refused:
        return _refuse(code, refused.reason)
    if said["result"] == "refused":
        _end_attempt(told)
        return Heard(status=200, outcome="refused", is_new=True)
    try:
        transfer, is_new = receive_transfer(told)
    except Refused:
        return _refuse(code, "conflict")
    return Heard(status=200, outcome=transfer.state, is_new=is_new)


def _account(code: str) -> CollectingAccount:
    try:
        account = open_account(code)
        bank_of(account)
    except (Missing, Refused) as missing:
        raise NotBelieved("no_account") from missing
    return account


def _read(body: bytes) -> Mapping[str, Any]:
    """The values of a message, each of its kind."""
    try:
        said = json.loads(body) if len(body) <= LONGEST else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NotBelieved("unreadable")
    said = {"attempt": "", "result": "paid"} | said
    texts = ("bank_ref", "account", "content", "paid_at", "attempt", "result", "currency")
    amount = said.get("amount")
    is_whole = isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount < 10**15
    if not is_whole or any(not isinstance(said.get(name), str) for name in texts):
        raise NotBelieved("unreadable")
    if said["currency"] != "VND" or said["result"] not in ("paid", "refused"):
        raise NotBelieved("unreadable")
    return said


def _told(account: CollectingAccount, number: str, said: Mapping[str, Any]) -> Told:
    if said["account"] != account.number:
        raise NotBelieved("no_account")
    try:
        paid_at = datetime.fromisoformat(said["paid_at"])
        attempt = urn_of("attempt", said["attempt"]) if said["attempt"] else ""
    except ValueError as error:
        raise NotBelieved("unreadable") from error
    if paid_at.tzinfo is None or said["bank_ref"] != number or paid_at > now() + timedelta(days=1):
        raise NotBelieved("unreadable")
    return Told(
        account=account.code,
        bank_ref=number,
        amount=said["amount"],
        content=said["content"],
        paid_at=paid_at,
        way=Way.CARD if attempt else Way.BANK,
        attempt=attempt,
    )


@transaction.atomic
def _end_attempt(told: Told) -> None:
    """The gateway did not take the card: its payer is told, and may try another way."""
    attempt = Attempt.objects.select_for_update().filter(urn=told.attempt, state=Attempt.State.STARTED).first()
    if attempt is None:
        return
    attempt.state, attempt.ended_at = Attempt.State.REFUSED, now()
    attempt.save(update_fields=["state", "ended_at"])
    demand = attempt.demand
    fact = AttemptRefused(
        area=demand.area, person=demand.person, agency=demand.agency, attempt=attempt.urn, demand=demand.urn
    )
    state(fact, by=SYSTEM)
    tell_payer(
        demand,
        t("Chưa trả được tiền: hồ sơ {number}", "The payment failed: dossier {number}").fill(number=demand.number),
        t(
            "Ngân hàng từ chối thẻ hoặc ví; bạn chưa mất tiền. Mở trang nộp tiền để trả cách khác.",
            "The bank refused the card or wallet; nothing was taken. Open the payment page to pay another way.",
        ),
    )


@transaction.atomic
def _refuse(code: str, reason: str) -> Heard:
    """Count a message that was not believed; the first of its kind in an hour is stated."""
    code = code if any(one.code == code for one in all_accounts()) else "?"
    hour_at = now().replace(minute=0, second=0, microsecond=0)
    row, is_first = RefusedMessage.objects.get_or_create(
        account=code, reason=reason, hour_at=hour_at, defaults={"last_at": now()}
    )
    RefusedMessage.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=now())
    if is_first:
        state(MessageRefused(account=code, reason=reason), by=SYSTEM)
    return Heard(status=STATUS.get(reason, 401), outcome=reason)
