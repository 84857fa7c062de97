"""When something went wrong: a register refused, the promise is broken, the wrong officer has it."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import mendable, read_mended, refused_effect
from toantrinh.kernel.partial_date import read_date
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import list_officers
from toantrinh.web.design.fields import Choice, Field, after, by_field, pressed
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk import dossier
from toantrinh.web.desk.acts import attempt, opened
from toantrinh.web.desk.asking import field_of


@page("case.mend", methods=("GET", "POST"))
def mend(request: Request, number: str) -> HttpResponseBase:
    """The register's reason beside the answers that may be mended; sent again with those that changed."""
    case = opened(request, number)
    try:
        effect = refused_effect(case, viewer=request.actor)
    except Refused as problem:
        return dossier.show(request, case, refusal=problem, status=problem.status)
    questions = mendable(case, effect)
    button = pressed(request.POST)

    def show(problems: list[Problem]) -> HttpResponse:
        typed = after(button, request.POST) if button else request.POST.dict()
        words = by_field(problems)
        base = dossier.values_for_act(request, case, t("Sửa và gửi lại cơ sở dữ liệu", "Mend, and send it again"))
        fields = [field_of(question, typed=typed, problems=words) for question in questions]
        values = {**base, "effect": effect, "fields": fields, "problems": problems}
        return render(request, "desk/mend.html", values, status=422 if problems else 200)

    if request.method != "POST" or button:
        return show([])
    try:
        answers = read_mended(questions, request.POST.dict())
    except Invalid as problem:
        return show(list(problem.problems))
    done = t("Đã sửa. Hệ thống gửi lại cơ sở dữ liệu ngay.", "Mended; it is sent to the register again at once.")
    return attempt(request, case, lambda: actions.mend_effect(case, effect.code, answers, by=request.actor), done, show)


@page("case.extend", methods=("GET", "POST"))
def apologise(request: Request, number: str) -> HttpResponseBase:
    """Form 04: why it is late, and one new date."""
    case = opened(request, number)

    def show(problems: list[Problem]) -> HttpResponse:
        base = dossier.values_for_act(request, case, t("Xin lỗi và hẹn lại", "Apologise, set a new date"))
        return render(
            request,
            "desk/apologise.html",
            {**base, "fields": _apology(request, problems), "problems": problems},
            status=422 if problems else 200,
        )

    if request.method != "POST":
        return show([])
    sentence, typed = request.POST.get("sentence", ""), request.POST.get("new_due_on", "")
    try:
        day = read_date(typed, field="new_due_on") if typed.strip() else None
    except Problem as problem:
        return show([problem])
    if day is None:
        empty = t("Nhập ngày hẹn mới, ví dụ 27/11/2026 hoặc +3.", "Enter the new date, such as 27/11/2026 or +3.")
        return show([Problem(empty, field="new_due_on")])
    done = t("Đã gửi phiếu xin lỗi và hẹn lại (mẫu 04).", "The apology with the new date (form 04) was sent.")
    return attempt(request, case, lambda: actions.apologise(case, sentence, day, by=request.actor), done, show)


def _apology(request: Request, problems: list[Problem]) -> list[Field]:
    words = by_field(problems)
    return [
        Field(
            name="sentence",
            kind="long_text",
            label=t("Vì sao trễ hẹn", "Why it is late"),
            hint=t("Người nộp đọc nguyên văn câu này trong thư.", "The applicant reads this in the letter."),
            value=request.POST.get("sentence", ""),
            problem=words.get("sentence", ""),
        ),
        Field(
            name="new_due_on",
            kind="text",
            label=t("Hẹn mới", "New date"),
            hint=t(
                "Một ngày làm việc: 27/11/2026, 27-11-26, hoặc +3. Chỉ được hẹn lại một lần.",
                "A working day: 27/11/2026, 27-11-26, or +3. This is allowed once.",
            ),
            value=request.POST.get("new_due_on", ""),
            problem=words.get("new_due_on", ""),
        ),
    ]


@page("case.assign", methods=("GET", "POST"))
def assign(request: Request, number: str) -> HttpResponseBase:
    """Give the open step to an officer who holds its role."""
    case = opened(request, number)

    def show(problems: list[Problem]) -> HttpResponse:
        words = by_field(problems)
        field = Field(
            name="to",
            kind="choice",
            label=t("Giao cho", "Give it to"),
            choices=_officers(case),
            value=request.POST.get("to", ""),
            problem=words.get("to", ""),
        )
        base = dossier.values_for_act(request, case, t("Giao cho người khác", "Give to somebody"))
        values = {**base, "field": field, "problems": problems}
        return render(request, "desk/assign.html", values, status=422 if problems else 200)

    if request.method != "POST":
        return show([])
    chosen = request.POST.get("to", "")
    if chosen not in {one.value for one in _officers(case)}:
        return show([Problem(t("Chọn người nhận việc.", "Choose who gets it."), field="to")])
    done = t("Đã giao việc.", "It was given.")
    return attempt(request, case, lambda: actions.assign_case(case, chosen, by=request.actor), done)


def _officers(case: Case) -> list[Choice]:
    """Those who hold the role of the open step at the agency today."""
    return [
        Choice(value=one.account.urn, label=one.account.full_name, hint=one.title)
        for one in list_officers(case.agency, case.role)
    ]
