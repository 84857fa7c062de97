"""What somebody must do, by when."""

from django.db import models
from django.db.models import Q

OPEN = Q(closed_at=None)


class Task(models.Model):
    """One thing to be done by an office of an agency, about anything that has a URN."""

    urn = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    """What is to be done, in a word the opener gives: `case.receive`, `case.decide`."""
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    about = models.CharField(max_length=120)
    agency = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    """Whoever holds this role in the agency may take it."""
    person = models.CharField(max_length=120, blank=True)
    """URN of the natural person whom the thing is about, for a look when it is opened; empty where there is none."""
    assigned_to = models.CharField(max_length=120, blank=True)
    """URN of the account whose it is, by taking it or being given it; empty where anyone of the role may take it."""
    assigned_to_name = models.CharField(max_length=120, blank=True)
    taken_by = models.CharField(max_length=120, blank=True)
    taken_by_name = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    """When it must be done; empty where no rule sets a moment."""
    rank_at = models.DateTimeField()
    """By which lists are sorted: the due moment, or the end of time where there is none or the task waits."""
    waiting_since = models.DateTimeField(null=True)
    """Since when it stands still because the citizen was asked; such a task is neither due nor silent."""
    silent_at = models.DateTimeField(null=True)
    """From when nobody having acted is silence; moved on by every act."""
    escalated_at = models.DateTimeField(null=True)
    """When it was found overdue and told upward."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="task_about"),
            # The columns after `id` let lists and tabs be counted from the index alone.
            models.Index(
                fields=["agency", "rank_at", "id", "role", "silent_at", "waiting_since"],
                condition=OPEN,
                name="task_open_by_due",
            ),
            models.Index(fields=["agency", "silent_at", "role"], condition=OPEN, name="task_open_by_silence"),
            models.Index(
                fields=["agency", "role"], condition=OPEN & Q(waiting_since__isnull=False), name="task_waiting"
            ),
            models.Index(fields=["assigned_to", "rank_at", "id"], condition=OPEN, name="task_of_officer"),
            models.Index(fields=["rank_at"], condition=OPEN & Q(escalated_at=None), name="task_to_escalate"),
        ]

    def __str__(self) -> str:
        return self.urn
