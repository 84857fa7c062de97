"""To whom a dossier belongs: another person, another unit of the agency, or another agency."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import agencies_like, roles_for
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import describe_rights
from toantrinh.web.design.fields import Choice, Field, by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk import dossier
from toantrinh.web.desk.acts import attempt, opened


@page("case.route", methods=("GET", "POST"))
def move(request: Request, number: str) -> HttpResponseBase:
    """Give the open step to another unit of the agency that can do it, and say why."""
    case = opened(request, number)

    def show(problems: list[Problem]) -> HttpResponse:
        words, base = by_field(problems), dossier.values_for_act(request, case, t("Chuyển bộ phận", "Pass to a unit"))
        choices = [Choice(value=role, label=describe_rights(role).name) for role in roles_for(case)]
        fields = [
            Field(
                name="to",
                kind="choice",
                label=t("Bộ phận nhận", "The unit that gets it"),
                choices=choices,
                value=request.POST.get("to", ""),
                problem=words.get("to", ""),
            ),
            _why(request, words.get("sentence", "")),
        ]
        lead = None if choices else t("Không bộ phận nào khác làm được bước này.", "No other unit can do this step.")
        button = t("Chuyển", "Pass it on")
        values = {**base, "fields": fields, "problems": problems, "button": button, "lead": lead}
        return render(request, "desk/form.html", values, status=422 if problems else 200)

    if request.method != "POST":
        if not case.step or case.wait:
            refusal = Refused(t("Hồ sơ không có bước nào đang làm.", "No step of the dossier is open."))
            return dossier.show(request, case, refusal=refusal, status=refusal.status)
        return show([])
    to, sentence = request.POST.get("to", ""), request.POST.get("sentence", "")
    done = t("Đã chuyển bộ phận.", "It was passed on.")
    return attempt(request, case, lambda: actions.move_step(case, to, sentence, by=request.actor), done, show)


@page("case.route", methods=("GET", "POST"))
def reroute(request: Request, number: str) -> HttpResponseBase:
    """Pass a wrongly addressed dossier to the competent agency: its number and its clock go with it."""
    case = opened(request, number)
    posted = request.POST
    if request.method != "POST":
        return _rerouting(request, case, [])
    found = agencies_like(posted.get("tim", ""))
    if not posted.get("to"):
        if len(found) == 1 and posted.get("sentence", "").strip():
            return _reroute(request, case, found[0].urn)
        words = t("Chọn cơ quan nhận.", "Choose the agency that gets it.")
        return _rerouting(request, case, [Problem(words, field="to" if found else "tim")])
    return _reroute(request, case, posted["to"])


def _reroute(request: Request, case: Case, to: str) -> HttpResponseBase:
    try:
        actions.reroute_case(case, to, request.POST.get("sentence", ""), by=request.actor)
    except Invalid as problem:
        return _rerouting(request, Case.objects.get(pk=case.pk), list(problem.problems))
    except Refused as problem:
        return dossier.show(request, Case.objects.get(pk=case.pk), refusal=problem, status=problem.status)
    words = t("Đã chuyển hồ sơ {number} đến {name}.", "Dossier {number} passed to {name}.")
    say_done(request, words.fill(number=case.number, name=case.agency_name))
    return redirect("desk:queue")


def _rerouting(request: Request, case: Case, problems: list[Problem]) -> HttpResponse:
    words, text = by_field(problems), request.POST.get("tim", "")
    base = dossier.values_for_act(request, case, t("Chuyển đến cơ quan khác", "Pass to another agency"))
    fields = [
        Field(
            name="tim",
            kind="text",
            label=t("Tìm cơ quan theo tên hoặc mã", "Find the agency by name or code"),
            value=text,
            problem=words.get("tim", ""),
        ),
        _why(request, words.get("sentence", "")),
    ]
    if choices := [Choice(value=one.urn, label=one.name, hint=one.code) for one in agencies_like(text)]:
        label, problem = t("Cơ quan nhận", "The agency that gets it"), words.get("to", "")
        value = request.POST.get("to", choices[0].value if len(choices) == 1 else "")
        fields.insert(1, Field(name="to", kind="choice", label=label, choices=choices, value=value, problem=problem))
    lead = t(
        "Mã hồ sơ và ngày hẹn giữ nguyên; những ngày đã qua vẫn tính cho cơ quan bạn. Người nộp được báo, kèm lý do.",
        "Number and date stay; the days so far stay on your agency. The applicant is told, with the reason.",
    )
    values = {**base, "fields": fields, "problems": problems, "button": t("Chuyển", "Pass it on"), "lead": lead}
    return render(request, "desk/form.html", values, status=422 if problems else 200)


def _why(request: Request, problem: object) -> Field:
    return Field(
        name="sentence",
        kind="long_text",
        label=t("Vì sao chuyển", "Why it is passed on"),
        value=request.POST.get("sentence", ""),
        problem=problem,  # type: ignore[arg-type]
    )
