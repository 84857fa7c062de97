"""Linked cases: what an application asks of other agencies, and from which application a case came."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from toantrinh.cases.models.case import Case
from toantrinh.kernel.moment import now


class CasePart(models.Model):
    """One agency's part of a linked application: whether it was opened there, as which case, and what came of it."""

    class State(models.TextChoices):
        """How far the part got."""

        WAITING = "waiting", "Waits for its turn"
        SENT = "sent", "Sent to the other agency"
        SILENT = "silent", "No answer yet"
        UNOPENED = "unopened", "The other agency could not open it"
        OPENED = "opened", "A case at the other agency"
        GRANTED = "granted", "Granted"
        FAILED = "failed", "Refused, stopped or withdrawn there"
        DROPPED = "dropped", "Not asked for any more"

    parent = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, help_text="Of the part in the edition.")
    procedure = models.CharField(max_length=40, help_text="National code by which the other agency decides.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    again = models.PositiveSmallIntegerField(default=0, help_text="How often an officer sent it again.")
    next_at = models.DateTimeField(null=True, help_text="When it is sent, or asked about, next.")
    opened = models.CharField(max_length=80, blank=True, help_text="URN of the case there.")
    number = models.CharField(max_length=60, blank=True, help_text="Its dossier number there.")
    agency = models.CharField(max_length=80, blank=True, help_text="URN of the agency that has it.")
    agency_name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, blank=True, help_text="Of that case, once it ended.")
    reason_vi = models.CharField(max_length=400, blank=True, help_text="Why it could not be opened.")
    reason_en = models.CharField(max_length=400, blank=True)
    values_sealed = models.BinaryField(default=bytes, help_text="What it gave, for later parts.")
    alone = models.CharField(max_length=80, blank=True, help_text="URN of the draft by which it is filed alone.")
    seen_at = models.DateTimeField(null=True, help_text="When an officer saw that it came to nothing.")
    unwanted = models.BooleanField(default=False, help_text="Given up while it was on its way: withdrawn once opened.")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["parent", "code"], name="case_part_once"),
            CheckConstraint(
                condition=~Q(state__in=["opened", "granted"]) | ~Q(opened=""), name="case_part_opened_as_a_case"
            ),
            CheckConstraint(
                condition=~Q(state__in=["unopened", "granted", "failed", "dropped"]) | Q(next_at=None),
                name="case_part_rests_when_ended",
            ),
        ]
        indexes = [
            Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="case_part_next"),
            Index(fields=["opened"], condition=~Q(opened=""), name="case_part_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.parent_id}: {self.state}"


class CaseOrigin(models.Model):
    """From which linked application a case was opened, so that its agency and its citizen can see it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="origin")
    parent = models.CharField(max_length=80, help_text="URN of the linked application.")
    part = models.CharField(max_length=60)
    number = models.CharField(max_length=60, help_text="Dossier number of the linked application.")
    agency_name = models.CharField(max_length=200, help_text="Where it was handed in.")
    procedure_vi = models.CharField(max_length=200, help_text="What that procedure is called.")
    procedure_en = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [UniqueConstraint(fields=["parent", "part"], name="case_opened_once_for_a_part")]

    def __str__(self) -> str:
        return f"{self.case_id} from {self.number}"
