"""A call is judged, checked, carried out once, and logged, whatever becomes of it."""

import pytest
from django.db import connection, transaction

from toantrinh.exchange import services, triggers
from toantrinh.exchange.actions import call
from toantrinh.exchange.connectors.faulty import Faulty
from toantrinh.exchange.connectors.route import by_way_of
from toantrinh.exchange.models import Answer, Message
from toantrinh.exchange.queries import compare_with_record, list_messages
from toantrinh.exchange.shapes import Broken
from toantrinh.exchange.tests.conftest import Provider
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.problem import Invalid, Missing, Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast
from toantrinh.record.models import Event

CASE = "urn:toantrinh:case:00000000000000000000000001"
READ, WRITE = "test.number.read", "test.number.write"


def last() -> Message:
    return Message.objects.latest("pk")


def test_a_call_is_answered_logged_and_stated(provider: Provider, cast: Cast) -> None:
    answer = call(READ, {"person": cast.anh.person}, by=cast.tuan, purpose="test", about=CASE)
    assert answer == {"number": 0}
    message = last()
    assert (message.outcome, message.caller, message.about) == ("answered", cast.tuan.agency, CASE)
    assert message.provider == "urn:toantrinh:agency:g15"
    event = Event.objects.get(kind="service.called")
    assert cast.anh.person not in event.publication + event.exact and READ in event.publication


def test_what_was_said_stands_nowhere_in_the_log(provider: Provider, cast: Cast) -> None:
    call(READ, {"person": cast.anh.person}, by=cast.tuan, purpose="test", about=CASE)
    assert cast.anh.person not in str(Message.objects.values().get())


@pytest.mark.parametrize(
    ("who", "purpose", "about", "allowed"),
    [
        ("tuan", "test", CASE, True),
        ("tuan", "test", "", False),  # an officer says for which case
        ("tuan", "own", CASE, False),  # not an officer's purpose
        ("tuan", "unknown", CASE, False),
        ("lan", "test", CASE, False),  # another role
        ("hanh", "test", CASE, False),  # another province
        ("nam", "test", CASE, False),
        ("truong", "test", CASE, False),
        ("nobody", "test", CASE, False),
        ("anh", "test", "", True),
        ("anh", "own", "", True),
        ("khanh", "test", "", True),  # acts for her by mandate
    ],
)
def test_who_may_call_for_what(
    provider: Provider, cast: Cast, who: str, purpose: str, about: str, allowed: bool
) -> None:
    actor: Actor = getattr(cast, who)
    if allowed:
        assert call(READ, {"person": cast.anh.person}, by=actor, purpose=purpose, about=about)
        return
    with pytest.raises(Missing):
        call(READ, {"person": cast.anh.person}, by=actor, purpose=purpose, about=about)
    assert last().outcome == "forbidden"


def test_the_house_calls_for_a_case_and_never_without_one(provider: Provider, cast: Cast) -> None:
    assert call(READ, {"person": cast.anh.person}, by=SYSTEM, purpose="test", about=CASE)
    with pytest.raises(Missing):
        call(READ, {"person": cast.anh.person}, by=SYSTEM, purpose="test", about="")


def test_a_citizen_reads_a_relative_only_where_the_service_says_so(provider: Provider, cast: Cast) -> None:
    relative = {"person": cast.lan.person}
    with pytest.raises(Missing):
        call(READ, relative, by=cast.anh, purpose="test", about="")
    services.know_relatives(lambda person: {cast.lan.person} if person == cast.anh.person else set())
    assert call(READ, relative, by=cast.anh, purpose="test", about="")
    with pytest.raises(Missing):
        call(READ, relative, by=cast.anh, purpose="own", about="")


def test_a_weak_sign_in_is_not_enough_where_two_are_asked(provider: Provider, cast: Cast) -> None:
    from dataclasses import replace

    with pytest.raises(Missing):
        call(READ, {"person": cast.anh.person}, by=replace(cast.anh, assurance=1), purpose="own", about="")


def test_an_unknown_service_is_missing(provider: Provider, cast: Cast) -> None:
    with pytest.raises(Missing):
        call("test.nothing.read", {}, by=cast.tuan, purpose="test", about=CASE)


def test_a_request_of_another_shape_names_its_places_and_repeats_no_value(provider: Provider, cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        call(READ, {"person": 197, "more": 1}, by=cast.tuan, purpose="test", about=CASE)
    assert {problem.field for problem in caught.value.problems} == {"", "person"}
    assert all("197" not in problem.message.vi for problem in caught.value.problems)


def test_an_answer_of_another_shape_is_no_answer(provider: Provider, cast: Cast) -> None:
    provider.answer = {"number": "many"}
    with pytest.raises(Broken):
        call(READ, {"person": cast.anh.person}, by=cast.tuan, purpose="test", about=CASE)
    assert last().outcome == "broken"


def test_a_refusal_comes_with_its_reason_and_is_logged(provider: Provider, cast: Cast) -> None:
    provider.refuses = True
    with pytest.raises(Refused, match="Not today"):
        call(READ, {"person": cast.anh.person}, by=cast.tuan, purpose="test", about=CASE)
    assert (last().outcome, last().reason_vi) == ("refused", "Hôm nay không.")


def test_a_fault_in_the_provider_is_logged_and_not_hidden(provider: Provider, cast: Cast) -> None:
    def fails(body: object, **_: object) -> services.Body:
        raise ZeroDivisionError

    services.offer(READ, fails)
    with pytest.raises(ZeroDivisionError):
        call(READ, {"person": cast.anh.person}, by=cast.tuan, purpose="test", about=CASE)
    assert last().outcome == "broken"


def test_without_a_provider_it_is_silent(provider: Provider, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_offered", {})
    with pytest.raises(Silent):
        call(READ, {"person": cast.anh.person}, by=cast.tuan, purpose="test", about=CASE)
    assert last().outcome == "silent"


def write(cast: Cast, key: str = "k", person: str = "") -> services.Body:
    return call(WRITE, {"person": person or cast.anh.person}, by=cast.tuan, purpose="test", about=CASE, key=key)


def test_the_same_key_is_carried_out_once_and_answered_the_same(provider: Provider, cast: Cast) -> None:
    first = write(cast)
    provider.number = 77
    assert write(cast) == first
    assert write(cast, "another") != first
    assert list(Message.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "answered",
        "repeated",
        "answered",
    ]
    assert b"number" not in bytes(Answer.objects.earliest("pk").sealed)


def test_the_same_key_with_other_content_is_refused(provider: Provider, cast: Cast) -> None:
    write(cast)
    with pytest.raises(Refused) as caught:
        write(cast, person=cast.khanh.person)
    assert caught.value.code == "exchange.other_content"


def test_a_write_without_a_key_is_a_mistake_in_the_code(provider: Provider, cast: Cast) -> None:
    with pytest.raises(ValueError, match="needs a key"):
        write(cast, key="")


@pytest.mark.parametrize("fault", ["silent", "silent_after", "wrong_shape"])
def test_asking_again_after_a_fault_changes_it_once(provider: Provider, cast: Cast, fault: str) -> None:
    with by_way_of(Faulty([fault])):  # type: ignore[list-item]
        with pytest.raises(Silent):
            write(cast)
        assert write(cast) == {"number": 1}
    assert provider.number == 1


def test_a_call_that_arrives_twice_changes_it_once(provider: Provider, cast: Cast) -> None:
    with by_way_of(Faulty(["twice"])):
        assert write(cast) == {"number": 1}
    assert provider.number == 1


def test_a_refusal_may_be_mended_under_the_same_key(provider: Provider, cast: Cast) -> None:
    with by_way_of(Faulty(["refuse"])), pytest.raises(Refused):
        write(cast)
    assert write(cast, person=cast.khanh.person) == {"number": 1}


@pytest.mark.django_db(transaction=True)
def test_a_remote_call_within_a_transaction_is_a_mistake_in_the_code(provider: Provider, cast: Cast) -> None:
    with by_way_of(Faulty([])):
        with transaction.atomic(), pytest.raises(RuntimeError, match="outside of every transaction"):
            write(cast)
        assert write(cast)


@pytest.mark.django_db(transaction=True)
def test_a_provider_that_fails_leaves_nothing_but_the_message(provider: Provider, cast: Cast) -> None:
    def half(body: services.Body, *, by: Actor, purpose: str, about: str, key: str) -> services.Body:
        from toantrinh.people.actions import know_person

        know_person("001190000001", by=by)
        raise Refused(t("Không được.", "No."))

    from toantrinh.people.models import Person

    services.offer(WRITE, half)
    before = Person.objects.count()
    with pytest.raises(Refused):
        write(cast)
    assert Person.objects.count() == before
    assert last().outcome == "refused"


@pytest.mark.parametrize("table", ["exchange_message", "exchange_answer"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET service = 'x'", "DELETE FROM {}"])
def test_the_log_is_insert_only(provider: Provider, cast: Cast, table: str, statement: str) -> None:
    write(cast)
    with pytest.raises(Exception, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_changed_a_missing_and_an_unstated_message_are_named(provider: Provider, cast: Cast) -> None:
    for key in "abc":
        write(cast, key)
    assert list(compare_with_record()) == []
    triggers.remove(connection)
    changed, gone, left = Message.objects.order_by("pk")
    Message.objects.filter(pk=changed.pk).update(purpose="other")
    gone.delete()
    left.pk, left.urn = None, "urn:toantrinh:message:x"
    left.save(force_insert=True)
    named = {one.where for one in compare_with_record()}
    assert named == {changed.urn, gone.urn, "urn:toantrinh:message:x"}


def test_messages_about_a_case_are_for_both_agencies_and_the_operator(provider: Provider, cast: Cast) -> None:
    write(cast)
    for may_see in (cast.tuan, cast.lan, cast.nam):
        assert [message.service for message in list_messages(CASE, may_see)] == [WRITE]
    for may_not in (cast.hanh, cast.anh, cast.truong, cast.nobody):
        assert not list_messages(CASE, may_not)
