"""The sealer: complete, alone, never two trees."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from toantrinh.kernel import moment
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Refused
from toantrinh.record import queries, seal
from toantrinh.record.actions import found_house, resume_record, seal_record, state
from toantrinh.record.models import Checkpoint, Event, Head, House, Sealed
from toantrinh.record.seal import SealRefused, witness_file
from toantrinh.record.tests.conftest import KHANH, LAN, birth, stated
from toantrinh.record.verify import verify_record


def restored(lose: Callable[[], object]) -> None:
    """Let something happen, then bring the database back to where it was, while the world outside moves on."""
    saved = transaction.savepoint()
    lose()
    transaction.savepoint_rollback(saved)


def sealed_anew() -> None:
    stated()
    seal_record()


def test_positions_are_consecutive_and_each_round_has_a_head(founded: None) -> None:
    for _ in range(5):
        stated()
    assert seal_record(limit=2) == 6
    assert list(Sealed.objects.values_list("position", flat=True)) == [*range(6)]
    assert list(Head.objects.order_by("size").values_list("previous", "size")) == [(0, 2), (2, 4), (4, 6)]
    assert Checkpoint.objects.count() == 3
    assert seal_record() == 0
    assert Head.objects.count() == 3


def test_an_event_with_an_earlier_number_that_comes_late_is_not_missed(founded: None) -> None:
    late = Event.objects.get()
    sealed_anew()
    late.pk, late.uid = -5, "late"
    late.save(force_insert=True)
    assert seal_record() == 1
    assert Sealed.objects.get(event_id=-5).position == 2


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_is_sealed_when_it_commits_and_two_sealers_do_not_meet() -> None:
    if connection.vendor == "sqlite":
        return  # it has one writer at a time
    found_house(demonstration=True)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            state(birth(days=1), by=LAN)
            begun.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(20)
    stated(birth(KHANH, days=2))  # the first key of one and the same person would wait for the slow one
    seal_record()
    assert Sealed.objects.count() == 2
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [seal.LOCK])
        go_on.set()
        thread.join()
        assert seal_record() == 0
    other.close()
    assert seal_record() == 1
    days = [event.publication.split(":")[-1] for event in Event.objects.order_by("sealed__position")[1:]]
    assert days == ["2}", "1}"]
    assert verify_record().differences == []


def test_an_older_backup_cannot_be_signed_but_can_be_resumed_under_a_new_origin(founded: None) -> None:
    sealed_anew()
    old = queries.record_status().origin
    restored(sealed_anew)
    stated()
    with pytest.raises(SealRefused, match="older backup") as refusal:
        seal_record()
    assert refusal.value.code == "older-backup"
    assert [difference.where for difference in verify_record().differences] == ["witness"]
    held = witness_file(old).read_text()
    with pytest.raises(Refused):
        resume_record(by=SYSTEM, reason=" ")
    resume_record(by=SYSTEM, reason="khôi phục sau hỏng đĩa")
    assert seal_record() == 2
    assert verify_record().differences == []
    origin = queries.record_status().origin
    assert origin != old
    assert Checkpoint.objects.latest("head_id").note.startswith(f"{origin}\n4\n")
    fact = queries.list_events("urn:toantrinh:record:origin", viewer=SYSTEM)[-1]
    assert (fact.publication["previous"], fact.publication["previous_checkpoint"]) == (old, held)
    assert fact.exact["reason"] == "khôi phục sau hỏng đĩa"
    assert queries.is_demonstration()


def test_another_history_of_the_same_length_is_not_signed(founded: None) -> None:
    restored(sealed_anew)
    stated()
    seal.seal_round(10)
    with pytest.raises(SealRefused, match="does not extend"):
        seal_record()


def test_a_lost_or_foreign_witness_stops_the_sealer(founded: None) -> None:
    sealed_anew()
    witness = witness_file(queries.record_status().origin)
    held = witness.read_text()
    witness.unlink()
    with pytest.raises(SealRefused, match="Put that file back"):
        seal_record()
    witness.write_text(held.replace("2", "3", 1))
    with pytest.raises(SealRefused, match="not signed by a key"):
        seal_record()
    witness.write_text(held)
    assert seal_record() == 0


def test_a_record_changed_before_it_was_sealed_is_not_sealed(founded: None) -> None:
    event = Event.objects.get()
    event.pk, event.uid, event.area = None, "forged", "H26"
    event.save(force_insert=True)
    with pytest.raises(SealRefused, match="forged"):
        seal_record()


def test_the_time_of_sealing_is_signed(founded: None) -> None:
    at = moment.now() - timedelta(days=400)
    with moment.at(at):
        sealed_anew()
    assert queries.record_status().sealed_at == at.replace(microsecond=0)
    assert verify_record().differences == []


def test_a_house_is_founded_once(founded: None) -> None:
    with pytest.raises(Refused):
        found_house(demonstration=False)
    assert House.objects.get().is_demonstration


@pytest.mark.django_db
def test_a_house_that_was_not_founded_seals_nothing_and_is_whole() -> None:
    assert seal_record() == 0
    assert not queries.is_demonstration()
    assert queries.record_status().size == 0
    assert verify_record().differences == []
