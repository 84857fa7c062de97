"""Official messages, and their copies by e-mail."""

from django.db import models


class Notice(models.Model):
    """An official message to one person; its opening is the proof of delivery from which deadlines run."""

    urn = models.CharField(max_length=120, unique=True)
    person = models.CharField(max_length=120)
    about = models.CharField(max_length=120, db_index=True)
    agency = models.CharField(max_length=120)
    agency_name = models.CharField(max_length=400)
    """Name of the sender on that day."""
    words_sealed = models.BinaryField()
    """Subject and body in both languages, sealed under the person's key."""
    letter = models.CharField(max_length=120, blank=True)
    """URN of the letter it brings."""
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=120, blank=True)
    """URN of the account that opened it: the person's own, or of one who may act for them."""

    class Meta:
        indexes = [
            models.Index(fields=["person", "-sent_at", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=models.Q(opened_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.urn


class Copy(models.Model):
    """The pointer to a notice that goes out by e-mail; it never carries what the notice says."""

    class State(models.TextChoices):
        """How far the copy has come."""

        WAITING = "waiting"
        SENT = "sent"
        NO_ADDRESS = "no_address"
        GIVEN_UP = "given_up"

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="copy")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    """When it may be tried (again); while one process sends it, the end of that process's claim."""
    failure = models.CharField(max_length=200, blank=True)
    """Why the last try failed, for the operator."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "copies"
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="copy_to_try"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.state}"
