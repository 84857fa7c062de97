"""Persons, their accounts and mandates: whoever opens a number or an address here leaves a look."""

import re
from dataclasses import dataclass

from django.db.models import Q

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.people.models import Account, Mandate, Person
from toantrinh.people.queries.authority import require
from toantrinh.record import vault
from toantrinh.record.looks import look


@dataclass(frozen=True, slots=True)
class Contacts:
    """How a person is reached; empty where they gave nothing, or were forgotten."""

    email: str = ""
    phone: str = ""
    language: str = "vi"


def person_urn(personal_number: str) -> str:
    """The URN of the person with that number, or nothing where nobody is known by it."""
    digest = vault.digest(re.sub(r"[^0-9]", "", personal_number), "personal_number")
    return Person.objects.filter(number_digest=digest).values_list("urn", flat=True).first() or ""


def personal_number(person: str, viewer: Actor, *, purpose: str = "", about: str = "") -> str:
    """The number of a person, opened: it leaves a look, unless it is one's own. Empty where it was erased."""
    _open(person, viewer, "number", purpose, about)
    row = Person.objects.filter(urn=person).first()
    if row is None:
        raise Missing
    return _plain(person, row.number_sealed)


def open_contacts(person: str, *, viewer: Actor, purpose: str = "", about: str = "") -> Contacts:
    """E-mail address, telephone number and language of a person, opened: it leaves a look, unless it is one's own."""
    _open(person, viewer, "contacts", purpose, about)
    account = account_of(person)
    if account is None:
        return Contacts()
    return Contacts(
        email=_plain(person, account.email_sealed),
        phone=_plain(person, account.phone_sealed),
        language=account.language,
    )


def account_of(person: str) -> Account | None:
    """The account of a person, if they ever signed in."""
    return Account.objects.filter(person__urn=person).select_related("person").first()


def is_guardian(agent: str, person: str) -> bool:
    """Whether `agent` may act for `person` (URNs) today because a register says that they are their parent."""
    rows = Mandate.objects.filter(agent__urn=agent, principal__urn=person, kind=Mandate.Kind.GUARDIANSHIP)
    return rows.filter(Q(to_on=None) | Q(to_on__gt=today()), from_on__lte=today()).exists()


def name_of(person: str) -> str:
    """The name under which a person signs in; empty for one who never did."""
    return Account.objects.filter(person__urn=person).values_list("full_name", flat=True).first() or ""


def list_mandates(viewer: Actor) -> list[Mandate]:
    """The mandates in force that the viewer gave or holds."""
    require(viewer, "person.read", persons=[viewer.person])
    day = today()
    return list(
        Mandate.objects.filter(Q(principal__urn=viewer.person) | Q(agent__urn=viewer.person), from_on__lte=day)
        .filter(Q(to_on=None) | Q(to_on__gt=day))
        .select_related("principal", "agent")
        .order_by("from_on", "pk")
    )


def _open(person: str, viewer: Actor, what: str, purpose: str, about: str) -> None:
    require(viewer, "person.read", agency=viewer.agency, persons=[person])
    if person != viewer.person and "system" not in viewer.roles:
        look(by=viewer, person=person, what=what, purpose=purpose, about=about)


def _plain(person: str, sealed: bytes | memoryview) -> str:
    opened = vault.unseal(person, bytes(sealed)) if sealed else None
    return opened.decode() if opened else ""
