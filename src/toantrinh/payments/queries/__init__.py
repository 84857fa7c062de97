"""Every read of this room that screens and other rooms need."""

from toantrinh.payments.accounts import account_for, all_accounts
from toantrinh.payments.connectors.signing import REASONS
from toantrinh.payments.queries.comparing import compare_with_record
from toantrinh.payments.queries.demands import PayPage, has_open, list_demands, pay_page, qr_text
from toantrinh.payments.queries.ledger import (
    CashLine,
    DayLine,
    MoneyState,
    cash_of_day,
    days_of,
    left_of,
    list_refunds,
    list_statements,
    list_unmatched,
    money_state,
    odd_lines,
    open_refund,
    open_unmatched,
    refused_messages,
)

__all__ = [
    "REASONS",
    "CashLine",
    "DayLine",
    "MoneyState",
    "PayPage",
    "account_for",
    "all_accounts",
    "cash_of_day",
    "compare_with_record",
    "days_of",
    "has_open",
    "left_of",
    "list_demands",
    "list_refunds",
    "list_statements",
    "list_unmatched",
    "money_state",
    "odd_lines",
    "open_refund",
    "open_unmatched",
    "pay_page",
    "qr_text",
    "refused_messages",
]
