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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import models, transaction

from toantrinh.cases.actions.filing import next_number
from toantrinh.documents import store
from toantrinh.documents.actions import birth_digest
from toantrinh.documents.models import Letter
from toantrinh.exchange.row import row_digest
from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import at, now
from toantrinh.kernel.text import MONTHS, fold
from toantrinh.notices.actions import words_digest
from toantrinh.record import vault
from toantrinh.record.actions import Statement, promise, state_many
from toantrinh.record.canonical import canonical
from toantrinh.record.facts import KINDS
from toantrinh.record.models import Look
from toantrinh.registers.actions.entering import take_number
from toantrinh.registers.actions.writing import likeness_of
from toantrinh.registers.editions import kind_of
from toantrinh.registers.models import Entry
from toantrinh.registers.versions import history_digest
from toantrinh.site.sample.people import Commune, Family
from toantrinh.site.sample.story import Story

UNMOVED = date(2025, 7, 2)
"""What happened before is how the country began: it does not move with the story."""
_TOKENS = (
    r"urn:toantrinh:[a-z_]+:[0-9a-z._-]+",
    r"\b[0-9a-f]{64}\b",
    r"\b[A-Z]\d\d[.\dA-Z]*-\d{6}-\d{4,}\b",
    r"\b\d{12}\b",
)
"""What identifies something, wherever it stands: URNs, digests, dossier numbers, personal numbers."""
_DAYS = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<vi>\b\d{1,2}/\d{1,2}/\d{4}\b)"
    rf"|(?P<en>\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b)"
)
Row = models.Model
Told = dict[tuple[str, int], Any]
"""Told rows by table and key of the lived ones."""


@dataclass
class Translation:
    """From the lived story to the told one: words, places, and time."""

    story: Story
    weeks: int
    names: dict[str, str]
    """Names of people and places, replaced wherever they stand."""
    tokens: dict[str, str]
    """Identifiers, replaced wherever they stand."""
    whole: dict[str, str]
    """Short codes and numbers, replaced only where they are the whole value."""
    owners: dict[str, str]
    """URNs under whose keys something is sealed, lived → told."""
    keys: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True) if name)
        self._pattern = re.compile(f"(?P<token>{'|'.join(_TOKENS)})|(?P<name>{names})|{_DAYS}")
        self.keys = vault.sealing_keys(set(self.owners.values()))

    def value(self, value: Any) -> Any:
        """Any value of a row."""
        if isinstance(value, str):
            return self.whole.get(value) or (self._pattern.sub(self._replace, value) if len(value) > 3 else value)
        if isinstance(value, datetime):
            return value + self._shift(value.date())
        if isinstance(value, date):
            return value + self._shift(value)
        if isinstance(value, Mapping):
            return {self.value(key): self.value(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.value(one) for one in value]
        return value

    def sealed(self, row: Any, column: str) -> bytes:
        """A sealed value of a row, under the key of whoever takes the place of its person."""
        held = self.story.opened.get((row._meta.label, row.pk, column))
        if held is None:
            return b""
        owner, words = self.owners[held[0]], held[1].decode()
        try:
            content = canonical(self.value(json.loads(words)))
        except ValueError:
            content = self.value(words)
        return self.seal(owner, content.encode())

    def seal(self, owner: str, content: bytes) -> bytes:
        """Seal for a person of the told story."""
        return vault.seal_under(self.keys[owner], owner, content)

    def _shift(self, day: date) -> timedelta:
        return timedelta(weeks=self.weeks if day >= UNMOVED else 0)

    def _replace(self, found: re.Match[str]) -> str:
        words = found[0]
        if found.lastgroup == "token":
            return self.tokens.get(words, words)
        if found.lastgroup == "name":
            return self.names[words]
        if found.lastgroup == "iso":
            return self.value(date.fromisoformat(words)).isoformat()  # type: ignore[no-any-return]
        if found.lastgroup == "vi":
            day, month, year = map(int, words.split("/"))
            moved = self.value(date(year, month, day))
            return f"{moved.day}/{moved.month}/{moved.year}"
        number, name, year_ = words.split(" ")
        moved = self.value(date(int(year_), MONTHS.index(name) + 1, int(number)))
        return f"{moved.day} {MONTHS[moved.month - 1]} {moved.year}"


@transaction.atomic
def retell(story: Story, family: Family, commune: Commune, *, weeks: int, rng: Random) -> str:
    """Tell `story` of `family` in `commune`, `weeks` later; answers the new dossier's URN."""
    translation = _translation(story, family, commune, weeks, rng)
    told: Told = {}
    _tell_persons(story, translation, told)
    _tell_entries(story, translation, told)
    _tell_files(story, translation, told)
    _tell_case(story, translation, told)
    _tell_notices(story, translation, told)
    for lived, message in zip(story.messages, _tell(story.messages, translation, told), strict=True):
        translation.tokens[row_digest(lived)] = row_digest(message)
    for rows in (story.tasks, story.answers):
        _tell(rows, translation, told)
    Look.objects.bulk_create([_copy(look, translation, told) for look in story.looks])
    _tell_events(story, translation)
    return translation.tokens[story.case.urn]


def _translation(story: Story, family: Family, commune: Commune, weeks: int, rng: Random) -> Translation:
    """What stands for what."""
    lived, home = story.couple, story.couple.commune
    tokens = {row.urn: urns.new(urns.kind_of(row.urn)) for rows in story.tables() for row in rows}
    tokens |= {lived.mother.number: family.mother_number}
    names = {
        lived.mother.name: family.mother_name,
        story.case.about_name: family.child_name(story.case.about_name, rng),
    }
    if lived.father:
        names[lived.father.name], tokens[lived.father.number] = family.father_name, family.father_number
    names |= {fold(lived_name): fold(told_name) for lived_name, told_name in names.items()}
    for one in story.messages:
        tokens |= {digest: secrets.token_hex(32) for digest in (one.key_digest, one.request_digest, one.answer_digest)}
    whole = home.codes_to(commune) | {letter.token: secrets.token_urlsafe(20) for letter in story.letters}
    sealed_for: list[Any] = [*story.persons, *story.entries]
    owners = {row.urn: tokens[row.urn] for row in sealed_for} | {"": ""}
    submitted_at = story.case.submitted_at
    assert submitted_at is not None
    with at(submitted_at + timedelta(weeks=weeks)):
        tokens[story.case.number] = next_number(commune.agency.code)
    known = {owner for owner, _ in story.opened.values()} | {file.person for file in story.files}
    owners = {owner: owners[owner] for owner in known | {person.urn for person in story.persons} | {""}}
    return Translation(
        story=story,
        weeks=weeks,
        names={**names, **home.names_to(commune)},
        tokens={**tokens, **home.urns_to(commune)},
        whole=whole,
        owners=owners,
    )


def _copy(row: Any, translation: Translation, told: Told) -> Any:
    """A row as it stands in the told story, not stored yet; rows it points at are the told ones where there are any."""
    copied = type(row)()
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if column.primary_key:
            continue
        if column.remote_field:
            there = told.get((column.related_model._meta.label, value))
            value = there.pk if there else value
        elif isinstance(value, bytes | memoryview):
            value = translation.sealed(row, column.attname)
        else:
            value = translation.value(value)
        setattr(copied, column.attname, value)
    return copied


def _tell(rows: Sequence[Any], translation: Translation, told: Told) -> list[Any]:
    """Store the told rows of one or several tables."""
    by_model: dict[Any, list[tuple[Any, Any]]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append((row, _copy(row, translation, told)))
    for model, pairs in by_model.items():
        _store(model, pairs, told)
    return [told[row._meta.label, row.pk] for row in rows]


def _store(model: Any, pairs: Sequence[tuple[Any, Any]], told: Told) -> None:
    model.objects.bulk_create([new for _, new in pairs])
    told |= {(row._meta.label, row.pk): new for row, new in pairs}


def _tell_persons(story: Story, translation: Translation, told: Told) -> None:
    for person in story.persons:
        number = story.opened["people.Person", person.pk, "number_sealed"][1].decode()
        if person.urn == story.child:  # as the lived one, with other last digits
            prefix = f"0{translation.whole.get(number[1:3], number[1:3])}{number[3:6]}"
            translation.tokens[number] = f"{prefix}{secrets.randbelow(10**6):06}"
        digest = vault.digest(translation.tokens[number], "personal_number")
        translation.tokens[person.number_digest] = digest
    for rows in (story.persons, story.accounts, story.mandates):
        _tell(rows, translation, told)


def _tell_entries(story: Story, translation: Translation, told: Told) -> None:
    """Entries take numbers of their own; what they say makes their likeness and history."""
    for lived in story.entries:
        kind = kind_of(lived)
        if kind.numbering is not None:
            moved = _copy(lived, translation, told)
            with at(moved.entered_at):
                book, translation.whole[lived.number] = take_number(moved, kind)
                translation.whole[lived.book] = book
    pairs = [(lived, _copy(lived, translation, told)) for lived in story.entries]
    for lived, new in pairs:
        if lived.likeness:
            new.likeness = likeness_of(new, kind_of(lived), translation.value(_content(story, lived)))
    _store(Entry, pairs, told)
    _tell(story.versions, translation, told)
    _tell(story.links, translation, told)
    for lived, new in pairs:
        of_entry = [version for version in story.versions if version.entry_id == lived.pk]
        links = [[link for link in story.links if link.version_id == version.pk] for version in of_entry]
        was = history_digest(lived, zip(of_entry, links, strict=True))
        retold = [told["registers.Version", version.pk] for version in of_entry]
        relinked = [[told["registers.Link", link.pk] for link in some] for some in links]
        translation.tokens[was] = history_digest(new, zip(retold, relinked, strict=True))


def _content(story: Story, entry: Entry) -> dict[str, Any]:
    """What an entry is held to say, secret values too."""
    version = next(one for one in story.versions if one.entry_id == entry.pk and one.known_to is None)
    secret = story.opened.get(("registers.Version", version.pk, "sealed"))
    return {**version.data, **(json.loads(secret[1]) if secret else {})}


def _tell_files(story: Story, translation: Translation, told: Told) -> None:
    for lived in story.files:
        owner, content = translation.owners[lived.person], story.contents[lived.digest]
        digest = translation.tokens[lived.digest] = store.digest_of(owner, content)
        store.write(digest, translation.seal(owner, content))
    _tell(story.files, translation, told)
    pairs = [(letter, _copy(letter, translation, told)) for letter in story.letters]
    for lived_letter, letter in pairs:
        words = story.opened.get(("documents.Letter", lived_letter.pk, "words_sealed"))
        if letter.birth_digest and words:  # by which a checker's birth date is judged
            born = translation.value(json.loads(words[1])["data"]["birth_date"])
            letter.birth_digest = birth_digest(letter.token, born)
    _store(Letter, pairs, told)


def _tell_case(story: Story, translation: Translation, told: Told) -> None:
    case = _copy(story.case, translation, told)
    last4 = translation.tokens[story.couple.mother.number][-4:]
    case.track_digest = vault.digest(f"{case.number} {last4}", "track")
    _store(type(case), [(story.case, case)], told)
    _tell(story.parts, translation, told)


def _tell_notices(story: Story, translation: Translation, told: Told) -> None:
    """Messages, and the digests of what they say, by which the record proves them."""
    for lived in story.notices:
        words = json.loads(story.opened["notices.Notice", lived.pk, "words_sealed"][1])
        translation.tokens[words_digest(words)] = words_digest(translation.value(words))
    _tell(story.notices, translation, told)


def _tell_events(story: Story, translation: Translation) -> None:
    """State each fact again, in its order, and promise again what was promised."""
    statements = []
    for event, view in zip(story.events, story.views, strict=True):
        values = translation.value(view.publication | view.exact | (view.private or {}))
        person = translation.tokens.get(event.person, event.person)
        fact = KINDS[event.kind](**values, area=translation.value(event.area), person=person)
        statements.append(Statement(fact, Actor(urn=translation.value(event.by), name=""), translation.value(event.at)))
    for event, stated in zip(story.events, state_many(statements), strict=True):
        if event.pk in story.promised:  # it is stated now, however long ago it happened
            promise(stated, hours=24 + (now() - stated.at) // timedelta(hours=1))
