"""Addresses that misbehave on purpose, beside the real ones."""

from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path

from toantrinh.kernel.problem import Invalid, Problem, Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.web.design.page import Request, page

handler400 = "toantrinh.web.design.errors.show_unreadable"
handler404 = "toantrinh.web.design.errors.show_missing"
handler500 = "toantrinh.web.design.errors.show_broken"


@page("case.read_own")
def own(request: Request) -> HttpResponse:
    """A citizen's page."""
    return HttpResponse(f"own of {request.actor.name}")


@page("console.read")
def console(request: Request) -> HttpResponse:
    """An operator's page."""
    return HttpResponse("console")


@page("case.read_own", methods=("GET", "POST"))
def form(request: Request) -> HttpResponse:
    """A form that says what it got."""
    return HttpResponse(f"got {request.POST.get('ten', '')}")


@page(anyone=True)
def refuse(request: Request) -> HttpResponse:
    """Says no and what to do."""
    raise Refused(t("Hồ sơ đã nộp rồi.", "It was sent already."), advice=t("Xem hồ sơ.", "See the dossier."))


@page(anyone=True)
def invalid(request: Request) -> HttpResponse:
    """Two things to mend."""
    raise Invalid([Problem(t("Thiếu tên.", "No name.")), Problem(t("Thiếu ngày.", "No date."))])


@page(anyone=True)
def silent(request: Request) -> HttpResponse:
    """A register that does not answer."""
    raise Silent(t("Dữ liệu dân cư chưa trả lời.", "The population register has not answered."))


@page(anyone=True)
def full(request: Request) -> HttpResponse:
    """A disk without room."""
    raise OperationalError("database or disk is full")


@page(anyone=True)
def broken(request: Request) -> HttpResponse:
    """A mistake of ours."""
    raise RuntimeError("a mistake")


@page(anyone=True, demonstration=True)
def demonstration_only(request: Request) -> HttpResponse:
    """Missing in production."""
    return HttpResponse("here")


views = (own, console, form, refuse, invalid, silent, full, broken, demonstration_only)
urlpatterns = [
    path("", include("toantrinh.site.urls")),
    *(path(f"gia/{view.__name__}", view, name=f"gia_{view.__name__}") for view in views),
]
