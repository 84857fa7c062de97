"""A lived story told again of another family, in another commune, some weeks earlier or later.

Living a dossier through the real actions takes a third of a second; a country needs thousands. So each way a dossier
can go is lived a few times, and retold:

1. Every row of the story is copied; URNs, names, numbers, places and officers are put in the place of the lived ones.
2. Moments and days move by whole weeks, to a time whose working days lie alike, so that every due date stays right.
3. What was sealed is opened, changed in the same way and sealed under the key of the new person.
4. Dossier numbers and register numbers are taken from the same counters as ever, and the facts are stated anew: the
   sealer, the receipts and `verify` know no difference.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import models, transaction

from toantrinh.cases.actions.filing import next_number
from toantrinh.documents import store
from toantrinh.documents.actions import birth_digest
from toantrinh.documents.models import Letter
from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import at, now
from toantrinh.kernel.text import MONTHS, fold
from toantrinh.notices.actions import words_digest
from toantrinh.record import vault
from toantrinh.record.actions import Statement, promise, state_many
from toantrinh.record.canonical import canonical
from toantrinh.record.events import view_events
from toantrinh.record.facts import KINDS
from toantrinh.record.models import Look
from toantrinh.registers.actions.entering import take_number
from toantrinh.registers.actions.writing import likeness_of
from toantrinh.registers.editions import kind_of
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.versions import content_of, history_digest
from toantrinh.site.sample.people import Commune, Family
from toantrinh.site.sample.story import Story

UNMOVED = date(2025, 7, 2)
"""What happened before is how the country began: it does not move with the story."""
_DAYS = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<vi>\b\d{1,2}/\d{1,2}/\d{4}\b)"
    rf"|(?P<en>\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b)"
)
Row = models.Model


@dataclass
class Translation:
    """From the lived story to the told one: words, places, and time."""

    weeks: int
    embedded: dict[str, str] = field(default_factory=dict)
    """Words that are replaced wherever they stand."""
    whole: dict[str, str] = field(default_factory=dict)
    """Short codes that are replaced only where they are the whole value."""
    persons: dict[str, str] = field(default_factory=dict)
    """URNs of persons, lived → told, and the house."""

    def __post_init__(self) -> None:
        words = "|".join(re.escape(word) for word in sorted(self.embedded, key=len, reverse=True) if word)
        self._pattern = re.compile(f"(?P<word>{words})|{_DAYS}")

    def learn(self, words: Mapping[str, str]) -> None:
        """Replace these words too."""
        self.embedded |= words
        self.__post_init__()

    def value(self, value: Any) -> Any:
        """Any value of a row."""
        if isinstance(value, str):
            return self.whole.get(value) or self._pattern.sub(self._replace, value)
        if isinstance(value, datetime):
            return value + self._shift(value.date())
        if isinstance(value, date):
            return value + self._shift(value)
        if isinstance(value, Mapping):
            return {self.value(key): self.value(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.value(one) for one in value]
        return value

    def sealed(self, sealed: bytes) -> bytes:
        """A sealed value, under the key of whoever takes the place of its person."""
        if not sealed:
            return b""
        for lived, told in self.persons.items():
            try:
                content = vault.unseal(lived, sealed)
            except vault.Damaged:
                continue
            return vault.seal(told, self._content(content or b""))
        raise LookupError("A sealed value belongs to nobody of the story.")

    def _content(self, content: bytes) -> bytes:
        words = content.decode()
        try:
            return canonical(self.value(json.loads(words))).encode()
        except ValueError:
            return str(self.value(words)).encode()

    def _shift(self, day: date) -> timedelta:
        return timedelta(weeks=self.weeks if day >= UNMOVED else 0)

    def _replace(self, found: re.Match[str]) -> str:
        if word := found["word"]:
            return self.embedded[word]
        if iso := found["iso"]:
            return (date.fromisoformat(iso) + self._shift(date.fromisoformat(iso))).isoformat()
        if vi := found["vi"]:
            day, month, year = map(int, vi.split("/"))
            moved = date(year, month, day) + self._shift(date(year, month, day))
            return f"{moved.day}/{moved.month}/{moved.year}"
        number, name, year = found["en"].split(" ")
        day_ = date(int(year), MONTHS.index(name) + 1, int(number))
        moved = day_ + self._shift(day_)
        return f"{moved.day} {MONTHS[moved.month - 1]} {moved.year}"


@transaction.atomic
def retell(story: Story, family: Family, commune: Commune, *, weeks: int, rng: Random) -> str:
    """Tell `story` of `family` in `commune`, `weeks` later; answers the new dossier's URN."""
    translation = _translation(story, family, commune, weeks, rng)
    _number_case(story, commune, translation)
    vault.sealing_keys(set(translation.persons.values()))
    told: dict[Row, Row] = {}
    _tell_persons(story, translation, told)
    _tell_entries(story, translation, told)
    _tell_files(story, translation, told)
    _tell_case(story, translation, told)
    _tell_notices(story, translation, told)
    for rows in (story.tasks, story.messages, story.answers):
        _tell(rows, translation, told)
    Look.objects.bulk_create([_copy(look, translation, told) for look in story.looks])
    _tell_events(story, translation)
    return translation.embedded[story.case.urn]


def _translation(story: Story, family: Family, commune: Commune, weeks: int, rng: Random) -> Translation:
    """What stands for what."""
    lived = story.couple
    words: dict[str, str] = {}
    for rows in story.tables():
        for row in rows:
            words[row.urn] = urns.new(urns.kind_of(row.urn))  # type: ignore[attr-defined]
    child = family.child_name(story.case.about_name, rng)
    names = {lived.mother.name: family.mother_name, story.case.about_name: child}
    numbers = {lived.mother.number: family.mother_number}
    if lived.father:
        names[lived.father.name], numbers[lived.father.number] = family.father_name, family.father_number
    words |= names | numbers | {fold(lived_name): fold(told_name) for lived_name, told_name in names.items()}
    words |= _fresh(one.digest for one in story.files)
    words |= _fresh(
        {digest for one in story.messages for digest in (one.key_digest, one.request_digest, one.answer_digest)}
    )
    words |= {letter.token: secrets.token_urlsafe(20) for letter in story.letters}
    words |= lived.commune.words_to(commune)
    persons = {person.urn: words[person.urn] for person in story.persons} | {"": ""}
    persons |= {
        entry.urn: words[entry.urn] for entry in story.entries
    }  # an entry's own key, while nobody is its subject
    return Translation(weeks, {k: v for k, v in words.items() if k}, lived.commune.codes_to(commune), persons)


def _fresh(digests: Iterable[str]) -> dict[str, str]:
    """Another digest for each."""
    return {digest: secrets.token_hex(len(digest) // 2) for digest in digests if digest}


def _number_case(story: Story, commune: Commune, translation: Translation) -> None:
    submitted_at = story.case.submitted_at
    assert submitted_at is not None
    with at(translation.value(submitted_at)):
        translation.learn({story.case.number: next_number(commune.agency.code)})


def _copy(row: Any, translation: Translation, told: Mapping[Row, Row]) -> Any:
    """A row as it stands in the told story, not stored yet; rows it points at are the told ones where there are any."""
    copied = type(row)()
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if column.primary_key:
            continue
        if column.remote_field:
            value = next((new.pk for old, new in told.items() if _is(old, column.related_model, value)), value)
        elif isinstance(value, bytes | memoryview):
            value = translation.sealed(bytes(value))
        else:
            value = translation.value(value)
        setattr(copied, column.attname, value)
    return copied


def _is(row: Row, model: Any, pk: Any) -> bool:
    return type(row) is model and row.pk == pk


def _tell(rows: Sequence[Any], translation: Translation, told: dict[Row, Row]) -> list[Any]:
    """Store the told rows of one or several tables."""
    by_model: dict[type[Row], list[tuple[Any, Any]]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append((row, _copy(row, translation, told)))
    for model, pairs in by_model.items():
        model.objects.bulk_create([new for _, new in pairs])  # type: ignore[attr-defined]
        told.update(pairs)
    return [told[row] for row in rows]


def _tell_persons(story: Story, translation: Translation, told: dict[Row, Row]) -> None:
    if story.child:
        _number_child(story, translation)
    for person in story.persons:
        number = vault.unseal(person.urn, bytes(person.number_sealed)) or b""
        translation.learn({person.number_digest: vault.digest(translation.value(number.decode()), "personal_number")})
    _tell(story.persons, translation, told)
    _tell(story.accounts, translation, told)
    _tell(story.mandates, translation, told)


def _number_child(story: Story, translation: Translation) -> None:
    """The child's own number: as the lived one, with other last digits."""
    row = next(person for person in story.persons if person.urn == story.child)
    lived = (vault.unseal(row.urn, bytes(row.number_sealed)) or b"").decode()
    prefix = f"0{translation.whole.get(lived[1:3], lived[1:3])}{lived[3:6]}"
    translation.learn({lived: f"{prefix}{secrets.randbelow(10**6):06}"})


def _tell_entries(story: Story, translation: Translation, told: dict[Row, Row]) -> None:
    """Entries take numbers of their own; what they say makes their likeness and history."""
    for entry in story.entries:
        kind = kind_of(entry)
        if kind.numbering is not None:
            moved = _copy(entry, translation, told)
            with at(moved.entered_at):
                book, number = take_number(moved, kind)
            translation.learn({f"{entry.number}": number} if entry.book == book else {entry.number: number})
    entries: list[Entry] = [_copy(entry, translation, told) for entry in story.entries]
    by_entry: dict[int, list[Version]] = {}
    for version in story.versions:
        by_entry.setdefault(version.entry_id, []).append(version)
    for lived, new in zip(story.entries, entries, strict=True):
        if lived.likeness:
            held = next(one for one in by_entry[lived.pk] if one.known_to is None)
            new.likeness = likeness_of(new, kind_of(lived), translation.value(content_of(held)))
    Entry.objects.bulk_create(entries)
    told.update(zip(story.entries, entries, strict=True))
    _tell(story.versions, translation, told)
    _tell(story.links, translation, told)
    for lived, new in zip(story.entries, entries, strict=True):
        _learn_history(lived, new, story, translation, told)


def _learn_history(lived: Entry, new: Entry, story: Story, translation: Translation, told: Mapping[Row, Row]) -> None:
    """The digest of what an entry said after its last change, in the place of the lived one."""

    def history(entry: Entry, of: Callable[[Row], Any]) -> str:
        versions = [one for one in story.versions if one.entry_id == lived.pk]
        links = {one.pk: [of(link) for link in story.links if link.version_id == one.pk] for one in versions}
        return history_digest(entry, [(of(one), links[one.pk]) for one in versions])

    translation.learn({history(lived, lambda row: row): history(new, lambda row: told[row])})


def _tell_files(story: Story, translation: Translation, told: dict[Row, Row]) -> None:
    for lived in story.files:
        owner = translation.persons[lived.person]
        content = vault.unseal(lived.person, store.read(lived.digest)) or b""
        digest = store.digest_of(owner, content)
        store.write(digest, vault.seal(owner, content))
        translation.learn({lived.digest: digest})
    _tell(story.files, translation, told)
    for letter in _tell(story.letters, translation, told):
        _redate(letter, translation)
    Letter.objects.bulk_update(
        [one for one in map(told.get, story.letters) if isinstance(one, Letter)], ["birth_digest"]
    )


def _redate(letter: Letter, translation: Translation) -> None:
    """The digest by which a checker's birth date is judged."""
    if letter.birth_digest:
        words = vault.unseal_json(letter.person, bytes(letter.words_sealed)) if letter.words_sealed else None
        born = (words or {}).get("data", words or {}).get("birth_date", "")
        letter.birth_digest = birth_digest(letter.token, born)


def _tell_case(story: Story, translation: Translation, told: dict[Row, Row]) -> None:
    (case,) = _tell([story.case], translation, told)
    last4 = translation.embedded[story.couple.mother.number][-4:]
    case.track_digest = vault.digest(f"{case.number} {last4}", "track")
    case.save(update_fields=["track_digest"])
    _tell(story.parts, translation, told)


def _tell_notices(story: Story, translation: Translation, told: dict[Row, Row]) -> None:
    """Messages, and the digests of what they say, by which the record proves them."""
    for lived in story.notices:
        words = vault.unseal_json(lived.person, bytes(lived.words_sealed))
        translation.learn({words_digest(words): words_digest(translation.value(words))})
    _tell(story.notices, translation, told)


def _tell_events(story: Story, translation: Translation) -> None:
    """State each fact again, in its order, and promise again what was promised."""
    views = view_events(story.events)
    statements, promised = [], []
    for event, view in zip(story.events, views, strict=True):
        values = translation.value(view.publication | view.exact | (view.private or {}))
        person = translation.persons.get(event.person, event.person)
        fact = KINDS[event.kind](**values, area=translation.value(event.area), person=person)
        statements.append(Statement(fact, Actor(urn=translation.value(event.by), name=""), translation.value(event.at)))
        promised.append(event.pk in story.promised)
    for stated, is_promised in zip(state_many(statements), promised, strict=True):
        if is_promised:  # it is stated now, however long ago it happened
            promise(stated, hours=24 + (now() - stated.at) // timedelta(hours=1))
