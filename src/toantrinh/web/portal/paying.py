"""Paying: what for and why, by a code to scan, by card or at a counter; never twice by mistake."""

import io
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from toantrinh.cases.models import Case, Status
from toantrinh.cases.queries import charges_of, open_case, procedure_of_case
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.payments.actions import begin_payment
from toantrinh.payments.models import Demand
from toantrinh.payments.queries import PayPage, list_demands, pay_page, qr_text
from toantrinh.record.queries import is_demonstration
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link

PAY = t("Nộp tiền", "Pay")
NOT_SEEN = t(
    "Chưa thấy tiền về. Nếu tài khoản đã bị trừ, đừng chuyển lại: chúng tôi đối soát trong 1 ngày làm việc và báo bạn.",
    "We have not seen the payment. If you were charged, do not pay again: we reconcile within 1 working day and tell "
    "you.",
)
WAYS = {
    "bank": t("chuyển khoản", "bank transfer"),
    "card": t("thẻ hoặc ví", "card or wallet"),
    "cash": t("tiền mặt tại quầy", "cash at the counter"),
}
REFUNDS = {
    "asked": t("chờ người duyệt", "to be approved"),
    "approved": t("đã duyệt, đang gửi", "approved, on its way"),
    "failed": t("ngân hàng chưa hoàn được, chúng tôi đang xử lý", "the bank could not yet send it; we are on it"),
    "declined": t("không được duyệt", "not approved"),
    "done": t("đã hoàn", "sent back"),
}
SAID = "paid_said"
"""Where the session keeps which demands somebody said to have paid."""


@page("case.pay", methods=("GET", "POST"))
def pay(request: Request, name: str) -> HttpResponseBase:
    """What is due for a dossier, and every way to pay it."""
    case = _sent_case(request, name)
    demand = _demand(case, request)
    if demand is None:
        return redirect("portal:case", name=case.number)
    if request.method == "POST":
        return _act(request, case, demand)
    return _show(request, case, demand)


def _sent_case(request: Request, name: str) -> Case:
    case = open_case(name, viewer=request.actor)
    if case.status == Status.DRAFT:
        raise Missing
    return case


def _demand(case: Case, request: Request) -> Demand | None:
    """What is still to be paid; else what was paid last."""
    found = list_demands(case.urn, viewer=request.actor)
    open_ones = [one for one in found if one.state == Demand.State.OPEN]
    return next(iter(open_ones), found[-1] if found else None)


def _act(request: Request, case: Case, demand: Demand) -> HttpResponseBase:
    """Look again whether the money came, or go to the gateway."""
    here = reverse("portal:pay", args=[case.number])
    if request.POST.get("lam") != "the":
        if demand.state == Demand.State.OPEN:
            said = request.session.get(SAID, {})
            request.session[SAID] = {**said, demand.reference: said.get(demand.reference) or now().isoformat()}
            say_done(request, NOT_SEEN)
        return redirect(here)
    try:
        address = begin_payment(demand, back=here, by=request.actor)
    except Refused as refused:
        say_done(request, refused.message)
        return redirect(here)
    if address.startswith("/"):
        return redirect(address)
    values = {"title": PAY, "case": case, "address": address, "back": _back(case)}
    return render(request, "portal/to_gateway.html", values)  # a form must not be answered with another's address


def _show(request: Request, case: Case, demand: Demand) -> HttpResponse:
    found = pay_page(demand)
    said = request.session.get(SAID, {}).get(demand.reference)
    code = qr_text(found)
    values: dict[str, Any] = {
        "title": PAY,
        "case": case,
        "procedure": procedure_of_case(case),
        "page": found,
        "demand": demand,
        "is_open": demand.state == Demand.State.OPEN,
        "lines": [line for line in charges_of(case) if line.demand == demand.urn],
        "free": [line for line in charges_of(case) if line.amount == 0],
        "code": _drawn(code) if code else "",
        "waits_since": found.tried_at or (datetime.fromisoformat(said) if said else None),
        "way": WAYS.get(demand.way),
        "receipts": receipts_of(case, request),
        "refunds": [(one, REFUNDS[one.state]) for one in found.refunds],
        "pretend": _pretend(found, case) if is_demonstration() and code else "",
        "back": _back(case),
    }
    return render(request, "portal/pay.html", values)


def receipts_of(case: Case, request: Request) -> list[tuple[Demand, str]]:
    """The receipts of a dossier, each with the address of its letter."""
    return [
        (one, reverse("portal:letter_file", args=[key_of(one.receipt)]))
        for one in list_demands(case.urn, viewer=request.actor)
        if one.receipt
    ]


def _drawn(code: str) -> SafeString:
    drawn = segno.make(code, error="m")
    return mark_safe(drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="tt-qr", lineclass=None))


def _pretend(found: PayPage, case: Case) -> str:
    """Where one plays the bank of a demonstration."""
    asked = {"noi-dung": found.content, "so-tien": found.left, "ve": reverse("portal:pay", args=[case.number])}
    return f"{reverse('public:pretend_bank')}?{urlencode(asked)}"


def _back(case: Case) -> Link:
    return Link(words=Text(case.number, case.number), address=reverse("portal:case", args=[case.number]))


@page("case.pay")
def picture(request: Request, name: str) -> HttpResponse:
    """The code as a picture to keep: nobody can scan their own phone."""
    case = _sent_case(request, name)
    demand = _demand(case, request)
    code = qr_text(pay_page(demand)) if demand is not None and demand.state == Demand.State.OPEN else ""
    if not code:
        raise Refused(t("Không còn khoản nào phải chuyển.", "Nothing is left to transfer."), code="nothing_due")
    content = io.BytesIO()
    segno.make(code, error="m").save(content, kind="png", scale=10, border=4)
    response = HttpResponse(content.getvalue(), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="vietqr-{case.number}.png"'
    return response
