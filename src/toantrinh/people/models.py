"""Tables of who acts: persons and accounts, territory, agencies, offices, mandates."""

from datetime import date
from typing import ClassVar, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.crypto import salted_hmac

from toantrinh.kernel import urn

LONG_AGO = date(1, 1, 1)
"""`valid_from` of what was there before the data that we hold begins."""


def new_person() -> str:
    """A fresh URN of a person."""
    return urn.new("person")


def new_account() -> str:
    """A fresh URN of an account."""
    return urn.new("account")


def new_office() -> str:
    """A fresh URN of an appointment."""
    return urn.new("office")


def new_mandate() -> str:
    """A fresh URN of a mandate."""
    return urn.new("mandate")


def new_stamp() -> str:
    """A fresh mark without which a session of the account is no longer honoured."""
    return urn.key_of(urn.new("session"))


Row = TypeVar("Row", bound=models.Model)


class Dated(models.QuerySet[Row]):
    """Rows that hold from one day until another."""

    def in_force(self, on: date) -> "Dated[Row]":
        """Those that hold on that day; the last day itself is outside."""
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on), valid_from__lte=on)


class Person(models.Model):
    """A human being whom the State knows by a personal number; the anchor to which everything about them is tied.

    The number itself is kept sealed under the person's own key, and as a keyed digest for exact search. The URN is
    random and is never shown to the public.
    """

    urn = models.CharField(max_length=120, unique=True, default=new_person)
    number_digest = models.CharField(max_length=128, unique=True)
    number_sealed = models.BinaryField()
    known_at = models.DateTimeField()
    death = models.CharField(max_length=120, blank=True)
    """URN of the civil-status entry of their death; empty for the living."""

    def __str__(self) -> str:
        return self.urn


class Account(AbstractBaseUser):
    """The right of one person to sign in, as a citizen and in whatever offices they hold.

    There is no password: who somebody is comes from the electronic identity. E-mail address and telephone number are
    sealed under the person's key.
    """

    password = None  # type: ignore[assignment]
    last_login = None

    urn = models.CharField(max_length=120, unique=True, default=new_account)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    full_name = models.CharField(max_length=200)
    email_sealed = models.BinaryField(default=bytes)
    phone_sealed = models.BinaryField(default=bytes)
    language = models.CharField(max_length=2, default="vi", choices=[("vi", "Tiếng Việt"), ("en", "English")])
    is_active = models.BooleanField(default=True)
    signed_in_at = models.DateTimeField(null=True)
    session_stamp = models.CharField(max_length=40, default=new_stamp)

    USERNAME_FIELD = "urn"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """What a session must hold: it changes when every session of the account is to end."""
        return salted_hmac("toantrinh.people.session", self.session_stamp, algorithm="sha256").hexdigest()


class Unit(models.Model):
    """A province, a former district or a commune as it was called and ranked between two days.

    When units merge, split or change rank, the row ends and others begin; nothing is overwritten. Codes are those of
    the statistics office, which gives a code again to the successor: it names one unit only together with a day.
    """

    class Level(models.TextChoices):
        """How far down: districts ended on 1 July 2025."""

        PROVINCE = "province"
        DISTRICT = "district"
        COMMUNE = "commune"

    code = models.CharField(max_length=5)
    level = models.CharField(max_length=10, choices=Level)
    name = models.CharField(max_length=100)
    """With its kind, as in an address: "Phường Chợ Quán"."""
    kind = models.CharField(max_length=20)
    """In the law's word: tỉnh, thành phố, quận, huyện, thị xã, phường, xã, thị trấn, đặc khu."""
    parent_code = models.CharField(max_length=5, blank=True)
    folded = models.CharField(max_length=200)
    """Name and the names above it, without accents, for search."""
    valid_from = models.DateField(default=LONG_AGO)
    valid_to = models.DateField(null=True)
    is_sure = models.BooleanField(default=True)
    """Whether a source supports kind and days; where not, `note` says what is open."""
    note = models.CharField(max_length=300, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_from")]
        indexes = [models.Index(fields=["parent_code"]), models.Index(fields=["code"])]

    def __str__(self) -> str:
        return self.name


class UnitSuccession(models.Model):
    """That the territory of one unit passed, whole or in part, to another on a day.

    `is_split` says that the former unit went to several: then an address in it cannot be placed without asking.
    """

    old = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successors")
    new = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="predecessors")
    is_split = models.BooleanField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Agency(models.Model):
    """A public body that answers for what it does: a ministry, a people's committee, a service centre.

    It has the code of decision 20/2020/QĐ-TTg and, where one is known, the older code of QCVN 102:2016.
    """

    class Level(models.TextChoices):
        """At which level of the State it stands."""

        MINISTRY = "ministry"
        PROVINCE = "province"
        COMMUNE = "commune"

    class Kind(models.TextChoices):
        """What sort of body it is."""

        MINISTRY = "ministry"
        COMMITTEE = "committee"
        SERVICE_CENTRE = "service_centre"
        DEPARTMENT = "department"
        POLICE = "police"
        SOCIAL_INSURANCE = "social_insurance"

    urn = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=35, unique=True)
    code_is_ours = models.BooleanField(default=False)
    """Derived by the rule in packages/agencies, because the official code is not known."""
    old_code = models.CharField(max_length=35, blank=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    unit = models.CharField(max_length=5, blank=True)
    """Code of the territory it governs today, or governed last; empty for a ministry."""
    territory = models.ManyToManyField(Unit, related_name="committees")
    """Every unit that a committee governs or governed, each in its own days."""
    area = models.CharField(max_length=10)
    """Code of the ministry or province under which it is counted and published."""
    valid_from = models.DateField(default=LONG_AGO)
    valid_to = models.DateField(null=True)
    is_sure = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)

    objects = Dated.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit"]), models.Index(fields=["old_code"])]

    def __str__(self) -> str:
        return self.name


class AgencySuccession(models.Model):
    """That one agency took over the work of another on a day; `is_split` where several did."""

    old = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="successors")
    new = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="predecessors")
    is_split = models.BooleanField(default=False)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="agency_succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Appointment(models.Model):
    """An office: one account in one role at one agency, from a day until before another.

    Ending it today takes its rights the same moment.
    """

    urn = models.CharField(max_length=120, unique=True, default=new_office)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "role"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"


class Mandate(models.Model):
    """That one person may act for another, from a day until before another, and why.

    Guardianship is recognised from the civil-status register, whose entry is the ground; a mandate is given by the
    principal, who may take it back.
    """

    class Kind(models.TextChoices):
        """Where the right to act comes from."""

        GUARDIANSHIP = "guardianship"
        GIVEN = "given"

    urn = models.CharField(max_length=120, unique=True, default=new_mandate)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_held")
    kind = models.CharField(max_length=20, choices=Kind)
    ground = models.CharField(max_length=120, blank=True)
    """URN of the register entry or paper on which it rests."""
    scope = models.CharField(max_length=30, default="everything", choices=[("everything", "everything")])
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(principal=models.F("agent")), name="mandate_for_another"),
            models.UniqueConstraint(
                fields=["principal", "agent", "ground"], condition=~models.Q(ground=""), name="mandate_once_by_ground"
            ),
        ]

    def __str__(self) -> str:
        return self.urn
