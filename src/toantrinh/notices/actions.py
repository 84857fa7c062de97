"""Every write of the room: notices sent and opened, and their copies by e-mail."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.notices.facts import CopyGivenUp, CopySent, NoticeOpened, NoticeSent
from toantrinh.notices.models import Copy, Notice
from toantrinh.notices.pointer import send_pointer
from toantrinh.people.queries import Contacts, open_agency, open_contacts, require
from toantrinh.record import vault
from toantrinh.record.actions import state
from toantrinh.record.events import EventView

log = logging.getLogger(__name__)

Reach = Callable[[str, str], Contacts]
_reached: dict[str, Reach] = {}


def know_reach(kind: str, reach: Reach) -> None:
    """Who knows how owners of URNs of `kind`, which are no persons, are reached: given the URN and what it is about."""
    _reached[kind] = reach


PATIENCE = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""How long after each failed try the next one comes; after the last, the copy is given up."""
NEWS = timedelta(days=3)
"""How long after its sending a notice is worth an e-mail."""
CLAIM = timedelta(minutes=5)
"""How long one process has a copy to itself; when it dies meanwhile, another sends it, perhaps a second time."""


@transaction.atomic
def send_notice(
    *, person: str, subject: Text, body: Text, about: str, agency: str, by: Actor, letter: str = ""
) -> Notice:
    """Put an official message into a person's inbox; a copy by e-mail that only points to it follows."""
    require(by, "notice.send", agency=agency)
    sender = open_agency(agency)
    words = {"subject": [subject.vi, subject.en], "body": [body.vi, body.en]}
    notice = Notice.objects.create(
        urn=urns.new("notice"),
        person=person,
        about=about,
        agency=agency,
        agency_name=sender.name,
        words_sealed=vault.seal_json(person, words),
        letter=letter,
        sent_at=now(),
    )
    state(
        NoticeSent(
            area=sender.area,
            person=person,
            agency=agency,
            notice=notice.urn,
            about=about,
            letter=letter,
            words=words_digest(words),
        ),
        by=by,
    )
    return notice


def words_digest(words: dict[str, list[str]]) -> str:
    """Keyed digest of a message, by which the record proves later that it said this."""
    return vault.digest("\0".join([*words["subject"], *words["body"]]), "notice-words")


@transaction.atomic
def open_notice(urn: str, *, by: Actor) -> Notice:
    """Open a message of one's own or of somebody for whom one may act; the first opening proves the delivery."""
    notice = Notice.objects.select_for_update().filter(urn=urn, person__in=by.persons).first()
    if notice is None:
        raise Missing
    require(by, "notice.read", persons=[notice.person])
    if notice.opened_at is None:
        notice.opened_at, notice.opened_by = now(), by.urn
        notice.save(update_fields=["opened_at", "opened_by"])
        area = open_agency(notice.agency).area
        fact = NoticeOpened(
            area=area, person=notice.person, agency=notice.agency, notice=notice.urn, about=notice.about
        )
        state(fact, by=by)
    return notice


# --- Copies by e-mail -----------------------------------------------------------------------------------------------


def queue_copy(event: EventView) -> None:
    """Let a copy of the notice that `event` tells of go out; called by the outbox, exactly once for each.

    What was read already needs none, and what is old, as when a record is read from its beginning, comes too late.
    """
    notice = Notice.objects.filter(urn=event.exact["notice"], opened_at=None, sent_at__gt=now() - NEWS).first()
    if notice is not None:
        Copy.objects.create(notice=notice, next_try_at=now())


def send_copies(limit: int = 100) -> int:
    """Send what is due, each on its own, so that one that fails holds up no other; answers how many went out."""
    due = Copy.objects.filter(state=Copy.State.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    return sum(_send_copy(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _send_copy(pk: int) -> bool:
    """Claim a copy, send it outside any transaction, write down what became of it."""
    mine = Copy.objects.filter(pk=pk, state=Copy.State.WAITING, next_try_at__lte=now())
    if not mine.update(next_try_at=now() + CLAIM):
        return False  # another process has it
    copy = Copy.objects.select_related("notice").get(pk=pk)
    to = _reach(copy.notice)
    if not to.email:
        Copy.objects.filter(pk=pk).update(state=Copy.State.NO_ADDRESS, next_try_at=None)
        return False
    try:
        send_pointer(copy.notice, to)
    except Exception as error:  # whatever the mail server does: the notice waits in the inbox all the same
        _note_failure(copy, error)
        return False
    _note_sent(copy)
    return True


def _reach(notice: Notice) -> Contacts:
    """How whoever the notice is for is reached."""
    if reach := _reached.get(urns.kind_of(notice.person)):
        return reach(notice.person, notice.about)
    return open_contacts(notice.person, viewer=SYSTEM, purpose="notice.copy", about=notice.about)


@transaction.atomic
def _note_sent(copy: Copy) -> None:
    copy.state, copy.sent_at, copy.next_try_at, copy.failure = Copy.State.SENT, now(), None, ""
    copy.save(update_fields=["state", "sent_at", "next_try_at", "failure"])
    notice = copy.notice
    fact = CopySent(area=open_agency(notice.agency).area, person=notice.person, agency=notice.agency, notice=notice.urn)
    state(fact, by=SYSTEM)


@transaction.atomic
def _note_failure(copy: Copy, error: Exception) -> None:
    """Plan the next try, or give up. Only the kind of the failure is kept: its words may hold the address."""
    code = getattr(error, "smtp_code", "")
    copy.failure = f"{type(error).__name__} {code}".strip()[:200]
    log.warning("The copy of %s did not go out: %s", copy.notice.urn, copy.failure)
    is_last = copy.tries >= len(PATIENCE)
    copy.state = Copy.State.GIVEN_UP if is_last else Copy.State.WAITING
    copy.next_try_at = None if is_last else now() + PATIENCE[copy.tries]
    copy.tries += 1
    copy.save(update_fields=["state", "tries", "next_try_at", "failure"])
    if is_last:
        notice = copy.notice
        fact = CopyGivenUp(
            area=open_agency(notice.agency).area,
            person=notice.person,
            agency=notice.agency,
            notice=notice.urn,
            tries=copy.tries,
        )
        state(fact, by=SYSTEM)
