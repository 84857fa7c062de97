"""Money that arrives: written down whatever it is for, used for what was asked, and its payer told."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.payments.actions.receipts import issue_receipt
from toantrinh.payments.actions.refunding import request_refund
from toantrinh.payments.actions.saying import money, say_demand, say_transfer, tell_going_back, tell_payer
from toantrinh.payments.allocation import allocate
from toantrinh.payments.facts import PaymentSettled, TransferMatched, TransferReceived
from toantrinh.payments.models import Attempt, Demand, Transfer, Way
from toantrinh.payments.reference import find_references
from toantrinh.people.queries import require
from toantrinh.record import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a bank, its statement or a counter says of money that arrived."""

    account: str
    bank_ref: str
    amount: int
    content: str
    paid_at: datetime
    way: str = Way.BANK
    source: str = "callback"
    attempt: str = ""
    """URN of the attempt that it belongs to, where a gateway collected it."""

    @property
    def digest(self) -> str:
        """The same for the same money, whoever tells of it."""
        return sha256(f"{self.account}\n{self.bank_ref}\n{self.amount}".encode()).hexdigest()


def receive_transfer(told: Told, *, by: Actor = SYSTEM) -> tuple[Transfer, bool]:
    """Write down what was told, and use it; told again, it is the same row (and False).

    Raises `Refused` (`conflict`) where the same number came before with another amount: nothing is changed then.
    """
    if known := _known(told):
        return known, False
    try:
        return _receive(told, by=by), True
    except IntegrityError:  # two processes were told at the same moment
        if known := _known(told):
            return known, False
        raise


def _known(told: Told) -> Transfer | None:
    found = Transfer.objects.filter(account=told.account, bank_ref=told.bank_ref).select_related("demand").first()
    if found is not None and found.digest != told.digest:
        words = t(
            "Giao dịch {ref} đã có với số tiền khác ({amount}). Hỏi ngân hàng rồi đối soát bằng sao kê.",
            "Transfer {ref} is known with another amount ({amount}). Ask the bank, then compare with its statement.",
        )
        raise Refused(words.fill(ref=told.bank_ref, amount=money(found.amount)), code="conflict")
    return found


@transaction.atomic
def _receive(told: Told, *, by: Actor) -> Transfer:
    attempt = _attempt(told)
    transfer = Transfer(
        way=told.way,
        account=told.account,
        bank_ref=told.bank_ref,
        amount=told.amount,
        paid_at=told.paid_at,
        source=told.source,
        digest=told.digest,
        content_sealed=vault.seal("", told.content[:300].encode()),
        by=by.urn if by.office else "",
        by_name=by.name[:100] if by.office else "",
    )
    use_transfer(transfer, attempt.demand if attempt else _meant(told), by=by)
    say_transfer(
        TransferReceived,
        transfer,
        by=by,
        source=told.source,
        account=told.account,
        bank_ref=told.bank_ref,
        amount=told.amount,
        paid_at=told.paid_at,
    )
    follow_up(transfer, by=by)
    return transfer


def _attempt(told: Told) -> Attempt | None:
    """The attempt of a gateway, which ends here; the demand is found by it, whatever the words say."""
    if not told.attempt:
        return None
    attempt = Attempt.objects.select_for_update().filter(urn=told.attempt, account=told.account).first()
    if attempt is not None:
        attempt.state, attempt.ended_at = Attempt.State.PAID, now()
        attempt.save(update_fields=["state", "ended_at"])
    return attempt


def _meant(told: Told) -> Demand | None:
    """The demand whose reference stands in the words."""
    return Demand.objects.filter(reference__in=find_references(told.content)).first()


def use_transfer(transfer: Transfer, demand: Demand | None, *, by: Actor) -> None:
    """Let a transfer pay a demand, as far as it goes; saves both."""
    if demand is not None:
        demand = Demand.objects.select_for_update().get(pk=demand.pk)
        found = allocate(
            transfer.amount, asked=demand.amount, paid=demand.paid, is_open=demand.state == Demand.State.OPEN
        )
        transfer.agency = demand.agency
    else:
        found = allocate(transfer.amount, asked=None)
    transfer.demand, transfer.used, transfer.state, transfer.why = demand, found.used, found.state, found.why
    if demand is not None and found.used:
        demand.paid += found.used
        if demand.paid == demand.amount:
            demand.state, demand.way, demand.ended_at = Demand.State.PAID, transfer.way, now()
            issue_receipt(demand, transfer)
        demand.save(update_fields=["paid", "state", "way", "ended_at", "receipt", "receipt_number"])
    transfer.save()


def follow_up(transfer: Transfer, *, by: Actor) -> None:
    """What follows from a transfer: the demand is settled, the rest goes back, the payer is told."""
    demand = transfer.demand
    if demand is None:
        return
    if transfer.used and demand.state == Demand.State.PAID:
        is_online = transfer.way != Way.CASH
        say_demand(
            PaymentSettled,
            demand,
            by=by,
            way=transfer.way,
            is_online=is_online,
            receipt=demand.receipt,
            receipt_number=demand.receipt_number,
        )
        _tell_settled(demand)
    elif transfer.used:
        _tell_part(demand, transfer)
    if rest := transfer.amount - transfer.used:
        request_refund(transfer, rest, why=transfer.why, by=SYSTEM)
        tell_going_back(demand, rest, transfer.why)


def _tell_settled(demand: Demand) -> None:
    tell_payer(
        demand,
        t("Đã nhận đủ tiền: hồ sơ {number}", "Payment received: dossier {number}").fill(number=demand.number),
        t(
            "Đã nhận {amount}. Biên lai số {receipt} có trong trang nộp tiền của hồ sơ.",
            "We received {amount}. Receipt {receipt} is on the payment page of the dossier.",
        ).fill(amount=money(demand.amount), receipt=demand.receipt_number),
    )


def _tell_part(demand: Demand, transfer: Transfer) -> None:
    tell_payer(
        demand,
        t("Còn thiếu tiền: hồ sơ {number}", "Some is missing: dossier {number}").fill(number=demand.number),
        t(
            "Đã nhận {got}; còn thiếu {left}. Mở trang nộp tiền để chuyển phần còn lại.",
            "We received {got}; {left} are missing. Open the payment page to pay the rest.",
        ).fill(got=money(transfer.amount), left=money(demand.amount - demand.paid)),
    )


@transaction.atomic
def match_transfer(transfer: Transfer, name: str, *, by: Actor) -> Transfer:
    """Say for what unmatched money is, by a reference or dossier number; then it is used as if it had said so."""
    require(by, "payment.reconcile", agency=transfer.agency)
    held = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if held.state != Transfer.State.UNMATCHED or held.refunds.exclude(state="declined").exists():
        raise Refused(t("Khoản này đã được xử lý.", "This has been dealt with."), code="done")
    demand = _named(name)
    if demand is None:
        words = t(
            'Không có khoản phải nộp nào mang mã "{name}". Nhập mã nội dung (TT…) hoặc mã hồ sơ.',
            'Nothing is demanded under "{name}". Enter the reference (TT…) or a dossier number.',
        )
        raise Invalid([Problem(words.fill(name=name.strip()[:60]), code="unknown", field="ma")])
    use_transfer(held, demand, by=by)
    say_transfer(TransferMatched, held, by=by)
    follow_up(held, by=by)
    return held


def _named(name: str) -> Demand | None:
    if found := find_references(name):
        return Demand.objects.filter(reference=found[0]).first()
    demands = Demand.objects.filter(number=name.strip().upper()).order_by("pk")
    return demands.filter(state=Demand.State.OPEN).first() or demands.last()


def open_transfer(urn: str) -> Transfer:
    """The transfer of that URN; raises `Missing`."""
    found = Transfer.objects.filter(urn=urn).select_related("demand").first()
    if found is None:
        raise Missing
    return found
