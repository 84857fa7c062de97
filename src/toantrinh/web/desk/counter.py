"""At the counter: an officer types in what a person brings, or what came by post, and prints form 01."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case, Status
from toantrinh.cases.queries import FormView, PageView, form_of, list_paper_files, list_procedures, open_case, sections
from toantrinh.exchange.actions import call
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of
from toantrinh.people.actions import know_person
from toantrinh.web.design.fields import Choice, Field, FileShown, after, by_field, pressed
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.design.say import Words
from toantrinh.web.desk.asking import field_of
from toantrinh.web.desk.dossier import answers_of
from toantrinh.web.desk.drawing import CHANNELS

FILING = "case.file"
"""Why the officer opens what is being filed."""
PREFILL = "dien-san"
"""Why the officer asks the population register for a name."""
MOST_READ = 64 * 1024 * 1024
"""Bytes of one upload that are read at all."""


# --- Who has come, and for what -------------------------------------------------------------------------------------


@page("case.file_for", methods=("GET", "POST"))
def begin(request: Request) -> HttpResponseBase:
    """The person's number or the card's QR code, the procedure, and how it came."""
    if request.method != "POST":
        return _beginning(request, [])
    posted = request.POST
    code, channel = posted.get("code", ""), posted.get("channel", "")
    problems = []
    if code not in {one.code for one in list_procedures()}:
        problems.append(Problem(t("Chọn một thủ tục.", "Choose a procedure."), field="code"))
    if channel not in (Channel.COUNTER, Channel.POST):
        problems.append(Problem(t("Chọn cách nộp.", "Choose how it came."), field="channel"))
    try:
        number, name = _who(posted.get("person", ""), posted.get("full_name", ""), request)
    except Problem as problem:
        problems.insert(0, problem)
    if problems:
        return _beginning(request, problems)
    person = know_person(number, by=request.actor)
    try:
        case = actions.create_draft(
            code, applicant=person.urn, applicant_name=name, channel=Channel(channel), by=request.actor
        )
    except Refused as problem:  # it is not accepted in this way
        return _beginning(request, [Problem(problem.message, field="channel")])
    actions.fetch_lookups(case, by=request.actor)
    return redirect("desk:counter_page", key=key_of(case.urn), code=form_of(case).pages[0].page.code)


def _who(typed: str, name: str, request: Request) -> tuple[str, str]:
    """Number and name: the QR code of a card holds both (`number|…|name|…`); else the population register is asked."""
    parts = [part.strip() for part in typed.split("|")]
    number = str(read_personal_number(parts[0], field="person"))
    if len(parts) > 2 and parts[2]:
        return number, parts[2][:100]
    person = know_person(number, by=request.actor)
    asked = {"personal_number": number}
    try:
        found = call("population.person.read", asked, by=request.actor, purpose=PREFILL, about=person.urn)
        return number, str(found["full_name"])
    except (Missing, Refused, Silent) as problem:
        if name.strip():
            return number, " ".join(name.split())[:100]
        words = t(
            "Cơ sở dữ liệu dân cư chưa trả lời về số này. Nhập họ tên như trên thẻ.",
            "The population register does not answer for this number. Enter the name as on the card.",
        )
        raise Problem(words, field="full_name") from problem


def _beginning(request: Request, problems: Sequence[Problem]) -> HttpResponse:
    posted, words = request.POST, by_field(problems)
    procedures = [Choice(value=one.code, label=one.names.short) for one in list_procedures()]
    ways = [Choice(value=one, label=CHANNELS[one]) for one in (Channel.COUNTER, Channel.POST)]
    fields = [
        Field(
            name="person",
            kind="text",
            label=t("Số định danh, hoặc quét mã QR trên thẻ", "Personal number, or scan the card's QR code"),
            value=posted.get("person", ""),
            problem=words.get("person", ""),
        ),
        Field(
            name="code",
            kind="choice",
            label=t("Thủ tục", "Procedure"),
            value=posted.get("code", procedures[0].value if len(procedures) == 1 else ""),
            choices=procedures,
            problem=words.get("code", ""),
        ),
        Field(
            name="channel",
            kind="choice",
            label=t("Cách nộp", "How it came"),
            value=posted.get("channel", Channel.COUNTER),
            choices=ways,
            problem=words.get("channel", ""),
        ),
    ]
    if "full_name" in words or posted.get("full_name"):
        name = Field(
            name="full_name",
            kind="full_name",
            label=t("Họ, chữ đệm và tên như trên thẻ", "Full name as on the card"),
            value=posted.get("full_name", ""),
            problem=words.get("full_name", ""),
        )
        fields.insert(1, name)
    values = {"title": t("Nhận hồ sơ tại quầy", "File at the counter"), "fields": fields, "problems": problems}
    return render(request, "desk/counter.html", values, status=422 if problems else 200)


# --- The pages of the form ------------------------------------------------------------------------------------------


def _draft(request: Request, key: str) -> Case:
    case = open_case(key, viewer=request.actor, purpose=FILING)
    if case.status != Status.DRAFT:
        raise Missing
    return case


@page("case.file_for", methods=("GET", "POST"))
def form_page(request: Request, key: str, code: str) -> HttpResponseBase:
    """One page of the form, dense; every press of a button saves."""
    case = _draft(request, key)
    form = form_of(case)
    view = form.page(code)
    if view is None:
        return redirect("desk:counter_check", key=key)
    if request.method != "POST":
        return _page(request, case, form, view)
    button = pressed(request.POST)
    asked = [question.field.name for question in view.questions if question.state == "asked"]
    actions.save_answers(case, code, request.POST.dict(), by=request.actor)
    wrong = _take_files(request, case, view, button.what if button and button.verb == "drop" else "")
    if button and button.verb in ("choose", "add", "drop") and not view.page.papers:
        form = form_of(case)
        return _page(request, case, form, form.page(code) or view, typed=after(button, request.POST))
    actions.fetch_lookups(case, by=request.actor)
    form = form_of(case)
    now_is = form.page(code)
    if now_is is None:
        return redirect(_next(case, form, code))
    names = set(asked) | {f"paper:{need.paper.code}" for need in form.papers if now_is.page.papers}
    if problems := wrong or [one for one in form.problems if one.field in names and not button]:
        return _page(request, case, form, now_is, problems=problems)
    fresh = [one for one in now_is.questions if one.state == "asked" and one.field.name not in asked]
    if button or fresh:
        return redirect(request.get_full_path())
    return redirect(_next(case, form, code))


def _next(case: Case, form: FormView, code: str) -> str:
    key, following = key_of(case.urn), form.page_after(code)
    if following:
        return reverse("desk:counter_page", args=[key, following])
    return reverse("desk:counter_check", args=[key])


def _take_files(request: Request, case: Case, view: PageView, dropped: str) -> list[Problem]:
    """Keep what was photographed or scanned, each file by itself."""
    if not view.page.papers:
        return []
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
    return problems


def _page(
    request: Request,
    case: Case,
    form: FormView,
    view: PageView,
    *,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    words = by_field(problems)
    fields = [
        field_of(one, typed=form.typed(one.field.name) if typed is None else typed, problems=words)
        for one in view.questions
        if one.state == "asked"
    ]
    known = [section for section, _ in answers_of(case) if section.page == view.page.code]
    codes = [one.page.code for one in form.pages]
    values: dict[str, Any] = {
        "title": view.page.title,
        "case": case,
        "key": key_of(case.urn),
        "fields": fields + (_slots(case, form, words) if view.page.papers else []),
        "held": [row for section in known for row in section.rows if row.state != "asked"],
        "problems": problems,
        "at": codes.index(view.page.code) + 1,
        "of": len(codes),
        "multipart": view.page.papers,
        "back": _back(case, form, view),
    }
    return render(request, "desk/counter_page.html", values, status=422 if problems else 200)


def _back(case: Case, form: FormView, view: PageView) -> Link:
    before = form.page_before(view.page.code)
    address = reverse("desk:counter_page", args=[key_of(case.urn), before]) if before else reverse("desk:counter")
    return Link(words=t("Trang trước", "The page before"), address=address)


def _slots(case: Case, form: FormView, words: Mapping[str, Words]) -> list[Field]:
    files = list_paper_files(case)
    return [
        Field(
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
        )
        for need in form.papers
        if need.state != "held"
    ]


# --- Check, hand over, print ----------------------------------------------------------------------------------------


@page("case.file_for", methods=("GET", "POST"))
def check(request: Request, key: str) -> HttpResponseBase:
    """Everything on one page; one button files it, receives it and prints form 01."""
    case = open_case(key, viewer=request.actor, purpose=FILING)
    if case.status != Status.DRAFT:
        return redirect("desk:dossier", number=case.number)
    if request.method != "POST":
        return _checking(request, case, [])
    try:
        actions.submit_case(case, token=request.POST.get("ma", ""), by=request.actor)
    except Invalid as problem:
        return _checking(request, case, problem.problems)
    except Refused as problem:
        return _checking(request, case, [problem])
    return _received(request, case)


def _received(request: Request, case: Case) -> HttpResponseBase:
    """At the counter the officer has looked at it already; what another agency decides is received there."""
    if case.agency != request.actor.agency:
        words = t("Đã nộp hồ sơ {number}; cơ quan khác giải quyết.", "Filed as {number}; another agency decides.")
        say_done(request, words.fill(number=case.number))
        return redirect("desk:counter")
    try:
        actions.accept_case(case, by=request.actor)
        words = t(
            "Đã nhận hồ sơ {number}. In giấy tiếp nhận (mẫu 01) ở mục Thư và kết quả.", "Received. Print form 01 below."
        )
    except Invalid as problem:
        words = t("Đã nộp hồ sơ {number}. {why}", "Filed as {number}. {why}")
        say_done(request, words.fill(number=case.number, why=problem.problems[0].message))
        return redirect("desk:receive", number=case.number)
    except (Refused, Missing):
        words = t("Đã nộp hồ sơ {number}, chờ tiếp nhận.", "Filed as {number}; it waits to be received.")
    say_done(request, words.fill(number=case.number))
    return redirect("desk:dossier", number=case.number)


def _checking(request: Request, case: Case, problems: Sequence[Problem]) -> HttpResponse:
    form = form_of(case)
    key = key_of(case.urn)
    values = {
        "title": t("Kiểm tra rồi nhận hồ sơ", "Check, then receive"),
        "case": case,
        "procedure": form.procedure,
        "sections": [(one, reverse("desk:counter_page", args=[key, one.page])) for one in sections(case)],
        "files": list_paper_files(case),
        "charges": form.charges,
        "warnings": form.warnings,
        "agency": form.agency,
        "due_at": form.due_if_received_now,
        "is_elsewhere": form.agency is not None and form.agency.urn != request.actor.agency,
        "problems": [Problem(one.message, code=one.code) for one in (problems or form.problems)],
        "token": secrets.token_urlsafe(16),
        "back": Link(
            words=t("Trang trước", "The page before"),
            address=reverse("desk:counter_page", args=[key, form.pages[-1].page.code]),
        ),
    }
    return render(request, "desk/counter_check.html", values, status=422 if problems else 200)


@page("case.file_for", methods=("POST",))
def discard(request: Request, key: str) -> HttpResponseBase:
    """The person went away: what was typed is deleted."""
    actions.discard_draft(_draft(request, key), by=request.actor)
    say_done(request, t("Đã xoá những gì vừa nhập.", "What was typed in has been deleted."))
    return redirect("desk:counter")
