"""Acts on a petition, a page each: what will happen stands beside the form, and one button does it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from toantrinh.cases.actions import petitions as acts
from toantrinh.cases.models import Petition
from toantrinh.cases.queries import petitions as queries
from toantrinh.cases.queries.petitions import PublicWords
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import find_agency, require
from toantrinh.web.design.fields import by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk.petitions import opened, show, values_of


def _attempt(
    request: Request,
    found: Petition,
    act: Callable[[], object],
    done: Text,
    again: Callable[[list[Problem]], HttpResponse],
) -> HttpResponseBase:
    """Do it and go back to the petition; what needs mending shows the form again, a refusal the petition with why."""
    try:
        act()
    except Invalid as problem:
        found.refresh_from_db()
        return again(list(problem.problems))
    except Refused as problem:
        return show(request, Petition.objects.get(pk=found.pk), refusal=problem, status=problem.status)
    say_done(request, done)
    return redirect("desk:petition", petition=found.number)


def _form(
    request: Request, found: Petition, name: str, title: Text, problems: list[Problem], **more: Any
) -> HttpResponse:
    values = values_of(found, request.actor) | {
        "title": title,
        "problems": problems,
        "said": by_field(problems),
        "posted": request.POST,
        **more,
    }
    return render(request, f"desk/petition_{name}.html", values, status=422 if problems else 200)


@page("petition.receive", methods=("GET", "POST"))
def receive(request: Request, petition: str) -> HttpResponseBase:
    """Take it, and say what it is about where its author chose wrongly."""
    found = opened(request, petition)

    def form(problems: list[Problem]) -> HttpResponse:
        return _form(request, found, "receive", t("Nhận xử lý", "Take it"), problems)

    if request.method != "POST":
        return form([])
    subject = request.POST.get("subject", "")
    done = t("Đã nhận; người gửi đã được báo.", "It was taken; its author was told.")
    return _attempt(request, found, lambda: acts.receive_petition(found, subject=subject, by=request.actor), done, form)


@page("petition.ask", methods=("GET", "POST"))
def ask(request: Request, petition: str) -> HttpResponseBase:
    """Ask its author once."""
    found = opened(request, petition)
    words = {
        "label": t("Cần người gửi bổ sung gì?", "What is needed from its author?"),
        "lead": t("Chỉ được hỏi một lần. Đồng hồ dừng từ lúc gửi.", "This is allowed once. The clock stands from now."),
        "send": t("Gửi câu hỏi", "Send the question"),
    }
    return _sentence(
        request,
        found,
        t("Hỏi thêm người gửi, một lần duy nhất", "Ask its author, once"),
        words,
        act=lambda sentence: acts.ask_author(found, sentence, by=request.actor),
        done=t("Đã hỏi người gửi; đồng hồ dừng.", "Its author was asked; the clock stands."),
    )


def _sentence(
    request: Request,
    found: Petition,
    title: Text,
    words: Mapping[str, Text],
    *,
    act: Callable[[str], object],
    done: Text,
) -> HttpResponseBase:
    """A page with one sentence to write."""

    def form(problems: list[Problem]) -> HttpResponse:
        return _form(request, found, "sentence", title, problems, words=words)

    if request.method != "POST":
        return form([])
    return _attempt(request, found, lambda: act(request.POST.get("sentence", "")), done, form)


@page("petition.receive", methods=("GET", "POST"))
def forward(request: Request, petition: str) -> HttpResponseBase:
    """Send it on to whom it concerns."""
    found = opened(request, petition)
    unit = queries.view_petition(found, viewer=request.actor).words.unit

    def form(problems: list[Problem]) -> HttpResponse:
        agencies = [one for one in queries.proposed_agencies(unit) if one.urn != found.agency]
        more = {"agencies": [*agencies, *queries.other_agencies(unit)]}
        return _form(request, found, "forward", t("Chuyển cơ quan khác", "Send it on"), problems, **more)

    if request.method != "POST":
        return form([])
    to = find_agency(request.POST.get("to", "") or request.POST.get("code", "").strip().upper())
    if to is None:
        said = t("Chọn cơ quan nhận, hoặc ghi đúng mã cơ quan.", "Choose the agency, or give its code.")
        require(request.actor, "petition.receive", agency=found.agency)
        return form([Problem(said, code="agency", field="to")])
    sentence = request.POST.get("sentence", "")
    done = t("Đã chuyển; người gửi đã được báo lý do.", "It was sent on; its author was told why.")
    try:
        acts.forward_petition(found, to, sentence, by=request.actor)
    except Invalid as problem:
        found.refresh_from_db()
        return form(list(problem.problems))
    except Refused as problem:
        return show(request, Petition.objects.get(pk=found.pk), refusal=problem, status=problem.status)
    say_done(request, done)
    return redirect("desk:petitions")


@page("petition.receive", methods=("GET", "POST"))
def refuse(request: Request, petition: str) -> HttpResponseBase:
    """Do not take it, with a ground of the rules."""
    found = opened(request, petition)

    def form(problems: list[Problem]) -> HttpResponse:
        more = {"grounds": queries.rules_in_force().refusals}
        return _form(request, found, "refuse", t("Từ chối, có lý do", "Refuse, with a reason"), problems, **more)

    if request.method != "POST":
        return form([])
    code, sentence = request.POST.get("ly_do", ""), request.POST.get("sentence", "")
    done = t("Đã từ chối; người gửi đọc được lý do.", "It was refused; its author can read why.")
    return _attempt(request, found, lambda: acts.refuse_petition(found, code, sentence, by=request.actor), done, form)


@page("petition.assign", methods=("GET", "POST"))
def assign(request: Request, petition: str) -> HttpResponseBase:
    """Give it to somebody who may answer."""
    found = opened(request, petition)

    def form(problems: list[Problem]) -> HttpResponse:
        more = {"officers": queries.find_answerers(found, viewer=request.actor)}
        return _form(request, found, "assign", t("Giao cho ai?", "Give it to whom?"), problems, **more)

    if request.method != "POST":
        return form([])
    to = request.POST.get("to", "")
    done = t("Đã giao việc.", "It was given.")
    return _attempt(request, found, lambda: acts.assign_petition(found, to, by=request.actor), done, form)


@page("petition.answer", methods=("GET", "POST"))
def answer(request: Request, petition: str) -> HttpResponseBase:
    """Draft an answer for the head."""
    found = opened(request, petition)
    require(request.actor, "petition.answer", agency=found.agency)

    def form(problems: list[Problem]) -> HttpResponse:
        view = queries.view_petition(found, viewer=request.actor)
        held = view.draft.text if view.draft else ""
        more = {"text": request.POST.get("text", held)}
        return _form(request, found, "answer", t("Soạn câu trả lời", "Draft an answer"), problems, **more)

    if request.method != "POST":
        return form([])
    text = request.POST.get("text", "").replace("\r\n", "\n")
    done = t("Đã trình câu trả lời cho người đứng đầu.", "The draft went to the head.")
    return _attempt(request, found, lambda: acts.draft_answer(found, text, by=request.actor), done, form)


@page("petition.approve", methods=("GET", "POST"))
def approve(request: Request, petition: str) -> HttpResponseBase:
    """Read the draft beside the petition; send it, or send it back."""
    found = opened(request, petition)
    require(request.actor, "petition.approve", agency=found.agency)

    def form(problems: list[Problem]) -> HttpResponse:
        return _form(request, found, "approve", t("Duyệt câu trả lời", "Approve the answer"), problems)

    if request.method != "POST":
        return form([])
    if request.POST.get("lam") == "back":
        why = request.POST.get("sentence", "")
        done = t("Đã trả lại để sửa.", "It was sent back.")
        return _attempt(request, found, lambda: acts.send_back_answer(found, why, by=request.actor), done, form)
    done = t("Đã gửi câu trả lời. Còn phải công khai.", "The answer was sent. It is still to be published.")
    version = _number(request.POST.get("phien_ban", ""))
    return _attempt(request, found, lambda: acts.answer_petition(found, version=version, by=request.actor), done, form)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


@page("petition.publish", methods=("GET", "POST"))
def publish(request: Request, petition: str) -> HttpResponseBase:
    """What was said beside what anyone will read; or why nothing is published."""
    found = opened(request, petition)
    require(request.actor, "petition.publish", agency=found.agency)

    def form(problems: list[Problem]) -> HttpResponse:
        proposed = queries.propose_public(found, viewer=request.actor)
        more = {
            "public": {
                name: request.POST.get(name, getattr(proposed, name)) for name in ("title", "question", "answer")
            },
            "grounds": queries.rules_in_force().privates,
        }
        return _form(request, found, "publish", t("Công khai câu trả lời", "Publish the answer"), problems, **more)

    if request.method != "POST":
        return form([])
    if request.POST.get("lam") == "private":
        code = request.POST.get("ly_do", "")
        done = t("Câu trả lời không công khai, lý do đã ghi.", "It stays private; the reason was recorded.")
        return _attempt(request, found, lambda: acts.keep_private(found, code, by=request.actor), done, form)
    said = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("title", "question", "answer")}
    version = _number(request.POST.get("phien_ban", ""))
    done = t("Đã công khai.", "It was published.")
    return _attempt(
        request,
        found,
        lambda: acts.publish_petition(found, PublicWords(**said), version=version, by=request.actor),
        done,
        form,
    )


@page("petition.receive", methods=("POST",))
def merge(request: Request, petition: str) -> HttpResponseBase:
    """Answer it together with another of the same author."""
    found = opened(request, petition)
    into = opened(request, request.POST.get("vao", "") or found.number)

    def form(problems: list[Problem]) -> HttpResponse:
        return show(request, found, problems, status=422)

    done = t("Đã gộp; người gửi đã được báo.", "They were joined; the author was told.")
    return _attempt(request, found, lambda: acts.merge_petition(found, into, by=request.actor), done, form)
