"""Linked applications at the desk: whence a dossier came, and parts elsewhere that came to nothing."""

from django.http import HttpResponseBase

from toantrinh.cases.actions import see_part, send_part_again
from toantrinh.kernel.text import t
from toantrinh.people.queries import require
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk.acts import attempt, opened


@page("case.read", methods=("POST",))
def seen(request: Request, number: str, code: str) -> HttpResponseBase:
    """The officer has looked at a part that came to nothing; then the dossier leaves the queue."""
    case = opened(request, number)
    require(request.actor, "case.read", agency=case.agency)
    words = t("Đã ghi nhận; hồ sơ rời hàng đợi.", "Noted; the dossier leaves the queue.")
    return attempt(request, case, lambda: see_part(case, code, by=request.actor), words)


@page("case.read", methods=("POST",))
def again(request: Request, number: str, code: str) -> HttpResponseBase:
    """Send a part again that could not be opened."""
    case = opened(request, number)
    require(request.actor, "case.read", agency=case.agency)
    words = t("Đã gửi lại; kết quả hiện ở đây trong giây lát.", "Sent again; what comes of it shows here in a moment.")
    return attempt(request, case, lambda: send_part_again(case, code, by=request.actor), words)
