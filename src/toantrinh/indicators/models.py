"""Definitions in editions, the running count of each month, and figures as they were published."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from toantrinh.kernel.urn import new


def new_edition_urn() -> str:
    """A fresh URN of an edition."""
    return new("indicator")


def new_figure_urn() -> str:
    """A fresh URN of a figure."""
    return new("figure")


class IndicatorEdition(models.Model):
    """One definition of an indicator, as it was installed; figures point at theirs for ever."""

    urn = models.CharField(max_length=80, unique=True, default=new_edition_urn)
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    in_force_from = models.DateField()
    definition = models.JSONField()
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["code", "number"], name="indicator_edition_once")]

    def __str__(self) -> str:
        return f"{self.code} ({self.number})"


class Tally(models.Model):
    """The running count of one indicator in one month at one agency, procedure and channel; rebuilt from the record."""

    edition = models.ForeignKey(IndicatorEdition, on_delete=models.CASCADE, related_name="tallies")
    month = models.CharField(max_length=7)
    area = models.CharField(max_length=8, blank=True)
    agency = models.CharField(max_length=40, blank=True, help_text="Code of the agency.")
    procedure = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    numerator = models.BigIntegerField(default=0)
    denominator = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["edition", "month", "area", "agency", "procedure", "channel"], name="one_tally_of_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.month} {self.agency}"


class Figure(models.Model):
    """A published number: never changed; a correction is a new figure that names the old one."""

    urn = models.CharField(max_length=80, unique=True, default=new_figure_urn)
    edition = models.ForeignKey(IndicatorEdition, on_delete=models.PROTECT, related_name="figures")
    month = models.CharField(max_length=7)
    level = models.CharField(max_length=8, help_text="country, area or agency.")
    code = models.CharField(max_length=40, blank=True, help_text="Of the area or agency; empty for the country.")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    channels = models.JSONField(help_text="Channel → [numerator, denominator].")
    tree_size = models.BigIntegerField(help_text="It counts the sealed events before this position.")
    published_at = models.DateTimeField()
    release = models.PositiveIntegerField(default=1, help_text="Counts the publications of the month.")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["edition", "month", "level", "code", "release"], name="figure_published_once")
        ]
        indexes = [Index(fields=["edition", "level", "code", "month"], name="figure_series")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.month} {self.level} {self.code}"
