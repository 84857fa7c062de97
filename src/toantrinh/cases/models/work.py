"""The work on a case: its steps, pauses, promises, reasons and effects."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from toantrinh.cases.models.case import Case, Wait
from toantrinh.kernel.moment import now


class CaseStep(models.Model):
    """One stage of the work: who had it, from when until when, and how it ended."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    watch_at = models.DateTimeField(
        null=True, help_text="When the watchdog looks next; empty while somebody else holds it."
    )
    reminders = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80, blank=True, help_text="URN of the account that closed it.")
    by_name = models.CharField(max_length=100, blank=True)
    by_title = models.CharField(max_length=120, blank=True, help_text="Of a decision: the signer's title of that day.")
    outcome = models.CharField(max_length=20, blank=True)
    proposal = models.CharField(max_length=10, blank=True, help_text="What the officer proposes to the signer.")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case"], condition=Q(closed_at=None), name="one_open_step"),
            CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="step_closed_with_outcome",
            ),
        ]
        indexes = [Index(fields=["watch_at"], condition=Q(closed_at=None), name="step_watch")]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class CasePause(models.Model):
    """A stretch in which somebody other than the agency held the case; some stop the clock."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, choices=Wait.choices)
    holder = models.CharField(max_length=10, choices=[(who, who) for who in ("citizen", "agency", "other")])
    stops_clock = models.BooleanField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case"], condition=Q(until_at=None), name="one_open_pause"),
            CheckConstraint(condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="pause_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.why} of {self.case_id}"


class CaseDue(models.Model):
    """One promised date of a case; none is ever lost."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dues")
    due_at = models.DateTimeField()
    set_at = models.DateTimeField()
    why = models.CharField(max_length=12, help_text="accepted, supplement, confirmation, payment or apology.")

    def __str__(self) -> str:
        return f"{self.due_at} for {self.case_id}"


class CaseReason(models.Model):
    """Why an officer asked for more, turned away or refused: a ground of the package, a paper, a sentence."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reasons")
    act = models.CharField(
        max_length=12, help_text="supplement, turn_away, refusal, proposal, apology, send_back, mistake."
    )
    code = models.CharField(max_length=60, blank=True, help_text="Of a reason in the edition.")
    paper = models.CharField(max_length=60, blank=True)
    sentence_sealed = models.BinaryField(default=bytes)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.act} {self.code} of {self.case_id}"


class CaseEffect(models.Model):
    """One change that the decision makes in a register, and how far it got."""

    class State(models.TextChoices):
        """How far the register got with it."""

        PLANNED = "planned", "Planned"
        SENT = "sent", "Sent"
        SILENT = "silent", "No answer yet"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"
        DROPPED = "dropped", "Dropped, because the decision was reversed"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="effects")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    mended = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, help_text="When it is sent next; empty once the register answered.")
    answer_sealed = models.BinaryField(default=bytes, help_text="What the register answered, or why it refused.")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case", "code"], name="case_effect_once"),
            CheckConstraint(
                condition=Q(state__in=["planned", "sent", "silent"]) | Q(next_at=None),
                name="effect_rests_when_answered",
            ),
        ]
        indexes = [Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="effect_next")]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"
