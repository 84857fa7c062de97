"""Handing over: check the answers, send once, and a page that says for ever that it arrived."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import submit_case
from toantrinh.cases.models import Case, Status, Wait
from toantrinh.cases.queries import (
    FormView,
    clock_of,
    consents_of,
    draw_receipt,
    form_of,
    limit_of_case,
    list_paper_files,
    open_case,
    preview_due,
    procedure_of_case,
    say_limit,
    status_of,
    submission_event,
)
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, say_moment, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.queries import open_agency
from toantrinh.record.queries import open_receipt
from toantrinh.web.design.fields import FileShown
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.design.say import language, say
from toantrinh.web.portal import drawing, slots
from toantrinh.web.portal.filling import address_of, show_sent
from toantrinh.web.portal.linked import shares_of
from toantrinh.web.portal.wording import begun, face_of, say_promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A paper and the files that were given for it."""

    name: Text
    files: Sequence[FileShown]
    held_from: Text | None = None
    """The State holds it; nothing was given."""


@page("case.file", methods=("GET", "POST"))
def check(request: Request, key: str) -> HttpResponseBase:
    """Everything as it would be sent; nothing is sent before this page was seen."""
    case = open_case(key, viewer=request.actor)
    if request.method == "POST" and (case.submitted_at is None or request.POST.get("token") == case.submit_token):
        return _submit(request, case)
    if case.status != Status.DRAFT:
        return show_sent(request, case)
    form = form_of(case)
    if form.changes is not None:
        return redirect("portal:new_form", key=key)
    return _show_check(request, case, form)


def _submit(request: Request, case: Case) -> HttpResponseBase:
    """A second press carries the same token and gets the same dossier."""
    key = key_of(case.urn)
    try:
        submit_case(case, token=request.POST.get("token", ""), by=request.actor)
    except Invalid as wrong:
        return _show_check(request, case, form_of(case), wrong.problems)
    except Refused as refused:
        if refused.code == "edition_changed":
            return redirect("portal:new_form", key=key)
        if refused.code == "ineligible":
            return redirect("portal:not_eligible", key=key)
        raise
    if case.wait == Wait.PAYMENT:
        words = t("Đã nộp hồ sơ, mã số {number}. Còn nộp tiền.", "Sent; its number is {number}. Now pay.")
        say_done(request, words.fill(number=case.number))
        return redirect("portal:pay", name=case.number)
    return redirect("portal:sent", name=case.number)


def _show_check(request: Request, case: Case, form: FormView, problems: Sequence[Problem] = ()) -> HttpResponse:
    last = form.pages[-1].page
    addresses = {view.page.code: address_of(case, view.page.code, "kiem-tra") for view in form.pages}
    values: dict[str, Any] = {
        "title": t("Kiểm tra lại rồi nộp", "Check, then send"),
        "case": case,
        "procedure": form.procedure,
        "sections": drawing.answers_of(
            case, {v.page.code: address_of(case, v.page.code, "kiem-tra") for v in form.pages}
        ),
        "papers": papers_of(case, form),
        "papers_address": next((addresses[view.page.code] for view in form.pages if view.page.papers), ""),
        "charges": form.charges,
        "total": form.total,
        "agency": form.agency,
        "shares": shares_of(form.procedure),
        "limit": begun(say_limit(form.limit)),
        "due": form.due_if_received_now,
        "warnings": form.warnings,
        "missing": [(problem, _where(case, form, problem)) for problem in problems or form.problems],
        "problems": problems,
        "token": secrets.token_urlsafe(18),
        "consents": (consents := consents_of(case)),
        "waits_for_consent": any(line.state != "given" for line in consents),
        "key": key_of(case.urn),
        "back": Link(words=last.title, address=address_of(case, last.code)),
    }
    return render(request, "portal/check.html", values, status=422 if problems else 200)


def _where(case: Case, form: FormView, problem: Problem) -> str:
    """The address of the place where a problem can be mended."""
    code = drawing.page_of(form, problem.field) or form.pages[0].page.code
    return f"{address_of(case, code, 'kiem-tra')}#o-{problem.field}"


def papers_of(case: Case, form: FormView) -> list[Slot]:
    """Every paper of the dossier with its files, or where the State holds it; rarer ones only where given."""
    files = list_paper_files(case)
    slots_found = []
    for need in form.papers:
        given = [slots.shown(case, file) for file in files if file.slot == need.paper.code]
        if need.state == "held" or given:
            held = need.paper.held_from if need.state == "held" else None
            slots_found.append(Slot(name=need.paper.name, files=given, held_from=held))
    return slots_found


# ---- after it


@page("case.read_own")
def sent(request: Request, name: str) -> HttpResponse:
    """It arrived: the number, what was received, who holds it, what happens next. True for ever, with today's state."""
    case = _sent_case(request, name)
    procedure = procedure_of_case(case)
    files = list_paper_files(case)
    values = {
        "title": t("Đã nhận hồ sơ của bạn", "Your dossier has arrived"),
        "case": case,
        "procedure": procedure,
        "standing": status_of(case),
        "agency": open_agency(case.agency),
        "papers": papers_of(case, form_of(case)),
        "file_count": len(files),
        "page_count": sum(file.pages for file in files),
        "promised": say_promise(limit_of_case(case)),
        "has_date": limit_of_case(case).is_known,
        "clock": face_of(case, clock_of(case)) if case.received_at else None,
        "steps": [step for step in procedure.steps if step.code in case.plan],
        "shares": shares_of(procedure),
        "has_receipt": bool(submission_event(case)),
    }
    return render(request, "portal/sent.html", values)


def _sent_case(request: Request, name: str) -> Case:
    case = open_case(name, viewer=request.actor)
    if case.status == Status.DRAFT or case.submitted_at is None:
        raise Missing
    return case


@page("case.read_own")
def receipt(request: Request, name: str) -> HttpResponse:
    """The receipt as a file that anyone can check without us."""
    case = _sent_case(request, name)
    event = submission_event(case)
    if not event:
        raise Missing
    content = open_receipt(event, viewer=request.actor)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bien-nhan-{case.number}.json"'
    return response


@page("case.read_own")
def receipt_on_paper(request: Request, name: str) -> HttpResponse:
    """The receipt as a PDF to print or keep; the same proof is inside it."""
    case = _sent_case(request, name)
    response = HttpResponse(draw_receipt(case, viewer=request.actor), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bien-nhan-{case.number}.pdf"'
    return response


@page("case.read_own")
def calendar(request: Request, name: str) -> HttpResponse:
    """The promised day for one's own calendar; before it is promised, the day that the law gives."""
    case = _sent_case(request, name)
    due = case.new_due_at or case.due_at
    words = t("Hẹn trả hồ sơ {number}: {procedure}", "Dossier {number} is due: {procedure}")
    if due is None:
        expected = preview_due(case)
        if expected is None:
            raise Missing(
                t("Chưa có ngày hẹn: cơ quan hẹn khi tiếp nhận.", "No date yet: the agency sets it at receipt.")
            )
        due = expected.moment
        words = t(
            "Dự kiến trả hồ sơ {number}: {procedure}. Cơ quan hẹn chính thức khi nhận.",
            "Dossier {number} is expected: {procedure}. The agency promises a date when it receives it.",
        )
    title = say(words.fill(number=case.number, procedure=procedure_of_case(case).names.short))
    address = request.build_absolute_uri(reverse("portal:case", args=[case.number]))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Toan Trinh//{language().upper()}",
        "BEGIN:VEVENT",
        f"UID:{case.number}@toantrinh",
        f"DTSTAMP:{now().astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{due.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(say_moment(due, language(), weekday=True))}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    content = "".join(folded for line in lines for folded in _folded(line))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hen-{case.number}.ics"'
    return response


def _escaped(words: str) -> str:
    """Text as RFC 5545 wants it."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 bytes; a longer one goes on after a space."""
    parts, rest = [], line
    while len(rest.encode()) > 73:
        cut = next(at for at in range(min(len(rest), 73), 0, -1) if len(rest[:at].encode()) <= 73)
        parts.append(rest[:cut] + "\r\n")
        rest = " " + rest[cut:]
    return [*parts, rest + "\r\n"]
