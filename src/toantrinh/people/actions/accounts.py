"""Persons become known, sign in, change how they are reached, and are forgotten."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from toantrinh.kernel import identifiers
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.actions.mandates import revoke_mandate
from toantrinh.people.actions.offices import end_offices
from toantrinh.people.claims import Claims
from toantrinh.people.facts import (
    AccountClosed,
    AccountOpened,
    ContactsChanged,
    DeathSettled,
    LanguageChosen,
    PersonForgotten,
    PersonKnown,
    SignedIn,
    SignedOut,
)
from toantrinh.people.models import Account, Mandate, Person, new_person, new_stamp
from toantrinh.people.queries import actor_for, require
from toantrinh.record import vault
from toantrinh.record.actions import erase_person_key, state


@transaction.atomic
def know_person(personal_number: str, *, by: Actor) -> Person:
    """The person with that number, known from now on if they were not; raises `Invalid` for an impossible number."""
    number = _checked_number(personal_number)
    digest = vault.digest(number, "personal_number")
    if known := Person.objects.filter(number_digest=digest).first():
        return known
    urn = new_person()
    fresh = {"urn": urn, "number_sealed": vault.seal(urn, number.encode()), "known_at": now()}
    person, is_new = Person.objects.get_or_create(number_digest=digest, defaults=fresh)  # another may have been first
    if is_new:
        state(PersonKnown(known=urn, person=urn), by=by)
    return person


@transaction.atomic
def sign_in(claims: Claims, *, by: Actor = SYSTEM) -> Account:
    """Let in whom the electronic identity vouches for; the first time, this opens their account.

    The web then binds its session to the account and remembers `claims.assurance`, under a fresh session key.
    """
    if claims.assurance not in (1, 2):
        raise ValueError("Assurance is 1 or 2.")
    person = know_person(claims.personal_number, by=by)
    if person.death:
        raise Refused(
            t("Người này đã được khai tử.", "The death of this person is registered."),
            code="account.dead",
            advice=t(
                "Nếu có nhầm lẫn, đến Uỷ ban nhân dân cấp xã đã đăng ký khai tử để cải chính.",
                "If that is a mistake, ask the commune that registered the death to correct it.",
            ),
        )
    account, is_new = Account.objects.select_for_update().get_or_create(
        person=person, defaults={"full_name": claims.full_name}
    )
    if is_new:
        state(AccountOpened(account=account.urn, person=person.urn), by=by)
    if not account.is_active:
        raise Refused(
            t("Tài khoản này đã bị khoá.", "This account is closed."),
            code="account.closed",
            advice=t("Đến nơi cấp định danh điện tử để được giúp.", "Ask where your electronic identity was issued."),
        )
    account.full_name = claims.full_name
    account.signed_in_at = now()
    account.save(update_fields=["full_name", "signed_in_at"])
    actor = actor_for(account, assurance=claims.assurance)
    state(SignedIn(account=account.urn, assurance=claims.assurance, person=person.urn), by=actor)
    return account


@transaction.atomic
def sign_out(account: Account, *, by: Actor, everywhere: bool = False) -> None:
    """Say that a session ended; with `everywhere`, no session of the account is honoured any more."""
    if everywhere:
        account.session_stamp = new_stamp()
        account.save(update_fields=["session_stamp"])
    state(SignedOut(account=account.urn, person=account.person.urn), by=by)


@transaction.atomic
def change_contacts(account: Account, *, by: Actor, email: str = "", phone: str = "") -> Account:
    """Set how somebody is reached; an empty value takes the old one away."""
    require(by, "account.change", persons=[account.person.urn])
    email, phone = _checked_contacts(email.strip(), phone)
    account.email_sealed = vault.seal(account.person.urn, email.encode()) if email else b""
    account.phone_sealed = vault.seal(account.person.urn, phone.encode()) if phone else b""
    account.save(update_fields=["email_sealed", "phone_sealed"])
    state(ContactsChanged(account=account.urn, person=account.person.urn), by=by)
    return account


@transaction.atomic
def choose_language(account: Account, language: str, *, by: Actor) -> Account:
    """Set the language of letters and pages: "vi" or "en"."""
    require(by, "account.change", persons=[account.person.urn])
    if language not in ("vi", "en"):
        raise ValueError(f"No such language: {language!r}")
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])
        state(LanguageChosen(account=account.urn, language=language, person=account.person.urn), by=by)
    return account


@transaction.atomic
def close_account(account: Account, *, by: Actor, ground: str) -> None:
    """Nobody signs in by this account any more; its offices and sessions end now."""
    require(by, "office.change")
    account.is_active = False
    account.session_stamp = new_stamp()
    account.save(update_fields=["is_active", "session_stamp"])
    end_offices(account, on=today(), by=by)
    state(AccountClosed(account=account.urn, ground=ground, person=account.person.urn), by=by)


@transaction.atomic
def settle_death(person: str, *, by: Actor, ground: str) -> None:
    """Nobody acts as the dead person (URN) any more, nor by a mandate that they gave or held.

    `ground` is the URN of the civil-status entry. Saying it again changes nothing.
    """
    Person.objects.filter(urn=person).update(death=ground)
    account = Account.objects.filter(person__urn=person, is_active=True).first()
    if account is not None:
        close_account(account, by=SYSTEM, ground=ground)
    for mandate in Mandate.objects.filter(Q(principal__urn=person) | Q(agent__urn=person)).order_by("pk"):
        revoke_mandate(mandate, by=SYSTEM)
    state(DeathSettled(deceased=person, ground=ground, person=person), by=by)


@transaction.atomic
def forget_person(person: Person, *, by: Actor, ground: str) -> None:
    """Destroy the person's key and the tie to their number; what was sealed can never be read again.

    What law orders kept, such as a civil-status entry, is not held here and is not touched.
    """
    if "system" not in by.roles:
        raise Refused(
            t("Việc xoá do hệ thống thực hiện theo quyết định.", "Erasure is done by the house upon a decision.")
        )
    Account.objects.filter(person=person).update(
        full_name="—", email_sealed=b"", phone_sealed=b"", is_active=False, session_stamp=new_stamp()
    )
    person.number_digest = person.urn
    person.number_sealed = b""
    person.save(update_fields=["number_digest", "number_sealed"])
    state(PersonForgotten(forgotten=person.urn, ground=ground), by=by)
    erase_person_key(person.urn, by=by, ground=ground)


def _checked_number(personal_number: str) -> str:
    try:
        return identifiers.read_personal_number(personal_number, field="personal_number").digits
    except Problem as problem:
        raise Invalid([problem]) from None


def _checked_contacts(email: str, phone: str) -> tuple[str, str]:
    problems: list[Problem] = []
    if email:
        try:
            validate_email(email)
        except ValidationError:
            problems.append(
                Problem(
                    t(
                        "Địa chỉ thư điện tử chưa đúng, ví dụ ten@mien.vn.",
                        "That is no e-mail address, such as name@domain.vn.",
                    ),
                    field="email",
                )
            )
    if phone.strip():
        try:
            phone = identifiers.read_phone(phone, field="phone")
        except Problem as problem:
            problems.append(problem)
    if problems:
        raise Invalid(problems)
    return email, phone.strip()
