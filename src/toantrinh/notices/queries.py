"""Every read of the room: the inbox, one message, how many are unread."""

from dataclasses import dataclass
from datetime import datetime

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.notices.models import Notice
from toantrinh.people.queries import may
from toantrinh.record import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A notice with its words; without a body in lists."""

    urn: str
    person: str
    about: str
    agency: str
    agency_name: str
    subject: Text
    body: Text | None
    letter: str
    sent_at: datetime
    opened_at: datetime | None


def list_notices(viewer: Actor, *, about: str = "", limit: int = 50) -> list[Message]:
    """The newest messages to everyone in whose name `viewer` may act, without their bodies."""
    notices = Notice.objects.filter(person__in=viewer.persons).order_by("-sent_at", "-id")
    if about:
        notices = notices.filter(about=about)
    return [_message(notice) for notice in notices[:limit]]


def find_notice(urn: str, *, viewer: Actor) -> Message:
    """One message with its body, for the person who has opened it; `actions.open_notice` comes first."""
    notice = Notice.objects.filter(urn=urn, person__in=viewer.persons).first()
    if notice is None or not may(viewer, "notice.read", persons=[notice.person]):
        raise Missing
    return _message(notice, is_whole=notice.opened_at is not None)


def count_unread(viewer: Actor) -> int:
    """How many messages wait to be opened."""
    return Notice.objects.filter(person__in=viewer.persons, opened_at=None).count()


def _message(notice: Notice, *, is_whole: bool = False) -> Message:
    words = vault.unseal_json(notice.person, bytes(notice.words_sealed)) or {"subject": ["", ""], "body": ["", ""]}
    return Message(
        urn=notice.urn,
        person=notice.person,
        about=notice.about,
        agency=notice.agency,
        agency_name=notice.agency_name,
        subject=Text(*words["subject"]),
        body=Text(*words["body"]) if is_whole else None,
        letter=notice.letter,
        sent_at=notice.sent_at,
        opened_at=notice.opened_at,
    )
