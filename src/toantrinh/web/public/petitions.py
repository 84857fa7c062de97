"""Published answers to petitions, found without accents, and how each agency does."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from toantrinh.cases.queries import petitions as queries
from toantrinh.kernel.text import t
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Pages

TITLE = t("Phản ánh, kiến nghị đã trả lời", "Answered petitions")
PER_PAGE = 20
MOST_AGENCIES = 50


@page(anyone=True)
def petitions(request: Request) -> HttpResponse:
    """Search, the newest answers, and counts for each agency."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "co_quan", "ve")}
    rows = queries.list_published(asked["q"], agency=asked["co_quan"], subject=asked["ve"])
    pages = Pages.of(request, rows.count(), size=PER_PAGE)
    counts = queries.count_by_agency()
    values = {
        "title": TITLE,
        "asked": asked,
        "subjects": queries.rules_in_force().subjects,
        "names": {one.code: one.name for one in queries.rules_in_force().subjects},
        "rows": [(row, _subject(row.subject)) for row in rows[pages.slice(PER_PAGE)]],
        "found": rows.count(),
        "pages": pages,
        "counts": counts[:MOST_AGENCIES],
        "left_off": max(0, len(counts) - MOST_AGENCIES),
        "is_filtered": any(asked.values()),
    }
    return render(request, "public/petitions.html", values)


def _subject(code: str) -> object:
    found = queries.find_subject(code)
    return found.name if found else code


@page(anyone=True)
def petition(request: Request, answer: str) -> HttpResponse:
    """One published answer."""
    row = queries.open_published(answer)
    values = {
        "title": row.title,
        "row": row,
        "subject": _subject(row.subject),
        "back": Link(words=TITLE, address=reverse("public:petitions")),
    }
    return render(request, "public/petition.html", values)
