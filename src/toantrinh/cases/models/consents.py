"""What another person was asked to agree to, and what they answered."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from toantrinh.cases.models.case import Case
from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new


def new_consent_urn() -> str:
    """A fresh URN for a request of consent."""
    return new("consent")


class CaseConsent(models.Model):
    """One request that another person agree to an application, and the answer; asking again makes another."""

    class State(models.TextChoices):
        """How far it got."""

        ASKED = "asked", "Asked, no answer yet"
        GIVEN = "given", "Agreed"
        DECLINED = "declined", "Declined, with a reason"
        LAPSED = "lapsed", "Ended because nobody answered in time"
        VOID = "void", "No longer counts, because the application was changed"

    urn = models.CharField(max_length=80, unique=True, default=new_consent_urn)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    code = models.CharField(max_length=60, help_text="Of the consent in the procedure.")
    person = models.CharField(max_length=80, help_text="URN of the person who is asked.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=now)
    until_at = models.DateTimeField(help_text="Until when an answer counts.")
    answered_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=100, blank=True, help_text="Name of who agreed, as they signed in.")
    digest = models.CharField(max_length=80, blank=True, help_text="Of the application as it was agreed to.")
    reason_sealed = models.BinaryField(default=bytes, help_text="Why it was declined, under the applicant's key.")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["case", "code"], condition=Q(state__in=["asked", "given"]), name="one_consent_at_a_time"
            ),
            CheckConstraint(
                condition=Q(state="asked", answered_at=None, digest="")
                | Q(state="given", answered_at__isnull=False) & ~Q(digest="")
                | Q(state__in=["declined", "lapsed", "void"]),
                name="consent_given_to_something",
            ),
        ]
        indexes = [
            Index(fields=["person", "state"], name="consents_of_person"),
            Index(fields=["until_at"], condition=Q(state="asked"), name="consent_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}: {self.state}"
