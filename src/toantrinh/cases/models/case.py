"""The case itself: where it stands, whose it is, and whom it concerns."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from toantrinh.cases.definition import Channel
from toantrinh.cases.models.editions import Edition
from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new


def new_case_urn() -> str:
    """A fresh URN for a case."""
    return new("case")


class Status(models.TextChoices):
    """The five states that every procedure shares, and the one that a citizen alone may choose."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    DECIDED = "decided", "Decided"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Wait(models.TextChoices):
    """For what a case stands still; empty while the agency works on it."""

    NOTHING = "", "Nothing"
    SUPPLEMENT = "supplement", "Papers or corrections from the citizen"
    CONFIRMATION = "confirmation", "The citizen's confirmation of a draft result"
    PAYMENT = "payment", "A payment"
    REGISTER = "register", "A register's answer"
    OPINION = "opinion", "Another agency's opinion"
    STOPPED = "stopped", "Whatever made the agency stop"
    PARTS = "parts", "The agencies of its linked parts"


class Outcome(models.TextChoices):
    """How a case ended; empty until then."""

    NONE = "", "None yet"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    TURNED_AWAY = "turned_away", "Not accepted at receipt"
    STOPPED = "stopped", "Stopped"
    EXPIRED = "expired", "Ended because the citizen stayed silent"
    WITHDRAWN = "withdrawn", "Withdrawn by the citizen"


OPEN = (Status.SUBMITTED, Status.IN_REVIEW, Status.DECIDED)


class Case(models.Model):
    """One application of one person to one agency, from draft to result."""

    urn = models.CharField(max_length=80, unique=True, default=new_case_urn)
    number = models.CharField(max_length=60, blank=True, help_text="Dossier number; empty while it is a draft.")
    code = models.CharField(max_length=40, help_text="National code of the procedure.")
    edition = models.ForeignKey(Edition, to_field="urn", on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=80, blank=True, help_text="URN of the agency that decides.")
    agency_code = models.CharField(max_length=40, blank=True, help_text="Its code when the case was submitted.")
    agency_name = models.CharField(max_length=200, blank=True, help_text="Its name of that day.")
    area = models.CharField(max_length=10, blank=True, help_text="Ministry or province of that agency.")
    desk = models.CharField(max_length=80, blank=True, help_text="URN of the agency whose desk took it in for another.")
    desk_name = models.CharField(max_length=200, blank=True)
    applicant = models.CharField(max_length=80, help_text="URN of the person who applies; their key seals the answers.")
    applicant_name = models.CharField(max_length=100)
    about_name = models.CharField(max_length=200, blank=True, help_text="Whom the dossier is about.")
    folded = models.CharField(max_length=320, blank=True, help_text="Both names without accents, for search.")
    phone_digest = models.CharField(max_length=80, blank=True)
    track_digest = models.CharField(max_length=80, blank=True, help_text="Of the last four digits, for tracking.")
    filed_by = models.CharField(max_length=80, help_text="URN of the account that filed, citizen or officer.")
    channel = models.CharField(max_length=10, choices=[(channel.value, channel.value) for channel in Channel])

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    wait = models.CharField(max_length=12, choices=Wait.choices, default=Wait.NOTHING, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NONE, blank=True)
    step = models.CharField(max_length=60, blank=True, help_text="Code of the open step.")
    role = models.CharField(max_length=60, blank=True, help_text="Role that has the open step.")
    plan = models.JSONField(default=list, help_text="Codes of the steps that this case goes through.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each act: who decides must have seen it.")

    created_at = models.DateTimeField(default=now)
    saved_at = models.DateTimeField(default=now)
    arrived_at = models.DateTimeField(null=True, help_text="Counter and post: when it came, if entered later.")
    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True, help_text="National date NgayTiepNhan: the clock runs from here.")
    taken_up_at = models.DateTimeField(null=True, help_text="First act after receipt; national code 4 from here.")
    touched_at = models.DateTimeField(null=True, help_text="Last act of an officer, or of the citizen.")
    due_at = models.DateTimeField(null=True, help_text="The promise; moved only by a lawful suspension.")
    rank_at = models.DateTimeField(
        null=True, help_text="Sorts the queue; far away while the citizen has it, empty when nobody must act."
    )
    limit = models.JSONField(
        default=dict, help_text="The limit by which it is promised, frozen at receipt; `set_by`: law, choice, officer."
    )
    new_due_at = models.DateTimeField(null=True, help_text="The second date, given with an apology.")
    decided_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True, help_text="Results issued: the end of the processing time.")
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    supplement_asked_at = models.DateTimeField(null=True)
    supplement_until = models.DateTimeField(null=True)
    stopped_until = models.DateTimeField(null=True, help_text="When a stop becomes the end.")
    expires_at = models.DateTimeField(null=True, help_text="Of a draft: when it is deleted.")
    warned_at = models.DateTimeField(null=True, help_text="Of a draft: when its owner was told of that.")

    charges = models.JSONField(default=list, help_text="What is charged, line by line, frozen at submission.")
    payment_until = models.DateTimeField(null=True, help_text="Until when what is due must be paid.")

    page = models.CharField(max_length=60, blank=True, help_text="Last page of the form that was saved.")
    submit_token = models.CharField(max_length=80, blank=True, help_text="Of the press of the button that submitted.")
    slots = models.JSONField(default=list, help_text="Code of the paper of each file in the dossier.")
    handed_slots = models.JSONField(default=list, help_text="Code of each paper that was handed in on paper.")
    consulted = models.PositiveSmallIntegerField(default=0, help_text="Opinions asked for and not given yet.")
    disputed = models.JSONField(default=list, help_text="Fields whose held value was reported wrong.")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How often its agency was told of its silence.")
    answers_sealed = models.BinaryField(default=bytes)
    lookups_sealed = models.BinaryField(default=bytes)
    rating = models.PositiveSmallIntegerField(null=True)
    rated_at = models.DateTimeField(null=True)
    rating_sealed = models.BinaryField(default=bytes, help_text="What the citizen wrote beside the rating.")

    as_held: dict[str, Any]
    """The columns as they were when an action locked the row; not a column itself."""

    class Meta:
        constraints = [
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_case_of_a_number"),
            CheckConstraint(condition=Q(status__in=Status.values), name="case_status_known"),
            CheckConstraint(condition=Q(wait__in=Wait.values), name="case_wait_known"),
            CheckConstraint(condition=Q(outcome__in=Outcome.values), name="case_outcome_known"),
            CheckConstraint(
                condition=Q(status="draft", number="", submitted_at=None)
                | (~Q(status="draft") & ~Q(number="") & ~Q(agency="") & Q(submitted_at__isnull=False)),
                name="case_numbered_when_submitted",
            ),
            CheckConstraint(
                condition=Q(status__in=["draft", "submitted"], received_at=None, due_at=None)
                | Q(status__in=["in_review", "decided"], received_at__isnull=False, due_at__isnull=False)
                | Q(status__in=["closed", "withdrawn"]),
                name="case_due_when_received",
            ),
            CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "in_review"], outcome="")
                | Q(status="decided", outcome__in=["granted", "refused"], decided_at__isnull=False)
                | Q(status="closed", closed_at__isnull=False, outcome__in=[o for o in Outcome.values if o])
                | Q(status="withdrawn", outcome="withdrawn", closed_at__isnull=False),
                name="case_outcome_when_ended",
            ),
            CheckConstraint(
                condition=Q(wait="")
                | Q(wait="supplement", status__in=["submitted", "in_review"])
                | Q(wait="payment", status__in=["submitted", "in_review"])
                | Q(wait__in=["confirmation", "stopped"], status="in_review")
                | Q(wait="register", status="decided")
                | Q(wait="parts", status="submitted"),
                name="case_waits_while_open",
            ),
            CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="case_rating_in_range"),
        ]
        indexes = [
            Index(fields=["agency", "rank_at", "id"], condition=Q(rank_at__isnull=False), name="case_queue"),
            Index(fields=["agency", "-submitted_at"], name="case_of_agency"),
            Index(fields=["applicant", "-saved_at"], name="case_of_applicant"),
            Index(fields=["phone_digest"], condition=~Q(phone_digest=""), name="case_of_phone"),
            Index(fields=["expires_at"], condition=Q(status="draft"), name="case_draft_expiry"),
            Index(fields=["supplement_until"], condition=Q(wait="supplement"), name="case_supplement_expiry"),
            Index(fields=["payment_until"], condition=Q(wait="payment"), name="case_payment_expiry"),
            Index(fields=["stopped_until"], condition=Q(wait="stopped"), name="case_stop_expiry"),
            Index(fields=["desk", "-submitted_at"], condition=~Q(desk=""), name="case_of_desk"),
            Index(fields=["id"], condition=Q(status="decided", finished_at=None), name="case_unfinished"),
        ]

    def __str__(self) -> str:
        return self.number or self.urn


class DossierCounter(models.Model):
    """The last dossier number that an agency gave on a day."""

    agency_code = models.CharField(max_length=40)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["agency_code", "day"], name="one_counter_a_day")]

    def __str__(self) -> str:
        return f"{self.agency_code} {self.day}: {self.last}"


class CasePerson(models.Model):
    """A person whom a case concerns, so that they find it among theirs."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="persons")
    person = models.CharField(max_length=80, help_text="URN of the person.")
    part = models.CharField(max_length=20, default="applicant", help_text="applicant, or concerned.")

    class Meta:
        constraints = [UniqueConstraint(fields=["case", "person"], name="case_person_once")]
        indexes = [Index(fields=["person", "case"], name="cases_of_person")]

    def __str__(self) -> str:
        return f"{self.person} in {self.case_id}"
