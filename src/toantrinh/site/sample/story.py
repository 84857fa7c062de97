"""A story: everything that one lived dossier and its family left in the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from toantrinh.cases import models as cases
from toantrinh.documents import store
from toantrinh.documents.models import File, Letter
from toantrinh.exchange.models import Answer, Message
from toantrinh.kernel.moment import local
from toantrinh.notices.models import Notice
from toantrinh.people.models import Account, Mandate, Person
from toantrinh.record import vault
from toantrinh.record.events import EventView, view_events
from toantrinh.record.models import Event, EventSubject, Look, PersonKey, Promise
from toantrinh.registers.models import Entry, Link, Version
from toantrinh.site.sample.people import Couple
from toantrinh.tasks.models import Task

PARTS = (
    cases.CasePerson,
    cases.CaseStep,
    cases.CasePause,
    cases.CaseDue,
    cases.CasePaper,
    cases.CaseReason,
    cases.CaseEffect,
    cases.CaseLetter,
    cases.CaseNote,
    cases.ValueReport,
)
"""Tables whose rows belong to one case."""


@dataclass(kw_only=True)
class Story:
    """The rows of one dossier, by table, and what the story is about."""

    case: cases.Case
    couple: Couple
    persons: list[Person]
    accounts: list[Account]
    mandates: list[Mandate]
    entries: list[Entry]
    versions: list[Version]
    links: list[Link]
    files: list[File]
    letters: list[Letter]
    notices: list[Notice]
    tasks: list[Task]
    messages: list[Message]
    answers: list[Answer]
    parts: list[Any]
    looks: list[Look]
    events: list[Event] = field(default_factory=list)
    views: list[EventView] = field(default_factory=list)
    """The same events with their private parts opened."""
    opened: dict[tuple[str, int, str], tuple[str, bytes]] = field(default_factory=dict)
    """Sealed values by table, row and column: whose they are, and what they hold."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """What the files hold, by digest."""
    promised: set[int] = field(default_factory=set)
    """Events for which sealing was promised."""
    child: str = ""
    """URN of the child, where it is in the population register."""

    def tables(self) -> list[list[Any]]:
        """Rows that have a URN of their own, by table."""
        registers = [list[Any](self.entries), list[Any](self.versions)]
        people = [list[Any](self.persons), list[Any](self.accounts), list[Any](self.mandates)]
        papers = [list[Any](self.files), list[Any](self.letters), list[Any](self.notices), list[Any](self.tasks)]
        return [[self.case], *people, *registers, *papers, list[Any](self.messages)]

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return local(self.case.created_at).date()

    @property
    def last_moment(self) -> datetime:
        """When the last thing happened, or should have."""
        moments = [event.at for event in self.events] + [self.case.due_at, self.case.supplement_until]
        return max(moment for moment in moments if moment is not None)


def read_story(case: cases.Case, couple: Couple) -> Story:
    """Gather the story of a case that has ended."""
    grown = [adult for adult in (couple.mother, couple.father) if adult]
    urns = {adult.actor.person for adult in grown} | set(case.persons.values_list("person", flat=True))
    made = list(Entry.objects.filter(ground=case.urn))
    urns |= {entry.subject for entry in made if entry.subject}
    named = Link.objects.filter(person__in=urns).values_list("version__entry_id", flat=True)
    entries = list(Entry.objects.filter(pk__in={*named, *(entry.pk for entry in made)}).order_by("pk"))
    versions = list(Version.objects.filter(entry__in=entries).order_by("pk"))
    persons = list(Person.objects.filter(urn__in=urns))
    messages = list(Message.objects.filter(about=case.urn))
    story = Story(
        case=case,
        couple=couple,
        persons=persons,
        accounts=list(Account.objects.filter(person__in=persons)),
        mandates=list(Mandate.objects.filter(principal__in=persons)),
        entries=entries,
        versions=versions,
        links=list(Link.objects.filter(version__in=versions).order_by("pk")),
        files=list(File.objects.filter(about=case.urn)),
        letters=list(Letter.objects.filter(about=case.urn)),
        notices=list(Notice.objects.filter(about=case.urn)),
        tasks=list(Task.objects.filter(about=case.urn)),
        messages=messages,
        answers=list(Answer.objects.filter(key_digest__in={one.key_digest for one in messages if one.key_digest})),
        parts=[row for model in PARTS for row in model.objects.filter(case=case).order_by("pk")],
        looks=list(Look.objects.filter(about=case.urn)),
    )
    story.child = next((entry.subject for entry in made if entry.register == "population"), "")
    _add_events(story)
    _open(story)
    return story


def _add_events(story: Story) -> None:
    about = {row.urn for rows in story.tables() for row in rows}
    subjects = EventSubject.objects.filter(urn__in=about).values_list("event_id", flat=True)
    story.events = list(Event.objects.filter(pk__in=set(subjects)).order_by("pk"))
    story.promised = set(Promise.objects.filter(event__in=story.events).values_list("event_id", flat=True))
    story.views = view_events(story.events)
    for view in story.views:
        _ = view.private  # opened once, however often the story is told


def _open(story: Story) -> None:
    """Open all that was sealed, and remember whose it is."""
    owners = ["", *(person.urn for person in story.persons), *(entry.urn for entry in story.entries)]
    keys = vault.opening_keys({owner for owner in owners if owner == "" or PersonKey.objects.filter(pk=owner).exists()})
    rows = [row for table in story.tables() for row in table] + [*story.answers, *story.parts]
    for row in rows:
        for column in row._meta.concrete_fields:
            sealed = getattr(row, column.attname)
            if isinstance(sealed, bytes | memoryview) and sealed:
                story.opened[row._meta.label, row.pk, column.attname] = _opened(bytes(sealed), keys)
    for file in story.files:
        key = keys[file.person]
        assert key is not None
        story.contents[file.digest] = vault.open_under(key, file.person, store.read(file.digest))


def _opened(sealed: bytes, keys: Mapping[str, bytes | None]) -> tuple[str, bytes]:
    for owner, key in keys.items():
        if key is not None:
            try:
                return owner, vault.open_under(key, owner, sealed)
            except vault.Damaged:
                continue
    raise LookupError("A sealed value belongs to nobody of the story.")
