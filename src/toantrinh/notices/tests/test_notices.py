"""Notices: sealed in the inbox, delivered when opened, and never told in an e-mail."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import PATIENCE, open_notice, queue_copy, send_copies, send_notice
from toantrinh.notices.models import Copy, Notice
from toantrinh.notices.queries import (
    compare_with_record,
    count_copies,
    count_unread,
    find_notice,
    list_failing_copies,
    list_notices,
)
from toantrinh.people.actions import change_contacts
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency
from toantrinh.people.queries import account_of
from toantrinh.record.actions import erase_person_key
from toantrinh.record.models import Event
from toantrinh.record.queries import list_events, list_looks

CASE = "urn:toantrinh:case:0000000000000000000000test"
SENT_AT = datetime(2026, 10, 21, 2, 35, tzinfo=UTC)
SUBJECT = t("Bổ sung hồ sơ trước 20/11", "Complete your dossier by 20 November")
BODY = t("Giấy chứng sinh bị mờ.", "The birth notice is blurred.")


def send(cast: Cast, **changes: Any) -> Notice:
    agency = Agency.objects.get(code="H29.27301").urn
    given: dict[str, Any] = {
        "person": cast.anh.person,
        "subject": SUBJECT,
        "body": BODY,
        "about": CASE,
        "agency": agency,
        "by": cast.lan,
    }
    return send_notice(**(given | changes))


def give_address(citizen: Actor, email: str) -> None:
    account = account_of(citizen.person)
    assert account is not None
    change_contacts(account, by=citizen, email=email)


def queue(notice: Notice) -> None:
    """What the outbox does once the notice is sealed."""
    [event] = [event for event in list_events(notice.urn, viewer=SYSTEM) if event.kind == "notice.sent"]
    queue_copy(event)


def test_a_notice_waits_unread_and_its_opening_proves_the_delivery(cast: Cast) -> None:
    notice = send(cast)
    assert count_unread(cast.anh) == 1
    assert (find_notice(notice.urn, viewer=cast.anh).body, list_notices(cast.anh)[0].subject) == (None, SUBJECT)
    with at(SENT_AT):
        opened = open_notice(notice.urn, by=cast.anh)
    assert (opened.opened_at, opened.opened_by) == (SENT_AT, cast.anh.urn)
    assert find_notice(notice.urn, viewer=cast.anh).body == BODY
    assert count_unread(cast.anh) == 0
    again = open_notice(notice.urn, by=cast.anh)
    assert again.opened_at == SENT_AT
    assert Event.objects.filter(kind="notice.opened", subjects__urn=notice.urn).count() == 1


def test_one_with_a_mandate_opens_it_and_leaves_a_look(cast: Cast) -> None:
    notice = send(cast)
    assert count_unread(cast.khanh) == 1
    assert open_notice(notice.urn, by=cast.khanh).opened_by == cast.khanh.urn
    assert find_notice(notice.urn, viewer=cast.khanh).body == BODY
    assert [seen.what for seen in list_looks(cast.anh.person, viewer=cast.anh).shown] == ["notice"]


def test_nobody_else_sees_or_opens_it(cast: Cast) -> None:
    notice = send(cast)
    for stranger in (cast.lan, cast.hanh, cast.nam, cast.truong, NOBODY):
        assert list_notices(stranger) == [] and count_unread(stranger) == 0
        with pytest.raises(Missing):
            open_notice(notice.urn, by=stranger)
        with pytest.raises(Missing):
            find_notice(notice.urn, viewer=stranger)


def test_only_an_office_of_the_agency_sends_and_the_house_itself(cast: Cast) -> None:
    for by in (cast.hanh, cast.nam, cast.truong, cast.anh, NOBODY):
        with pytest.raises(Missing):
            send(cast, by=by)
    assert send(cast, by=SYSTEM).agency_name == "Ủy ban nhân dân phường Chợ Quán"


def test_its_words_lie_sealed_and_end_with_the_person_s_key(cast: Cast) -> None:
    notice = send(cast)
    open_notice(notice.urn, by=cast.anh)
    assert "mờ".encode() not in bytes(notice.words_sealed)
    erase_person_key(cast.anh.person, by=cast.nam, ground="Law 91/2025, article 14")
    assert find_notice(notice.urn, viewer=cast.anh).body == Text("", "")


def test_messages_can_be_listed_for_one_dossier(cast: Cast) -> None:
    notice = send(cast)
    send(cast, about="urn:toantrinh:case:0000000000000000000other")
    assert [message.urn for message in list_notices(cast.anh, about=CASE)] == [notice.urn]


# --- Copies by e-mail -----------------------------------------------------------------------------------------------


def test_the_e_mail_points_to_the_notice_and_tells_nothing_of_it(cast: Cast) -> None:
    give_address(cast.anh, "anh@example.vn")
    queue(send(cast))
    assert send_copies() == 1
    [sent] = mail.outbox
    assert sent.to == ["anh@example.vn"]
    assert sent.subject == "[BẢN MẪU] Bạn có thư mới về hồ sơ, từ Ủy ban nhân dân phường Chợ Quán"
    whole = sent.message().as_bytes().decode() + sent.body
    assert not any(word in whole for word in (SUBJECT.vi, BODY.vi, "chứng sinh", "Ngọc Ánh"))
    assert send_copies() == 0 and count_copies(cast.nam)["sent"] == 1


def test_without_an_address_there_is_no_copy_and_the_notice_waits(cast: Cast) -> None:
    queue(send(cast))
    assert send_copies() == 0 and mail.outbox == []
    assert (Copy.objects.get().state, count_unread(cast.anh)) == (Copy.State.NO_ADDRESS, 1)


def test_a_mail_server_that_fails_is_asked_again_and_given_up_in_the_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPRecipientsRefused({"anh@example.vn": (550, b"no such user")})

    give_address(cast.anh, "anh@example.vn")
    monkeypatch.setattr(EmailMessage, "send", fail)
    with at(SENT_AT):
        queue(send(cast))
    moment = SENT_AT
    for tries, pause in enumerate(PATIENCE, start=1):
        with at(moment):
            assert send_copies() == 0
            assert send_copies() == 0, "not before its time"
        copy = Copy.objects.get()
        assert (copy.tries, copy.state, copy.next_try_at) == (tries, Copy.State.WAITING, moment + pause)
        assert copy.failure == "SMTPRecipientsRefused", "and not the address"
        moment += pause
    with at(moment):
        send_copies()
    [copy] = list_failing_copies(cast.nam)
    assert copy.state == Copy.State.GIVEN_UP
    assert Event.objects.filter(kind="notice.copy_given_up").count() == 1
    with pytest.raises(Missing):
        list_failing_copies(cast.lan)


def test_what_was_read_or_is_old_gets_no_copy(cast: Cast) -> None:
    give_address(cast.anh, "anh@example.vn")
    read = send(cast)
    open_notice(read.urn, by=cast.anh)
    with at(SENT_AT):
        old = send(cast)
    queue(read)
    queue(old)
    assert not Copy.objects.exists()


def test_one_failing_copy_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def fail_for_one(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to == ["anh@example.vn"]:
            raise SMTPServerDisconnected
        sent.extend(self.to)
        return 1

    give_address(cast.anh, "anh@example.vn")
    give_address(cast.khanh, "khanh@example.vn")
    monkeypatch.setattr(EmailMessage, "send", fail_for_one)
    queue(send(cast))
    queue(send(cast, person=cast.khanh.person))
    assert send_copies() == 1 and sent == ["khanh@example.vn"]


def test_a_copy_that_another_process_is_sending_is_left_alone_until_its_claim_ends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_address(cast.anh, "anh@example.vn")
    with at(SENT_AT):
        queue(send(cast))

    def die(self: EmailMessage, fail_silently: bool = False) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, at(SENT_AT), pytest.raises(KeyboardInterrupt):
        patched.setattr(EmailMessage, "send", die)
        send_copies()
    with at(SENT_AT + timedelta(minutes=4)):
        assert send_copies() == 0
    with at(SENT_AT + timedelta(minutes=5)):
        assert send_copies() == 1
    assert len(mail.outbox) == 1


def test_two_sendings_of_one_copy_bear_the_same_message_id(cast: Cast) -> None:
    give_address(cast.anh, "anh@example.vn")
    queue(send(cast))
    send_copies()
    Copy.objects.update(state=Copy.State.WAITING, next_try_at=SENT_AT)
    send_copies()
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1


# --- Against the record ---------------------------------------------------------------------------------------------


def test_the_tables_say_what_the_record_says(cast: Cast) -> None:
    open_notice(send(cast).urn, by=cast.anh)
    send(cast)
    assert list(compare_with_record()) == []


@pytest.mark.parametrize(
    "change", [{"about": "urn:toantrinh:case:x"}, {"opened_at": SENT_AT}, {"words_sealed": b"another"}]
)
def test_a_changed_row_is_named(cast: Cast, change: dict[str, Any]) -> None:
    notice, other = send(cast), send(cast, body=SUBJECT)
    if "words_sealed" in change:
        change = {"words_sealed": other.words_sealed}
    Notice.objects.filter(pk=notice.pk).update(**change)
    assert [difference.where for difference in compare_with_record()] == [notice.urn]


def test_a_deleted_row_is_named(cast: Cast) -> None:
    notice = send(cast)
    notice.delete()
    assert [difference.where for difference in compare_with_record()] == [notice.urn]
