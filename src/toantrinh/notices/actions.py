"""Every write of the room: notices sent and opened, and their copies by e-mail."""

from django.db import transaction

from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.notices.facts import NoticeOpened, NoticeSent
from toantrinh.notices.models import Notice
from toantrinh.people.models import Agency
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.actions import state


@transaction.atomic
def send_notice(
    *, person: str, subject: Text, body: Text, about: str, agency: str, by: Actor, letter: str = ""
) -> Notice:
    """Put an official message into a person's inbox; a copy by e-mail that only points to it follows."""
    require(by, "notice.send", agency=agency)
    sender = Agency.objects.get(urn=agency)
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
    state(NoticeSent(area=sender.area, person=person, agency=agency, notice=notice.urn, about=about), by=by)
    return notice


@transaction.atomic
def open_notice(urn: str, *, by: Actor) -> Notice:
    """Open a message of one's own or of somebody for whom one may act; the first opening proves the delivery."""
    notice = Notice.objects.select_for_update().filter(urn=urn).first()
    if notice is None or notice.person not in by.persons:
        raise Missing
    require(by, "notice.read", persons=[notice.person])
    if notice.opened_at is None:
        notice.opened_at, notice.opened_by = now(), by.urn
        notice.save(update_fields=["opened_at", "opened_by"])
        state(
            NoticeOpened(
                area=by.area, person=notice.person, agency=notice.agency, notice=notice.urn, about=notice.about
            ),
            by=by,
        )
    return notice
