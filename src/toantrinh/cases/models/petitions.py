"""Petitions: what somebody says to an agency, the stages through which it goes, the answers, and what is published."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new


def new_petition_urn() -> str:
    """A fresh URN for a petition."""
    return new("petition")


class PetitionStatus(models.TextChoices):
    """Where a petition stands."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent, not taken yet"
    IN_REVIEW = "in_review", "Being handled"
    WAITING = "waiting", "Waiting for its author"
    ANSWERED = "answered", "Answered, not published yet"
    CLOSED = "closed", "Closed"


class PetitionOutcome(models.TextChoices):
    """How a petition ended; empty until then."""

    NONE = "", "None yet"
    PUBLISHED = "published", "Answered and published"
    PRIVATE = "private", "Answered, for its author alone"
    REFUSED = "refused", "Refused"
    EXPIRED = "expired", "Ended because its author stayed silent"
    MERGED = "merged", "Answered with another of the same author"
    WITHDRAWN = "withdrawn", "Taken back by its author"


class Petition(models.Model):
    """What one person, firm or somebody unnamed says to one agency, and how far its answer has come."""

    urn = models.CharField(max_length=80, unique=True, default=new_petition_urn)
    number = models.CharField(max_length=60, blank=True, help_text="Empty while it is a draft.")
    author = models.CharField(max_length=80, help_text="URN under whose key it is sealed: a person, or an author.")
    author_kind = models.CharField(max_length=10, help_text="person, firm, contact or unnamed; empty in a draft.")
    subject = models.CharField(max_length=60, blank=True, help_text="Code of the subject in the rules.")
    case = models.CharField(max_length=80, blank=True, help_text="URN of the dossier that it is about.")
    edition = models.PositiveIntegerField(default=0, help_text="Of the rules under which it was sent.")
    agency = models.CharField(max_length=80, blank=True)
    agency_code = models.CharField(max_length=40, blank=True)
    agency_name = models.CharField(max_length=200, blank=True, help_text="Its name on the day of arrival.")
    area = models.CharField(max_length=10, blank=True)
    words_sealed = models.BinaryField(default=bytes, help_text="Title, text, place, name and contact, as JSON.")
    secret_digest = models.CharField(max_length=80, blank=True, help_text="Of number and secret, for following it.")
    contact_digest = models.CharField(max_length=80, blank=True, help_text="By which repeated ones are found.")
    text_digest = models.CharField(max_length=80, blank=True)
    shows_name = models.BooleanField(default=False, help_text="The author wishes to be named in public.")

    status = models.CharField(max_length=10, choices=PetitionStatus.choices, default=PetitionStatus.DRAFT)
    outcome = models.CharField(max_length=10, choices=PetitionOutcome.choices, blank=True, default="")
    stage = models.CharField(max_length=10, blank=True, help_text="Code of the open stage; empty where none is.")
    level = models.PositiveSmallIntegerField(default=1, help_text="1, and 2 once its author went to the next level.")
    parked = models.CharField(max_length=20, blank=True, help_text="Why it is taken for spam; empty where it is not.")
    was_late = models.BooleanField(default=False, help_text="Whether any stage came after its limit.")
    reminders = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    handler = models.CharField(max_length=80, blank=True, help_text="URN of the account that answers it.")
    handler_name = models.CharField(max_length=100, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True, help_text="At the agency that has it now.")
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="When it must be answered; moved only by a suspension.")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    complain_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    satisfied = models.BooleanField(null=True)
    rated_at = models.DateTimeField(null=True)
    rating_sealed = models.BinaryField(default=bytes)

    as_held: dict[str, Any]
    """The columns as they were when an action locked the row; not a column itself."""

    class Meta:
        constraints = [
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_petition_of_a_number"),
            CheckConstraint(condition=Q(status__in=PetitionStatus.values), name="petition_status_known"),
            CheckConstraint(condition=Q(outcome__in=PetitionOutcome.values), name="petition_outcome_known"),
            CheckConstraint(
                condition=Q(status="draft", number="", sent_at=None)
                | (~Q(status="draft") & ~Q(number="") & ~Q(agency="") & Q(sent_at__isnull=False, due_at__isnull=False)),
                name="petition_numbered_when_sent",
            ),
            CheckConstraint(
                condition=(Q(status="closed", closed_at__isnull=False, stage="") & ~Q(outcome=""))
                | (~Q(status="closed") & Q(outcome="")),
                name="petition_outcome_when_closed",
            ),
        ]
        indexes = [
            Index(fields=["agency", "status", "due_at"], name="petition_of_agency"),
            Index(fields=["author", "-created_at"], name="petition_of_author"),
            Index(fields=["text_digest", "sent_at"], name="petition_alike"),
        ]

    def __str__(self) -> str:
        return self.number or self.urn


class PetitionStage(models.Model):
    """One stage of a petition: who held it, until when it had to be done, and when it was."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(max_length=10, help_text="receive, answer, supply or publish.")
    holder = models.CharField(max_length=10, help_text="agency, or author.")
    agency = models.CharField(max_length=80)
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    watch_at = models.DateTimeField(null=True, help_text="When the watchdog looks next.")
    reminders = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=80, blank=True)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["petition"], condition=Q(closed_at=None), name="one_open_petition_stage"),
            CheckConstraint(condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="stage_ends_after"),
        ]
        indexes = [Index(fields=["watch_at"], condition=Q(closed_at=None), name="petition_watch")]

    def __str__(self) -> str:
        return f"{self.code} of {self.petition_id}"

    @property
    def is_late(self) -> bool:
        """Whether it was done after its limit, or still is not."""
        return (self.closed_at or now()) > self.due_at


class PetitionFile(models.Model):
    """One photo or file that its author added to a petition."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="files")
    file = models.CharField(max_length=80, unique=True, help_text="URN of the file.")
    supplied_at = models.DateTimeField(default=now)
    after_asking = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.file


class PetitionAnswer(models.Model):
    """One answer, from the draft of an officer to what the head sent."""

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", "Waits for the head"
        SENT_BACK = "sent_back", "Sent back to the officer"
        SENT = "sent", "Sent to the author"

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="answers")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    text_sealed = models.BinaryField()
    drafted_by = models.CharField(max_length=80)
    drafted_by_name = models.CharField(max_length=100)
    drafted_at = models.DateTimeField(default=now)
    signed_by_name = models.CharField(max_length=100, blank=True)
    signed_by_title = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=80, blank=True)
    agency_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.state} answer of {self.petition_id}"


class PetitionReason(models.Model):
    """Why something was done to a petition: the words of the rules of that day and the officer's own, sealed."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="reasons")
    act = models.CharField(max_length=12, help_text="refuse, forward, ask, supply, send_back, private, complain …")
    code = models.CharField(max_length=60, blank=True)
    words_sealed = models.BinaryField()
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.act} of {self.petition_id}"


class PublishedPetition(models.Model):
    """What anyone may read of an answered petition: words that an officer has cleared of personal data."""

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="public")
    key = models.CharField(max_length=40, unique=True, help_text="Its name in public; the number stays its author's.")
    subject = models.CharField(max_length=60)
    agency_code = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    area = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    question = models.TextField()
    answer = models.TextField()
    author_name = models.CharField(max_length=100, blank=True, help_text="Only where the author wished so.")
    folded = models.TextField(help_text="Everything without accents, for search.")
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["-published_at"], name="published_petitions")]

    def __str__(self) -> str:
        return self.title


class PetitionSending(models.Model):
    """One petition that was begun or sent from somewhere, counted so that nobody floods an agency; kept for a day."""

    origin = models.CharField(max_length=80, help_text="Digest of a network address or of an author.")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [Index(fields=["origin", "at"], name="petition_pace"), Index(fields=["at"], name="petition_pace_age")]

    def __str__(self) -> str:
        return f"{self.origin} at {self.at}"
