"""Is the record whole: its last seal, and a verification whose every difference is shown."""

from django.http import HttpResponse
from django.shortcuts import render

from toantrinh.kernel.text import t
from toantrinh.record.queries import record_status
from toantrinh.record.verify import Report, verify_record
from toantrinh.web.design.page import Request, page

SHOWN = 200


@page("record.read")
def show(request: Request) -> HttpResponse:
    """How the record stands."""
    return _show(request, None)


@page("record.verify", methods=("POST",))
def verify(request: Request) -> HttpResponse:
    """Verify tree, signatures, promises and tables now; it reads everything and changes nothing."""
    return _show(request, verify_record())


def _show(request: Request, report: Report | None) -> HttpResponse:
    values = {
        "title": t("Sổ ghi", "The record"),
        "status": record_status(),
        "report": report,
        "differences": report.differences[:SHOWN] if report else [],
        "root": report.root.hex()[:16] if report else "",
    }
    return render(request, "console/record.html", values)
