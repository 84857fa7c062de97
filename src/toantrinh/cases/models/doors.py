"""How a dossier comes in and moves: at a counter or by post, from desk to desk, and another agency's word on it."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from toantrinh.cases.models.case import Case
from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new


def new_opinion_urn() -> str:
    """A fresh URN for a question to another agency."""
    return new("opinion")


def new_hand_over_urn() -> str:
    """A fresh URN for papers on their way."""
    return new("handover")


class CaseIntake(models.Model):
    """That a dossier came before it was entered: when, by which slip or postmark, and why so."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="intake")
    arrived_at = models.DateTimeField(help_text="From here the clock runs.")
    entered_at = models.DateTimeField(default=now)
    posted_on = models.DateField(null=True, help_text="Day of the postmark.")
    slip = models.CharField(max_length=40, blank=True, help_text="Number of the paper slip that was given out.")
    why_sealed = models.BinaryField(default=bytes)
    by_name = models.CharField(max_length=100)

    class Meta:
        constraints = [CheckConstraint(condition=Q(entered_at__gte=F("arrived_at")), name="entered_after_arrival")]

    def __str__(self) -> str:
        return f"{self.case_id} came at {self.arrived_at}"


class HandedPaper(models.Model):
    """A paper that was handed in on paper: how many originals and copies were kept, how many originals only shown."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handed")
    slot = models.CharField(max_length=60, help_text="Code of the paper in the edition.")
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    shown = models.PositiveSmallIntegerField(default=0, help_text="Originals compared and given back.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [UniqueConstraint(fields=["case", "slot"], name="handed_once_a_slot")]

    def __str__(self) -> str:
        return f"{self.slot} of {self.case_id}"


class HandOver(models.Model):
    """Papers of a dossier on their way from the desk that took them in to the agency that decides."""

    urn = models.CharField(max_length=80, unique=True, default=new_hand_over_urn)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    from_agency = models.CharField(max_length=80)
    from_name = models.CharField(max_length=200)
    to_agency = models.CharField(max_length=80)
    to_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(help_text="Of whoever must act next: to send them, then to confirm that they came.")
    watch_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=120, blank=True, help_text="How they were sent, with the number of the parcel.")
    sent_at = models.DateTimeField(null=True)
    sent_by_name = models.CharField(max_length=100, blank=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by_name = models.CharField(max_length=100, blank=True)
    remark = models.CharField(max_length=400, blank=True, help_text="What was missing on arrival.")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(arrived_at=None) | Q(sent_at__isnull=False), name="sent_before_arrival"),
        ]
        indexes = [
            Index(fields=["watch_at"], condition=Q(arrived_at=None), name="hand_over_watch"),
            Index(fields=["from_agency", "due_at"], condition=Q(arrived_at=None), name="hand_over_from"),
            Index(fields=["to_agency", "due_at"], condition=Q(arrived_at=None), name="hand_over_to"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_name} → {self.to_name}"


class CaseRoute(models.Model):
    """That a dossier passed from one agency to another because it had been addressed wrongly."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="routes")
    from_agency = models.CharField(max_length=80)
    from_name = models.CharField(max_length=200)
    to_agency = models.CharField(max_length=80)
    to_name = models.CharField(max_length=200)
    held_from = models.DateTimeField(help_text="Since when the former agency had it.")
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=100)

    class Meta:
        constraints = [CheckConstraint(condition=Q(at__gte=F("held_from")), name="routed_after_held")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_name} → {self.to_name}"


class CaseOpinion(models.Model):
    """A question about a dossier to another agency, and its answer; lateness counts on the agency asked."""

    class State(models.TextChoices):
        """How far it got."""

        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        OVERTAKEN = "overtaken", "The dossier went on without it"

    urn = models.CharField(max_length=80, unique=True, default=new_opinion_urn)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    agency = models.CharField(max_length=80, help_text="URN of the agency asked.")
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    asked_by_name = models.CharField(max_length=100)
    question_sealed = models.BinaryField()
    pages = models.JSONField(default=list, help_text="Codes of the pages of answers that are shown.")
    files = models.JSONField(default=list, help_text="URNs of the files that are shown.")
    waits = models.BooleanField(help_text="The agency that asked waits for it: these days are another's.")
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    watch_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer_sealed = models.BinaryField(default=bytes)
    answered_by_name = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state="asked", closed_at=None)
                | Q(state__in=["answered", "overtaken"], closed_at__isnull=False),
                name="opinion_closed_with_state",
            ),
        ]
        indexes = [
            Index(fields=["agency", "due_at"], condition=Q(closed_at=None), name="opinion_to_give"),
            Index(fields=["watch_at"], condition=Q(closed_at=None), name="opinion_watch"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_name} on {self.case_id}"
