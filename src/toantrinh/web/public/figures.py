"""Published figures: a question, its number, its scope, its neighbours, its rows, its proof."""

import csv
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from toantrinh.exchange.queries import count_calls, list_services
from toantrinh.indicators import queries
from toantrinh.indicators.queries import Number
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, say_number, t
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Pages
from toantrinh.web.design.say import language

CHANNELS = {
    "online": t("Trực tuyến", "Online"),
    "counter": t("Tại quầy", "At the counter"),
    "post": t("Qua bưu chính", "By post"),
}
LEVELS = {"area": t("Tỉnh, bộ", "Provinces and ministries"), "agency": t("Cơ quan", "Agencies")}


def month_words(month: str) -> Text:
    """`tháng 10/2026`."""
    year, number = month.split("-")
    return t(f"tháng {int(number)}/{year}", f"{int(number)}/{year}")


@page(anyone=True)
def list_figures(request: Request) -> HttpResponse:
    """Which questions are answered."""
    shown = []
    for indicator in queries.list_indicators():
        month = _newest(indicator.code)
        shown.append((indicator, month_words(month), queries.open_number(indicator.code, month)))
    title = t("Số liệu tính từ từng hồ sơ", "Figures computed from each dossier")
    return render(request, "public/figures.html", {"title": title, "shown": shown})


@page(anyone=True)
def show_figure(request: Request, code: str) -> HttpResponse:
    """One number, in the order in which a reader needs its parts."""
    number = _asked(request, code)
    level = request.GET.get("bang", "area")
    if level not in LEVELS:
        raise Missing
    table = queries.list_numbers(code, number.month, level=level)
    pages = Pages.of(request, len(table))
    months = queries.list_months(code)
    values = {
        "title": number.indicator.question,
        "number": number,
        "month": month_words(number.month),
        "months": [(month, month_words(month)) for month in months],
        "channels": [(CHANNELS.get(name, Text(name, name)), pair) for name, pair in number.channels.items()],
        "series": [
            (month_words(one.month), one) for one in queries.list_series(code, level=number.level, of=number.code)
        ],
        "level": level,
        "levels": LEVELS,
        "table": table[pages.slice()],
        "pages": pages,
        "releases": queries.list_releases(code, number.month, level=number.level, of=number.code),
        "query": _query(number),
        "size": say_number(number.tree_size, language()),
        "back": Link(words=t("Mọi số liệu", "All figures"), address="/so-lieu/"),
    }
    return render(request, "public/figure.html", values)


@page(anyone=True)
def download_table(request: Request, code: str) -> HttpResponse:
    """The table of a month as CSV: one line for the country, each area and each agency."""
    month = _asked(request, code).month
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-{month}.csv"'
    response.write("\ufeff")  # so that spreadsheets read the accents
    writer = csv.writer(response)
    writer.writerow(["month", "level", "code", "name", "numerator", "denominator", "final", "tree_size"])
    numbers = [queries.open_number(code, month)]
    for level in LEVELS:
        numbers += queries.list_numbers(code, month, level=level)
    for one in numbers:
        line = [one.month, one.level, one.code, one.name, one.numerator]
        writer.writerow([*line, one.denominator if one.indicator.out_of else "", one.is_final, one.tree_size])
    return response


@page(anyone=True)
def download_rows(request: Request, code: str) -> HttpResponseBase:
    """The rows behind a number, each with what proves its place in the record, as lines of JSON."""
    number = _asked(request, code)
    response = StreamingHttpResponse(_lines(number), content_type="application/x-ndjson; charset=utf-8")
    place = f"-{number.code}" if number.code else ""
    response["Content-Disposition"] = f'attachment; filename="{code}-{number.month}{place}.jsonl"'
    return response


def _lines(number: Number) -> Iterator[str]:
    rows = queries.iter_rows(number.indicator.code, number.month, level=number.level, of=number.code)
    yield from (row.written() + "\n" for row in rows)


@page(anyone=True)
def calls(request: Request) -> HttpResponse:
    """Which service was called how often, by month; no persons."""
    names = {service.code: service for service in list_services(request.actor)}
    rows = [
        (names[one.service].title if one.service in names else one.service, one, f"{one.month:%m/%Y}")
        for one in count_calls(request.actor)
    ]
    values = {
        "title": t("Cơ quan nào hỏi dữ liệu của cơ quan nào", "Which agency asks which for data"),
        "rows": rows,
        "back": Link(words=t("Mọi số liệu", "All figures"), address="/so-lieu/"),
    }
    return render(request, "public/calls.html", values)


def _asked(request: Request, code: str) -> Number:
    """The number that the address asks for; without a month the newest, without a place the country."""
    of = request.GET.get("noi", "")
    level = "country" if not of else "agency" if "." in of else "area"
    month = request.GET.get("thang") or _newest(code)
    if month not in queries.list_months(code) and month not in queries.last_months(24):
        raise Missing
    return queries.open_number(code, month, level=level, of=of)


def _newest(code: str) -> str:
    """The last month that is over, if there is a number for it; else the newest there is."""
    months = queries.list_months(code)
    this, *before = queries.last_months(2)
    return next((month for month in (*before, *months) if month in months), this)


def _query(number: Number) -> str:
    return f"?thang={number.month}" + (f"&noi={number.code}" if number.code else "")
