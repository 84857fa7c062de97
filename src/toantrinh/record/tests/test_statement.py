"""Stating a fact: what is stored, what is committed to, and what is refused."""

import hmac
import json
from base64 import b64decode
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from toantrinh.kernel import moment
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.record import queries
from toantrinh.record.actions import Statement, state, state_many
from toantrinh.record.canonical import canonical
from toantrinh.record.facts import KINDS, Fact, published
from toantrinh.record.models import Event, EventSubject
from toantrinh.record.statement import leaf_of, salts_of
from toantrinh.record.tests.conftest import ANH, LAN, birth, stated


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_stated_only_in_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        state(birth(), by=LAN)


def test_a_leaf_can_be_made_again_from_what_the_documentation_says(founded: None) -> None:
    event = stated()
    subjects = sorted(event.subjects.values_list("urn", flat=True))
    assert subjects == ["urn:toantrinh:agency:a", "urn:toantrinh:case:1", ANH]
    salts = {group: hmac.digest(event.secret, group, "sha256") for group in (b"publication", b"exact")}
    rest = "\n".join([event.uid, LAN.urn, ANH, *subjects, ""]).encode() + event.private
    opened = {
        "at": f"{event.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
        "facts": {"case": "urn:toantrinh:case:1"},
        "rest": canonical_b64(sha256(bytes(event.secret) + rest).digest()),
    }
    leaf = json.loads(leaf_of(event))
    commitments = {group: b64decode(value) for group, value in leaf["commitments"].items()}
    publication = b'{"agency":"urn:toantrinh:agency:a","days":3}'
    assert commitments["publication"] == sha256(salts[b"publication"] + publication).digest()
    assert commitments["exact"] == sha256(salts[b"exact"] + canonical(opened).encode()).digest()
    month = f"{moment.local(event.at):%Y-%m}"
    assert leaf["header"] == {"area": "H29", "kind": "test.birth_registered", "month": month, "version": 1}
    assert event.leaf_hash == sha256(b"\0" + leaf_of(event)).digest()


def canonical_b64(content: bytes) -> str:
    from base64 import b64encode

    return b64encode(content).decode()


def test_salts_are_hmac() -> None:
    groups = (b"publication", b"exact")
    assert salts_of(b"s" * 32) == tuple(hmac.digest(b"s" * 32, group, "sha256") for group in groups)


def test_the_month_is_that_of_ha_noi(founded: None) -> None:
    with moment.at(datetime(2026, 10, 31, 17, 30, tzinfo=UTC)):
        assert stated().month == "2026-11"


def test_many_facts_are_stated_like_one(founded: None) -> None:
    at = moment.now()
    with transaction.atomic(), moment.at(at):
        one = state(birth(), by=LAN)
        (many,) = state_many([Statement(birth(), LAN, at)])
    random = ("_state", "id", "uid", "secret", "private", "commitments", "leaf_hash")
    plain = [{name: value for name, value in vars(event).items() if name not in random} for event in (one, many)]
    assert plain[0] == plain[1]
    view, other = queries.list_events("urn:toantrinh:case:1", viewer=LAN)
    assert (view.private, view.subjects) == (other.private, other.subjects)


def test_a_fact_costs_three_statements(founded: None) -> None:
    stated()
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        state(birth(), by=LAN)
    assert len(statements) == 3


def test_values_that_two_machines_would_write_differently_are_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical({"rate": 0.1})
    with pytest.raises(TypeError, match="keys"):
        canonical({1: "one"})
    at = datetime(2026, 11, 22, 7, 30, tzinfo=moment.HANOI)
    values = {"b": [at, date(2026, 1, 2)], "a": Decimal("1.10"), "đ": None, "c": True}
    assert canonical(values) == '{"a":"1.10","b":["2026-11-22T00:30:00.000000Z","2026-01-02"],"c":true,"đ":null}'


def test_a_fact_is_frozen_and_its_kind_is_its_own() -> None:
    with pytest.raises(AttributeError):
        birth().days = 4  # type: ignore[misc]
    with pytest.raises(TypeError):
        birth(unknown=1)
    with pytest.raises(TypeError, match="Two facts"):

        class Other(Fact):
            kind = "test.birth_registered"
            sentence = t("", "")
            days: int = published()


def test_every_fact_of_the_record_says_its_sentence() -> None:
    for kind, fact in KINDS.items():
        if kind.startswith("record."):
            values = dict.fromkeys(fact.disclosed_in, "x")
            assert fact.sentence.say("vi", **values) != fact.sentence.say("en", **values)


def test_events_are_listed_by_subject_and_read_as_sentences(founded: None) -> None:
    event = stated()
    (view,) = queries.list_events("urn:toantrinh:case:1", viewer=LAN)
    assert (view.uid, view.position, view.private) == (event.uid, None, {"child": "Bé Sâm", "mother": ANH})
    assert view.say("vi") == "Bé Sâm được khai sinh sau 3 ngày."
    assert view.say("en") == "The birth of Bé Sâm was registered after 3 days."


def test_all_events_are_for_the_house_and_auditors(founded: None) -> None:
    stated()
    assert [event.kind for event in queries.iter_events(["test.birth_registered"], viewer=SYSTEM)] == [
        "test.birth_registered"
    ]
    with pytest.raises(Missing):
        list(queries.iter_events(viewer=LAN))


def test_subjects_are_stored_once_each(founded: None) -> None:
    event = stated(birth(agency=ANH, case=ANH))
    assert EventSubject.objects.filter(event=event).count() == 1
    assert Event.objects.filter(subjects__urn=ANH).count() == 1
