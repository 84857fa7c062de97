"""The page on which one plays the bank of a demonstration: how it behaves, what it booked, its statement."""

from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.payments.connectors.pretend import BEHAVIOURS, PretendBank, list_entries, statement_of
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link


@page(anyone=True, demonstration=True, methods=("GET", "POST"))
def play(request: Request) -> HttpResponseBase:
    """Pay as a real payer and a real bank might."""
    asked = request.POST if request.method == "POST" else request.GET
    content, written = asked.get("noi-dung", "")[:100], asked.get("so-tien", "").replace(".", "").strip()
    attempt, back = asked.get("phien", "")[:60], _own(asked.get("ve", ""))
    amount = int(written) if written.isascii() and written.isdigit() and len(written) < 13 else 0
    problems: list[Problem] = []
    if request.method == "POST":
        if amount and asked.get("cach") in BEHAVIOURS:
            PretendBank().play(asked["cach"], content=content, amount=amount, attempt=attempt)
            words = t("Ngân hàng giả đã nhận lệnh: {how}.", "The pretend bank has its order: {how}.")
            say_done(request, words.fill(how=BEHAVIOURS[asked["cach"]]))
            return redirect(back or reverse("public:pretend_bank"))
        words = t("Chọn một cách, và nhập số tiền lớn hơn 0.", "Choose a way, and enter an amount above 0.")
        problems = [Problem(words, code="play", field="so-tien" if not amount else "cach")]
    values = {
        "title": t("Ngân hàng giả", "The pretend bank"),
        "content": content,
        "amount": amount or "",
        "attempt": attempt,
        "return_to": back,
        "behaviours": [(code, words) for code, words in BEHAVIOURS.items() if attempt or code != "tu-choi"],
        "chosen": asked.get("cach", "dung"),
        "entries": list_entries(),
        "problems": problems,
        "back": Link(words=t("Về trang nộp tiền", "Back to the payment page"), address=back) if back else None,
    }
    return render(request, "public/pretend_bank.html", values, status=422 if problems else 200)


@page(anyone=True, demonstration=True)
def statement(request: Request) -> HttpResponse:
    """The pretend bank's own list of today, for the operator to compare."""
    answer = HttpResponse(statement_of(today()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sao-ke-{today()}.csv"'
    return answer


def _own(address: str) -> str:
    """An address of this house to which the payer returns; empty for any other."""
    parts = urlsplit(address)
    is_ours = not parts.scheme and not parts.netloc and address.startswith("/ho-so/") and "\\" not in address
    return address if is_ours else ""
