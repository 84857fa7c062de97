"""Demands, the money that arrived, what goes back, statements of banks, and what was refused at the door."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new
from toantrinh.payments.reference import new_reference


def new_demand_urn() -> str:
    """A fresh URN for a demand."""
    return new("demand")


def new_transfer_urn() -> str:
    """A fresh URN for a transfer."""
    return new("transfer")


def new_refund_urn() -> str:
    """A fresh URN for a refund."""
    return new("refund")


def new_attempt_urn() -> str:
    """A fresh URN for an attempt."""
    return new("attempt")


class Way(models.TextChoices):
    """How somebody pays."""

    BANK = "bank", "Bank transfer"
    CARD = "card", "Card or wallet"
    CASH = "cash", "Cash at the counter"


class Demand(models.Model):
    """What one person has to pay about one thing, line by line, and how much of it is there."""

    class State(models.TextChoices):
        """Whether money is still expected."""

        OPEN = "open", "Open"
        PAID = "paid", "Paid"
        CANCELLED = "cancelled", "Cancelled"

    urn = models.CharField(max_length=80, unique=True, default=new_demand_urn)
    about = models.CharField(max_length=80, db_index=True, help_text="URN of what is paid for.")
    number = models.CharField(max_length=60, help_text="How people call it: the dossier number.")
    person = models.CharField(max_length=80, help_text="URN of the person who owes it.")
    person_name = models.CharField(max_length=100)
    agency = models.CharField(max_length=80)
    agency_code = models.CharField(max_length=40)
    area = models.CharField(max_length=10, blank=True)
    procedure = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    due = models.CharField(max_length=12, help_text="submission, receipt or return.")
    lines = models.JSONField(default=list)
    amount = models.PositiveBigIntegerField()
    paid = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True, help_text="By which it was settled.")
    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    asked_at = models.DateTimeField(default=now)
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When it was paid or cancelled.")
    receipt = models.CharField(max_length=80, blank=True, help_text="URN of the receipt letter.")
    receipt_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0) & Q(paid__lte=F("amount")), name="demand_amounts"),
            CheckConstraint(
                condition=Q(state="paid", paid=F("amount"), ended_at__isnull=False)
                | Q(state="open", paid__lt=F("amount"), ended_at=None)
                | Q(state="cancelled", ended_at__isnull=False),
                name="demand_state_as_paid",
            ),
        ]
        indexes = [Index(fields=["agency", "state"], name="demand_of_agency")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.paid} of {self.amount}"


class BankStatement(models.Model):
    """A bank's own list of what an account received and paid out between two days."""

    account = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField()
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    read_at = models.DateTimeField(default=now)
    read_by = models.CharField(max_length=80)
    counts = models.JSONField(default=dict, help_text="Lines by what was found: known, new, refund, differing …")

    class Meta:
        constraints = [UniqueConstraint(fields=["account", "digest"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.account} {self.from_on} to {self.to_on}"


class Transfer(models.Model):
    """Money that arrived, whatever it was for: nothing that a bank or a counter tells is ever without a row."""

    class State(models.TextChoices):
        """What became of it."""

        MATCHED = "matched", "Paid what was asked"
        PART = "part", "Paid a part"
        OVER = "over", "Too much, or twice: the rest goes back"
        UNMATCHED = "unmatched", "Nobody knows for what it is"

    urn = models.CharField(max_length=80, unique=True, default=new_transfer_urn)
    way = models.CharField(max_length=8, choices=Way.choices)
    account = models.CharField(max_length=60, help_text="Code of the collecting account; of cash, the agency.")
    bank_ref = models.CharField(max_length=80, help_text="The bank's own number of it.")
    amount = models.PositiveBigIntegerField()
    used = models.PositiveBigIntegerField(default=0, help_text="How much of it paid the demand.")
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=12, blank=True, help_text="too_little, too_much, again, closed or unknown.")
    demand = models.ForeignKey(Demand, null=True, on_delete=models.PROTECT, related_name="transfers")
    agency = models.CharField(max_length=80, blank=True)
    paid_at = models.DateTimeField(help_text="When the bank booked it.")
    told_at = models.DateTimeField(default=now, help_text="When this house learnt of it.")
    source = models.CharField(max_length=10, help_text="callback, statement or counter.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of what the bank said, to know it again.")
    content_sealed = models.BinaryField(default=bytes, help_text="The words of the transfer, under the house's key.")
    statement = models.ForeignKey(BankStatement, null=True, on_delete=models.PROTECT, related_name="transfers")
    missing_in = models.ForeignKey(
        BankStatement, null=True, on_delete=models.PROTECT, related_name="missing", help_text="It should stand there."
    )
    by = models.CharField(max_length=80, blank=True, help_text="URN of the officer who took cash or matched it.")
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["account", "bank_ref"], name="transfer_once"),
            CheckConstraint(condition=Q(amount__gt=0) & Q(used__lte=F("amount")), name="transfer_amounts"),
            CheckConstraint(condition=~Q(state="unmatched") | Q(used=0, demand=None), name="unmatched_is_unused"),
        ]
        indexes = [
            Index(fields=["state"], condition=~Q(state="matched"), name="transfer_open"),
            Index(fields=["account", "paid_at"], name="transfer_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.bank_ref}: {self.amount}"


class Refund(models.Model):
    """Money that goes back: asked by one, approved by another, sent by the bank or paid at the counter."""

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked", "Asked"
        APPROVED = "approved", "Approved, to be sent"
        DECLINED = "declined", "Declined"
        DONE = "done", "Done"
        FAILED = "failed", "The bank refuses: to be done by hand"

    urn = models.CharField(max_length=80, unique=True, default=new_refund_urn)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField()
    why = models.CharField(max_length=14, help_text="too_much, again, closed, withdrawn, not_granted or by_hand.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.CharField(max_length=80)
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField(default=now)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=300, blank=True, help_text="Why it was declined, or how it was paid by hand.")
    next_at = models.DateTimeField(null=True, help_text="When the bank is told next; empty where it need not be.")
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    bank_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="refund_amount"),
            CheckConstraint(condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="refund_by_two_persons"),
        ]
        indexes = [
            Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="refund_next"),
            Index(fields=["state"], name="refund_state"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.transfer_id}: {self.state}"


class Attempt(models.Model):
    """Somebody went to a gateway to pay a demand by card or wallet."""

    class State(models.TextChoices):
        """What the gateway said of it."""

        STARTED = "started", "Nothing yet"
        PAID = "paid", "Paid"
        REFUSED = "refused", "Refused"

    urn = models.CharField(max_length=80, unique=True, default=new_attempt_urn)
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="attempts")
    account = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTED)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.state} {self.demand_id}"


class BankLine(models.Model):
    """One line of a bank's statement, and what it was found to be."""

    class Verdict(models.TextChoices):
        """What it is."""

        KNOWN = "known", "Known before"
        NEW = "new", "Money that nobody had told us of"
        REFUND = "refund", "A refund of ours"
        DIFFERS = "differs", "Another amount than we were told"
        OTHER = "other", "Money paid out that is no refund of ours"

    statement = models.ForeignKey(BankStatement, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(help_text="Line of the file.")
    bank_ref = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)

    class Meta:
        constraints = [UniqueConstraint(fields=["statement", "number"], name="bank_line_once")]
        indexes = [Index(fields=["verdict"], condition=Q(verdict__in=["differs", "other"]), name="bank_line_odd")]

    def __str__(self) -> str:
        return f"{self.bank_ref}: {self.amount}"


class RefusedMessage(models.Model):
    """Messages in a bank's name that were not believed, counted by the hour: a flood of them fills no disk."""

    account = models.CharField(max_length=60)
    reason = models.CharField(max_length=20, help_text="unsigned, forged, old, changed, conflict, unreadable …")
    hour_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["account", "reason", "hour_at"], name="refused_message_once")]

    def __str__(self) -> str:
        return f"{self.account} {self.reason}: {self.count}"


class ReceiptCounter(models.Model):
    """The last receipt number that an agency gave in a year."""

    agency_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["agency_code", "year"], name="one_receipt_counter")]

    def __str__(self) -> str:
        return f"{self.agency_code} {self.year}: {self.last}"
