"""Every read of the room: the inbox, one message, how many are unread, and what became of copies by e-mail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import words_digest
from toantrinh.notices.facts import NoticeOpened, NoticeSent
from toantrinh.notices.models import Copy, Notice
from toantrinh.people.queries import may, require
from toantrinh.record import vault
from toantrinh.record.looks import look
from toantrinh.record.queries import iter_events
from toantrinh.record.verify import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A notice with its words; without a body in lists. All is empty where the person's key was erased."""

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
    if not may(viewer, "notice.read", persons=viewer.persons):
        return []
    notices = Notice.objects.filter(person__in=viewer.persons).order_by("-sent_at", "-id")
    return _messages(list((notices.filter(about=about) if about else notices)[:limit]))


def find_notice(urn: str, *, viewer: Actor) -> Message:
    """One message; with its body once it was opened, so `actions.open_notice` comes first."""
    notice = Notice.objects.filter(urn=urn, person__in=viewer.persons).first()
    if notice is None or not may(viewer, "notice.read", persons=[notice.person]):
        raise Missing
    is_opened = notice.opened_at is not None
    if is_opened:
        look(by=viewer, person=notice.person, what="notice", purpose="own", about=notice.about)
    return _messages([notice], is_whole=is_opened)[0]


def count_unread(viewer: Actor) -> int:
    """How many messages wait to be opened."""
    if not may(viewer, "notice.read", persons=viewer.persons):
        return 0
    return Notice.objects.filter(person__in=viewer.persons, opened_at=None).count()


def count_copies(viewer: Actor) -> dict[str, int]:
    """Copies by e-mail by how far they came (`Copy.State`), for the operator."""
    require(viewer, "console.read")
    counted = Copy.objects.values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(Copy.State.values, 0) | dict(counted)


def list_failing_copies(viewer: Actor, *, limit: int = 50) -> list[Copy]:
    """Copies that failed at least once and are not through, longest waiting first; whose they are is not shown."""
    require(viewer, "console.read")
    failing = Copy.objects.filter(tries__gt=0).exclude(state=Copy.State.SENT)
    return list(failing.select_related("notice").order_by("notice__sent_at")[:limit])


def compare_with_record() -> Iterator[Difference]:
    """Every difference between the notices and what the record says of them; a check of `toantrinh verify`."""
    stated: dict[str, tuple[str, str, str]] = {}
    words: dict[str, str] = {}
    opened: dict[str, datetime] = {}
    for event in iter_events((NoticeSent.kind, NoticeOpened.kind), viewer=SYSTEM):
        said = event.publication | event.exact
        if event.kind == NoticeOpened.kind:
            opened[said["notice"]] = event.at
        else:
            stated[said["notice"]] = (said["agency"], said["about"], said["letter"])
            words[said["notice"]] = said["words"]
    last = 0
    while page := list(Notice.objects.filter(pk__gt=last).order_by("pk")[:1000]):
        for notice, found in zip(page, _words(page), strict=True):
            of_record = stated.pop(notice.urn, None)
            if of_record is None:
                yield Difference(notice.urn, _UNSTATED)
            elif of_record != (notice.agency, notice.about, notice.letter):
                yield Difference(notice.urn, _OTHER)
            elif found is not None and words_digest(found) != words[notice.urn]:
                yield Difference(notice.urn, _OTHER_WORDS)
            elif (notice.opened_at is None) != (notice.urn not in opened):
                yield Difference(notice.urn, _OTHER_OPENING)
        last = page[-1].pk
    yield from (Difference(urn, _GONE) for urn in stated)


_UNSTATED = t("có trong bảng mà sổ ghi không nói đến", "stands in the table, and the record does not know it")
_GONE = t("sổ ghi nói đã gửi mà không còn trong bảng", "was sent, the record says, and is gone from the table")
_OTHER = t("không như sổ ghi nói", "is not as the record says")
_OTHER_WORDS = t("nội dung không như lúc gửi", "does not say what it said when it was sent")
_OTHER_OPENING = t("việc đã mở không như sổ ghi nói", "whether it was opened is not as the record says")


def _words(notices: list[Notice]) -> list[dict[str, list[str]] | None]:
    opened = vault.unseal_many((notice.person, bytes(notice.words_sealed)) for notice in notices)
    return [None if words is None else json.loads(words) for words in opened]


def _messages(notices: list[Notice], *, is_whole: bool = False) -> list[Message]:
    nothing = {"subject": ["", ""], "body": ["", ""]}
    return [
        Message(
            urn=notice.urn,
            person=notice.person,
            about=notice.about,
            agency=notice.agency,
            agency_name=notice.agency_name,
            subject=Text(*(words or nothing)["subject"]),
            body=Text(*(words or nothing)["body"]) if is_whole else None,
            letter=notice.letter,
            sent_at=notice.sent_at,
            opened_at=notice.opened_at,
        )
        for notice, words in zip(notices, _words(notices), strict=True)
    ]
