"""Another person's consent: the applicant asks for it, the other reads exactly what would be sent, and answers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import ask_consent, decline_consent, fetch_for_consent, give_consent
from toantrinh.cases.models import CaseConsent
from toantrinh.cases.queries import agreeing, is_waiting, open_case, open_consent, state_of_consent
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.web.design.fields import Field, by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.portal import drawing
from toantrinh.web.portal.dossiers import CASES

TICK = t("Đánh dấu vào ô cam đoan trước khi đồng ý.", "Tick the declaration before you agree.")
ENDED: dict[str, Text] = {
    "given": t("Bạn đã đồng ý.", "You agreed."),
    "declined": t("Bạn đã từ chối.", "You declined."),
    "lapsed": t("Đã hết hạn trả lời. Không có gì được nộp.", "The time to answer is over. Nothing was sent."),
    "void": t(
        "Người nộp đã sửa hồ sơ, nên lần xin này không còn tính. Nếu vẫn cần, bạn sẽ được hỏi lại.",
        "The applicant changed the application, so this request no longer counts. If needed, you will be asked again.",
    ),
    "asked": t("Hồ sơ không còn chờ bạn trả lời.", "The application no longer waits for your answer."),
}


@page("case.file", methods=("POST",))
def ask(request: Request, key: str) -> HttpResponseBase:
    """The applicant asks; what is missing is told on the check page, to which this leads back."""
    case = open_case(key, viewer=request.actor)
    try:
        row = ask_consent(case, request.POST.get("xin", ""), by=request.actor)
    except Invalid:
        return redirect("portal:review", key=key)
    except Refused as refused:
        if refused.code == "ineligible":
            return redirect("portal:not_eligible", key=key)
        raise
    if row.state == CaseConsent.State.ASKED:
        say_done(request, t("Đã gửi lời xin đồng ý. Bạn được báo khi có trả lời.", "Sent. You are told of the answer."))
    return redirect("portal:review", key=key)


@page("case.consent", methods=("GET", "POST"))
def consent(request: Request, key: str) -> HttpResponseBase:
    """What somebody is asked to agree to, exactly as it would be sent, and their answer."""
    row = open_consent(key, viewer=request.actor)
    if not is_waiting(row):
        return _show_ended(request, row)
    if request.method == "GET":
        return _show(request, row)
    if not request.POST.get("cam_doan"):
        return _show(request, row, [Problem(TICK, field="cam_doan")])
    try:
        give_consent(row, request.POST.get("noi_dung", ""), by=request.actor)
    except Invalid as wrong:
        return _show(request, row, wrong.problems)
    except Refused as refused:
        return _show(request, row, [refused])
    done = t("Bạn đã đồng ý. {name} được báo để nộp hồ sơ.", "You agreed. {name} is told, and can send it.")
    say_done(request, done.fill(name=row.case.applicant_name))
    return redirect("portal:consent", key=key)


def _show(request: Request, row: CaseConsent, problems: Sequence[Problem] = ()) -> HttpResponse:
    asked = fetch_for_consent(row, by=request.actor)
    shown = agreeing(row, asked)
    values: dict[str, Any] = {
        "title": t("{applicant} xin bạn đồng ý", "{applicant} asks you to agree").fill(
            applicant=row.case.applicant_name
        ),
        "row": row,
        "shown": shown,
        "sections": drawing.known_of(shown.procedure, shown.sections),
        "problems": problems,
        "stops": shown.problems,
        "key": key_of(row.urn),
        "back": Link(words=CASES, address=reverse("portal:cases")),
    }
    return render(request, "portal/consent.html", values, status=422 if problems else 200)


def _show_ended(request: Request, row: CaseConsent) -> HttpResponse:
    case = row.case
    follows = bool(case.number) and row.state == CaseConsent.State.GIVEN
    values = {
        "title": t("Xin đồng ý của {applicant}", "A request of {applicant}").fill(applicant=case.applicant_name),
        "row": row,
        "words": ENDED[state_of_consent(row)],
        "number": case.number if follows else "",
        "is_sent": bool(case.number),
        "back": Link(words=CASES, address=reverse("portal:cases")),
    }
    return render(request, "portal/consent_ended.html", values)


@page("case.consent", methods=("GET", "POST"))
def decline(request: Request, key: str) -> HttpResponseBase:
    """Not to agree, with a reason that the applicant reads."""
    row = open_consent(key, viewer=request.actor)
    if not is_waiting(row):
        return redirect("portal:consent", key=key)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            decline_consent(row, request.POST.get("ly_do", ""), by=request.actor)
        except Invalid as wrong:
            problems = wrong.problems
        else:
            return redirect("portal:consent", key=key)
    reason = Field(
        name="ly_do",
        kind="long_text",
        label=t("Vì sao bạn không đồng ý?", "Why do you not agree?"),
        hint=t("{applicant} đọc được lý do này.", "{applicant} reads this reason.").fill(
            applicant=row.case.applicant_name
        ),
        value=request.POST.get("ly_do", ""),
        problem=by_field(problems).get("ly_do", ""),
        max_length=1000,
    )
    values = {
        "title": t("Từ chối đồng ý?", "Decline?"),
        "row": row,
        "fields": [reason],
        "problems": problems,
        "back": Link(words=t("Xem lại hồ sơ", "Read the application again"), address=address_of(row)),
    }
    return render(request, "portal/decline.html", values, status=422 if problems else 200)


def address_of(row: CaseConsent) -> str:
    """Where a request is read and answered."""
    return reverse("portal:consent", args=[key_of(row.urn)])
