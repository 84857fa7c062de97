"""Does the money add up: what is unmatched, what goes back, by day and bank, and statements to compare with."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.payments.actions import ask_refund, match_transfer, reconcile_statement
from toantrinh.payments.models import BankStatement, Transfer
from toantrinh.payments.queries import (
    REASONS,
    all_accounts,
    days_of,
    left_of,
    list_refunds,
    list_statements,
    list_unmatched,
    money_state,
    odd_lines,
    open_unmatched,
    refused_messages,
)
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.design.refunding import STATES, WAYS, WHY, decide

MONEY = t("Tiền", "Money")
LARGEST = 20_000_001
VERDICTS = {
    "differs": t("số tiền khác với ngân hàng đã báo", "another amount than the bank had told"),
    "other": t("tiền ra không phải khoản hoàn của ta", "paid out, and no refund of ours"),
}


@page("payment.reconcile", methods=("GET", "POST"))
def money(request: Request) -> HttpResponseBase:
    """One number for each question, and what waits for somebody; a POST brings a statement."""
    if request.method != "POST":
        return _show(request, [])
    upload = request.FILES.get("tep")
    if upload is None:
        words = t("Chọn tệp sao kê (CSV) của ngân hàng.", "Choose the bank's statement (CSV).")
        return _show(request, [Problem(words, field="tep")])
    try:
        statement, is_new = reconcile_statement(upload.read(LARGEST), by=request.actor)
    except Invalid as wrong:
        return _show(request, list(wrong.problems))
    except Missing as missing:
        return _show(request, [Problem(missing.message, field="tep")])
    say_done(request, said_of(statement, is_new))
    return redirect("console:money")


def said_of(statement: BankStatement, is_new: bool) -> Any:
    """What came of a statement, in one sentence."""
    if not is_new:
        return t("Sao kê này đã đối soát trước đó; không có gì thay đổi.", "This was read before; nothing changed.")
    counts = statement.counts
    words = t(
        "Đã đối soát: đã biết {known} khoản, mới {new}, hoàn {refund}, thiếu {missing}, dòng lạ {odd}.",
        "Compared: {known} known, {new} new, {refund} refunds, {missing} missing, {odd} odd lines.",
    )
    odd = counts.get("differs", 0) + counts.get("other", 0)
    names = ("known", "new", "refund", "missing")
    return words.fill(odd=odd, **{name: counts.get(name, 0) for name in names})


def _show(request: Request, problems: list[Problem]) -> HttpResponse:
    viewer = request.actor
    names = {one.code: one.bank_name for one in all_accounts()}
    values = {
        "title": MONEY,
        "state": money_state(viewer),
        "unmatched": [(one, key_of(one.urn), names.get(one.account, one.account)) for one in list_unmatched(viewer)],
        "refunds": [(one, key_of(one.urn), WHY[one.why], STATES[one.state]) for one in list_refunds(viewer)],
        "days": [(one, names.get(one.account, one.account), WAYS[one.way]) for one in days_of(viewer)],
        "statements": list_statements(viewer),
        "odd": [(one, VERDICTS[one.verdict]) for one in odd_lines(viewer)],
        "refused": [(one, REASONS[one.reason]) for one in refused_messages(viewer)],
        "missing": Transfer.objects.exclude(missing_in=None).order_by("paid_at")[:50],
        "problems": problems,
    }
    return render(request, "console/money.html", values, status=422 if problems else 200)


@page("payment.reconcile", methods=("GET", "POST"))
def transfer(request: Request, key: str) -> HttpResponseBase:
    """Money of which nobody knows for what it is: find its dossier, or send it back."""
    try:
        found, words = open_unmatched(urn_of("transfer", key), viewer=request.actor)
    except ValueError as error:
        raise Missing from error
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            if request.POST.get("lam") == "hoan":
                ask_refund(found, left_of(found), by=request.actor)
                done = t("Đã đề nghị hoàn; một người khác duyệt.", "The refund is asked for; another person approves.")
            else:
                match_transfer(found, request.POST.get("ma", ""), by=request.actor)
                done = t("Đã ghép khoản tiền với hồ sơ.", "The money is matched with its dossier.")
        except Invalid as wrong:
            problems = list(wrong.problems)
        except Refused as refused:
            problems = [refused]
        else:
            say_done(request, done)
            return redirect("console:money")
    values = {
        "title": t("Khoản tiền chưa rõ", "Money of which nobody knows"),
        "transfer": found,
        "words": words,
        "way": WAYS[found.way],
        "left": left_of(found),
        "typed": request.POST.get("ma", ""),
        "problems": problems,
        "back": Link(words=MONEY, address=reverse("console:money")),
    }
    return render(request, "console/transfer.html", values, status=422 if problems else 200)


@page("payment.refund", methods=("GET", "POST"))
def refund(request: Request, key: str) -> HttpResponseBase:
    """Decide on a refund."""
    return decide(request, key, back="console:money")
