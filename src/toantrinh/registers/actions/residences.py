"""People move: the population register holds another residence from a day on, and knows the former one as before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import Text, say_date, t
from toantrinh.notices.actions import send_notice
from toantrinh.registers.actions.correcting import correct_entry
from toantrinh.registers.editions import kind_of
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.queries.relations import person_version, relatives_of
from toantrinh.registers.values import show
from toantrinh.registers.versions import content_of

REASON = "Đăng ký thường trú"  # one language
REASON_ENDED = "Xoá đăng ký thường trú"  # one language


@transaction.atomic
def change_residence(
    persons: Sequence[str], residence: Mapping[str, Any], *, from_on: date, by: Actor, ground: str, service: str = ""
) -> list[Entry]:
    """Let `residence` be where the first of `persons` (URNs) lives from `from_on`, and with them those who follow.

    Who moves along is spouse, child or parent of the first, as the registers know; they are told. Doing it again
    changes nothing. Raises `Refused` for a day in the future, a person without an entry, and one who is no relative.
    """
    if from_on > today():
        raise Refused(
            t("Nơi thường trú không thể có từ một ngày ở tương lai.", "A residence cannot begin in the future."),
            code="register.future",
            field="from_on",
        )
    _require_family(persons[0], persons[1:])
    return [
        _move(person, residence, from_on=from_on, by=by, ground=ground, service=service, is_told=person != persons[0])
        for person in persons
    ]


def _require_family(person: str, members: Sequence[str]) -> None:
    if set(members) - relatives_of(person) - {person}:
        raise Refused(
            t(
                "Có người cùng chuyển không phải vợ, chồng, cha, mẹ, con của người đăng ký theo dữ liệu hộ tịch. "
                "Người đó nộp hồ sơ riêng.",
                "Somebody who moves along is not spouse, parent or child of the applicant by the civil-status "
                "register. They file an application of their own.",
            ),
            code="register.no_relative",
            field="members",
        )


def _move(
    person: str,
    residence: Mapping[str, Any],
    *,
    from_on: date,
    by: Actor,
    ground: str,
    service: str,
    is_told: bool,
) -> Entry:
    version = person_version(person)
    if version is None or content_of(version).get("died_on"):
        raise Refused(
            t(
                "Cơ sở dữ liệu quốc gia về dân cư không có người này, hoặc ghi người này đã chết.",
                "The population database does not hold this person, or says that they have died.",
            ),
            code="register.person_unknown",
            field="personal_number",
        )
    before = content_of(version).get("residence")
    changes = {"residence": dict(residence)}
    entry = correct_entry(
        version.entry.urn, changes, by=by, reason=REASON, ground=ground, from_on=from_on, service=service
    )
    if is_told and (now := person_version(person)) and content_of(now).get("residence") != before:
        _tell(now, from_on, ground)
    return entry


def _tell(version: Version, from_on: date, ground: str) -> None:
    """Whoever did not apply learns that their residence changed, by which case, and what to do if that is wrong."""
    field = kind_of(version.entry).field("residence")
    place = show(field, content_of(version)["residence"]) if field else ""
    body = t(
        "Nơi thường trú của bạn được ghi là {place} từ ngày {day}, theo hồ sơ của người thân cùng chuyển. Nếu không "
        'đúng, mở "Dữ liệu của tôi" và báo sai.',
        "Your permanent residence is now {place} from {day}, by the application of a relative with whom you move. If "
        'that is wrong, open "My data" and report it.',
    )
    send_notice(
        person=version.entry.subject,
        subject=t("Nơi thường trú của bạn đã thay đổi", "Your permanent residence has changed"),
        body=body.fill(place=Text(place, place), day=Text(say_date(from_on), say_date(from_on, "en"))),
        about=ground,
        agency=version.entry.agency,
        by=SYSTEM,
    )


@transaction.atomic
def end_residence(person: str, *, ended_on: date, by: Actor, ground: str, service: str = "") -> Entry:
    """Let the person (URN) have no residence any more from `ended_on`; what was true before stays.

    Doing it again changes nothing. Raises `Refused` for a day in the future and a person without an entry.
    """
    if ended_on > today():
        raise Refused(
            t("Nơi thường trú không thể kết thúc ở một ngày tương lai.", "A residence cannot end in the future."),
            code="register.future",
            field="ended_on",
        )
    version = person_version(person)
    if version is None:
        raise Refused(
            t("Cơ sở dữ liệu quốc gia về dân cư không có người này.", "The population database does not hold them."),
            code="register.person_unknown",
            field="personal_number",
        )
    if not content_of(version).get("residence"):
        return version.entry
    changes = {"residence": None}
    return correct_entry(
        version.entry.urn, changes, by=by, reason=REASON_ENDED, ground=ground, from_on=ended_on, service=service
    )
