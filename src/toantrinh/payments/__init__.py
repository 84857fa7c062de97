"""Amounts due, ways to pay, confirmations from banks, reconciliation, receipts."""
