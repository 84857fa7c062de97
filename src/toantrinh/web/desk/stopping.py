"""Stop the work on a dossier on a ground, and go on when that is gone."""

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from toantrinh.cases import actions
from toantrinh.cases.models import Status
from toantrinh.kernel.problem import Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.web.design.fields import Field, by_field
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.say import Words
from toantrinh.web.desk import dossier, grounds
from toantrinh.web.desk.acts import attempt, opened

USUAL_DAYS = "60"


@page("case.stop", methods=("GET", "POST"))
def stop(request: Request, number: str) -> HttpResponseBase:
    """Form 05: why the work stops, how it can go on, and after how long the stop becomes the end."""
    case = opened(request, number)
    posted = request.POST

    def show(problems: list[Problem]) -> HttpResponse:
        words = by_field(problems)
        base = dossier.values_for_act(request, case, t("Dừng giải quyết", "Stop the work"))
        sent = posted if request.method == "POST" else QueryDict()
        fields = _fields(posted, words)
        options = grounds.options_of(base["procedure"], "refusal", sent)
        values = {**base, "options": options, "fields": fields, "problems": problems}
        return render(request, "desk/stop.html", values, status=422 if problems else 200)

    if request.method != "POST":
        if case.status != Status.IN_REVIEW or case.wait:
            refusal = Refused(t("Hồ sơ không ở bước dừng được.", "The dossier is at no step that can be stopped."))
            return dossier.show(request, case, refusal=refusal, status=refusal.status)
        return show([])
    typed = posted.get("days", "").strip()
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    chosen, how = grounds.read_grounds(posted), posted.get("how_to_go_on", "")
    done = t("Đã dừng và gửi thông báo (mẫu 05). Đồng hồ đứng từ bây giờ.", "Stopped; form 05 was sent.")
    return attempt(
        request,
        case,
        lambda: actions.stop_case(case, chosen, how_to_go_on=how, days=days, by=request.actor),
        done,
        show,
    )


def _fields(posted: QueryDict, words: Mapping[str, Words]) -> list[Field]:
    return [
        Field(
            name="how_to_go_on",
            kind="long_text",
            label=t("Làm gì để hồ sơ được tiếp tục", "How the dossier can go on"),
            hint=t("Người nộp đọc nguyên văn câu này trong thư.", "The applicant reads this in the letter."),
            value=posted.get("how_to_go_on", ""),
            problem=words.get("how_to_go_on", ""),
        ),
        Field(
            name="days",
            kind="number",
            label=t("Dừng tối đa bao nhiêu ngày làm việc", "For how many working days at most"),
            value=posted.get("days", USUAL_DAYS),
            problem=words.get("days", ""),
        ),
    ]


@page("case.stop", methods=("POST",))
def resume(request: Request, number: str) -> HttpResponseBase:
    """The work goes on."""
    case = opened(request, number)
    done = t("Hồ sơ được tiếp tục; đồng hồ chạy lại.", "The dossier goes on; its clock runs again.")
    return attempt(request, case, lambda: actions.resume_case(case, by=request.actor), done)
