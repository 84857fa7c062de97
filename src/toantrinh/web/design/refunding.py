"""One refund, for whoever may decide on it, at the desk or at the console: the facts first, then one button."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import urn_of
from toantrinh.payments.actions import approve_refund, decline_refund, pay_back_by_hand
from toantrinh.payments.models import Refund
from toantrinh.payments.queries import open_refund
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request
from toantrinh.web.design.parts import Link

WHY = {
    "too_much": t("Nộp thừa", "Paid too much"),
    "again": t("Nộp hai lần", "Paid twice"),
    "closed": t("Hồ sơ đã kết thúc khi tiền đến", "The dossier had ended when the money came"),
    "withdrawn": t("Người nộp rút hồ sơ", "The applicant withdrew"),
    "not_granted": t("Hồ sơ không được chấp thuận", "The dossier was not granted"),
    "by_hand": t("Cán bộ đề nghị", "An officer asked for it"),
}
STATES = {
    "asked": t("Chờ duyệt", "To be approved"),
    "approved": t("Đã duyệt, chờ trả", "Approved, to be paid"),
    "failed": t("Ngân hàng không hoàn được", "The bank could not send it"),
    "declined": t("Không duyệt", "Declined"),
    "done": t("Đã hoàn", "Done"),
}
WAYS = {
    "bank": t("Chuyển khoản", "Bank transfer"),
    "card": t("Thẻ hoặc ví", "Card or wallet"),
    "cash": t("Tiền mặt tại quầy", "Cash at the counter"),
}
TITLE = t("Hoàn tiền", "A refund")


def decide(request: Request, key: str, *, back: str) -> HttpResponseBase:
    """Show a refund and do what is pressed; `back`: name of the address of the list."""
    try:
        refund = open_refund(urn_of("refund", key), viewer=request.actor)
    except ValueError as error:
        raise Missing from error
    if request.method != "POST":
        return _show(request, refund, back)
    try:
        done = _do(request, refund)
    except Invalid as wrong:
        return _show(request, refund, back, problems=list(wrong.problems))
    except Refused as refused:
        return _show(request, refund, back, problems=[refused], status=refused.status)
    say_done(request, done)
    return redirect(back)


def _do(request: Request, refund: Refund) -> Text:
    posted = request.POST
    if posted.get("lam") == "duyet":
        approve_refund(refund, by=request.actor)
        return t("Đã duyệt hoàn tiền.", "The refund is approved.")
    if posted.get("lam") == "khong":
        decline_refund(refund, posted.get("ly_do", ""), by=request.actor)
        return t("Đã ghi là không hoàn.", "The refund is declined.")
    pay_back_by_hand(refund, posted.get("cach", ""), by=request.actor)
    return t("Đã ghi là đã trả lại.", "It is noted as paid back.")


def _show(
    request: Request, refund: Refund, back: str, *, problems: list[Problem] | None = None, status: int = 422
) -> HttpResponse:
    values = {
        "title": TITLE,
        "refund": refund,
        "transfer": refund.transfer,
        "why": WHY[refund.why],
        "state": STATES[refund.state],
        "way": WAYS[refund.transfer.way],
        "by_hand": refund.state in ("approved", "failed") and refund.next_at is None,
        "problems": problems or [],
        "back": Link(words=t("Danh sách", "The list"), address=reverse(back)),
    }
    return render(request, "design/refund.html", values, status=status if problems else 200)
