"""The commands of an operator and of whoever checks on us."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from toantrinh.kernel.actor import SYSTEM
from toantrinh.record import outbox, queries, triggers
from toantrinh.record.actions import promise, seal_record
from toantrinh.record.events import EventView
from toantrinh.record.models import Checkpoint, Event, Head
from toantrinh.record.seal import witness_file
from toantrinh.record.tests.conftest import ANH, stated


def told(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def fail(event: EventView) -> None:
    raise ZeroDivisionError


def test_verify_says_that_the_record_is_whole(lived_in: list[Event]) -> None:
    answer = told("verify", "--processes", "1", "--thorough", "--no-replay")
    assert "291 entries" in answer
    assert "2 kept, 1 not yet due, 0 broken" in answer
    assert answer.endswith("The record is whole.\n")


def test_verify_ends_with_an_error_that_names_what_differs(founded: None) -> None:
    seal_record()
    if connection.vendor == "sqlite":
        triggers.remove(connection)
    else:
        connection.cursor().execute("SET LOCAL session_replication_role = replica")
    Head.objects.update(root=b"x" * 32)
    with pytest.raises(CommandError, match="head 1: is not the root") as error:
        told("verify", "--processes", "1", "--no-replay")
    assert error.value.returncode == 1


def test_a_receipt_is_checked_with_keys_from_a_file_alone(founded: None, tmp_path: Path) -> None:
    receipt, keys, checkpoint = tmp_path / "receipt.json", tmp_path / "keys.txt", tmp_path / "checkpoint"
    event = stated()
    promise(event)
    receipt.write_bytes(queries.open_receipt(event.uid, viewer=SYSTEM))
    keys.write_text(told("record", "keys"))
    assert "it will be in the record by" in told("verify", "--receipt", str(receipt), "--keys", str(keys))
    told("seal")
    receipt.write_bytes(queries.open_receipt(event.uid, viewer=SYSTEM))
    checkpoint.write_text(Checkpoint.objects.get().note)
    proven = told("verify", "--receipt", str(receipt), "--keys", str(keys), "--checkpoint", str(checkpoint))
    assert proven == "In the record, at position 1 of 3.\n"
    receipt.write_text(receipt.read_text().replace("H29", "H26"))
    with pytest.raises(CommandError, match="Does not match"):
        told("verify", "--receipt", str(receipt), "--keys", str(keys))


def test_an_operator_sees_seals_exports_rotates_resumes_and_erases(founded: None, tmp_path: Path) -> None:
    stated()
    outbox.subscribe("test", [], fail)
    with pytest.raises(CommandError, match="no such"):
        told("record", "export", str(tmp_path / "log"))
    assert told("seal") == "2 events sealed; the record holds 2, 0 wait.\n"
    outbox.run_outbox()
    assert "test: 2 behind, failed 1 times: ZeroDivisionError" in told("record", "status")
    assert told("record", "export", str(tmp_path / "log")).startswith("2 tiles")
    assert "new receipt key" in told("record", "rotate", "receipt")
    assert len(told("record", "keys").split()) == 3
    assert "key is destroyed" in told("record", "erase", ANH, "--ground", "yêu cầu")
    witness_file(queries.record_status().origin).unlink()
    with pytest.raises(CommandError, match="record resume"):
        told("seal")
    assert "goes on as" in told("record", "resume", "--reason", "mất tệp")
    told("seal")
    assert "whole" in told("verify", "--processes", "1", "--no-replay")


def test_roles_are_printed_for_postgresql_alone(founded: None) -> None:
    if connection.vendor == "postgresql":
        assert 'GRANT SELECT, INSERT ON "record_event"' in told("record", "roles")
    else:
        with pytest.raises(CommandError, match="no roles"):
            told("record", "roles")
