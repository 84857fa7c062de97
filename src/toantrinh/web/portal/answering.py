"""What a citizen does with a dossier that was sent: complete it, check the draft result, take it back, rate it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import (
    confirm_draft,
    fetch_lookups,
    rate_case,
    report_mistake,
    supply_supplement,
    withdraw_case,
)
from toantrinh.cases.definition import FormField
from toantrinh.cases.models import Case, Status, Wait
from toantrinh.cases.queries import (
    clock_of,
    draft_results,
    form_of,
    list_reasons,
    open_case,
    procedure_of_case,
)
from toantrinh.kernel.partial_date import parse_partial_date
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.web.design.fields import Choice, Field, by_field, pressed
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Row
from toantrinh.web.portal import drawing, slots
from toantrinh.web.portal.dossiers import answer_by
from toantrinh.web.portal.filling import address_of
from toantrinh.web.portal.wording import face_of

RATINGS = (
    ("5", t("Rất tốt", "Very good")),
    ("4", t("Tốt", "Good")),
    ("3", t("Bình thường", "Neither good nor bad")),
    ("2", t("Kém", "Poor")),
    ("1", t("Rất kém", "Very poor")),
)


def _to(case: Case) -> Link:
    return Link(words=t("Hồ sơ {number}", "Dossier {number}").fill(number=case.number), address=_address(case))


def _address(case: Case) -> str:
    return reverse("portal:case", args=[case.number])


# ---- what was asked for


@page("case.read_own")
def supplement(request: Request, name: str) -> HttpResponseBase:
    """What is missing and why, all at once, and until when."""
    case = open_case(name, viewer=request.actor)
    if case.wait != Wait.SUPPLEMENT:
        return redirect(_address(case))
    reasons = list_reasons(case, "supplement")
    values = {
        "title": t("Cần bạn bổ sung", "Something is needed from you"),
        "case": case,
        "procedure": procedure_of_case(case),
        "reasons": reasons,
        "clock": face_of(case, clock_of(case)),
        "back": _to(case),
    }
    return render(request, "portal/supplement.html", values)


@page("case.read_own", methods=("GET", "POST"))
def supply(request: Request, name: str) -> HttpResponseBase:
    """The slots that were asked about; sending starts the clock again."""
    case = open_case(name, viewer=request.actor)
    if case.wait != Wait.SUPPLEMENT:
        return redirect(_address(case))
    if request.method == "GET":
        return _show_supply(request, case)
    button = pressed(request.POST)
    problems = slots.take(request, case, button)
    if problems:
        return _show_supply(request, case, problems)
    if button:
        return redirect(request.get_full_path())
    fetch_lookups(case, by=request.actor)
    try:
        supply_supplement(case, by=request.actor)
    except Invalid as wrong:
        return _show_supply(request, case, wrong.problems)
    return redirect("portal:supplied", name=case.number)


def _show_supply(request: Request, case: Case, problems: Sequence[Problem] = ()) -> HttpResponse:
    form = form_of(case)
    reasons = list_reasons(case, "supplement")
    wanted = {paper for reason in reasons for paper in _papers_of(case, reason.code, reason.paper_code)}
    drawn = slots.drawn(case, form, problems, viewer=request.actor)
    every = [*drawn["slots"], *drawn["rare_slots"]]
    names = {slots.field_name(code) for code in wanted}
    first = [slot for slot in every if slot.name in names]
    values: dict[str, Any] = {
        "title": t("Thêm giấy tờ", "Add the papers"),
        "case": case,
        "reasons": reasons,
        **drawn,
        "slots": first or every,
        "rare_slots": [slot for slot in every if slot not in first] if first else [],
        "answers": _answers_to_mend(case, problems),
        "problems": problems,
        "back": Link(
            words=t("Cần bổ sung gì", "What is needed"), address=reverse("portal:supplement", args=[case.number])
        ),
    }
    return render(request, "portal/supply.html", values, status=422 if problems else 200)


def _papers_of(case: Case, code: str, paper: str) -> Sequence[str]:
    """Codes of the papers that answer a reason."""
    if paper:
        return [paper]
    reasons = {reason.code: reason for reason in procedure_of_case(case).supplement_reasons}
    return reasons[code].papers if code in reasons else []


def _answers_to_mend(case: Case, problems: Sequence[Problem]) -> list[Link]:
    """Every page of the form, since an officer may ask for an answer to be changed; those at fault first."""
    form = form_of(case)
    at_fault = [drawing.page_of(form, problem.field) for problem in problems]
    views = [view for view in form.pages if not view.page.papers and drawing.asked_on(view)]
    views.sort(key=lambda view: view.page.code not in at_fault)
    return [Link(words=view.page.title, address=address_of(case, view.page.code, "bo-sung")) for view in views]


@page("case.read_own")
def supplied(request: Request, name: str) -> HttpResponseBase:
    """It arrived, and what is promised now."""
    case = open_case(name, viewer=request.actor)
    if case.status == Status.DRAFT or case.supplement_asked_at is None or case.wait == Wait.SUPPLEMENT:
        return redirect(_address(case) if case.number else reverse("portal:form", args=[key_of(case.urn)]))
    values = {
        "title": t("Đã nhận phần bổ sung", "What you added has arrived"),
        "case": case,
        "clock": face_of(case, clock_of(case)) if case.received_at else None,
        "back": _to(case),
    }
    return render(request, "portal/supplied.html", values)


# ---- the draft result


@page("case.read_own", methods=("GET", "POST"))
def confirm(request: Request, name: str) -> HttpResponseBase:
    """The result as it will be signed: right, or wrong and where."""
    case = open_case(name, viewer=request.actor)
    if case.wait != Wait.CONFIRMATION:
        return redirect(_address(case))
    if request.method == "GET":
        return _show_confirm(request, case)
    try:
        if request.POST.get("dung") == "sai":
            report_mistake(case, request.POST.get("sentence", ""), by=request.actor)
            say_done(request, t("Đã báo chỗ sai. Cán bộ xem lại.", "Reported. The officer looks at it again."))
        elif request.POST.get("dung") == "dung":
            confirm_draft(case, by=request.actor)
            say_done(request, t("Đã xác nhận. Người ký sẽ ký.", "Confirmed. It is signed next."))
        else:
            choose = t("Chọn đúng hay có chỗ sai.", "Choose whether it is right.")
            return _show_confirm(request, case, [Problem(choose, field="dung")])
    except Invalid as wrong:
        return _show_confirm(request, case, wrong.problems)
    return redirect(_address(case))


def _show_confirm(request: Request, case: Case, problems: Sequence[Problem] = ()) -> HttpResponse:
    words = by_field(problems)
    is_right = Field(
        name="dung",
        kind="choice",
        label=t("Bản nháp có đúng không?", "Is the draft right?"),
        value=request.POST.get("dung", ""),
        problem=words.get("dung", ""),
        choices=[
            Choice(value="dung", label=t("Đúng, ký được", "It is right, and can be signed")),
            Choice(value="sai", label=t("Có chỗ sai", "Something is wrong")),
        ],
    )
    sentence = Field(
        name="sentence",
        kind="long_text",
        label=t("Sai chỗ nào, đúng ra là gì?", "What is wrong, and what would be right?"),
        hint=t("Chỉ điền khi có chỗ sai.", "Only if something is wrong."),
        value=request.POST.get("sentence", ""),
        problem=words.get("sentence", ""),
        optional=True,
    )
    values = {
        "title": t("Xem bản nháp kết quả", "Check the draft result"),
        "case": case,
        "drafts": [(result.name, _draft_rows(case, result.contents, said)) for result, said in draft_results(case)],
        "until": answer_by(case),
        "fields": [is_right, sentence],
        "problems": problems,
        "save_words": t("Gửi trả lời", "Send the answer"),
        "back": _to(case),
    }
    return render(request, "portal/confirm.html", values, status=422 if problems else 200)


def _draft_rows(case: Case, contents: dict[str, str], said: dict[str, Any]) -> list[Row]:
    """What the paper will say, under the names that its questions have; what only the register will add is left out."""
    fields = {item.name: item for item in procedure_of_case(case).fields()}
    named = [(fields[source], said.get(name)) for name, source in contents.items() if source in fields]
    return [Row(key=item.label, value=_written(item, value)) for item, value in named if value not in (None, "")]


def _written(item: FormField, value: Any) -> Text | str:
    if item.kind in ("date", "partial_date"):
        day = parse_partial_date(str(value))
        return Text(day.say(), day.say("en"))
    return str(value)


# ---- taking back, rating


@page("case.withdraw", methods=("GET", "POST"))
def withdraw(request: Request, name: str) -> HttpResponseBase:
    """Take the dossier back, after a page that says what that means."""
    case = open_case(name, viewer=request.actor)
    if case.status not in (Status.SUBMITTED, Status.IN_REVIEW):
        return redirect(_address(case) if case.number else reverse("portal:form", args=[name]))
    if request.method == "POST":
        withdraw_case(case, reason=request.POST.get("ly_do", ""), by=request.actor)
        say_done(request, t("Bạn đã rút hồ sơ này.", "You have withdrawn this dossier."))
        return redirect(_address(case))
    reason = Field(
        name="ly_do",
        kind="long_text",
        label=t("Vì sao bạn rút?", "Why do you withdraw it?"),
        optional=True,
    )
    values = {
        "title": t("Rút hồ sơ này?", "Withdraw this dossier?"),
        "case": case,
        "procedure": procedure_of_case(case),
        "fields": [reason],
        "back": _to(case),
    }
    return render(request, "portal/withdraw.html", values)


@page("case.rate", methods=("GET", "POST"))
def rate(request: Request, name: str) -> HttpResponseBase:
    """How it went, in one choice and, if one likes, in words."""
    case = open_case(name, viewer=request.actor)
    if case.status != Status.CLOSED or case.rating is not None:
        return redirect(_address(case) if case.number else reverse("portal:form", args=[name]))
    if request.method == "GET":
        return _show_rate(request, case)
    given = request.POST.get("rating", "")
    stars = int(given) if given in dict(RATINGS) else 0
    try:
        rate_case(case, stars, words=request.POST.get("y_kien", ""), by=request.actor)
    except Invalid as wrong:
        return _show_rate(request, case, wrong.problems)
    say_done(request, t("Cảm ơn bạn đã đánh giá.", "Thank you for your rating."))
    return redirect(_address(case))


def _show_rate(request: Request, case: Case, problems: Sequence[Problem] = ()) -> HttpResponse:
    choice = Field(
        name="rating",
        kind="choice",
        label=t("Bạn thấy thế nào?", "What do you think?"),
        problem=by_field(problems).get("rating", ""),
        choices=[Choice(value=value, label=label) for value, label in RATINGS],
    )
    words = Field(
        name="y_kien",
        kind="long_text",
        label=t("Bạn muốn nói thêm gì?", "Anything to add?"),
        value=request.POST.get("y_kien", ""),
        optional=True,
    )
    values = {
        "title": t("Việc này làm tốt không?", "How did it go?"),
        "case": case,
        "fields": [choice, words],
        "problems": problems,
        "save_words": t("Gửi đánh giá", "Send"),
        "back": _to(case),
    }
    return render(request, "design/question.html", values, status=422 if problems else 200)
