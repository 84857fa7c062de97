"""Something new is held to be true."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.people.queries import find_agency, open_agency
from toantrinh.record.actions import state
from toantrinh.registers.actions.correcting import end_others
from toantrinh.registers.actions.neighbours import require_no_conflict
from toantrinh.registers.actions.writing import (
    moment_after,
    put,
    recognise_guardianship,
    require_persons_known,
    require_unlike,
)
from toantrinh.registers.definition import EntryKind
from toantrinh.registers.editions import InForce, edition_in_force
from toantrinh.registers.facts import EntryMade
from toantrinh.registers.history import Stretch
from toantrinh.registers.models import Book, Entry
from toantrinh.registers.officers import require_officer
from toantrinh.registers.rules import require_rules
from toantrinh.registers.values import Data, first_day, read_values
from toantrinh.registers.versions import history_digest


def enter(
    register: str,
    kind: str,
    data: Mapping[str, Any],
    *,
    by: Actor,
    ground: str,
    agency: str = "",
    key: str = "",
    valid_from: date | None = None,
    service: str = "",
) -> Entry:
    """Enter `data` as an entry of `kind`, on the `ground` of a case or paper (its URN), in the books of `agency`.

    The same `key` always gives the same entry. `service` names the service by whose right this is done, where the
    exchange has judged it; otherwise `by` needs `register.write` at the agency.

    Raises `Invalid` for values that cannot be, `Refused` where a rule says no, `Missing` without the right.
    """
    try:
        with transaction.atomic():
            found = edition_in_force(register)
            sort = found.register.kind(kind)
            if sort is None:
                raise Missing(t(f"Sổ {register} không có mục {kind}.", f"The register {register} has no kind {kind}."))
            keeper = agency or _keeper(found, sort, by)
            if not service:
                require_officer(found.register, "register.write", by=by, agency=keeper)
            if known := _entry_of_key(register, kind, key):
                return known
            entry = Entry(edition=found.edition, register=register, kind=kind, agency=keeper, ground=ground, key=key)
            return _enter(entry, sort, read_values(sort, data), valid_from, by)
    except IntegrityError:  # somebody was faster: with the same key, or with the same thing
        if known := _entry_of_key(register, kind, key):
            return known
        sort = edition_in_force(register).register.kind(kind)
        if sort is not None and sort.same is not None:
            require_unlike(Entry(register=register, kind=kind), sort, read_values(sort, data))
        raise


def _enter(entry: Entry, kind: EntryKind, content: Data, valid_from: date | None, by: Actor) -> Entry:
    require_persons_known(kind, content)
    require_rules(kind, content)
    start = first_day(content[kind.valid_from]) if kind.valid_from and kind.valid_from in content else None
    begins = valid_from or start or today()
    entry.likeness = require_unlike(entry, kind, content)
    require_no_conflict(entry, kind, content, begins)
    entry.subject = content.get(kind.subject, "") if kind.subject else ""
    entry.book, entry.number = take_number(entry, kind)
    entry.entered_at = at = moment_after(())
    entry.save(force_insert=True)
    first = Stretch(begins, None, content)
    stored = put(entry, kind, [first], at=at, reason="", ground=entry.ground)
    recognise_guardianship(entry, kind, content, by=by)
    state(
        EntryMade(
            register=entry.register,
            sort=entry.kind,
            agency=entry.agency,
            entry=entry.urn,
            history=history_digest(entry, stored),
            ground=entry.ground,
            number=entry.number,
            area=open_agency(entry.agency).area,
            person=entry.subject,
        ),
        by=by,
    )
    end_others(entry, kind, content, by=by)
    return entry


def _keeper(found: InForce, kind: EntryKind, by: Actor) -> str:
    if kind.kept_by == "entering":
        return by.agency
    if (agency := find_agency(found.register.keeper)) is None:
        raise Missing(t(f"Không có cơ quan {found.register.keeper}.", f"There is no agency {found.register.keeper}."))
    return agency.urn


def _entry_of_key(register: str, kind: str, key: str) -> Entry | None:
    return Entry.objects.filter(register=register, kind=kind, key=key).first() if key else None


def take_number(entry: Entry, kind: EntryKind) -> tuple[str, str]:
    """Book and number, the next of the year; given back when the transaction fails, so that no number is left out.

    The row of the book stays locked until the transaction ends: two entries of one agency wait for each other.
    """
    if kind.numbering is None:
        return "", ""
    year = today().year
    book, _ = Book.objects.get_or_create(register=entry.register, kind=entry.kind, agency=entry.agency, year=year)
    Book.objects.filter(pk=book.pk).update(last=F("last") + 1)
    sequence = Book.objects.values_list("last", flat=True).get(pk=book.pk)
    number = kind.numbering.number.format(sequence=sequence, year=year)
    volume = (sequence - 1) // kind.numbering.entries_in_book + 1
    return kind.numbering.book.format(book=volume, year=year), number
