"""Many cases acted upon together: what was asked for, and what became of each."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new


def new_bulk_urn() -> str:
    """A fresh URN for a run."""
    return new("bulk")


class BulkRun(models.Model):
    """One press of a button by which an officer did the same to many dossiers."""

    urn = models.CharField(max_length=80, unique=True, default=new_bulk_urn)
    token = models.CharField(max_length=80, unique=True, help_text="Of the page that was confirmed: once is enough.")
    act = models.CharField(max_length=12, help_text="receive, assign, decide or return.")
    to = models.CharField(max_length=80, blank=True, help_text="URN of the account that gets them, for `assign`.")
    by = models.CharField(max_length=80, help_text="URN of the account that pressed.")
    by_name = models.CharField(max_length=100)
    office = models.CharField(max_length=80, help_text="In which office: the rights of each row are those of then.")
    agency = models.CharField(max_length=80)
    begun_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, help_text="When no row waited any more.")

    class Meta:
        indexes = [
            Index(fields=["begun_at"], condition=Q(ended_at=None), name="bulk_unended"),
            Index(fields=["by", "-begun_at"], name="bulk_of_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.urn}"


class BulkRow(models.Model):
    """One dossier of a run: the version that was read, and what became of it."""

    class State(models.TextChoices):
        """How far a row got."""

        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        FAILED = "failed", "Could not be done, with the reason"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    case = models.CharField(max_length=80, help_text="URN of the case.")
    number = models.CharField(max_length=60)
    version = models.PositiveIntegerField(help_text="Of the dossier when the preview was shown.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why_vi = models.CharField(max_length=400, blank=True)
    why_en = models.CharField(max_length=400, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["run", "case"], name="bulk_row_once"),
            CheckConstraint(condition=Q(state__in=["waiting", "done", "failed"]), name="bulk_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"
