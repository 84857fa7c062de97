"""The national catalogue as it was imported, and the index by which procedures are found."""

from datetime import date

from django.db import models
from django.db.models import Index, UniqueConstraint

from toantrinh.kernel.moment import now

LONG_AGO, NEVER = date(1945, 9, 2), date(9999, 12, 31)


class CatalogueEntry(models.Model):
    """One procedure that the national catalogue names, whether or not it is offered here."""

    code = models.CharField(max_length=40, unique=True, help_text="National code.")
    notation = models.CharField(max_length=60, blank=True, help_text="The code as it is written in decisions.")
    name = models.TextField(help_text="Official name, as published.")
    fields = models.JSONField(default=list, help_text="Fields of administration, in words.")
    deciding = models.JSONField(default=list, help_text="Bodies that decide, by name.")
    publisher = models.CharField(max_length=200, blank=True, help_text="The body that published it.")
    subjects = models.JSONField(default=list, help_text="Whom it is for, in the catalogue's words.")
    state = models.CharField(max_length=40, blank=True, help_text="State in the catalogue, such as ACTIVE.")
    kind = models.CharField(max_length=40, blank=True, help_text="STANDARD, SPECIFIC (one province's), …")
    imported_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SearchEntry(models.Model):
    """What is found of one procedure in one stretch of time: an edition that is offered, or an entry of the catalogue.

    The columns of words are folded, their parts divided by ` | `. An index of the engine (FTS5, tsvector) follows them
    by itself, see `search.engine`.
    """

    code = models.CharField(max_length=40, help_text="National code of the procedure.")
    digits = models.CharField(max_length=40, help_text="The code without its dot.")
    edition = models.CharField(max_length=80, blank=True, help_text="URN of the edition; empty: not offered here.")
    from_on = models.DateField(default=LONG_AGO, help_text="First day on which it is found.")
    until_on = models.DateField(default=NEVER, help_text="First day on which it is found no more.")
    title = models.TextField(help_text="Everyday name, or the official one.")
    names = models.TextField(blank=True, help_text="Everyday names.")
    official = models.TextField(blank=True, help_text="Official name.")
    said = models.TextField(blank=True, help_text="What people say instead of words of the law in these names.")
    about = models.TextField(blank=True, help_text="Field, bodies, results, papers, events in life.")
    accented = models.TextField(blank=True, help_text="Names with their accents, small letters.")
    shown = models.JSONField(default=dict, help_text="The parts of `names`, `said`, `about` as they are shown.")
    levels = models.CharField(max_length=60, blank=True, help_text="Levels of the State, each between spaces.")
    bodies = models.TextField(blank=True, help_text="Codes of the bodies that decide, each between spaces.")
    events = models.TextField(blank=True, help_text="Codes of events in life, each between spaces.")
    fields = models.TextField(blank=True, help_text="Fields of administration, each between bars.")
    standing = models.SmallIntegerField(default=0, help_text="How much is asked for it by itself; offered more.")

    class Meta:
        constraints = [UniqueConstraint(fields=["code", "edition"], name="found_once")]
        indexes = [Index(fields=["digits"], name="found_by_digits")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
