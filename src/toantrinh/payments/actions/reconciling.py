"""Comparing a bank's own list with what this house was told; reading the same list again changes nothing."""

from collections import Counter

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local
from toantrinh.kernel.problem import Refused
from toantrinh.payments.accounts import open_account
from toantrinh.payments.actions.receiving import Told, receive_transfer
from toantrinh.payments.facts import StatementReconciled
from toantrinh.payments.models import BankLine, BankStatement, Refund, Transfer, Way
from toantrinh.payments.statement import Line, Statement, read_statement
from toantrinh.people.queries import require
from toantrinh.record.actions import state

Verdict = BankLine.Verdict


@transaction.atomic
def reconcile_statement(content: bytes, *, by: Actor) -> tuple[BankStatement, bool]:
    """Compare line by line; answers the statement, and whether it is new.

    Money that nobody had told us of becomes a transfer and is used as if the bank had told; what we know and the bank
    does not is marked. Raises `Invalid` where the file does not add up, `Missing` where the account is not ours.
    """
    require(by, "payment.reconcile")
    read = read_statement(content)
    account = open_account(read.account)
    before = BankStatement.objects.filter(account=account.code, digest=read.digest).first()
    if before is not None:
        return before, False
    statement = BankStatement.objects.create(
        account=account.code,
        from_on=read.from_on,
        to_on=read.to_on,
        opening=read.opening,
        closing=read.closing,
        digest=read.digest,
        read_by=by.urn,
    )
    lines = [_compare(statement, line, by=by) for line in read.lines]
    BankLine.objects.bulk_create(lines)
    counts = Counter(str(line.verdict) for line in lines)
    counts["missing"] = _mark_missing(statement, read)
    statement.counts = dict(counts)
    statement.save(update_fields=["counts"])
    _say(statement, by=by)
    return statement, True


def _compare(statement: BankStatement, line: Line, *, by: Actor) -> BankLine:
    row = BankLine(statement=statement, number=line.number, bank_ref=line.bank_ref, amount=line.amount)
    if line.amount < 0:
        is_ours = Refund.objects.filter(
            bank_ref=line.bank_ref, amount=-line.amount, transfer__account=statement.account
        ).exists()
        row.verdict = Verdict.REFUND if is_ours else Verdict.OTHER
        return row
    told = Told(
        account=statement.account,
        bank_ref=line.bank_ref,
        amount=line.amount,
        content=line.content,
        paid_at=line.at,
        way=Way.BANK,
        source="statement",
    )
    try:
        transfer, is_new = receive_transfer(told, by=by)
    except Refused:
        row.verdict = Verdict.DIFFERS
        return row
    transfer.statement, transfer.missing_in = statement, None
    transfer.save(update_fields=["statement", "missing_in"])
    row.verdict = Verdict.NEW if is_new else Verdict.KNOWN
    return row


def _mark_missing(statement: BankStatement, read: Statement) -> int:
    """Transfers of those days that the bank does not list."""
    listed = {line.bank_ref for line in read.lines}
    known = Transfer.objects.filter(account=statement.account, statement=None)
    missing = [
        one for one in known if read.from_on <= local(one.paid_at).date() <= read.to_on and one.bank_ref not in listed
    ]
    Transfer.objects.filter(pk__in=[one.pk for one in missing]).update(missing_in=statement)
    return len(missing)


def _say(statement: BankStatement, *, by: Actor) -> None:
    counts = statement.counts
    fact = StatementReconciled(
        account=statement.account,
        known=counts.get("known", 0),
        new=counts.get("new", 0),
        missing=counts.get("missing", 0),
        odd=counts.get("differs", 0) + counts.get("other", 0),
        statement=statement.digest,
    )
    state(fact, by=by)
