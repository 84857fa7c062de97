"""Another agency's word: asked from a dossier, given from a page that shows no more than what was ticked."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import (
    agencies_like,
    list_asked,
    list_paper_files,
    open_opinion,
    open_shown_file,
    procedure_of_case,
)
from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.partial_date import read_date
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.web.design.fields import Choice, Field, by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.desk import dossier
from toantrinh.web.desk.acts import attempt, opened

CLOSE_OF_WORK = 17
TITLE = t("Ý kiến được hỏi", "Opinions asked for")


# --- Ask --------------------------------------------------------------------------------------------------------------


@page("case.consult", methods=("GET", "POST"))
def ask(request: Request, number: str) -> HttpResponseBase:
    """The question, until when, and what the other agency may see."""
    case = opened(request, number)
    posted = request.POST
    if request.method != "POST":
        return _asking(request, case, [])
    found = agencies_like(posted.get("tim", ""))
    agency = posted.get("agency") or (found[0].urn if len(found) == 1 else "")
    try:
        due_at = _due(posted.get("due_on", ""))
    except Problem as problem:
        return _asking(request, case, [problem])
    if not agency:
        words = t("Chọn cơ quan được hỏi.", "Choose the agency that is asked.")
        return _asking(request, case, [Problem(words, field="agency" if found else "tim")])

    def act() -> object:
        return actions.ask_opinion(
            case,
            agency,
            posted.get("question", ""),
            due_at=due_at,
            pages=posted.getlist("trang"),
            files=posted.getlist("tep"),
            waits=bool(posted.get("cho")),
            by=request.actor,
        )

    done = t("Đã gửi câu hỏi.", "The question was sent.")
    return attempt(request, case, act, done, lambda problems: _asking(request, case, problems))


def _due(typed: str) -> datetime:
    """The close of work on the day that was typed."""
    if not typed.strip():
        raise Problem(t("Nhập hạn trả lời.", "Enter until when."), field="due_on")
    day = read_date(typed, field="due_on")
    return datetime(day.year, day.month, day.day, CLOSE_OF_WORK, tzinfo=HANOI)


def _asking(request: Request, case: Case, problems: list[Problem]) -> HttpResponse:
    posted, words = request.POST, by_field(problems)
    base = dossier.values_for_act(request, case, t("Hỏi ý kiến cơ quan khác", "Ask another agency"))
    text = posted.get("tim", "")

    def field(name: str, kind: str, label: Any, hint: Any = "") -> Field:
        return Field(
            name=name, kind=kind, label=label, hint=hint, value=posted.get(name, ""), problem=words.get(name, "")
        )

    fields = [
        field("tim", "text", t("Tìm cơ quan theo tên hoặc mã", "Find the agency by name or code")),
        field("question", "long_text", t("Câu hỏi", "Question")),
        field(
            "due_on",
            "text",
            t("Trả lời trước hết ngày", "To be answered by the end of"),
            t("27/11/2026 hoặc +2; trước ngày hẹn trả.", "27/11/2026 or +2; before the result is due."),
        ),
    ]
    if choices := [Choice(value=one.urn, label=one.name, hint=one.code) for one in agencies_like(text)]:
        label, problem = t("Cơ quan được hỏi", "The agency that is asked"), words.get("agency", "")
        value = posted.get("agency", choices[0].value if len(choices) == 1 else "")
        chosen = Field(name="agency", kind="choice", label=label, choices=choices, value=value, problem=problem)
        fields.insert(1, chosen)
    values = {
        **base,
        "fields": fields,
        "problems": problems,
        "pages": procedure_of_case(case).pages,
        "files": list_paper_files(case),
        "ticked": [*posted.getlist("trang"), *posted.getlist("tep")],
        "waits": bool(posted.get("cho")) or request.method != "POST",
    }
    return render(request, "desk/opinion_ask.html", values, status=422 if problems else 200)


@page("case.consult", methods=("POST",))
def go_on(request: Request, number: str) -> HttpResponseBase:
    """Wait no longer."""
    case = opened(request, number)
    done = t("Không chờ ý kiến nữa.", "No opinion is awaited any more.")
    return attempt(request, case, lambda: actions.go_on_without(case, by=request.actor), done)


# --- Give -------------------------------------------------------------------------------------------------------------


@page("case.opine")
def asked(request: Request) -> HttpResponse:
    """What others have asked this agency."""
    lines = [(one, key_of(one.opinion.urn)) for one in list_asked(request.actor)]
    back = Link(words=t("Hàng đợi", "Queue"), address=reverse("desk:queue"))
    return render(request, "desk/opinions.html", {"title": TITLE, "lines": lines, "back": back})


@page("case.opine", methods=("GET", "POST"))
def opinion(request: Request, key: str) -> HttpResponseBase:
    """One question with what is shown of the dossier, and the answer."""
    urn = urn_of("opinion", key)
    if request.method != "POST":
        return _opinion(request, urn)
    try:
        actions.answer_opinion(urn, request.POST.get("answer", ""), by=request.actor)
    except Invalid as problem:
        return _opinion(request, urn, list(problem.problems))
    except Refused as problem:
        return _opinion(request, urn, refusal=problem)
    say_done(request, t("Đã gửi ý kiến.", "The opinion was sent."))
    return redirect("desk:asked")


def _opinion(
    request: Request, urn: str, problems: list[Problem] | None = None, refusal: Problem | None = None
) -> HttpResponse:
    view = open_opinion(urn, viewer=request.actor)
    key = key_of(urn)
    values = {
        "title": t("Ý kiến về hồ sơ {number}", "Opinion on dossier {number}").fill(number=view.line.number),
        "view": view,
        "files": [(one, reverse("desk:opinion_file", args=[key, key_of(one.file)])) for one in view.files],
        "field": Field(
            name="answer",
            kind="long_text",
            label=t("Ý kiến của cơ quan", "Your agency's opinion"),
            value=request.POST.get("answer", ""),
            problem=by_field(problems or []).get("answer", ""),
            max_length=4000,
        ),
        "problems": problems or [],
        "refusal": refusal,
        "back": Link(words=TITLE, address=reverse("desk:asked")),
    }
    return render(request, "desk/opinion.html", values, status=422 if problems else refusal.status if refusal else 200)


@page("case.opine")
def shown_file(request: Request, key: str, file: str) -> HttpResponse:
    """A file that is shown with the question."""
    line, content = open_shown_file(urn_of("opinion", key), urn_of("file", file), viewer=request.actor)
    return dossier.shown(content, line.media_type, line.name)
