"""What is kept of every call, and the answers of those that changed something."""

from django.db import models


class Message(models.Model):
    """One call from one agency or system to another: who asked whom for what, why, and how it ended.

    Never what was said: request and answer are kept as keyed digests, by which either side can prove its copy.
    """

    class Outcome(models.TextChoices):
        """How a call ended."""

        ANSWERED = "answered"
        REPEATED = "repeated"
        """The same key had been answered before: the same answer was given again."""
        REFUSED = "refused"
        FORBIDDEN = "forbidden"
        SILENT = "silent"
        BROKEN = "broken"
        """The provider answered otherwise than it promises."""

    urn = models.CharField(max_length=120, unique=True)
    service = models.CharField(max_length=80)
    edition = models.PositiveIntegerField()
    """Edition of the service package by which the call was judged."""
    caller = models.CharField(max_length=64, blank=True)
    """URN of the calling agency; empty for a citizen and for the house itself."""
    provider = models.CharField(max_length=64)
    """URN of the agency that answers for the service."""
    by = models.CharField(max_length=64)
    """URN of the account, or of the part of the system, that called."""
    purpose = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)
    """URN of the case or other thing for which the call was made."""
    key_digest = models.CharField(max_length=64, blank=True)
    request_digest = models.CharField(max_length=64)
    answer_digest = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason_vi = models.CharField(max_length=400, blank=True)
    reason_en = models.CharField(max_length=400, blank=True)
    duration_ms = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["about", "at"], name="message_about"),
            models.Index(fields=["service", "at"], name="message_service"),
        ]

    def __str__(self) -> str:
        return self.urn


class Answer(models.Model):
    """The sealed answer to a call that changed something: asked again under the same key, it is answered the same."""

    service = models.CharField(max_length=80)
    key_digest = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    person = models.CharField(max_length=120)
    """URN of the person under whose key the answer is sealed."""
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "key_digest"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.service} {self.at}"
