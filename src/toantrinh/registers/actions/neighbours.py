"""Beside which other entries an entry cannot be."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from toantrinh.kernel.problem import Refused
from toantrinh.people.models import Person
from toantrinh.registers.actions.writing import said_number
from toantrinh.registers.definition import Conflict, EntryKind
from toantrinh.registers.models import Entry, Link, Version
from toantrinh.registers.values import Data
from toantrinh.registers.versions import held


def require_no_conflict(entry: Entry, kind: EntryKind, content: Data, begins: date, until: date | None = None) -> None:
    """Raise `Refused` where an entry stands that cannot be beside one that is true from `begins` until before `until`.

    The persons are locked until the transaction ends: of two communes that enter a marriage of the same person at the
    same moment, the second sees the first.
    """
    if not kind.conflicts:
        return
    named = {content[name] for rule in kind.conflicts for name in rule.persons if content.get(name)}
    list(Person.objects.select_for_update().filter(urn__in=named).order_by("urn"))
    for rule in kind.conflicts:
        for name in rule.persons:
            if (person := content.get(name)) and (other := _conflicting(entry, rule, person, (begins, until))):
                words = rule.reason.fill(name=_name_in(other, person), number=said_number(other.entry))
                raise Refused(words, code="register.conflict", field=name)


def _conflicting(entry: Entry, rule: Conflict, person: str, days: tuple[date, date | None]) -> Version | None:
    begins, until = days
    same = Q(valid_to=None) | Q(valid_to__gt=begins)
    if not rule.later:
        same &= Q(valid_from__lte=begins)
    elif until is not None:
        same &= Q(valid_from__lt=until)
    return versions_naming_in(entry, rule.kind, person, rule.roles).filter(same).exclude(entry__pk=entry.pk).first()


def versions_naming_in(entry: Entry, kind: str, person: str, roles: Iterable[str]) -> QuerySet[Version]:
    """What is held of entries of `kind`, in the register of `entry`, that name a person in one of these roles."""
    rows = Version.objects.filter(held(), entry__register=entry.register, entry__kind=kind)
    named = Link.objects.filter(person=person, role__in=list(roles)).values("version")
    return rows.filter(pk__in=named).select_related("entry").order_by("pk")


def _name_in(version: Version, person: str) -> str:
    """The name that the other entry gives a person; a dash where it gives none."""
    roles = set(version.links.filter(person=person).values_list("role", flat=True))
    names = [version.data.get(f"{role}_name") for role in roles] + [version.data.get("full_name")]
    return next((str(name) for name in names if name), "–")
