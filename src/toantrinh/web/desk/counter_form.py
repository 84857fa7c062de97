"""The form at the counter: every question on one dense page, papers photographed or on paper, check, print form 01."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel, Paper
from toantrinh.cases.models import Case, HandedPaper, Status, Wait
from toantrinh.cases.queries import (
    FormView,
    PaperNeed,
    Section,
    case_elsewhere,
    form_of,
    is_elsewhere,
    list_letters,
    list_paper_files,
    open_case,
    sections,
)
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.queries import may
from toantrinh.web.design.fields import Field, FileShown, after, by_field, pressed
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.design.say import Words
from toantrinh.web.desk.asking import field_of

FILING = "case.file"
"""Why the officer opens what is being filed."""
MOST_READ = 64 * 1024 * 1024
"""Bytes of one upload that are read at all."""
QUANTITIES = ("originals", "copies", "shown")


def _draft(request: Request, key: str) -> Case:
    case = open_case(key, viewer=request.actor, purpose=FILING)
    if case.status != Status.DRAFT:
        raise Missing
    return case


# --- One page with everything -----------------------------------------------------------------------------------------


@page("case.file_for", methods=("GET", "POST"))
def form_page(request: Request, key: str) -> HttpResponseBase:
    """Every question that shows now; each press of a button saves, and what an answer makes necessary appears."""
    case = _draft(request, key)
    form = form_of(case)
    if request.method != "POST":
        return _page(request, case, form)
    button = pressed(request.POST)
    asked = _asked(form)
    for view in form.pages:
        actions.save_answers(case, view.page.code, request.POST.dict(), by=request.actor)
    wrong = _take_papers(request, case, form, button.what if button and button.verb == "drop" else "")
    if button and button.verb in ("choose", "add", "drop") and not button.what.startswith("urn:"):
        return _page(request, case, form_of(case), typed=after(button, request.POST))
    actions.fetch_lookups(case, by=request.actor)
    form = form_of(case)
    fresh = [name for name in _asked(form) if name not in asked]
    if button or fresh:
        return redirect(f"{request.path}#o-{fresh[0]}" if fresh else request.path)
    if problems := [*wrong, *form.problems]:
        return _page(request, case, form, problems=problems)
    return redirect("desk:counter_check", key=key)


def _asked(form: FormView) -> list[str]:
    return [one.field.name for view in form.pages for one in view.questions if one.state == "asked"]


def _take_papers(request: Request, case: Case, form: FormView, dropped: str) -> list[Problem]:
    """Keep what was photographed or scanned, each file by itself, and how much came on paper."""
    if dropped.startswith("urn:"):
        actions.remove_paper(case, dropped, by=request.actor)
    problems = []
    for name, files in request.FILES.lists():
        for upload in files:
            slot, content = name.removeprefix("paper:"), upload.read(MOST_READ)
            try:
                actions.attach_paper(case, slot, content, name=upload.name or "", shrink=True, by=request.actor)
            except Missing:
                raise
            except Problem as problem:
                problems.append(Problem(problem.message, code=problem.code, field=name))
    try:
        actions.note_papers(case, _sheets(request, form.papers), by=request.actor)
    except Invalid as problem:
        problems += problem.problems
    return problems


def _sheets(request: Request, needs: Sequence[PaperNeed]) -> dict[str, actions.Sheets]:
    """How many originals, copies and shown originals of each paper were typed; what is no number counts as none."""
    found = {}
    for need in needs:
        typed = [request.POST.get(f"{name}:{need.paper.code}", "").strip() for name in QUANTITIES]
        found[need.paper.code] = actions.Sheets(*(int(one) if one.isascii() and one.isdigit() else 0 for one in typed))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of the form as a part of the counter's page."""

    title: Text
    fields: Sequence[Field]
    held: Sequence[Any]
    slots: Sequence["Slot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One paper: files, and what came on paper."""

    paper: Paper
    field: Field
    handed: HandedPaper | None
    wanted: Text | None
    """How many the law wants at the counter; None where it says nothing."""


def _page(
    request: Request,
    case: Case,
    form: FormView,
    *,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    values: dict[str, Any] = {
        "title": form.procedure.names.short,
        "case": case,
        "key": key_of(case.urn),
        "parts": list(_parts(case, form, by_field(problems), typed)),
        "problems": problems,
        "back": Link(words=t("Tại quầy", "Counter"), address=reverse("desk:counter")),
    }
    return render(request, "desk/counter_page.html", values, status=422 if problems else 200)


def _parts(case: Case, form: FormView, words: Mapping[str, Words], typed: Mapping[str, str] | None) -> Iterator[Part]:
    known: dict[str, Section] = {section.page: section for section in sections(case)}
    for view in form.pages:
        fields = [
            field_of(one, typed=form.typed(one.field.name) if typed is None else typed, problems=words)
            for one in view.questions
            if one.state == "asked"
        ]
        rows = known[view.page.code].rows if view.page.code in known else ()
        slots = _slots(case, form, words) if view.page.papers else []
        held = [row for row in rows if row.state != "asked" and row.value.vi]
        if fields or held or slots:
            yield Part(title=view.page.title, fields=fields, held=held, slots=slots)


def _slots(case: Case, form: FormView, words: Mapping[str, Words]) -> list[Slot]:
    files = list_paper_files(case)
    handed = {one.slot: one for one in case.handed.all()}
    return [
        Slot(
            paper=need.paper,
            field=Field(
                name=f"paper:{need.paper.code}",
                kind="file",
                label=need.paper.name,
                hint=need.paper.hint or "",
                problem=words.get(f"paper:{need.paper.code}", ""),
                optional=need.state == "optional",
                files=[
                    FileShown(
                        urn=file.file,
                        name=file.name,
                        size=file.size,
                        pages=file.pages,
                        address=reverse("desk:file", args=[key_of(case.urn), key_of(file.file)]),
                    )
                    for file in files
                    if file.slot == need.paper.code
                ],
            ),
            handed=handed.get(need.paper.code),
            wanted=_wanted(need.paper),
        )
        for need in form.papers
        if need.state != "held"
    ]


def _wanted(paper: Paper) -> Text | None:
    if not paper.originals and not paper.copies:
        return None
    words = t("Cần {originals} bản chính, {copies} bản sao.", "Wanted: {originals} originals, {copies} copies.")
    return words.fill(originals=paper.originals, copies=paper.copies)


# --- Check, hand over, print ------------------------------------------------------------------------------------------


@page("case.file_for", methods=("GET", "POST"))
def check(request: Request, key: str) -> HttpResponseBase:
    """Everything on one page; one button files it, receives it and leads to form 01."""
    if number := _filed_before(request, key):
        return redirect("desk:counter_done", number=number)
    case = _draft(request, key)
    if request.method != "POST":
        return _checking(request, case, [])
    try:
        actions.submit_case(case, token=request.POST.get("ma", ""), by=request.actor)
    except Invalid as problem:
        return _checking(request, case, problem.problems)
    except Refused as problem:
        return _checking(request, case, [problem])
    return _received(request, case)


def _filed_before(request: Request, key: str) -> str:
    """Number of a draft that has been filed since, by this officer; empty where it is still one."""
    found = Case.objects.filter(urn=f"urn:toantrinh:case:{key}", filed_by=request.actor.urn)
    return found.values_list("number", flat=True).first() or ""


def receive_paid(request: Request, case: Case) -> HttpResponseBase | None:
    """After cash was taken for what this officer typed in: it is received too; None for any other dossier."""
    case = Case.objects.get(pk=case.pk)
    is_theirs = case.filed_by == request.actor.urn and case.channel != Channel.ONLINE
    if not is_theirs or (case.status, case.wait) != (Status.SUBMITTED, Wait.NOTHING):
        return None
    return _received(request, case)


def _received(request: Request, case: Case) -> HttpResponseBase:
    """The officer has looked at it already: it is received at once, here also for an agency elsewhere."""
    try:
        actions.accept_case(case, by=request.actor)
        words = t("Đã nhận hồ sơ {number}.", "Received as {number}.")
    except Invalid as problem:
        words = t("Đã nộp hồ sơ {number}. {why}", "Filed as {number}. {why}")
        say_done(request, words.fill(number=case.number, why=problem.problems[0].message))
        if case.desk:
            return redirect("desk:counter_done", number=case.number)
        return redirect("desk:receive", number=case.number)
    except (Refused, Missing):
        if case.wait == Wait.PAYMENT and not case.desk and may(request.actor, "payment.take_cash", agency=case.agency):
            words = t("Đã nộp hồ sơ {number}. Thu tiền rồi tiếp nhận.", "Filed as {number}. Take the money first.")
            say_done(request, words.fill(number=case.number))
            return redirect("desk:cash", number=case.number)
        words = t("Đã nộp hồ sơ {number}, chờ tiếp nhận.", "Filed as {number}; it waits to be received.")
    say_done(request, words.fill(number=case.number))
    return redirect("desk:counter_done", number=case.number)


@page("case.file_for")
def done(request: Request, number: str) -> HttpResponse:
    """Form 01 to print, the date to tell, and the next person."""
    elsewhere = is_elsewhere(number, viewer=request.actor)
    if elsewhere:
        case = case_elsewhere(number, viewer=request.actor)
    else:
        case = open_case(number, viewer=request.actor, purpose=FILING)
    if case.status == Status.DRAFT:
        raise Missing
    receipt = next((one for one in list_letters(case) if one.form == "01"), None)
    name = "desk:elsewhere_letter" if elsewhere else "desk:letter"
    values = {
        "title": t("Hồ sơ {number}", "Dossier {number}").fill(number=case.number),
        "case": case,
        "letter": reverse(name, args=[case.number, key_of(receipt.letter)]) if receipt else "",
        "address": reverse("desk:elsewhere" if elsewhere else "desk:dossier", args=[case.number]),
        "hand_over": case.hand_overs.filter(from_agency=request.actor.agency, sent_at=None).first(),
        "back": Link(words=t("Tại quầy", "Counter"), address=reverse("desk:counter")),
    }
    return render(request, "desk/counter_done.html", values)


def _checking(request: Request, case: Case, problems: Sequence[Problem]) -> HttpResponse:
    form = form_of(case)
    address = reverse("desk:counter_form", args=[key_of(case.urn)])
    names = {paper.code: paper.name for paper in form.procedure.papers}
    values = {
        "title": t("Kiểm tra rồi nhận hồ sơ", "Check, then receive"),
        "case": case,
        "intake": getattr(case, "intake", None),
        "procedure": form.procedure,
        "sections": [(one, address) for one in sections(case)],
        "files": list_paper_files(case),
        "handed": [(names.get(one.slot, ""), one) for one in case.handed.order_by("pk")],
        "charges": form.charges,
        "warnings": form.warnings,
        "agency": form.agency,
        "due_at": form.due_if_received_now,
        "is_elsewhere": form.agency is not None and form.agency.urn != request.actor.agency,
        "problems": [Problem(one.message, code=one.code) for one in (problems or form.problems)],
        "token": secrets.token_urlsafe(16),
        "back": Link(words=t("Tờ khai", "The form"), address=address),
    }
    return render(request, "desk/counter_check.html", values, status=422 if problems else 200)


@page("case.file_for", methods=("POST",))
def discard(request: Request, key: str) -> HttpResponseBase:
    """The person went away: what was typed is deleted."""
    actions.discard_draft(_draft(request, key), by=request.actor)
    say_done(request, t("Đã xoá những gì vừa nhập.", "What was typed in has been deleted."))
    return redirect("desk:counter")
