"""Entries as officers and the persons concerned read them: one opened, several listed, the history, an extract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, fold, t
from toantrinh.people.queries import may, open_agency, person_urn, require, visible_to
from toantrinh.record.looks import look
from toantrinh.registers.definition import EntryKind, Field
from toantrinh.registers.editions import definition_of, edition_in_force, kind_of
from toantrinh.registers.models import Entry, Link, Version, WrongValueReport
from toantrinh.registers.officers import lets_in
from toantrinh.registers.queries.registers import list_registers, what_is_seen
from toantrinh.registers.values import Data, secret_word, show, show_in_list
from toantrinh.registers.versions import content_of, held, held_link, persons_of

MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One value of an entry, for people."""

    name: str
    label: Text
    value: Any
    """As kept: JSON's types."""
    words: Text
    is_secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An entry as it is true today and known now."""

    entry: Entry
    register: Text
    kind: Text
    version: Version
    values: tuple[Shown, ...]
    data: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry in a list: no more than tells it from others."""

    urn: str
    kind: Text
    number: str
    agency: str
    entered_on: date
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """What was held to be true of some days, and from when until when."""

    valid_from: date
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None
    values: tuple[Shown, ...]
    reason: str
    ground: str


def open_entry(
    reference: str, *, viewer: Actor, purpose: str, about: str = "", register: str = "", agency: str = ""
) -> Opened:
    """One entry, by URN, or by its number in the books of `agency` (the viewer's, when none is given) in `register`.

    Raises `Missing` where there is none or it is not for the viewer. Everyone whom the entry names gets a look.
    """
    entry, kind = _permitted(_find(reference, register, agency or viewer.agency), viewer)
    version = _version_today(entry)
    _look(entry, kind.fields, viewer=viewer, purpose=purpose, about=about)
    data = content_of(version)
    return Opened(
        entry=entry,
        register=definition_of(entry.edition).title,
        kind=kind.label,
        version=version,
        values=_shown(kind.fields, data),
        data=data,
    )


def find_entries(
    register: str, text: str, *, viewer: Actor, purpose: str, about: str = "", kind: str = "", limit: int = 50
) -> list[Found]:
    """Entries that hold every word of `text`, with or without accents, or its number, or a person by personal number.

    Those with the very words as typed come first. Values are masked; the query leaves one look with their count.
    """
    require(viewer, "register.read")
    _require_purpose(purpose)
    definition = edition_in_force(register).register
    if not lets_in(definition, viewer):
        raise Missing
    rows = Version.objects.filter(held(valid_on=today()), entry__register=register)
    rows = visible_to(rows, viewer, "register.read", agency="entry__agency", person="entry__subject")
    if kind:
        rows = rows.filter(entry__kind=kind)
    rows = rows.filter(_matches(text, [field for sort in definition.kinds for field in sort.fields]))
    versions = list(rows.select_related("entry__edition").order_by("-entry_id").distinct()[:MOST_LISTED])
    exact = text.strip().casefold()
    versions.sort(key=lambda version: exact not in " ".join(map(str, version.data.values())).casefold())
    look(
        by=viewer,
        person="",
        what=f"{register}: {text}"[:200],
        purpose=purpose,
        about=about,
        count=len(versions[:limit]),
    )
    return [_found(version) for version in versions[:limit]]


def list_entries_of(person: str, *, viewer: Actor, purpose: str, about: str = "") -> list[Opened]:
    """Every entry true today of which a person is a party, for that person and who acts for them."""
    require(viewer, "register.read", persons=[person])
    named = Link.objects.filter(held_link(), person=person).values("version__entry__urn")
    urns = (
        Entry.objects.filter(Q(subject=person) | Q(urn__in=named))
        .order_by("register", "-pk")
        .values_list("urn", flat=True)
    )
    opened = []
    for urn in urns:
        try:
            opened.append(open_entry(urn, viewer=viewer, purpose=purpose, about=about))
        except Missing:  # ended, or named in it without being a party
            continue
    return opened


def list_history(
    urn: str,
    *,
    viewer: Actor,
    purpose: str,
    about: str = "",
    valid_on: date | None = None,
    known_at: datetime | None = None,
) -> list[HistoryLine]:
    """All that was ever held of an entry, latest knowledge first; or only what was true on a day, known at a moment."""
    entry, kind = _permitted(_find(urn), viewer)
    _look(entry, kind.fields, viewer=viewer, purpose=purpose, about=about)
    rows = Version.objects.filter(entry=entry)
    if known_at is not None:
        rows = rows.filter(held(known_at=known_at))
    if valid_on is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=valid_on), valid_from__lte=valid_on)
    return [
        HistoryLine(
            valid_from=version.valid_from,
            valid_to=version.valid_to,
            known_from=version.known_from,
            known_to=version.known_to,
            values=_shown(kind.fields, content_of(version)),
            reason=version.reason,
            ground=version.ground,
        )
        for version in rows.order_by("-known_from", "valid_from", "pk")
    ]


def extract(urn: str, *, viewer: Actor, purpose: str, about: str = "") -> dict[str, Any]:
    """What an extract (trích lục) says, ready for a letter: head, and lines of label and words in vi and en."""
    entry, kind = _permitted(_find(urn), viewer, verb="register.extract")
    fields = [field for field in kind.fields if field.in_extracts]
    _look(entry, fields, viewer=viewer, purpose=purpose, about=about)
    version = _version_today(entry)
    return {
        **extract_head(entry, version),
        "lines": [
            {
                "name": value.name,
                "label": {"vi": value.label.vi, "en": value.label.en},
                "words": {"vi": value.words.vi, "en": value.words.en},
            }
            for value in _shown(fields, content_of(version))
            if value.words.vi
        ],
    }


def extract_head(entry: Entry, version: Version) -> dict[str, Any]:
    """Where an entry stands, and since when it is held as it is."""
    return {
        "entry": entry.urn,
        "kind": entry.kind,
        "entry_number": entry.number,
        "book": entry.book,
        "agency": open_agency(entry.agency).name,
        "registered_on": local(entry.entered_at).date().isoformat(),
        "as_of": local(version.known_from).date().isoformat(),
    }


def list_reports(*, viewer: Actor, person: str = "") -> QuerySet[WrongValueReport]:
    """Reports of wrong values: one's own, or those that the viewer's agency has to answer; latest first."""
    rows = WrongValueReport.objects.select_related("entry__edition").order_by("-told_at")
    if person:
        require(viewer, "register.read", persons=[person])
        return rows.filter(person=person)
    open_to = [one.code for one in list_registers(viewer) if lets_in(one, viewer)]
    rows = rows.filter(entry__register__in=open_to)
    return visible_to(rows, viewer, "register.correct", agency="entry__agency", person="")


def _find(reference: str, register: str = "", agency: str = "") -> Entry:
    entries = Entry.objects.select_related("edition")
    if reference.startswith("urn:"):
        found = entries.filter(urn=reference).first()
    else:
        found = entries.filter(number=reference.strip(), register=register, agency=agency).exclude(number="").first()
    if found is None:
        raise Missing
    return found


def _permitted(entry: Entry, viewer: Actor, verb: str = "register.read") -> tuple[Entry, EntryKind]:
    kind = kind_of(entry)
    parties, _ = persons_of(entry, kind)
    if not may(viewer, verb, agency=entry.agency, persons=parties) or not lets_in(definition_of(entry.edition), viewer):
        raise Missing
    return entry, kind


def _version_today(entry: Entry) -> Version:
    """What is true today; of an entry that ended, what was true last."""
    rows = Version.objects.filter(entry=entry)
    found = rows.filter(held(valid_on=today())).first() or rows.filter(held()).order_by("-valid_from").first()
    if found is None:
        raise Missing
    return found


def _look(entry: Entry, fields: Sequence[Field], *, viewer: Actor, purpose: str, about: str) -> None:
    _require_purpose(purpose)
    kind = kind_of(entry)
    what = what_is_seen(entry.register, kind, fields)
    for person in sorted(persons_of(entry, kind)[1]):
        look(by=viewer, person=person, what=what, purpose=purpose, about=about)


def _require_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise Refused(
            t(
                "Chọn lý do xem trước khi mở. Người có dữ liệu sẽ thấy lý do này.",
                "Say why before opening: the person will see it.",
            ),
            code="register.no_purpose",
            field="purpose",
        )


def _matches(text: str, fields: Sequence[Field]) -> Q:
    """Rows that hold each word, or have that number, or hold that secret value, or name the person with that number."""
    words = fold(text).split()
    if not words:
        return Q(pk__in=())
    every = Q()
    for word in words:
        every &= Q(search__contains=word)
    every |= Q(entry__number__iexact=text.strip())
    for name in {field.name for field in fields if field.secret and field.searchable}:
        every |= Q(search__contains=secret_word(name, text))
    digits = "".join(words)
    if digits.isdecimal() and (person := person_urn(digits)):
        every |= Q(links__person=person) | Q(entry__subject=person)
    return every


def _found(version: Version) -> Found:
    entry, kind = version.entry, kind_of(version.entry)
    listed = [field for field in kind.fields if field.in_lists != "hidden"]
    secret = {field.name: True for field in listed if field.secret}
    return Found(
        urn=entry.urn,
        kind=kind.label,
        number=entry.number,
        agency=entry.agency,
        entered_on=local(entry.entered_at).date(),
        values=tuple(
            Shown(
                name=field.name,
                label=field.label,
                value=None,
                words=Text(
                    *(show_in_list(field, (version.data | secret).get(field.name), tongue) for tongue in ("vi", "en"))
                ),
                is_secret=field.secret,
            )
            for field in listed
        ),
    )


def _shown(fields: Sequence[Field], data: Data) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            name=field.name,
            label=field.label,
            value=data.get(field.name),
            words=Text(*(show(field, data.get(field.name), tongue) for tongue in ("vi", "en"))),
            is_secret=field.secret,
        )
        for field in fields
    )
