"""Who is whose spouse, parent and child, as the registers hold it today."""

from toantrinh.kernel.moment import today
from toantrinh.registers.models import Link, Version
from toantrinh.registers.versions import held

SPOUSES = ("husband", "wife")
PARENTS = ("mother", "father")


def versions_naming(person: str, register: str, kind: str, roles: tuple[str, ...]) -> list[Version]:
    """The versions true and known today that name a person in one of these roles, the latest entry first."""
    rows = (
        Version.objects.filter(held(valid_on=today()), entry__register=register, entry__kind=kind)
        .filter(links__person=person, links__role__in=roles)
        .select_related("entry__edition")
        .prefetch_related("links")
        .order_by("-valid_from", "-pk")
    )
    return list(rows.distinct())


def marriage_of(person: str, spouse: str = "") -> Version | None:
    """The marriage of a person that is in force, with `spouse` if one is given."""
    found = versions_naming(person, "civil-status", "marriage", SPOUSES)
    return next((version for version in found if not spouse or spouse_in(version, person) == spouse), None)


def spouse_in(marriage: Version, person: str) -> str:
    """The other one of a marriage; empty where the register does not know them as a person."""
    named = {link.person for link in marriage.links.all() if link.role in SPOUSES}
    return next(iter(named - {person}), "")


def births_of_children(person: str) -> list[Version]:
    """The births of a person's children who have a personal number, the eldest first."""
    found = versions_naming(person, "civil-status", "birth", PARENTS)
    return sorted((version for version in found if version.entry.subject), key=lambda version: version.valid_from)


def birth_of(person: str) -> Version | None:
    """The birth of a person."""
    return next(iter(versions_naming(person, "civil-status", "birth", ("child",))), None)


def person_version(person: str) -> Version | None:
    """What the population register says about a person today."""
    return (
        Version.objects.filter(held(valid_on=today()), entry__register="population", entry__subject=person)
        .select_related("entry__edition")
        .order_by("-pk")
        .first()
    )


def lost_spouses_of(person: str) -> set[str]:
    """Those to whom a person was married until their death."""
    marriages = Version.objects.filter(
        held(), entry__kind="marriage", valid_to__isnull=False, links__person=person, links__role__in=SPOUSES
    )
    others = Link.objects.filter(version__in=marriages, role__in=SPOUSES).exclude(person=person)
    dead = Link.objects.filter(role="deceased", version__known_to=None)
    return set(others.filter(person__in=dead.values("person")).values_list("person", flat=True))


def relatives_of(person: str) -> set[str]:
    """Spouse, one who died included, children and parents of a person."""
    near = {version.entry.subject for version in births_of_children(person)} | lost_spouses_of(person)
    if (marriage := marriage_of(person)) is not None:
        near.add(spouse_in(marriage, person))
    if (birth := birth_of(person)) is not None:
        near |= set(Link.objects.filter(version=birth, role__in=PARENTS).values_list("person", flat=True))
    return near - {"", person}
