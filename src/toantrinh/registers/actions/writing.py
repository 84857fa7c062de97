"""What entering and correcting share: storing versions, and what follows from what an entry says."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.actions import recognise_guardians, revoke_mandate
from toantrinh.people.models import Mandate, Person
from toantrinh.record.vault import digest
from toantrinh.registers.definition import EntryKind
from toantrinh.registers.history import Stretch
from toantrinh.registers.models import Entry, Link, Version
from toantrinh.registers.values import Data, first_day, show
from toantrinh.registers.versions import history_digest, links_of, new_version


def put(
    entry: Entry, kind: EntryKind, stretches: Iterable[Stretch[Data]], *, at: datetime, reason: str, ground: str
) -> list[tuple[Version, list[Link]]]:
    """Store what is held to be true from `at` on, and who is named in it."""
    stored = []
    for stretch in stretches:
        version = new_version(entry, kind, stretch, at)
        version.reason, version.ground = reason, ground
        version.save(force_insert=True)
        stored.append((version, Link.objects.bulk_create(links_of(version, kind))))
    return stored


def supersede(versions: Sequence[Version], *, at: datetime) -> None:
    """Believe these versions no longer, from `at` on."""
    Version.objects.filter(pk__in=[version.pk for version in versions], known_to=None).update(known_to=at)


def moment_after(versions: Iterable[Version]) -> datetime:
    """The present moment, or one just after everything that is known: knowledge never goes back."""
    return max([now(), *(version.known_from + timedelta(microseconds=1) for version in versions)])


def history_of(entry: Entry) -> str:
    """Digest of the entry as it stands in the tables now."""
    versions = Version.objects.filter(entry=entry).prefetch_related("links")
    return history_digest(entry, ((version, version.links.all()) for version in versions))


def likeness_of(entry: Entry, kind: EntryKind, content: Data) -> str:
    """What would be equal of two entries of the same thing; empty where the kind does not say."""
    if kind.same is None:
        return ""
    fields = [kind.field(name) for name in kind.same.fields]
    words = [show(field, content.get(field.name)).casefold() for field in fields if field]
    return digest("\0".join(words), f"registers.{entry.register}.{entry.kind}")


def require_unlike(entry: Entry, kind: EntryKind, content: Data) -> str:
    """The likeness of the entry; raises `Refused` where another entry that was not ended has the same."""
    if kind.same is None:
        return ""
    likeness = likeness_of(entry, kind, content)
    if (
        same := Entry.objects.filter(register=entry.register, kind=entry.kind, likeness=likeness)
        .exclude(pk=entry.pk)
        .first()
    ):
        raise Refused(kind.same.reason.fill(number=said_number(same)), code="register.same", field=kind.same.fields[0])
    return likeness


def said_number(entry: Entry) -> str:
    """Number and book as people say them."""
    return " ".join(part for part in (entry.number, f"({entry.book})" if entry.book else "") if part) or "–"


def require_persons_known(kind: EntryKind, content: Data) -> None:
    """Raise `Invalid` where a person is named whom nobody knows."""
    named = {content[field.name]: field for field in kind.fields if field.kind == "person" and content.get(field.name)}
    known = set(Person.objects.filter(urn__in=named).values_list("urn", flat=True))
    if strangers := [
        Problem(
            t(f"Không tìm thấy người này: {field.label.vi}.", f"This person is not known: {field.label.en}."),
            code="register.unknown_person",
            field=field.name,
        )
        for person, field in named.items()
        if person not in known
    ]:
        raise Invalid(strangers)


def recognise_guardianship(entry: Entry, kind: EntryKind, content: Data, *, by: Actor) -> None:
    """Let those act for a child whom the entry names as its parents, and no longer those whom it does not."""
    rule = kind.guardianship
    if rule is None or not (ward := content.get(rule.ward)):
        return
    guardians = [content[name] for name in rule.guardians if content.get(name)]
    born = first_day(content[rule.from_])
    of_age = _years_after(born, rule.years)
    for mandate in Mandate.objects.filter(ground=entry.urn, to_on__gt=today()).exclude(agent__urn__in=guardians):
        revoke_mandate(mandate, by=SYSTEM)
    recognise_guardians(ward, guardians, ground=entry.urn, by=by, from_on=born, to_on=of_age)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
