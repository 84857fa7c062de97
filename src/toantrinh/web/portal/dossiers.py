"""My dossiers, and one of them: what I must do, where it stands, who has it, what happened, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.models import Case, CaseConsent, Outcome, Status, Wait
from toantrinh.cases.queries import (
    CaseLine,
    Clock,
    TimeLine,
    charges_of,
    clock_of,
    has_unpaid,
    is_offered,
    is_own,
    limit_of_case,
    list_consents,
    list_letters,
    list_my_cases,
    list_paper_files,
    list_reasons,
    next_services,
    open_case,
    procedure_of_case,
    status_of,
    submission_event,
    timeline,
)
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.notices.queries import list_notices
from toantrinh.people.queries import open_agency
from toantrinh.record.queries import list_looks
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Milestone, Pages
from toantrinh.web.portal import drawing, linked, looking, slots
from toantrinh.web.portal.wording import face_of, holder_of, say_promise

CASES = t("Hồ sơ của tôi", "My dossiers")
PAID = t("Đã nộp", "Paid")
UNREAD = t("Chưa mở", "Not opened")
RESULT = t("Trả kết quả", "Result")
PER_PAGE = 20
MOST_LOOKS = 1000
CALM = frozenset({"case.drafted", "case.prefilled", "case.edition_adopted", "case.value_disputed", "case.rated"})
"""Parts of the story that happen before anybody waits; folded away from the time line."""
REASONS_OF = {
    Outcome.TURNED_AWAY: "turn_away",
    Outcome.REFUSED: "refusal",
    Outcome.STOPPED: "refusal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What the citizen has to do now."""

    title: Text
    text: Text | None
    button: Link
    until: datetime | None = None


# ---- the list


@page("case.read_own")
def cases(request: Request) -> HttpResponse:
    """What waits for me first, then what is under way, then what is done, by year."""
    lines, asked = list_my_cases(request.actor), list_consents(request.actor)
    waiting = [line for line in lines if line.standing.is_for_citizen and line.case.status != Status.DRAFT]
    drafts = [line for line in lines if line.case.status == Status.DRAFT]
    over = [line for line in lines if line.case.status in (Status.CLOSED, Status.WITHDRAWN)]
    shown = {line.case.urn for line in (*waiting, *drafts, *over)}
    pages = Pages.of(request, len(over), size=PER_PAGE)
    values = {
        "title": CASES,
        "asked": [(row, procedure, _consent_address(row)) for row, procedure in asked],
        "waiting": [(line, todo_of(line.case)) for line in waiting],
        "drafts": [(line, _last_page(line), key_of(line.case.urn)) for line in drafts],
        "running": [line for line in lines if line.case.urn not in shown],
        "over": [(year, list(group)) for year, group in groupby(over[pages.slice(PER_PAGE)], key=_year)],
        "pages": pages,
        "is_empty": not lines and not asked,
        "has_others": bool(request.actor.acting_for),
    }
    return render(request, "portal/cases.html", values)


def _consent_address(row: CaseConsent) -> str:
    return reverse("portal:consent", args=[key_of(row.urn)])


def _year(line: CaseLine) -> int:
    return local(line.case.submitted_at or line.case.saved_at).year


def _last_page(line: CaseLine) -> Text | None:
    """Title of the page of a draft that was saved last."""
    pages = procedure_of_case(line.case).pages
    return next((one.title for one in pages if one.code == line.case.page), None)


def todo_of(case: Case) -> Todo | None:
    """The one thing that waits for the citizen; None where nothing does."""
    name = case.number or key_of(case.urn)
    if case.status == Status.DRAFT:
        words, address = t("Làm tiếp", "Go on"), reverse("portal:form", args=[name])
        return Todo(title=t("Bản nháp chưa nộp", "A draft, not sent"), text=None, button=_link(words, address))
    if case.wait == Wait.SUPPLEMENT:
        return Todo(
            title=t("Cần bạn bổ sung", "Something is needed from you"),
            text=t("Trong lúc chờ, thời hạn giải quyết tạm dừng.", "Meanwhile the time limit is suspended."),
            button=_link(t("Bổ sung ngay", "Add it now"), reverse("portal:supplement", args=[name])),
            until=case.supplement_until,
        )
    if case.wait == Wait.PAYMENT or (case.finished_at and not case.returned_at and has_unpaid(case)):
        return Todo(
            title=t("Cần bạn nộp tiền", "A payment is needed from you"),
            text=t("Hồ sơ vẫn được giữ; nộp xong thì cơ quan làm tiếp.", "The dossier is kept; paid, it goes on.")
            if case.wait == Wait.PAYMENT
            else t("Nộp xong thì nhận được kết quả.", "Once it is paid, the result is yours."),
            button=_link(t("Nộp tiền", "Pay"), reverse("portal:pay", args=[name])),
            until=case.payment_until,
        )
    if case.wait == Wait.CONFIRMATION:
        return Todo(
            title=t("Xem bản nháp kết quả", "Check the draft result"),
            text=t(
                "Xem có đúng không trước khi ký. Hết giờ mà chưa trả lời thì coi như bạn đồng ý.",
                "Is it right? It is signed next. Without an answer in time it counts as agreed.",
            ),
            button=_link(t("Xem bản nháp", "See the draft"), reverse("portal:confirm", args=[name])),
            until=answer_by(case),
        )
    return None


def answer_by(case: Case) -> datetime | None:
    """Until when the step that is open waits."""
    return case.steps.filter(closed_at=None).values_list("due_at", flat=True).first()


def _link(words: Text, address: str) -> Link:
    return Link(words=words, address=address)


# ---- one dossier


@page("case.read_own")
def case(request: Request, name: str) -> HttpResponseBase:
    """Where a dossier is, and everything that belongs to it."""
    found = open_case(name, viewer=request.actor)
    if found.status == Status.DRAFT:
        return redirect("portal:form", key=name)
    if name != found.number:
        return redirect("portal:case", name=found.number)
    values = _state_of(found, request.actor) | _contents_of(found, request.actor)
    if not is_own(found, request.actor):
        values |= _as_followed()
    back = Link(words=CASES, address=reverse("portal:cases"))
    return render(request, "portal/case.html", {"case": found, "back": back, **values})


def _as_followed() -> dict[str, Any]:
    """What differs for one who agreed to a dossier and follows it: nothing waits for them, and files are not theirs."""
    return {"todo": None, "papers": None, "has_receipt": False, "may_withdraw": False, "may_rate": False}


def _state_of(found: Case, actor: Actor) -> dict[str, Any]:
    """Where it stands, whose turn it is, and what has happened."""
    clock, story = clock_of(found), timeline(found, viewer=actor)
    procedure = procedure_of_case(found)
    outcome = Outcome(found.outcome)
    apologies = [line for line in list_letters(found) if line.form == "04"]
    apology = (
        _link(t("Đọc thư xin lỗi", "Read the apology"), letter_address(apologies[-1].letter)) if apologies else None
    )
    return {
        "title": procedure.names.short,
        "standing": status_of(found),
        "agency": open_agency(found.agency),
        "todo": todo_of(found),
        "parts": linked.parts_of(found),
        "origin": linked.origin_shown(found),
        "clock": face_of(found, clock, apology=apology) if found.received_at else None,
        "clock_late": clock.late_days,
        "promised": say_promise(limit_of_case(found)),
        "silence": _silence(story),
        "milestones": _milestones(found, story, clock),
        "reasons": list_reasons(found, REASONS_OF[outcome]) if outcome in REASONS_OF else [],
        "next_services": [(one, _start(one.procedure)) for one in next_services(found)],
        "has_receipt": bool(submission_event(found)),
        "position": next((line.position for line in story if line.kind == "case.submitted"), None),
        "charges": charges_of(found),
        "has_demand": any(line.demand for line in charges_of(found)),
        "may_withdraw": found.status in (Status.SUBMITTED, Status.IN_REVIEW),
        "may_rate": found.status == Status.CLOSED and found.rating is None,
    }


def _contents_of(found: Case, actor: Actor) -> dict[str, Any]:
    """What lies in it, and who looked."""
    others = {found.applicant, *found.persons.filter(part="consenter").values_list("person", flat=True)}
    others -= set(actor.persons)
    letters = [(line, letter_address(line.letter)) for line in list_letters(found) if line.person not in others]
    names = {paper.code: paper.name for paper in procedure_of_case(found).papers}
    return {
        "notices": [
            (one, reverse("portal:letter", args=[key_of(one.urn)])) for one in list_notices(actor, about=found.urn)
        ],
        "unread_words": UNREAD,
        "paid_words": PAID,
        "letters": [pair for pair in letters if not pair[0].is_result],
        "results": [pair for pair in letters if pair[0].is_result],
        "papers": [(names[file.slot], slots.shown(found, file)) for file in list_paper_files(found)],
        "sections": drawing.answers_of(found),
        "looks": _looks(found, actor),
    }


def _start(code: str) -> str:
    """The start page of a procedure; empty where it is not offered here."""
    return reverse("portal:start_page", args=[code]) if is_offered(code) else ""


def letter_address(letter: str) -> str:
    """Where a letter is opened."""
    return reverse("portal:letter_file", args=[key_of(letter)])


def _silence(story: Sequence[TimeLine]) -> TimeLine | None:
    """The last reminder, where nothing has happened since."""
    acts = [line for line in story if line.kind not in CALM]
    return acts[0] if acts and acts[0].kind == "case.fell_silent" else None


def _milestones(found: Case, story: Sequence[TimeLine], clock: Clock) -> list[Milestone]:
    """The story from the start, what is going on now, and what is promised; the same said twice in a row, once."""
    lines = [line for line in reversed(story) if line.kind not in CALM]
    last = [None, *(line.words for line in lines)]
    past = [
        Milestone(words=one.words, at=one.at) for one, before in zip(lines, last, strict=False) if one.words != before
    ]
    if found.finished_at or found.closed_at:
        return past
    now = Milestone(words=status_of(found).words, by=holder_of(clock), state="now")
    if found.wait == Wait.PARTS:
        return [*past, now]
    return [*past, now, Milestone(words=RESULT, at=found.new_due_at or found.due_at, state="next")]


def _looks(found: Case, actor: Actor) -> list[looking.Looked]:
    """Who looked at the applicant's data for this dossier."""
    whose = found.applicant if is_own(found, actor) else actor.person
    shown = list_looks(whose, viewer=actor, limit=MOST_LOOKS).shown
    return looking.lines([one for one in shown if one.about == found.urn], {})
