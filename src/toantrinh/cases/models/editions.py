"""Editions of procedures."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from toantrinh.kernel.moment import now
from toantrinh.kernel.urn import new


def new_edition_urn() -> str:
    """A fresh URN for an edition."""
    return new("edition")


class Origin(models.TextChoices):
    """Where an edition comes from; their order is the order in which they are offered."""

    PACKAGE = "package", "Written by hand"
    RECORD = "record", "Record of the national catalogue"


class Edition(models.Model):
    """One procedure as the law stood from a day on; never changed, and a case points at its edition for ever."""

    urn = models.CharField(max_length=80, unique=True, default=new_edition_urn)
    code = models.CharField(max_length=40, help_text="National code of the procedure.")
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.PACKAGE, help_text="A package wins over a record."
    )
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    in_force_from = models.DateField()
    source = models.JSONField(help_text="Every file of the package, name to text, as it was installed.")
    record = models.JSONField(
        default=dict, help_text="Of a catalogue record: as received, under clear keys, and its oddities; JSON by name."
    )
    installed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [UniqueConstraint(fields=["code", "origin", "number"], name="one_edition_of_a_number")]
        indexes = [Index(fields=["code", "origin", "in_force_from", "number"], name="edition_in_force")]

    def __str__(self) -> str:
        return f"{self.code} ({self.number})"
