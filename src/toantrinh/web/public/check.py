"""Is this paper genuine, and where is this dossier: for anyone who holds a code or a number."""

import re

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from toantrinh.cases.queries import track as find_tracked
from toantrinh.documents.queries import check_token, check_token_with_birth_date
from toantrinh.kernel.partial_date import partial_date_from_fields
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.kernel.text import t
from toantrinh.web.design.fields import Field
from toantrinh.web.design.page import Request, page

PAPER = t("Kiểm tra giấy tờ", "Check a paper")


@page(anyone=True)
def ask(request: Request) -> HttpResponseBase:
    """Type the code under the QR picture."""
    code = request.GET.get("ma", "").strip().rstrip("/").rpartition("/")[2]
    if code and re.fullmatch(r"[A-Za-z0-9_-]{16,60}", code):
        return redirect("public:check_paper", token=code)
    problems = []
    if code:
        words = t(
            "Mã trên giấy tờ dài hơn thế. Quét mã QR, hoặc chép nguyên địa chỉ in cạnh mã.",
            "The code on a paper is longer. Scan the QR picture, or copy the whole address beside it.",
        )
        problems = [Problem(words, field="ma")]
    values = {"title": PAPER, "code": code, "problems": problems}
    return render(request, "public/check.html", values, status=422 if problems else 200)


@page(anyone=True, methods=("GET", "POST"))
def show(request: Request, token: str) -> HttpResponse:
    """Genuine and in force, revoked, or not ours; the holder's name only after the birth date."""
    try:
        standing = check_token(token)
    except Missing:
        title = t("Giấy tờ này không do hệ thống này cấp", "This paper was not issued by this system")
        return render(request, "public/paper.html", {"title": title, "standing": None}, status=404)
    problems: list[Problem] = []
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    if request.method == "POST":
        try:
            parts = (typed.get(f"ngay_sinh.{part}", "").strip() for part in ("day", "month", "year"))
            standing = check_token_with_birth_date(token, str(partial_date_from_fields(*parts)))
        except Problem as problem:
            problems = [Problem(problem.message, code=problem.code, field="ngay_sinh")]
    birth_date = Field(
        name="ngay_sinh",
        kind="partial_date",
        label=t("Ngày sinh của người có tên trên giấy", "Date of birth of the person named on it"),
        hint=t("Ví dụ 27 3 1990", "For example 27 3 1990"),
        typed=typed if problems else {},
        problem=problems[0].message if problems else "",
    )
    title = (
        t("Thật, còn hiệu lực", "Genuine, in force")
        if standing.is_valid
        else t("Thật, nhưng không còn hiệu lực", "Genuine, but no longer in force")
    )
    values = {"title": title, "standing": standing, "birth_date": birth_date, "problems": problems}
    return render(request, "public/paper.html", values, status=422 if problems else 200)


@page(anyone=True, methods=("GET", "POST"))
def track(request: Request) -> HttpResponse:
    """Where a dossier stands, by its number and four digits."""
    number, digits = request.POST.get("ma_ho_so", "").strip(), request.POST.get("bon_so", "").strip()
    tracked, problems = None, []
    if request.method == "POST":
        try:
            tracked = find_tracked(number, digits)
        except Problem as problem:
            problems = [Problem(problem.message, code=problem.code, field="ma_ho_so")]
    fields = [
        Field(
            name="ma_ho_so",
            kind="text",
            label=t("Mã hồ sơ", "Dossier number"),
            hint=t(
                "Ghi trên giấy tiếp nhận, ví dụ H29.27301-261008-0001", "On your receipt, such as H29.27301-261008-0001"
            ),
            value=number,
            problem=problems[0].message if problems else "",
        ),
        Field(
            name="bon_so",
            kind="number",
            label=t("4 số cuối số định danh của người nộp", "Last 4 digits of the applicant's personal number"),
            value=digits,
        ),
    ]
    title = t("Hồ sơ đang ở đâu?", "Where is my dossier?")
    values = {"title": title, "tracked": tracked, "problems": problems, "fields": fields}
    return render(request, "public/track.html", values, status=422 if problems else 200)
