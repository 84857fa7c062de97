"""Delivery: everything, in order, once; a receiver that fails harms itself alone."""

from datetime import timedelta

import pytest
from django.db import transaction

from toantrinh.kernel import moment
from toantrinh.kernel.actor import SYSTEM
from toantrinh.record import outbox, queries
from toantrinh.record.actions import run_outbox, seal_record, state
from toantrinh.record.events import EventView
from toantrinh.record.models import PersonKey, Subscriber
from toantrinh.record.seal import SealRefused, witness_file
from toantrinh.record.tests.conftest import birth, stated

BIRTH = "test.birth_registered"


def births(days: range) -> None:
    for day in days:
        stated(birth(days=day))


def test_every_event_is_delivered_in_the_sealed_order(founded: None) -> None:
    got: list[EventView] = []
    outbox.subscribe("births", [BIRTH], got.append)
    everything: list[EventView] = []
    outbox.subscribe("all", [], everything.append)
    births(range(5))
    assert run_outbox() == 6 + 5 + 6
    births(range(5, 8))
    run_outbox()
    assert [event.publication["days"] for event in got] == [*range(8)]
    assert [event.position for event in everything] == [*range(9)]
    assert run_outbox() == 0
    assert got[0].private == {"child": "Bé Sâm", "mother": "urn:toantrinh:person:anh"}


def test_more_than_a_batch_and_less_than_all_is_delivered(founded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "BATCH", 3)
    got: list[int] = []
    outbox.subscribe("births", [BIRTH], lambda event: got.append(event.publication["days"]))
    births(range(10))
    run_outbox(limit=7)
    assert got == [*range(7)]
    run_outbox(limit=7)
    assert got == [*range(10)]


def test_a_receiver_that_fails_is_asked_again_and_holds_up_nobody(founded: None) -> None:
    mood = {"failing": True}
    slow: list[int] = []
    other: list[int] = []

    def receive(event: EventView) -> None:
        PersonKey.objects.create(person=f"{event.uid}", wrapped=b"")
        if event.publication["days"] == 2 and mood["failing"]:
            raise ValueError("the register is closed")
        slow.append(event.publication["days"])

    outbox.subscribe("slow", [BIRTH], receive)
    outbox.subscribe("other", [BIRTH], lambda event: other.append(event.publication["days"]))
    births(range(4))
    start = moment.now()
    run_outbox()
    assert other == [0, 1, 2, 3]
    view = queries.list_subscribers()[0]
    assert (view.name, view.failures, view.error) == ("slow", 1, "ValueError: the register is closed")
    assert PersonKey.objects.filter(wrapped=b"").count() == 2  # what the failing event had done is undone
    with moment.at(start + timedelta(seconds=1)):
        run_outbox()
        assert queries.list_subscribers()[0].failures == 1  # not yet time
    with moment.at(start + timedelta(seconds=10)):
        run_outbox()
        assert queries.list_subscribers()[0].failures == 2
    mood["failing"] = False
    with moment.at(start + timedelta(hours=1)):
        run_outbox()
    assert slow[-2:] == [2, 3]
    assert PersonKey.objects.filter(wrapped=b"").count() == 4
    assert queries.list_subscribers()[0].failures == 0


def test_a_remote_receiver_may_get_an_event_again_but_never_misses_one(founded: None) -> None:
    calls: list[int] = []

    def receive(event: EventView) -> None:
        calls.append(event.publication["days"])
        if len(calls) == 2:
            raise ConnectionError("no answer")

    outbox.subscribe("remote", [BIRTH], receive, remote=True)
    births(range(3))
    run_outbox()
    with moment.at(moment.now() + timedelta(hours=1)):
        run_outbox()
    assert calls == [0, 1, 1, 2]


def test_a_receiver_may_state_facts_that_come_round_again(founded: None) -> None:
    got: list[int] = []

    def receive(event: EventView) -> None:
        got.append(event.publication["days"])
        if event.publication["days"] < 3:
            state(birth(days=event.publication["days"] + 1), by=SYSTEM)

    outbox.subscribe("chain", [BIRTH], receive)
    stated(birth(days=0))
    while run_outbox():
        pass
    assert got == [0, 1, 2, 3]


def test_two_workers_do_not_deliver_the_same(founded: None) -> None:
    got: list[int] = []
    outbox.subscribe("births", [BIRTH], lambda event: got.append(event.publication["days"]))
    births(range(2))
    seal_record()
    Subscriber.objects.create(name="births", leased_until=moment.now() + timedelta(minutes=1))
    run_outbox()
    assert got == []
    with moment.at(moment.now() + timedelta(minutes=2)):
        run_outbox()
    assert got == [0, 1]


def test_a_worker_that_was_overtaken_takes_back_what_it_did(founded: None) -> None:
    def receive(event: EventView) -> None:
        PersonKey.objects.create(person=event.uid, wrapped=b"")
        with transaction.atomic():
            Subscriber.objects.filter(name="births").update(position=3)

    outbox.subscribe("births", [BIRTH], receive)
    births(range(2))
    run_outbox()
    assert not PersonKey.objects.filter(wrapped=b"").exists()


def test_what_was_sealed_is_delivered_while_the_sealer_refuses(founded: None) -> None:
    got: list[EventView] = []
    births(range(2))
    seal_record()
    outbox.subscribe("births", [BIRTH], got.append)
    witness_file(queries.record_status().origin).unlink()
    with pytest.raises(SealRefused):
        run_outbox()
    assert len(got) == 2
