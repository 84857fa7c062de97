"""A retold dossier is what the real actions would have made of it: the same rows, the same facts, all of it proven."""

import re
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Model

from toantrinh.cases.actions import install_procedure
from toantrinh.cases.models import Case
from toantrinh.cases.queries import open_case, sections, track
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at
from toantrinh.record.models import Event, EventSubject
from toantrinh.record.outbox import run_outbox
from toantrinh.record.verify import verify_record
from toantrinh.registers.actions import install_registers
from toantrinh.site.sample import people
from toantrinh.site.sample.actions import retell
from toantrinh.site.sample.life import Birth, Life
from toantrinh.site.sample.people import Commune, new_family
from toantrinh.site.sample.story import Story, read_story

BEGIN = datetime(2026, 9, 7, 9, tzinfo=HANOI)
WEEKS = -6


@pytest.fixture
def communes(country: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Commune]:
    """Two communes of the two provinces that tests know."""
    monkeypatch.setattr(people, "PROVINCES", ("79", "01"))
    install_registers(by=SYSTEM)
    install_procedure(settings.PACKAGES_DIR / "procedures" / "khai-sinh", by=SYSTEM)
    with at(BEGIN - timedelta(days=400)):
        return people.settle_communes(Random(1), 2, (BEGIN - timedelta(days=400)).date())[1]


def lived(communes: list[Commune], fate: str, kind: str) -> Story:
    """One dossier through the real actions."""
    rng = Random(7)
    with at(BEGIN - timedelta(days=300)):
        couple = people.settle_couple(rng, communes[0])
    life = Life(rng, BEGIN - timedelta(days=1), BEGIN + timedelta(days=60))
    birth = Birth(life, couple, BEGIN.date() - timedelta(days=9), kind, fate)
    life.plan(BEGIN, birth.begin)
    life.live()
    assert birth.case is not None and life.hindered == []
    return read_story(Case.objects.get(pk=birth.case.pk), couple)


@pytest.mark.parametrize(("fate", "kind"), [("plain", "online"), ("supplement", "online"), ("refused", "counter")])
def test_a_retold_story_has_the_rows_and_facts_of_the_lived_one(communes: list[Commune], fate: str, kind: str) -> None:
    story = lived(communes, fate, kind)
    family = new_family(Random(3), story.couple, communes[1])
    urn = retell(story, family, communes[1], weeks=WEEKS, rng=Random(4))
    case = Case.objects.get(urn=urn)
    events = Event.objects.filter(pk__in=EventSubject.objects.filter(urn=urn).values("event_id")).order_by("pk")
    of_case = [event for event in story.events if story.case.urn in event.exact or story.case.urn in subjects(event)]
    assert [event.kind for event in events] == [event.kind for event in of_case]
    assert [event.at - timedelta(weeks=WEEKS) for event in events] == [event.at for event in of_case]
    assert shape(case) == shape(story.case)
    for row in story.parts:
        told = type(row).objects.filter(case=case)
        assert Counter(map(shape, told)) == Counter(shape(one) for one in story.parts if type(one) is type(row))
    while run_outbox():
        pass
    report = verify_record(thorough=True)
    assert (report.differences, report.promises.broken) == ([], [])


def test_the_new_mother_reads_her_own_dossier_and_nothing_of_the_lived_one(communes: list[Commune]) -> None:
    story = lived(communes, "plain", "online")
    family = new_family(Random(3), story.couple, communes[1])
    case = Case.objects.get(urn=retell(story, family, communes[1], weeks=WEEKS, rng=Random(4)))
    words = " ".join(row.value.vi for section in sections(open_case(case.urn, viewer=SYSTEM)) for row in section.rows)
    assert family.mother_name in words and family.mother_number in re.sub(r"[ .]", "", words)
    assert story.couple.mother.name not in words and story.case.about_name not in words
    assert case.agency_code == communes[1].agency.code and case.number.startswith(communes[1].agency.code)
    assert track(case.number, family.mother_number[-4:]).number == case.number


def subjects(event: Event) -> set[str]:
    return set(event.subjects.values_list("urn", flat=True))


def shape(row: Model) -> tuple[Any, ...]:
    """A row without what tells one story from another: who, where, which number, in which week."""
    return tuple(_shape(column.attname, getattr(row, column.attname)) for column in row._meta.concrete_fields)


def _shape(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.weekday(), value.timetz()
    if isinstance(value, bytes | memoryview):
        return len(bytes(value)) > 0
    if name in ("id", "case_id") or not isinstance(value, str):
        return None if name in ("id", "case_id") else repr(value)
    if re.search(r"name|folded|number|digest|area|agency|submit_token", name) or value.startswith("urn:"):
        return bool(value)
    return value
