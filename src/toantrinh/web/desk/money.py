"""Money at the desk: set what the rules left open, take cash, and what the day came to."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from toantrinh.cases.actions import set_charges, take_case_cash
from toantrinh.cases.models import Case
from toantrinh.cases.queries import charges_of
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Problem, Refused
from toantrinh.kernel.text import Text, say_money, t
from toantrinh.kernel.urn import key_of
from toantrinh.payments.models import Demand
from toantrinh.payments.queries import cash_of_day, list_demands, list_refunds
from toantrinh.people.queries import may, require
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.refunding import STATES, WHY, decide
from toantrinh.web.desk import acts, dossier
from toantrinh.web.desk.counter_form import receive_paid

MONEY = t("Thu tiền", "Money")


def open_demand(case: Case, request: Request) -> Demand | None:
    """What is still to be paid for a dossier."""
    found = list_demands(case.urn, viewer=request.actor)
    return next((one for one in found if one.state == Demand.State.OPEN), None)


@page("payment.take_cash", methods=("GET", "POST"))
def cash(request: Request, number: str) -> HttpResponseBase:
    """Take in cash what is still due; the receipt is there at once."""
    case = acts.opened(request, number)
    require(request.actor, "payment.take_cash", agency=case.agency)
    demand = open_demand(case, request)
    if demand is None:
        words = t("Hồ sơ này không còn khoản nào phải nộp.", "Nothing is left to pay for this dossier.")
        return dossier.show(request, case, refusal=Refused(words), status=Refused.status)
    left = demand.amount - demand.paid
    if request.method == "POST":
        words = t("Đã thu {sum} tiền mặt. In biên lai ở mục Phí, lệ phí.", "{sum} taken in cash. Print the receipt.")
        done = words.fill(sum=Text(say_money(left), say_money(left, "en")))
        answer = acts.attempt(request, case, lambda: take_case_cash(case, demand, by=request.actor), done)
        return receive_paid(request, case) or answer
    values = {
        **dossier.values_for_act(request, case, t("Thu tiền mặt", "Take cash")),
        "demand": demand,
        "left": left,
        "lines": [line for line in charges_of(case) if line.demand == demand.urn],
    }
    return render(request, "desk/cash.html", values)


@page("case.charge", methods=("GET", "POST"))
def charge(request: Request, number: str) -> HttpResponseBase:
    """Set the amounts that the rules left open, by an act; they are asked for at once."""
    case = acts.opened(request, number)
    require(request.actor, "case.charge", agency=case.agency)
    unknown = [line for line in charges_of(case) if line.amount is None]
    if not unknown:
        words = t("Mức thu của hồ sơ này đã xác định.", "What this dossier costs is known.")
        return dossier.show(request, case, refusal=Refused(words), status=Refused.status)

    def show(problems: Sequence[Problem]) -> HttpResponse:
        found = {one.field: one.message for one in problems}
        values: dict[str, Any] = {
            **dossier.values_for_act(request, case, t("Ghi mức thu", "Set the charges")),
            "lines": [
                (line, request.POST.get(f"phi-{line.code}", ""), found.get(f"phi-{line.code}")) for line in unknown
            ],
            "basis": request.POST.get("can_cu", ""),
            "basis_problem": found.get("can_cu"),
            "problems": problems,
        }
        return render(request, "desk/charge.html", values, status=422 if problems else 200)

    if request.method != "POST":
        return show([])
    typed = {line.code: request.POST.get(f"phi-{line.code}", "").replace(".", "").strip() for line in unknown}
    amounts = {code: _whole(written) for code, written in typed.items() if written}
    if not amounts:
        words = t("Nhập số đồng, từ 0 trở lên.", "Enter whole đồng, 0 or more.")
        return show([Problem(words, field=f"phi-{unknown[0].code}")])
    done = t("Đã ghi mức thu và báo người nộp.", "The charges are set, and the applicant is told.")
    return acts.attempt(
        request, case, lambda: set_charges(case, amounts, request.POST.get("can_cu", ""), by=request.actor), done, show
    )


def _whole(written: str) -> int:
    """The number that was typed; -1 for what is none, which the action refuses with words."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 15 else -1


@page("case.read")
def day(request: Request) -> HttpResponse:
    """What the agency took in cash on a day, and refunds that wait for somebody here."""
    actor = request.actor
    asked = request.GET.get("ngay", "")
    try:
        chosen = min(date.fromisoformat(asked), today()) if asked else today()
    except ValueError:
        chosen = today()
    takes, decides = (may(actor, verb, agency=actor.agency) for verb in ("payment.take_cash", "payment.refund"))
    lines = cash_of_day(actor.agency, chosen, viewer=actor) if takes else []
    values = {
        "title": MONEY,
        "day": chosen,
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1) if chosen < today() else None,
        "takes": takes,
        "lines": lines,
        "count": sum(line.count for line in lines),
        "total": sum(line.amount for line in lines),
        "decides": decides,
        "refunds": [(one, key_of(one.urn), WHY[one.why], STATES[one.state]) for one in list_refunds(actor)]
        if decides
        else [],
    }
    return render(request, "desk/money.html", values)


@page("payment.refund", methods=("GET", "POST"))
def refund(request: Request, key: str) -> HttpResponseBase:
    """Decide on a refund of the own agency."""
    return decide(request, key, back="desk:money")
