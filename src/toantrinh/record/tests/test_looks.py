"""Looks: kept whatever becomes of the action, shown to whom they concern, sealed with the record."""

from datetime import timedelta

import pytest
from django.db import transaction

from toantrinh.kernel import moment
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.record import batches, queries
from toantrinh.record.actions import seal_record, state
from toantrinh.record.facts import LooksSealed
from toantrinh.record.looks import look
from toantrinh.record.models import Event, Look, UnsealedLook
from toantrinh.record.tests.conftest import ANH, KHANH, LAN, birth
from toantrinh.record.verify import verify_record

MOTHER = Actor(urn="urn:toantrinh:account:anh", name="Nguyễn Thị Ngọc Ánh", person=ANH)


def test_an_action_that_rolls_back_keeps_its_look(founded: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        state(birth(), by=LAN)
        look(by=LAN, person=ANH, what="birth", purpose="khai sinh")
        raise ZeroDivisionError
    assert not Event.objects.filter(kind="test.birth_registered").exists()
    assert Look.objects.get().viewer == LAN.urn


def test_a_person_sees_office_and_purpose_but_not_the_officer(founded: None) -> None:
    look(by=LAN, person=ANH, what="birth", purpose="khai sinh", about="urn:toantrinh:case:1")
    look(by=LAN, person=KHANH, what="birth", purpose="khai sinh")
    (seen,) = queries.list_looks(ANH, viewer=MOTHER).shown
    assert (seen.office, seen.purpose, seen.about) == (LAN.office, "khai sinh", "urn:toantrinh:case:1")
    assert LAN.urn not in repr(seen)


def test_looks_are_for_the_person_who_acts_for_them_and_auditors(founded: None) -> None:
    for viewer in (
        MOTHER,
        Actor(urn="a", name="", acting_for=(ANH,)),
        Actor(urn="b", name="", roles=frozenset({"auditor"})),
    ):
        assert queries.list_looks(ANH, viewer=viewer).shown == ()
    for stranger in (LAN, Actor(urn="c", name="", person=KHANH)):
        with pytest.raises(Missing):
            queries.list_looks(ANH, viewer=stranger)


def test_a_secret_look_is_counted_and_appears_from_its_day(founded: None) -> None:
    look(
        by=LAN,
        person=ANH,
        what="household",
        purpose="điều tra",
        secret_until=moment.now() + timedelta(days=30),
        count=2,
    )
    assert queries.list_looks(ANH, viewer=MOTHER) == queries.Looks((), 2)
    with moment.at(moment.now() + timedelta(days=31)):
        assert len(queries.list_looks(ANH, viewer=MOTHER).shown) == 1
    seal_record()
    (event,) = queries.list_events(batches.SERIES, viewer=LAN)
    assert event.publication["secret_count"] == 1


def test_a_look_at_oneself_leaves_none(founded: None) -> None:
    look(by=MOTHER, person=ANH, what="birth", purpose="hồ sơ của tôi")
    assert not Look.objects.exists()


def test_a_sealer_killed_before_it_emptied_the_queue_states_no_look_twice(founded: None) -> None:
    for _ in range(3):
        look(by=LAN, person=ANH, what="birth", purpose="khai sinh")
    seal_record()  # inside the test's transaction nothing is taken from the queue, as if killed
    assert UnsealedLook.objects.count() == 3
    look(by=LAN, person=ANH, what="birth", purpose="khai sinh")
    seal_record()
    assert [event.publication["count"] for event in queries.list_events(batches.SERIES, viewer=LAN)] == [3, 1]
    assert verify_record().differences == []


def test_numbers_are_written_as_ranges() -> None:
    for numbers, text in (([], ""), ([5], "5"), ([1, 2, 3, 7, 9, 10], "1-3,7,9-10")):
        assert batches.ranges_of(numbers) == text
        assert list(batches.numbers_in(text)) == numbers
    assert LooksSealed.kind == "record.looks_sealed"
