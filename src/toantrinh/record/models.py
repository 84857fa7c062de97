"""Tables of the record. Most are insert-only: triggers refuse to change or delete a row (see `triggers.py`)."""

from django.db import models

URN = 120
"""Longest URN that a column holds."""


class House(models.Model):
    """What this deployment is: a row when it is founded, and one more each time a new origin is opened after a fork.

    The newest row is in force; `is_demonstration` never changes.
    """

    number = models.PositiveIntegerField(primary_key=True)
    origin = models.CharField(max_length=200, unique=True)
    is_demonstration = models.BooleanField()
    at = models.DateTimeField()


class Event(models.Model):
    """Something that happened, stated once by an action and never changed."""

    id = models.BigAutoField(primary_key=True)
    uid = models.CharField(max_length=26, unique=True)
    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=8, blank=True)
    month = models.CharField(max_length=7)
    at = models.DateTimeField()
    by = models.CharField(max_length=URN)
    person = models.CharField(max_length=URN, blank=True)
    publication = models.TextField()
    exact = models.TextField()
    secret = models.BinaryField(max_length=32)
    private = models.BinaryField()
    commitments = models.BinaryField(max_length=96)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["kind", "month"], name="events_of_kind")]


class EventSubject(models.Model):
    """A thing or person that an event is about, by its URN."""

    pk = models.CompositePrimaryKey("urn", "event")
    urn = models.CharField(max_length=URN)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="subjects", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["event", "urn"], name="subjects_of_event")]


class Unsealed(models.Model):
    """An event that waits for its position; a trigger puts it here, the sealer takes it away."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="+")


class Sealed(models.Model):
    """The position of an event in the tree, counted from 0."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="sealed")


class Tile(models.Model):
    """256 hashes of one level of the tree, or 256 entries (level -1); the rightmost of a level grows."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()
    content = models.BinaryField()


class Head(models.Model):
    """Size and root of the tree after a round of sealing."""

    size = models.BigIntegerField(primary_key=True)
    previous = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)


class Checkpoint(models.Model):
    """A head as signed for the world: a C2SP signed note."""

    head = models.OneToOneField(Head, on_delete=models.PROTECT, primary_key=True, related_name="checkpoint")
    note = models.TextField()
    at = models.DateTimeField()


class Promise(models.Model):
    """Our signed word that an event will be in the record by a set time."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="promise")
    due_at = models.DateTimeField(db_index=True)
    note = models.TextField()


class PersonKey(models.Model):
    """The key under which everything private about one person is sealed, itself wrapped by the vault key.

    An erased key leaves its row with nothing in it, so that no second key is ever made for the same person.
    """

    person = models.CharField(max_length=URN, primary_key=True)
    wrapped = models.BinaryField()


class Subscriber(models.Model):
    """How far a subscriber has read the sealed order, and what stands in its way."""

    name = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)


class Look(models.Model):
    """Somebody opened a person's data: who, in which office, what, why and about which matter."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    viewer = models.CharField(max_length=URN)
    office = models.CharField(max_length=URN, blank=True)
    agency = models.CharField(max_length=URN, blank=True)
    person = models.CharField(max_length=URN, blank=True)
    what = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    about = models.CharField(max_length=URN, blank=True)
    count = models.PositiveIntegerField(default=1)
    secret_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "id"], name="look_of_person")]


class UnsealedLook(models.Model):
    """A look that waits for its batch to be stated in the record."""

    look = models.OneToOneField(Look, on_delete=models.PROTECT, primary_key=True, related_name="+")
