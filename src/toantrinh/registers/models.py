"""What every register is made of: editions, entries, their versions in two times, and who is named in them."""

from django.db import models
from django.db.models import F, Q

from toantrinh.kernel import urn


def new_entry() -> str:
    """A fresh URN of an entry."""
    return urn.new("entry")


def new_version() -> str:
    """A fresh URN of a version."""
    return urn.new("version")


def new_report() -> str:
    """A fresh URN of a report that a value is wrong."""
    return urn.new("report")


class Edition(models.Model):
    """One edition of a register's definition, as it was installed; entries point at theirs for ever."""

    register = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    content = models.JSONField()
    """The definition itself: an entry stays readable when the package on disk has moved on."""
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Book(models.Model):
    """The running number of one kind of entry at one agency in one year; locked while a number is taken."""

    register = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    agency = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "kind", "agency", "year"], name="book_once")]

    def __str__(self) -> str:
        return f"{self.register} {self.kind} {self.year}"


class Entry(models.Model):
    """One thing that a register holds to be true: a person, a birth, a marriage; what it says is in its versions."""

    urn = models.CharField(max_length=120, unique=True, default=new_entry)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    register = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    agency = models.CharField(max_length=120)
    """URN of the agency that keeps the entry."""
    book = models.CharField(max_length=40, blank=True)
    """Name of the book (quyển), empty where the kind is not numbered."""
    number = models.CharField(max_length=40, blank=True)
    """Number in the agency's books of the year (số), empty where the kind is not numbered."""
    subject = models.CharField(max_length=120, blank=True)
    """URN of the person whom the entry is about and whose key seals its secret part."""
    ground = models.CharField(max_length=120)
    """URN of the case or paper on which it was entered."""
    key = models.CharField(max_length=160, blank=True)
    """Given by whoever asked for the entry: the same key never makes a second one."""
    likeness = models.CharField(max_length=64, blank=True)
    """Keyed digest of the values by which two entries would be the same thing; empty once the entry was ended."""
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "kind", "agency", "book", "number"],
                condition=~Q(number=""),
                name="entry_number_once",
            ),
            models.UniqueConstraint(fields=["register", "kind", "key"], condition=~Q(key=""), name="entry_key_once"),
            models.UniqueConstraint(
                fields=["register", "kind", "likeness"], condition=~Q(likeness=""), name="entry_likeness_once"
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="entry_subject"),
            models.Index(fields=["ground"], name="entry_ground"),
        ]

    def __str__(self) -> str:
        return self.urn


class Version(models.Model):
    """What an entry says about a stretch of time, and from when until when that was believed.

    `valid` is when it is true in the world, `known` is when the register held it so. The last day and the last moment
    are outside. Content never changes; a version is superseded by setting `known_to`, once.
    """

    urn = models.CharField(max_length=120, unique=True, default=new_version)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    data = models.JSONField()
    """The fields that stay clear, by name."""
    sealed = models.BinaryField(default=bytes)
    """The secret fields, sealed under the key of `sealed_for`."""
    sealed_for = models.CharField(max_length=120, blank=True)
    """URN of the entry's subject, or of the entry itself while it had none."""
    search = models.TextField(blank=True)
    """The searchable fields, folded: without accents, small letters; secret ones as keyed digests."""
    reason = models.CharField(max_length=400, blank=True)
    """Why it was put in the place of another."""
    ground = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="version_valid"),
            models.CheckConstraint(condition=Q(known_to=None) | Q(known_to__gt=F("known_from")), name="version_known"),
        ]
        indexes = [models.Index(fields=["entry", "known_to", "valid_from"], name="version_of_entry")]

    def __str__(self) -> str:
        return self.urn


class Link(models.Model):
    """That a version of an entry names a person, and as what: child, mother, father, husband, wife."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="links")
    role = models.CharField(max_length=40)
    person = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "role", "person"], name="link_once")]
        indexes = [models.Index(fields=["person", "role"], name="link_person")]

    def __str__(self) -> str:
        return f"{self.role} {self.person}"


class WrongValueReport(models.Model):
    """Somebody's word that a register says something wrong about them; the keeper answers it."""

    urn = models.CharField(max_length=120, unique=True, default=new_report)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reports")
    field = models.CharField(max_length=60)
    person = models.CharField(max_length=120)
    """URN of the person who says so and under whose key the words are sealed."""
    about = models.CharField(max_length=120, blank=True)
    """URN of the case in which it was noticed."""
    sealed = models.BinaryField()
    """What is wrong and what would be right, in the reporter's words."""
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_mended = models.BooleanField(null=True)
    answer_sealed = models.BinaryField(default=bytes)

    class Meta:
        indexes = [models.Index(fields=["person"], name="report_person")]

    def __str__(self) -> str:
        return self.urn
