"""One dossier: everything an officer needs to decide it on one page, its files, its letters, and previews."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from toantrinh.cases.models import Case, Status
from toantrinh.cases.queries import (
    LetterLine,
    Section,
    TimeLine,
    charges_of,
    clock_of,
    consents_of,
    find_similar,
    form_of,
    intake_of,
    list_effects,
    list_letters,
    list_notes,
    list_opinions,
    list_parts,
    list_reasons,
    open_case,
    origin_of,
    preview_form,
    preview_result,
    procedure_of_case,
    sections,
    status_of,
    timeline,
)
from toantrinh.documents.queries import open_file, open_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.kernel.text import Text, say_moment, t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.payments.models import Demand
from toantrinh.payments.queries import list_demands
from toantrinh.people.queries import may
from toantrinh.tasks.queries import find_tasks
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Milestone
from toantrinh.web.desk.drawing import (
    CHANNELS,
    HANDLING,
    PURPOSES,
    Worker,
    acts_of,
    face_of,
    open_step_of,
    papers_of,
    standing_words,
    step_name,
    tone_of,
)

BACK = t("Hàng đợi", "Queue")
PAID = t("Đã nộp", "Paid")
NOT_PAID = t("Chưa nộp", "Not paid yet")
REASONS: dict[str, Text] = {
    "supplement": t("Đã yêu cầu bổ sung", "Asked for"),
    "mistake": t("Người nộp báo sai trong bản nháp", "The applicant reports a mistake in the draft"),
    "send_back": t("Người ký trả lại vì", "Sent back by the signer because"),
    "stop": t("Lý do dừng giải quyết", "Why it was stopped"),
    "move": t("Lý do chuyển bộ phận", "Why it passed to another unit"),
    "reroute": t("Lý do chuyển cơ quan", "Why it passed to another agency"),
    "proposal": t("Lý do đề xuất từ chối", "Why a refusal is proposed"),
    "turn_away": t("Lý do không nhận", "Why it was not accepted"),
    "refusal": t("Lý do từ chối", "Why it was refused"),
    "apology": t("Lý do trễ hẹn", "Why it is late"),
}
"""Acts that left reasons, in the words under which the desk shows them."""


def open_dossier(request: Request, number: str) -> Case:
    """The dossier, with a look that states why it is opened."""
    purpose = request.GET.get("muc-dich", "")
    return open_case(number, viewer=request.actor, purpose=purpose if purpose in PURPOSES else HANDLING)


def not_a_draft(case: Case) -> Case:
    """What nobody has handed over yet is no dossier."""
    if case.status == Status.DRAFT:
        raise Missing
    return case


@page("case.read")
def dossier(request: Request, number: str) -> HttpResponseBase:
    """The dossier whole."""
    return show(request, not_a_draft(open_dossier(request, number)))


def show(
    request: Request, case: Case, problems: Sequence[Problem] = (), *, refusal: Problem | None = None, status: int = 200
) -> HttpResponse:
    """The page of a dossier; after an act that a rule refused, with its reason on top."""
    viewer, step = request.actor, open_step_of(case)
    clock = clock_of(case)
    worker = worker_of(case, viewer)
    values = {
        "title": case.applicant_name,
        "case": case,
        "problems": problems,
        "refusal": refusal,
        "procedure": procedure_of_case(case),
        "standing": status_of(case),
        "standing_words": standing_words(case),
        "face_of_clock": face_of(clock),
        "clock_tone": tone_of(clock),
        "clock": clock,
        "days": clock.days_by_holder,
        "step": step,
        "step_name": step_name(case),
        "checklist": checklist_of(case),
        "channel": CHANNELS[case.channel],
        "worker": worker,
        "acts": acts_of(case, step, viewer),
        "sections": answers_of(case),
        "papers": [paper for paper in papers_of(case) if paper.is_wanted],
        "reasons": reasons_of(case),
        "effects": list_effects(case, viewer=viewer),
        "letters": letters_of(case),
        **money_of(case, viewer),
        "notes": list_notes(case, viewer=viewer),
        "milestones": milestones_of(timeline(case, viewer=viewer)),
        **_other_dossiers(case, viewer),
        "purpose": request.GET.get("muc-dich") if request.GET.get("muc-dich") in PURPOSES else HANDLING,
        "purposes": PURPOSES,
        "can_take": step is not None and not case.wait and step.role in viewer.roles and worker is None,
    } | _doors_of(case, viewer)
    return render(request, "desk/dossier.html", values, status=status)


def _doors_of(case: Case, viewer: Actor) -> dict[str, Any]:
    """How it came in, through whose hands it went, and what others were asked."""
    return {
        "back": Link(words=BACK, address=reverse("desk:queue")),
        "consents": consents_of(case),
        "opinions": list_opinions(case, viewer=viewer),
        "routes": list(case.routes.order_by("pk")),
        "hand_overs": [(one, key_of(one.urn)) for one in case.hand_overs.order_by("pk")],
        "intake": intake_of(case),
        "may_stop": may(viewer, "case.stop", agency=case.agency),
        "may_consult": may(viewer, "case.consult", agency=case.agency),
    }


def _other_dossiers(case: Case, viewer: Actor) -> dict[str, Any]:
    """Its linked parts, the application from which it came, and what may be a duplicate."""
    return {
        "parts": list_parts(case),
        "origin": origin_of(case),
        "similar": find_similar(case, viewer=viewer),
    }


def checklist_of(case: Case) -> Sequence[Text]:
    """What the open step asks its officer to look at."""
    found = next((step.checklist for step in procedure_of_case(case).steps if step.code == case.step), None)
    return found or ()


def worker_of(case: Case, viewer: Actor) -> Worker | None:
    """Who has taken the open step, or was given it."""
    for task in find_tasks(case.urn, viewer=viewer):
        if task.taken_by or task.assigned_to:
            return Worker(
                name=task.taken_by_name or task.assigned_to_name,
                since=task.taken_at,
                is_viewer=viewer.urn in (task.taken_by, task.assigned_to),
                is_given=not task.taken_by,
            )
    return None


def answers_of(case: Case) -> list[tuple[Section, tuple[Text, str] | None]]:
    """The answers page by page, each with the one source of its register values; None where there are several."""
    found = []
    for section in sections(case):
        places = {(row.source, row.as_of) for row in section.rows if row.source and row.state == "held"}
        source, as_of = next(iter(places)) if len(places) == 1 else (None, "")
        found.append((section, (source, as_of) if source else None))
    return found


def letters_of(case: Case) -> list[tuple[LetterLine, str]]:
    """The letters and results of a case, each with its address."""
    return [(one, reverse("desk:letter", args=[case.number, key_of(one.letter)])) for one in list_letters(case)]


def money_of(case: Case, viewer: Actor) -> dict[str, Any]:
    """What a dossier costs, and the receipts for it."""
    charges = charges_of(case)
    receipts = receipts_of(case, viewer) if any(line.demand for line in charges) else []
    return {"charges": charges, "receipts": receipts, "paid_words": PAID, "unpaid_words": NOT_PAID}


def receipts_of(case: Case, viewer: Actor) -> list[tuple[Demand, str]]:
    """The receipts for money of a dossier, each with its address."""
    found = [one for one in list_demands(case.urn, viewer=viewer) if one.receipt]
    return [(one, reverse("desk:receipt", args=[case.number, key_of(one.receipt)])) for one in found]


def reasons_of(case: Case) -> list[tuple[Text, Any]]:
    """Every reason that was written down, act by act."""
    acts = set(case.reasons.values_list("act", flat=True))
    return [(words, list_reasons(case, act)) for act, words in REASONS.items() if act in acts]


def milestones_of(lines: Sequence[TimeLine]) -> list[Milestone]:
    """The story, newest first; what happened again and again stands once, with how often and since when."""
    found = []
    for _, alike in groupby(lines, key=lambda line: (line.kind, line.by)):
        same = list(alike)
        times = len(same)
        again = t("{n} lần, lần đầu {first}", "{n} times, first at {first}")
        first = Text(say_moment(same[-1].at), say_moment(same[-1].at, "en"))
        found.append(
            Milestone(
                words=same[0].words,
                at=same[0].at,
                by=same[0].by,
                details=again.fill(n=times, first=first) if times > 1 else "",
            )
        )
    return found


# --- Files, letters, previews ---------------------------------------------------------------------------------------


@page("case.read")
def file(request: Request, number: str, key: str) -> HttpResponse:
    """A file of the dossier as it is kept."""
    case = _found(request, number)
    urn = urn_of("file", key)
    if urn not in set(case.papers.values_list("file", flat=True)):
        raise Missing
    line, content = open_file(urn, viewer=request.actor, purpose=HANDLING)
    return shown(content, line.media_type, line.name)


@page("case.read")
def letter(request: Request, number: str, key: str) -> HttpResponse:
    """A letter of the dossier as PDF."""
    case = _found(request, number)
    urn = urn_of("letter", key)
    if urn not in {one.letter for one in list_letters(case)}:
        raise Missing
    found, content = open_letter(urn, viewer=request.actor, purpose=HANDLING)
    return shown(content, "application/pdf", f"{case.number}-{found.form}.pdf")


@page("case.read")
def receipt(request: Request, number: str, key: str) -> HttpResponse:
    """A receipt for money as PDF, to be printed at the counter."""
    case = _found(request, number)
    urn = urn_of("letter", key)
    if urn not in {one.receipt for one, _ in receipts_of(case, request.actor)}:
        raise Missing
    _, content = open_letter(urn, viewer=request.actor, purpose=HANDLING)
    return shown(content, "application/pdf", f"{case.number}-bien-lai.pdf")


@page("document.issue")
def preview(request: Request, number: str, what: str) -> HttpResponse:
    """Form 01, or the result, as it would be issued now."""
    case = not_a_draft(_found(request, number))
    drawn = preview_form(case, "01", viewer=request.actor) if what == "01" else None
    content = drawn or preview_result(case, what, viewer=request.actor)
    return shown(content, "application/pdf", f"{case.number}-{what}.pdf")


def _found(request: Request, number: str) -> Case:
    """The dossier of a file; opening the file leaves its own look."""
    return open_case(number, viewer=request.actor, purpose=HANDLING)


def shown(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Content shown in the browser, never run by it."""
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    plain = "".join(mark for mark in name if mark.isascii() and (mark.isalnum() or mark in "._- ")) or "file"
    response["Content-Disposition"] = f'inline; filename="{plain}"'
    return response


def values_for_act(request: Request, case: Case, words: Text) -> Mapping[str, Any]:
    """What every page of an act shows beside its form."""
    return {
        "title": words,
        "case": case,
        "procedure": procedure_of_case(case),
        "clock": clock_of(case),
        "worker": worker_of(case, request.actor),
        "papers": [paper for paper in papers_of(case, form_of(case)) if paper.is_wanted],
        "checklist": checklist_of(case),
        "back": Link(words=case.number, address=reverse("desk:dossier", args=[case.number])),
    }
