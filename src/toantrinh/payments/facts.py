"""What this room can state: money was asked for, came, was used, went back; a bank's list was read."""

from datetime import datetime
from typing import Any

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class DemandFact(Fact):
    """What every fact about a demand says."""

    agency: str = published(subject=True)
    agency_code: str = published()
    procedure: str = published()
    channel: str = published()
    """How the application came in."""
    due: str = published()
    """submission, receipt or return."""
    demand: str = exact(subject=True)
    about: str = exact(subject=True)
    amount: int = exact()
    paid: int = exact()
    state: str = exact()


class PaymentDemanded(DemandFact):
    """Somebody was asked to pay."""

    kind = "payment.demanded"
    sentence = t("Đã yêu cầu nộp {amount} đồng.", "{amount} đồng were asked for.")

    lines: list[dict[str, Any]] = exact()
    reference: str = exact()
    until: datetime | None = exact()


class DemandCancelled(DemandFact):
    """Nothing is to be paid any more: the affair ended."""

    kind = "payment.cancelled"
    sentence = t("Không phải nộp khoản {amount} đồng nữa.", "The {amount} đồng need not be paid any more.")


class PaymentSettled(DemandFact):
    """Everything that was asked for is there."""

    kind = "payment.settled"
    sentence = t("Đã nộp đủ {amount} đồng.", "The {amount} đồng were paid in full.")

    way: str = published()
    """bank, card or cash: how the last part came."""
    is_online: bool = published()
    """Nobody had to come to a counter for it."""
    receipt: str = exact(subject=True)
    receipt_number: str = exact()


class TransferFact(Fact):
    """What every fact about a transfer says."""

    agency: str = published(subject=True)
    way: str = published()
    transfer_state: str = published()
    """matched, part, over or unmatched."""
    transfer: str = exact(subject=True)
    demand: str = exact(subject=True)
    used: int = exact()
    why: str = exact()


class TransferReceived(TransferFact):
    """Money arrived."""

    kind = "payment.received"
    sentence = t("Đã nhận {amount} đồng.", "{amount} đồng arrived.")

    source: str = published()
    """callback, statement or counter."""
    account: str = exact()
    bank_ref: str = exact()
    amount: int = exact()
    paid_at: datetime = exact()


class TransferMatched(TransferFact):
    """Somebody found out for what money had come."""

    kind = "payment.matched"
    sentence = t("Đã tìm ra hồ sơ của khoản tiền.", "It was found out for what the money was.")


class RefundFact(Fact):
    """What every fact about a refund says."""

    agency: str = published(subject=True)
    reason: str = published()
    refund: str = exact(subject=True)
    transfer: str = exact(subject=True)
    amount: int = exact()
    refund_state: str = exact()


class RefundAsked(RefundFact):
    """Money has to go back; somebody else must agree."""

    kind = "payment.refund_asked"
    sentence = t("Đã đề nghị hoàn {amount} đồng.", "A refund of {amount} đồng was asked for.")


class RefundApproved(RefundFact):
    """A second person agreed that money goes back."""

    kind = "payment.refund_approved"
    sentence = t("Đã duyệt hoàn {amount} đồng.", "The refund of {amount} đồng was approved.")


class RefundDeclined(RefundFact):
    """A second person did not agree."""

    kind = "payment.refund_declined"
    sentence = t("Không duyệt hoàn {amount} đồng.", "The refund of {amount} đồng was declined.")


class RefundFailed(RefundFact):
    """The bank would not send it back; it has to be done by hand."""

    kind = "payment.refund_failed"
    sentence = t("Ngân hàng không hoàn được {amount} đồng.", "The bank could not send {amount} đồng back.")


class RefundDone(RefundFact):
    """The money went back."""

    kind = "payment.refunded"
    sentence = t("Đã hoàn {amount} đồng.", "{amount} đồng went back.")

    bank_ref: str = exact()
    way: str = published()


class AttemptBegun(Fact):
    """Somebody went to a gateway to pay by card or wallet."""

    kind = "payment.attempted"
    sentence = t("Đã mở trang thanh toán.", "The page of the gateway was opened.")

    agency: str = published(subject=True)
    attempt: str = exact(subject=True)
    demand: str = exact(subject=True)


class AttemptRefused(Fact):
    """The gateway did not take the card or wallet."""

    kind = "payment.attempt_refused"
    sentence = t("Cổng thanh toán từ chối; chưa có khoản tiền nào.", "The gateway refused; no money came.")

    agency: str = published(subject=True)
    attempt: str = exact(subject=True)
    demand: str = exact(subject=True)


class StatementReconciled(Fact):
    """A bank's own list was compared with what this house had been told."""

    kind = "payment.reconciled"
    sentence = t(
        "Đã đối soát sao kê tài khoản {account}: {known} khoản đã biết, {new} khoản mới, {missing} khoản thiếu.",
        "The statement of {account} was compared: {known} known, {new} new, {missing} missing.",
    )

    account: str = published()
    known: int = published()
    new: int = published()
    missing: int = published()
    odd: int = published()
    """Lines that differ, or that are no payment and no refund of ours."""
    statement: str = exact()
    """Digest of the file."""


class MessageRefused(Fact):
    """A message in a bank's name was not believed; stated once an hour for each reason."""

    kind = "payment.message_refused"
    sentence = t("Không tin một thông báo mang tên ngân hàng.", "A message in a bank's name was not believed.")

    account: str = published()
    reason: str = published()
