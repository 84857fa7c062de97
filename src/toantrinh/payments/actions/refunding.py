"""Money that goes back: asked by one, agreed by another, sent once."""

from datetime import timedelta

from django.db import transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.payments.accounts import open_account
from toantrinh.payments.actions.saying import money, say_refund, tell_payer
from toantrinh.payments.connectors.bank import bank_of
from toantrinh.payments.facts import RefundApproved, RefundAsked, RefundDeclined, RefundDone, RefundFailed
from toantrinh.payments.models import Refund, Transfer, Way
from toantrinh.people.queries import require

CLAIM = timedelta(minutes=5)
"""How long one process has a refund to itself; the bank books a second call under the same key only once."""
PATIENCE = timedelta(minutes=5)


def request_refund(transfer: Transfer, amount: int, *, why: str, by: Actor) -> Refund:
    """Ask within another act that a part of a transfer goes back; somebody else must agree."""
    refund = Refund.objects.create(
        transfer=transfer, amount=amount, why=why, asked_by=by.urn, asked_by_name=by.name[:100]
    )
    say_refund(RefundAsked, refund, by=by)
    return refund


@transaction.atomic
def ask_refund(transfer: Transfer, amount: int, *, by: Actor) -> Refund:
    """Ask by hand that a part of a transfer goes back, at most what is left of it."""
    require(by, "payment.refund", agency=transfer.agency)
    held = Transfer.objects.select_for_update().get(pk=transfer.pk)
    left = held.amount - sum(one.amount for one in held.refunds.exclude(state=Refund.State.DECLINED))
    if not 0 < amount <= left:
        words = t("Nhập số tiền từ 1 đến {left}.", "Enter an amount from 1 to {left}.").fill(left=money(left))
        raise Invalid([Problem(words, code="amount", field="so_tien")])
    return request_refund(held, amount, why="by_hand", by=by)


def _held(refund: Refund, by: Actor, *states: str) -> Refund:
    """The refund, locked, if `by` may deal with it and it stands at one of `states`."""
    held = Refund.objects.select_for_update(of=("self",)).select_related("transfer__demand").get(pk=refund.pk)
    require(by, "payment.refund", agency=held.transfer.agency)
    if held.state not in states:
        raise Refused(t("Khoản hoàn này đã được xử lý.", "This refund has been dealt with."), code="done")
    return held


def _decide(refund: Refund, state: str, *, by: Actor) -> None:
    """By somebody other than who asked."""
    if refund.asked_by == by.urn:
        raise Refused(
            t("Người đề nghị không tự duyệt được.", "Who asked for it cannot decide on it."),
            code="same_person",
            advice=t("Nhờ một người khác có quyền hoàn tiền.", "Ask another person who may refund."),
        )
    refund.state, refund.decided_by, refund.decided_by_name = state, by.urn, by.name[:100]
    refund.decided_at = now()


@transaction.atomic
def approve_refund(refund: Refund, *, by: Actor) -> Refund:
    """Agree, as a second person, that money goes back; what came by a bank is sent there by the worker."""
    held = _held(refund, by, Refund.State.ASKED)
    _decide(held, Refund.State.APPROVED, by=by)
    held.next_at = None if held.transfer.way == Way.CASH else now()
    held.save()
    say_refund(RefundApproved, held, by=by)
    return held


@transaction.atomic
def decline_refund(refund: Refund, ground: str, *, by: Actor) -> Refund:
    """Say, as a second person, why money does not go back."""
    if not ground.strip():
        words = t("Viết vì sao không hoàn.", "Write why it does not go back.")
        raise Invalid([Problem(words, code="empty", field="ly_do")])
    held = _held(refund, by, Refund.State.ASKED)
    _decide(held, Refund.State.DECLINED, by=by)
    held.ground = ground.strip()[:300]
    held.save()
    say_refund(RefundDeclined, held, by=by)
    return held


@transaction.atomic
def pay_back_by_hand(refund: Refund, how: str, *, by: Actor) -> Refund:
    """Note that an approved refund was paid in cash, or by an order that the bank was given on paper."""
    if not how.strip():
        words = t("Ghi đã trả cách nào, số chứng từ.", "Write how it was paid, and the number of the voucher.")
        raise Invalid([Problem(words, code="empty", field="cach")])
    held = _held(refund, by, Refund.State.APPROVED, Refund.State.FAILED)
    if held.next_at is not None:
        raise Refused(
            t("Khoản này đang được gửi qua ngân hàng.", "The bank is being told of this one."), code="under_way"
        )
    held.ground = how.strip()[:300]
    _done(held, bank_ref="", by=by)
    return held


def _done(refund: Refund, *, bank_ref: str, by: Actor) -> None:
    refund.state, refund.done_at, refund.next_at = Refund.State.DONE, now(), None
    refund.bank_ref, refund.failure = bank_ref, ""
    refund.save()
    say_refund(RefundDone, refund, by=by, bank_ref=bank_ref, way="bank" if bank_ref else "cash")
    if (demand := refund.transfer.demand) is not None:
        tell_payer(
            demand,
            t("Đã hoàn tiền: hồ sơ {number}", "Money was sent back: dossier {number}").fill(number=demand.number),
            t("Đã hoàn {amount} về nơi bạn đã trả.", "{amount} were sent back to where you paid from.").fill(
                amount=money(refund.amount)
            ),
        )


# --- Sending --------------------------------------------------------------------------------------------------------


def send_refunds(limit: int = 50) -> int:
    """Tell banks of approved refunds whose time has come, each on its own; answers how many went out."""
    due = Refund.objects.filter(next_at__lte=now()).order_by("next_at")
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _send(pk: int) -> bool:
    """Claim a refund, tell the bank outside any transaction, write down what it said."""
    if not Refund.objects.filter(pk=pk, next_at__lte=now()).update(next_at=now() + CLAIM):
        return False  # another process has it
    refund = Refund.objects.select_related("transfer__demand").get(pk=pk)
    try:
        bank = bank_of(open_account(refund.transfer.account))
        number = bank.refund(bank_ref=refund.transfer.bank_ref, amount=refund.amount, key=refund.urn)
    except Silent as silent:
        _try_later(refund, silent)
        return False
    except (Refused, Missing) as refused:
        _fail(refund, refused)
        return False
    with transaction.atomic():
        _done(refund, bank_ref=number, by=SYSTEM)
    return True


def _try_later(refund: Refund, why: Problem) -> None:
    refund.tries += 1
    refund.next_at, refund.failure = now() + PATIENCE * min(refund.tries, 12), why.message.vi[:300]
    refund.save(update_fields=["tries", "next_at", "failure"])


@transaction.atomic
def _fail(refund: Refund, why: Problem) -> None:
    refund.state, refund.next_at, refund.failure = Refund.State.FAILED, None, why.message.vi[:300]
    refund.save(update_fields=["state", "next_at", "failure"])
    say_refund(RefundFailed, refund, by=SYSTEM)
