"""Finding: one box for anyone's dossier that this office may see, and what waits to be handed over."""

from django.http import HttpResponse
from django.shortcuts import render

from toantrinh.cases.queries import list_queue, search_cases
from toantrinh.kernel.text import t
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk.bulk import acts_for
from toantrinh.web.desk.drawing import HANDLING, PURPOSES
from toantrinh.web.desk.queue import line_of


@page("case.read")
def search(request: Request) -> HttpResponse:
    """By number, name without accents, personal number or telephone; the purpose is stated before a dossier opens."""
    text = request.GET.get("tim", "").strip()[:120]
    purpose = request.GET.get("muc-dich", HANDLING)
    found = search_cases(text, viewer=request.actor) if text else []
    values = {
        "title": t("Tìm hồ sơ", "Find a dossier"),
        "text": text,
        "lines": [line_of(one, request.actor) for one in found],
        "purposes": PURPOSES,
        "purpose": purpose if purpose in PURPOSES else HANDLING,
        "with_purpose": f"?muc-dich={purpose}" if purpose in PURPOSES and purpose != HANDLING else "",
    }
    return render(request, "desk/search.html", values)


@page("case.return")
def to_return(request: Request) -> HttpResponse:
    """Results that lie ready at the counter."""
    found = list_queue(request.actor, whole_agency=True, size=500)
    ready = [line_of(one, request.actor) for one in found.lines if one.case.finished_at]
    values = {"title": t("Kết quả chờ trả", "Results to hand over"), "lines": ready[:50], "more": len(ready) > 50}
    values["bulk_acts"] = [one for one in acts_for(request.actor) if one[0] in ("return", "print")]
    return render(request, "desk/to_return.html", values)
