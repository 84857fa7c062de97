"""The draft: it saves itself page by page, follows the form in force, and disappears when forgotten."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from toantrinh.cases import form, lifecycle
from toantrinh.cases.actions.acting import hold, keep, require_desk, say
from toantrinh.cases.actions.agreeing import void_changed_consents
from toantrinh.cases.changes import changes_between
from toantrinh.cases.definition import Channel
from toantrinh.cases.facts import CaseDrafted, DraftDiscarded, EditionAdopted
from toantrinh.cases.models import Case, Status
from toantrinh.cases.queries.editions import edition_in_force
from toantrinh.cases.situation import (
    Contents,
    competent_agency,
    contents_of,
    procedure_of_case,
    seal_contents,
    situation_of,
)
from toantrinh.documents.actions import drop_file
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.moment import local, now, today
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.kernel.text import Text, say_date, t
from toantrinh.notices.actions import send_notice
from toantrinh.people.queries import find_agency, is_guardian, personal_number, require
from toantrinh.record.actions import state

KEPT_FOR = timedelta(days=30)
"""How long a draft that nobody touches is kept."""
WARNED_BEFORE = timedelta(days=3)


@transaction.atomic
def create_draft(
    code: str, *, applicant: str, applicant_name: str, channel: Channel = Channel.ONLINE, by: Actor
) -> Case:
    """Begin an application for `applicant` (URN of a person) under the edition in force today.

    One who has begun the same and not answered anything yet goes on with that.
    """
    _require_filing(by, applicant, channel)
    edition = edition_in_force(code, today())
    untouched = Case.objects.filter(
        applicant=applicant, filed_by=by.urn, status=Status.DRAFT, edition=edition, channel=channel, page=""
    )
    if begun := untouched.first():
        return begun
    case = Case(
        code=code,
        edition=edition,
        applicant=applicant,
        applicant_name=applicant_name,
        filed_by=by.urn,
        channel=channel,
        expires_at=now() + KEPT_FOR,
    )
    if by.office:  # an officer types in what somebody brings to the counter, and sees it as a dossier of the agency
        case.agency, case.area = by.agency, by.area
    _require_offered(case, by)
    number = personal_number(applicant, by, purpose="case.file", about=case.urn)
    seal_contents(case, Contents(me=_applicant(applicant, number, applicant_name, by)))
    case.save(force_insert=True)
    say(CaseDrafted, case, by=by)
    return case


def _require_filing(by: Actor, applicant: str, channel: str) -> None:
    """Online one files for oneself or by mandate; at the counter and by post an officer files for who asks."""
    if channel == Channel.ONLINE:
        require(by, "case.file", persons=[applicant])
    else:
        require(by, "case.file_for", agency=by.agency)


def _require_offered(case: Case, by: Actor) -> None:
    procedure = procedure_of_case(case)
    if case.channel not in procedure.channels:
        raise Refused(
            t("Thủ tục này không nhận theo cách bạn chọn.", "This procedure is not accepted in the way you chose."),
            code="channel",
        )
    if case.channel == Channel.ONLINE and by.assurance < procedure.assurance:
        raise Refused(
            t(
                "Thủ tục này cần đăng nhập bằng định danh điện tử mức 2.",
                "This procedure needs a sign-in with electronic identity at level 2.",
            ),
            code="assurance",
            advice=t("Đăng nhập lại ở mức 2, hoặc nộp tại quầy.", "Sign in again at level 2, or file at the counter."),
        )


def _applicant(person: str, number: str, name: str, by: Actor) -> dict[str, Any]:
    read = read_personal_number(number)
    return {
        "personal_number": number,
        "full_name": name,
        "sex": read.sex,
        "assurance": by.assurance,
        "person": person,
        "filed_by": _filed_by(person, by),
    }


def _filed_by(person: str, by: Actor) -> str:
    """In which capacity somebody writes for the applicant."""
    if by.office:
        return "office"
    if by.person == person:
        return "self"
    return "guardian" if is_guardian(by.person, person) else "mandate"


def require_writing(case: Case, by: Actor) -> None:
    """The applicant writes in the form, before submitting and when asked for more; at the counter an officer does.

    A draft is written by who began it: what somebody has not handed in yet concerns no office.
    """
    if by.office:
        if case.status == Status.DRAFT and case.filed_by != by.urn:
            raise Missing
        require_desk(case, "case.file_for", by=by)
        if case.status == Status.DRAFT and case.filed_by != by.urn:
            raise Missing
    else:
        verb = "case.file" if case.status == Status.DRAFT else "case.supplement"
        require(by, verb, persons=[case.applicant])


@transaction.atomic
def save_answers(case: Case, page: str, posted: Mapping[str, Any], *, by: Actor) -> tuple[Problem, ...]:
    """Keep what one page posted, right or wrong; what needs mending comes back, and nothing typed is lost.

    A draft leaves no fact at each page: what a person has not submitted is theirs, and is purged.
    """
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    contents = contents_of(case)
    situation = situation_of(case, contents)
    if page not in {one.code for one in situation.procedure.pages}:
        raise Missing
    answers, problems = form.read_page(situation, page, posted)
    contents.answers |= answers
    seal_contents(case, contents)
    case.page = page
    case.saved_at = now()
    if case.status == Status.DRAFT:
        case.about_name = form.about(replace(situation, answers=contents.answers))[:200]
        case.expires_at, case.warned_at = now() + KEPT_FOR, None
    keep(case)
    void_changed_consents(case, by=by)
    return tuple(problems)


@transaction.atomic
def adopt_edition(case: Case, *, by: Actor) -> tuple[Text, ...]:
    """Move a draft to the edition in force, and say what changed; empty where nothing did.

    Answers to questions that are no longer asked stay with the draft, unused, until it is submitted or purged.
    """
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "submit")
    edition = edition_in_force(case.code, today())
    if edition.urn == case.edition_id:
        return ()
    before = procedure_of_case(case)
    case.edition = edition
    keep(case)
    void_changed_consents(case, by=by)
    say(EditionAdopted, case, by=by, edition=edition.urn, number=edition.number)
    return changes_between(before, procedure_of_case(case))


@transaction.atomic
def discard_draft(case: Case, *, by: Actor) -> None:
    """Delete a draft with its answers and files."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "discard")
    _delete(case, by=by)


def _delete(case: Case, *, by: Actor) -> None:
    for file in case.papers.values_list("file", flat=True):
        drop_file(file, by=by)
    fact = DraftDiscarded(
        procedure=case.code,
        channel=case.channel,
        was_forgotten="system" in by.roles,
        case=case.urn,
        area=case.area,
        person=case.applicant,
    )
    state(fact, by=by)
    Case.objects.filter(pk=case.pk).delete()


def purge_old_drafts(*, by: Actor = SYSTEM) -> int:
    """Warn owners of drafts three days before their day, delete those whose day has come; how many were deleted."""
    drafts = Case.objects.filter(status=Status.DRAFT)
    for urn in list(drafts.filter(expires_at__lte=now() + WARNED_BEFORE, warned_at=None).values_list("urn", flat=True)):
        _warn(urn)
    over = drafts.filter(expires_at__lte=now(), warned_at__lte=now() - WARNED_BEFORE)
    return sum(_purge(urn, by=by) for urn in list(over.values_list("urn", flat=True)))


@transaction.atomic
def _purge(urn: str, *, by: Actor) -> bool:
    case = Case.objects.select_for_update().filter(urn=urn, status=Status.DRAFT, expires_at__lte=now()).first()
    if case is not None:
        _delete(case, by=by)
    return case is not None


@transaction.atomic
def _warn(urn: str) -> None:
    case = Case.objects.select_for_update().filter(urn=urn, status=Status.DRAFT, warned_at=None).first()
    if case is None:
        return
    # Whoever was asleep when the day drew near, the worker too, still gets the three days.
    case.warned_at = now()
    case.expires_at = max(case.expires_at or now(), now() + WARNED_BEFORE)
    case.save(update_fields=["warned_at", "expires_at"])
    agency = _likely_agency(case)
    if not agency:
        return
    words = {"procedure": procedure_of_case(case).names.short}
    day = local(case.expires_at).date()
    body = t(
        'Bản nháp "{procedure}" sẽ được xoá ngày {day} vì chưa nộp. Mở bản nháp và lưu một trang để giữ thêm 30 ngày.',
        'Your draft "{procedure}" will be deleted on {day}, as it was not sent. Open it and save a page to keep '
        "it for 30 days more.",
    )
    send_notice(
        person=case.applicant,
        subject=t("Bản nháp sắp bị xoá: {procedure}", "A draft will soon be deleted: {procedure}").fill(**words),
        body=body.fill(**words, day=Text(say_date(day), say_date(day, "en"))),
        about=case.urn,
        agency=agency,
        by=SYSTEM,
    )


def _likely_agency(case: Case) -> str:
    """Who speaks to the owner of a draft: the agency that would decide, else the ministry whose procedure it is."""
    situation = situation_of(case)
    agency = competent_agency(situation) or find_agency(situation.procedure.field_code.partition("-")[0])
    return agency.urn if agency else ""
