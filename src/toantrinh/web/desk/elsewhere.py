"""What this desk took in for other agencies, and papers on their way from desk to desk."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases import actions
from toantrinh.cases.models import HandOver
from toantrinh.cases.queries import (
    case_elsewhere,
    list_elsewhere,
    list_hand_overs,
    open_elsewhere,
    open_hand_over,
    open_letter_elsewhere,
    procedure_of_case,
)
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.web.design.fields import Field, by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.desk.dossier import shown

TITLE = t("Hồ sơ nhận hộ cơ quan khác", "Dossiers taken in for other agencies")
PAPERS = t("Giấy tờ cần chuyển và sắp đến", "Papers to send, papers to come")


@page("case.file_for")
def elsewhere_list(request: Request) -> HttpResponse:
    """Those still on their way; results that may be handed over here stand first."""
    back = Link(words=t("Tại quầy", "Counter"), address=reverse("desk:counter"))
    values = {"title": TITLE, "lines": list_elsewhere(request.actor), "back": back}
    return render(request, "desk/elsewhere_list.html", values)


@page("case.file_for", methods=("GET", "POST"))
def elsewhere(request: Request, number: str) -> HttpResponseBase:
    """One of them: its papers, letters and result, never its contents; the result is handed over here."""
    if request.method != "POST":
        return _elsewhere(request, number)
    case = case_elsewhere(number, viewer=request.actor)
    try:
        actions.return_result(case, by=request.actor)
    except Refused as problem:
        return _elsewhere(request, number, problem)
    done = t("Đã trả kết quả cho {name}.", "The result was handed over to {name}.")
    say_done(request, done.fill(name=case.applicant_name))
    return redirect("desk:elsewhere_list")


def _elsewhere(request: Request, number: str, refusal: Problem | None = None) -> HttpResponse:
    one = open_elsewhere(number, viewer=request.actor)
    letters = [(it, reverse("desk:elsewhere_letter", args=[one.number, key_of(it.letter)])) for it in one.letters]
    values = {
        "title": one.number,
        "one": one,
        "letters": letters,
        "hand_over_key": key_of(one.hand_over.urn) if one.hand_over else "",
        "refusal": refusal,
        "back": Link(words=TITLE, address=reverse("desk:elsewhere_list")),
    }
    return render(request, "desk/elsewhere.html", values, status=refusal.status if refusal else 200)


@page("case.file_for")
def elsewhere_letter(request: Request, number: str, key: str) -> HttpResponse:
    """A letter or result of such a dossier, to print it for who stands here."""
    form, content = open_letter_elsewhere(number, urn_of("letter", key), viewer=request.actor)
    return shown(content, "application/pdf", f"{number}-{form}.pdf")


# --- Papers on their way ----------------------------------------------------------------------------------------------


@page("case.read")
def hand_overs(request: Request) -> HttpResponse:
    """What must be sent from here, and what is on its way to here."""
    going, coming = list_hand_overs(request.actor)
    groups = [
        (t("Cần gửi đi", "To be sent"), _keyed(going), t("Ghi đã gửi", "Mark as sent")),
        (t("Sắp đến", "On their way to here"), _keyed(coming), t("Xác nhận đã đến", "Confirm that they came")),
    ]
    back = Link(words=t("Hàng đợi", "Queue"), address=reverse("desk:queue"))
    return render(request, "desk/hand_overs.html", {"title": PAPERS, "groups": groups, "back": back})


def _keyed(rows: list[HandOver]) -> list[tuple[HandOver, str]]:
    return [(one, key_of(one.urn)) for one in rows]


@page("case.read", methods=("GET", "POST"))
def hand_over_papers(request: Request, key: str) -> HttpResponseBase:
    """Send the papers, or confirm that they came: whichever is this side's turn."""
    papers = open_hand_over(urn_of("handover", key), viewer=request.actor)
    if request.method != "POST":
        return _papers(request, papers)
    typed = request.POST.get("way" if papers.sent_at is None else "remark", "")
    act: Callable[[], object] = (
        (lambda: actions.send_papers(papers.urn, way=typed, by=request.actor))
        if papers.sent_at is None
        else (lambda: actions.take_papers(papers.urn, remark=typed, by=request.actor))
    )
    try:
        act()
    except Invalid as problem:
        return _papers(request, papers, list(problem.problems))
    except Refused as problem:
        return _papers(request, papers, refusal=problem)
    say_done(request, t("Đã ghi.", "Noted."))
    return redirect("desk:hand_overs")


def _papers(
    request: Request, papers: HandOver, problems: list[Problem] | None = None, refusal: Problem | None = None
) -> HttpResponse:
    names = {paper.code: paper.name for paper in procedure_of_case(papers.case).papers}
    field, button = _turn(request, papers, problems or [])
    values = {
        "title": t("Giấy tờ của hồ sơ {number}", "Papers of dossier {number}").fill(number=papers.case.number),
        "papers": papers,
        "sheets": [(names.get(one.slot, ""), one) for one in papers.case.handed.order_by("pk")],
        "field": field,
        "button": button,
        "problems": problems or [],
        "refusal": refusal,
        "back": Link(words=PAPERS, address=reverse("desk:hand_overs")),
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "desk/hand_over_papers.html", values, status=status)


def _turn(request: Request, papers: HandOver, problems: list[Problem]) -> tuple[Field | None, Text]:
    """What this side is to type now; nothing where it is not its turn."""
    words = by_field(problems)
    if papers.sent_at is None and papers.from_agency == request.actor.agency:
        label = t("Gửi bằng cách nào", "How they are sent")
        hint = t("Người cầm đi, hoặc số bưu gửi.", "Who carries them, or the number of the parcel.")
        field = Field(
            name="way",
            kind="text",
            label=label,
            hint=hint,
            value=request.POST.get("way", ""),
            problem=words.get("way", ""),
        )
        return field, t("Ghi là đã gửi", "Mark as sent")
    if papers.sent_at and papers.arrived_at is None and papers.to_agency == request.actor.agency:
        label = t("Thiếu gì so với danh sách", "What is missing from the list")
        field = Field(name="remark", kind="text", label=label, value=request.POST.get("remark", ""), optional=True)
        return field, t("Xác nhận đã nhận giấy tờ", "Confirm that the papers came")
    return None, t("", "")
