"""What payers and cashiers do: go to a gateway, pay at the counter."""

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of
from toantrinh.payments.accounts import account_for
from toantrinh.payments.actions.receiving import Told, receive_transfer
from toantrinh.payments.connectors.bank import Order, bank_of
from toantrinh.payments.facts import AttemptBegun
from toantrinh.payments.models import Attempt, Demand, Transfer, Way, new_transfer_urn
from toantrinh.people.queries import require
from toantrinh.record.actions import state


def begin_payment(demand: Demand, *, back: str, by: Actor) -> str:
    """Go and pay by card or wallet: the address of the gateway. `back`: where the payer returns."""
    require(by, "case.pay", persons=[demand.person])
    account = account_for(demand.agency_code)
    if account is None or not account.gateway:
        raise Refused(
            t("Cơ quan này chưa nhận thẻ và ví.", "This agency takes no cards or wallets yet."),
            code="no_gateway",
            advice=t("Chuyển khoản bằng mã QR, hoặc nộp tại quầy.", "Pay by the QR code, or at the counter."),
        )
    attempt = _begin(demand, account.code, by=by)
    left = attempt.demand.amount - attempt.demand.paid
    order = Order(attempt=key_of(attempt.urn), reference=demand.reference, amount=left, back=back)
    return bank_of(account).start(order)


@transaction.atomic
def _begin(demand: Demand, account: str, *, by: Actor) -> Attempt:
    held = require_open(demand)
    attempt = Attempt.objects.create(demand=held, account=account)
    fact = AttemptBegun(area=held.area, person=held.person, agency=held.agency, attempt=attempt.urn, demand=held.urn)
    state(fact, by=by)
    return attempt


def require_open(demand: Demand) -> Demand:
    """The demand, locked; refused where nothing is to be paid any more, so that nobody pays twice."""
    held = Demand.objects.select_for_update().get(pk=demand.pk)
    if held.state == Demand.State.PAID:
        raise Refused(
            t("Khoản này đã nộp đủ. Đừng nộp lần nữa.", "This is paid in full. Do not pay again."), code="paid"
        )
    if held.state == Demand.State.CANCELLED:
        raise Refused(t("Khoản này không phải nộp nữa.", "This need not be paid any more."), code="cancelled")
    return held


@transaction.atomic
def take_cash(demand: Demand, *, by: Actor) -> Transfer:
    """Take what is still due at the counter, in cash; the receipt is there at once."""
    require(by, "payment.take_cash", agency=demand.agency)
    held = require_open(demand)
    told = Told(
        account=held.agency_code,
        bank_ref=key_of(new_transfer_urn()),
        amount=held.amount - held.paid,
        content=held.reference,
        paid_at=now(),
        way=Way.CASH,
        source="counter",
    )
    transfer, _ = receive_transfer(told, by=by)
    return transfer
