"""Every write of this room: one verb, one transaction, one fact."""

from toantrinh.payments.actions.demanding import cancel_demands, demand_payment, give_back
from toantrinh.payments.actions.hearing import Heard, hear_bank
from toantrinh.payments.actions.paying import begin_payment, take_cash
from toantrinh.payments.actions.receiving import Told, match_transfer, receive_transfer
from toantrinh.payments.actions.reconciling import reconcile_statement
from toantrinh.payments.actions.refunding import (
    approve_refund,
    ask_refund,
    decline_refund,
    pay_back_by_hand,
    send_refunds,
)

__all__ = [
    "Heard",
    "Told",
    "approve_refund",
    "ask_refund",
    "begin_payment",
    "cancel_demands",
    "decline_refund",
    "demand_payment",
    "give_back",
    "hear_bank",
    "match_transfer",
    "pay_back_by_hand",
    "receive_transfer",
    "reconcile_statement",
    "send_refunds",
    "take_cash",
]
