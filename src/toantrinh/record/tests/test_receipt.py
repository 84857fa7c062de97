"""Receipts: checked offline with nothing but the public keys, and telling no more than they must."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toantrinh.kernel import moment
from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.problem import Missing
from toantrinh.record import queries
from toantrinh.record.actions import erase_person_key, promise, resume_record, rotate_key, seal_record
from toantrinh.record.models import Checkpoint, Event
from toantrinh.record.receipt import verify_receipt
from toantrinh.record.tests.conftest import ANH, birth, stated

MOTHER = Actor(urn="urn:toantrinh:account:anh", name="Nguyễn Thị Ngọc Ánh", person=ANH)


def submitted() -> tuple[Event, bytes]:
    event = stated(birth())
    promise(event)
    return event, queries.open_receipt(event.uid, viewer=MOTHER)


def test_a_receipt_is_a_promise_first_and_a_proof_once_sealed(founded: None) -> None:
    event, receipt = submitted()
    keys = queries.verifier_keys()
    result = verify_receipt(receipt, keys)
    assert (result.is_intact, result.is_in_record, result.is_overdue) == (True, False, False)
    assert result.waits_until == (event.at + timedelta(hours=24)).replace(microsecond=0)
    assert verify_receipt(receipt, keys, at=event.at + timedelta(hours=25)).is_overdue
    seal_record()
    result, renewed = queries.check_receipt(receipt)
    assert (result.is_intact, result.is_in_record, result.position, result.size) == (True, True, 1, 3)
    assert (
        verify_receipt(renewed, keys) == verify_receipt(queries.open_receipt(event.uid, viewer=MOTHER), keys) == result
    )


def test_a_receipt_opens_what_its_holder_may_have(founded: None) -> None:
    event, receipt = submitted()
    opened = json.loads(receipt)["opened"]
    assert json.loads(opened["private"]["text"])["child"] == "Bé Sâm"
    assert json.loads(opened["exact"]["text"])["facts"] == {"case": "urn:toantrinh:case:1"}
    auditor = Actor(urn="urn:toantrinh:account:aud", name="", roles=frozenset({"auditor"}))
    assert set(json.loads(queries.open_receipt(event.uid, viewer=auditor))["opened"]) == {"publication", "exact"}
    for stranger in (NOBODY, Actor(urn="urn:toantrinh:account:x", name="", person="urn:toantrinh:person:x")):
        with pytest.raises(Missing):
            queries.open_receipt(event.uid, viewer=stranger)
    with pytest.raises(Missing):
        queries.open_receipt("nothing", viewer=SYSTEM)
    erase_person_key(ANH, by=SYSTEM, ground="yêu cầu")
    assert set(json.loads(queries.open_receipt(event.uid, viewer=MOTHER))["opened"]) == {"publication", "exact"}


def test_a_check_tells_neither_procedure_nor_person(founded: None) -> None:
    _, receipt = submitted()
    seal_record()
    result, _ = queries.check_receipt(receipt)
    assert "birth" not in repr(result)
    assert "Sâm" not in repr(result)


def changed(receipt: bytes, *path: Any, value: Any) -> bytes:
    content = json.loads(receipt)
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(content).encode()


def test_whatever_is_changed_in_a_receipt_is_said(founded: None) -> None:
    event, waiting = submitted()
    seal_record()
    sealed, keys = queries.open_receipt(event.uid, viewer=MOTHER), queries.verifier_keys()
    leaf = json.loads(sealed)["leaf"]
    for broken, words in (
        (changed(sealed, "opened", "publication", "text", value='{"days":1}'), "publication"),
        (changed(sealed, "opened", "exact", "salt", value="AAAA"), "exact"),
        (changed(sealed, "leaf", value=leaf.replace("H29", "H26")), "another entry"),
        (changed(waiting, "leaf", value=leaf.replace("H29", "H26")), "another entry"),
        (changed(sealed, "promise", value=json.loads(sealed)["promise"].replace("T", "S", 1)), "promise"),
        (changed(changed(sealed, "promise", value=None), "proof", "position", value=2), "root"),
        (changed(sealed, "proof", "size", value=2), "fetch the receipt anew"),
        (changed(sealed, "proof", "checkpoint", value=json.loads(sealed)["proof"]["checkpoint"][:-9]), "checkpoint"),
        (changed(waiting, "promise", value=None), "no signature"),
        (b"{}", "not a receipt"),
        (b"\xff\xfe", "not a receipt"),
        (b"[" * 70_000, "not a receipt"),
        (b"[" * 60_000, "not a receipt"),
    ):
        result = verify_receipt(broken, keys)
        assert not result.is_intact, words
        assert result.problem is not None and words in result.problem.en


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_no_byte_of_a_receipt_can_be_changed_to_pass_for_something_else(founded: None, data: st.DataObject) -> None:
    receipt = _sealed_receipt()
    place = data.draw(st.integers(0, len(receipt) - 1))
    broken = receipt[:place] + bytes([receipt[place] ^ data.draw(st.integers(1, 255))]) + receipt[place + 1 :]
    result = verify_receipt(broken, queries.verifier_keys())
    if result.is_intact:  # a space, a hint for our own look-up, or a group that is no longer shown
        before, after = json.loads(receipt), json.loads(broken)
        assert after["leaf"] == before["leaf"]
        assert all(group in before["opened"].values() for group in after.get("opened", {}).values())


def _sealed_receipt() -> bytes:
    event = Event.objects.filter(kind="test.birth_registered").first()
    if event is None:
        event, _ = submitted()
        seal_record()
    return queries.open_receipt(event.uid, viewer=MOTHER)


def test_a_checkpoint_from_elsewhere_takes_the_place_of_the_one_in_the_receipt(founded: None) -> None:
    event, _ = submitted()
    seal_record()
    receipt, keys = queries.open_receipt(event.uid, viewer=MOTHER), queries.verifier_keys()
    assert verify_receipt(receipt, keys, checkpoint=Checkpoint.objects.latest("head_id").note).is_in_record
    stated()
    seal_record()
    other = verify_receipt(receipt, keys, checkpoint=Checkpoint.objects.latest("head_id").note)
    assert other.problem is not None and "fetch the receipt anew" in other.problem.en
    assert not verify_receipt(receipt, [], checkpoint="").is_intact


def test_receipts_outlive_keys_and_origins(founded: None) -> None:
    event, receipt = submitted()
    seal_record()
    sealed = queries.open_receipt(event.uid, viewer=MOTHER)
    rotate_key("receipt", by=SYSTEM)
    rotate_key("checkpoint", by=SYSTEM)
    resume_record(by=SYSTEM, reason="thử")
    seal_record()
    for one in (receipt, sealed, queries.open_receipt(event.uid, viewer=MOTHER)):
        assert queries.check_receipt(one)[0].is_in_record
        assert verify_receipt(one, queries.verifier_keys()).is_intact


def test_a_receipt_of_another_record_is_not_in_this_one(founded: None) -> None:
    _, receipt = submitted()
    foreign = changed(receipt, "event", value="0" * 26)
    assert verify_receipt(foreign, queries.verifier_keys()).is_intact
    result, _ = queries.check_receipt(foreign)
    assert result.problem is not None and "does not hold this entry" in result.problem.en


def test_the_time_of_a_promise_is_told_by_the_status(founded: None) -> None:
    submitted()
    assert queries.record_status().overdue == 0
    with moment.at(moment.now() + timedelta(hours=25)):
        assert queries.record_status().overdue == 1
