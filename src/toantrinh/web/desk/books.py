"""What the office prints for itself: the control sheet of a dossier (06), the register of a span of days (07)."""

from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from toantrinh.cases.queries import draw_control_sheet, draw_register, list_register, write_register
from toantrinh.kernel.moment import today
from toantrinh.kernel.partial_date import read_date
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import say_date, t
from toantrinh.web.design.fields import Field, by_field
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk.acts import opened
from toantrinh.web.desk.dossier import shown

SHOWN = 100
"""Rows on the page; PDF and CSV hold them all."""


@page("case.read")
def control_sheet(request: Request, number: str) -> HttpResponse:
    """Form 06 as PDF."""
    case = opened(request, number)
    return shown(draw_control_sheet(case, viewer=request.actor), "application/pdf", f"{case.number}-06.pdf")


@page("case.read")
def register(request: Request) -> HttpResponseBase:
    """The agency's register between two days: on the page, as PDF, as CSV."""
    asked, kind = request.GET, request.GET.get("dang", "")
    first = today().replace(day=1)
    try:
        span = _day(asked.get("tu", ""), "tu", first), _day(asked.get("den", ""), "den", today())
        if kind == "pdf":
            name = f"so-theo-doi-{span[0]:%Y%m%d}-{span[1]:%Y%m%d}.pdf"
            return shown(draw_register(*span, viewer=request.actor), "application/pdf", name)
        rows = list_register(*span, viewer=request.actor)
    except Invalid as problem:
        return _page(request, [], list(problem.problems))
    except Problem as problem:
        return _page(request, [], [problem])
    if kind == "csv":
        response = HttpResponse(write_register(rows), content_type="text/csv; charset=utf-8")
        name = f"so-theo-doi-{span[0]:%Y%m%d}-{span[1]:%Y%m%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return _page(request, rows, [])


def _day(typed: str, field: str, usual: date) -> date:
    return read_date(typed, field=field) if typed.strip() else usual


def _page(request: Request, rows: list[dict[str, object]], problems: list[Problem]) -> HttpResponse:
    words, first = by_field(problems), today().replace(day=1)
    fields = [
        Field(name=name, kind="text", label=label, value=request.GET.get(name) or usual, problem=words.get(name, ""))
        for name, label, usual in (
            ("tu", t("Từ ngày", "From"), say_date(first)),
            ("den", t("Đến hết ngày", "To the end of"), say_date(today())),
        )
    ]
    values = {
        "title": t("Sổ theo dõi hồ sơ", "Register of dossiers"),
        "fields": fields,
        "rows": rows[:SHOWN],
        "count": len(rows),
        "problems": problems,
    }
    return render(request, "desk/register.html", values, status=422 if problems else 200)
