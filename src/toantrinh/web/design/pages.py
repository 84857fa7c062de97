"""The first pages: home, signing in and out, language, role, and what every face links to."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from toantrinh.cases.queries import list_life_events
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Invalid, Missing
from toantrinh.kernel.text import Text, t
from toantrinh.people import actions as people
from toantrinh.people.connectors import eid
from toantrinh.people.models import Account
from toantrinh.people.queries import actor_for, describe_unit, list_offices, map_old_unit, roles_of, search_units
from toantrinh.record.queries import is_demonstration
from toantrinh.web.design import kept
from toantrinh.web.design.casting import offered
from toantrinh.web.design.context import first_page
from toantrinh.web.design.fields import Choice, Field
from toantrinh.web.design.middleware import find_actor, renew
from toantrinh.web.design.page import Request, page

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
SIGN_IN = t("Đăng nhập", "Sign in")
YEAR = 365 * 86400
LAST_DAY_OF_OLD_UNITS = date(2025, 6, 30)


HomeValues = Callable[[Request], dict[str, Any]]
_home: tuple[str, HomeValues] = ("design/home.html", lambda request: {})


def furnish_home(template: str, values: HomeValues) -> None:
    """Let the portal put what waits for a person on the first page; its template extends design/home.html.

    Called once at start-up, since this folder does not know the faces that use it.
    """
    global _home
    _home = (template, values)


@page(anyone=True)
def home(request: Request) -> HttpResponse:
    """What one can do here, what waits for one, and in a demonstration who one may be."""
    template, more = _home
    values = {
        "title": t("Bạn cần làm gì?", "What do you need to do?"),
        "life_events": [event for event in list_life_events() if event.on_home],
        "cast": offered() if not request.actor.urn else [],
        **more(request),
    }
    return render(request, template, values)


# ---- signing in and out


@page(anyone=True, methods=("GET", "POST"))
def sign_in(request: Request) -> HttpResponseBase:
    """Why one is asked, and the way to the electronic identity."""
    after = _next(request)
    if request.method == "POST" or is_demonstration():
        started = eid.connector().start(f"{reverse('finish_sign_in')}")
        request.session["eid"] = {"remembered": started.remembered, "after": after}
        if request.method == "POST" or urlsplit(started.address).path != reverse("pretend_identity"):
            return redirect(started.address)
        return _show_pretend(request)
    return render(request, "design/sign_in.html", {"title": SIGN_IN, **_why(request)})


@page(anyone=True, demonstration=True)
def pretend_identity(request: Request) -> HttpResponse:
    """The page of the pretend identity provider."""
    return _show_pretend(request)


@page(anyone=True, methods=("GET", "POST"))
def finish_sign_in(request: Request) -> HttpResponseBase:
    """The electronic identity says who this is. By GET only where a sign-in was begun in this session."""
    begun = request.session.get("eid")
    if request.method == "GET" and not begun:
        return redirect("sign_in")
    params = {**request.GET.dict(), **request.POST.dict()}
    try:
        claims = eid.connector().finish(params, begun["remembered"] if begun else {})
    except Invalid as wrong:
        return _show_pretend(request, wrong, params)
    account = people.sign_in(claims, by=SYSTEM)
    after = _safe(request, str(params.get("tiep") or (begun or {}).get("after") or "/"))
    request.session.pop("eid", None)
    login(request, account, backend=BACKEND)
    request.session["assurance"] = claims.assurance
    response = _go_on(request, account, after)
    kept.mark_owner(response, account.urn)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _remember_language(response, account.language)
    return response


def _go_on(request: Request, account: Account, after: str) -> HttpResponseBase:
    """To the form that waits, to the choice of a role, or to where one wanted to go."""
    if kept.open_kept(request, account.urn):
        return redirect("resume")
    offices = list_offices(account)
    if len(offices) > 1:
        return redirect(f"{reverse('choose_office')}?{urlencode({'tiep': after})}")
    if offices:
        request.session["office"] = offices[0].urn
    actor = actor_for(account, office=offices[0].urn if offices else "", assurance=request.session["assurance"])
    request.session["seen"] = 0
    renew(request, actor)
    return redirect(after if after != "/" else first_page(actor))


@page(signed_in=True)
def resume(request: Request) -> HttpResponseBase:
    """What was sent after the session had ended, to be sent again by one press."""
    held = kept.open_kept(request, request.actor.urn)
    if held is None:
        return redirect("/")
    title = t("Câu trả lời của bạn vẫn còn", "Your answers are still here")
    return render(request, "design/resume.html", {"title": title, "kept": held})


@page(signed_in=True, methods=("POST",))
def sign_out(request: Request) -> HttpResponseBase:
    """End the session; nothing of it stays in the browser."""
    people.sign_out(cast(Account, request.user), by=request.actor)
    logout(request)
    response = redirect("/")
    kept.forget(response)
    return response


@page(signed_in=True, methods=("POST",))
def stay(request: Request) -> HttpResponse:
    """Extend the session: asked for by the warning that it is about to end."""
    request.session["seen"] = 0
    return HttpResponse(status=204)


# ---- language and role


@page(anyone=True, methods=("POST",))
def choose_language(request: Request) -> HttpResponseBase:
    """Read in the other language from now on."""
    chosen = request.POST.get("ngon_ngu", "")
    response = redirect(_next(request))
    if chosen not in dict(settings.LANGUAGES):
        raise Missing()
    if request.actor.urn and not request.actor.office:
        people.choose_language(cast(Account, request.user), chosen, by=request.actor)
    _remember_language(response, chosen)
    return response


@page(signed_in=True, methods=("GET", "POST"))
def choose_office(request: Request) -> HttpResponseBase:
    """In which capacity one acts: as a citizen, or in one of one's offices."""
    account = cast(Account, request.user)
    offices = {held.urn: held for held in list_offices(account)}
    chosen = request.POST.get("vai_tro", "")
    if request.method == "POST" and (chosen in offices or chosen == "cong-dan"):
        request.session["office"] = offices[chosen].urn if chosen in offices else ""
        request.session["seen"] = 0
        after = _next(request)
        return redirect(after if after != "/" else first_page(find_actor(request)))
    choices = [
        Choice(value="cong-dan", label=t("Công dân", "Citizen"), hint=t("Việc của bạn và gia đình", "Your own affairs"))
    ]
    choices += [Choice(value=urn, label=held.title, hint=held.agency.name) for urn, held in offices.items()]
    title = t("Bạn làm việc với vai trò nào?", "In which role are you here?")
    drawn = Field(
        name="vai_tro",
        kind="choice",
        label=title,
        value=request.actor.office or "cong-dan",
        choices=choices,
        is_heading=True,
    )
    values = {"title": title, "fields": [drawn], "save_words": t("Tiếp tục", "Continue"), "after": _next(request)}
    return render(request, "design/choose_office.html", {**values, "roles": roles_of(request.actor)})


# ---- what every face links to


@page(anyone=True)
def units(request: Request) -> HttpResponse:
    """The communes of a province, as the inner part of an address field, for pages that fetch them."""
    name = request.GET.get("ten", "")
    drawn = Field(
        name=name, kind="address", label="", typed={f"{name}.province": request.GET.get(f"{name}.province", "")}
    )
    return render(request, "design/field/_units.html", {"field": drawn})


@page(anyone=True)
def old_units(request: Request) -> HttpResponse:
    """What an address of before 1 July 2025 is called today; of a ward that was split, all heirs: nobody guesses."""
    asked = request.GET.get("ten", "").strip()
    day = LAST_DAY_OF_OLD_UNITS
    old = search_units(asked, on=day, limit=20) if asked else []
    found = [(describe_unit(unit.code, on=day), map_old_unit(unit.code)) for unit in old]
    title = t("Địa chỉ cũ nay là đâu?", "What is an old address called today?")
    return render(request, "design/old_units.html", {"title": title, "asked": asked, "found": found})


@page(anyone=True)
def accessibility(request: Request) -> HttpResponse:
    """How everyone can use this, and where to say that one cannot."""
    return render(request, "design/accessibility.html", {"title": t("Khả năng tiếp cận", "Accessibility")})


@page(anyone=True)
def privacy(request: Request) -> HttpResponse:
    """What becomes of personal data here."""
    return render(request, "design/privacy.html", {"title": t("Dữ liệu cá nhân của bạn", "Your personal data")})


def _show_pretend(request: Request, wrong: Invalid | None = None, typed: dict[str, str] | None = None) -> HttpResponse:
    problems = wrong.problems if wrong else ()
    values = {
        "title": SIGN_IN,
        "cast": offered(),
        "after": _next(request),
        "problems": problems,
        "number": Field(
            name="personal_number",
            kind="text",
            label=t("Số định danh cá nhân", "Personal number"),
            hint=t("12 chữ số của một người trong dữ liệu mẫu", "The 12 digits of anyone in the sample data"),
            value=(typed or {}).get("personal_number", ""),
            problem=problems[0].message if problems else "",
            autocomplete="off",
        ),
        **_why(request),
    }
    return render(request, "design/pretend.html", values, status=422 if problems else 200)


def _why(request: Request) -> dict[str, object]:
    """Why one is asked to sign in, where it was not one's own wish."""
    timed_out = t(
        "Bạn đã rời trang quá lâu nên phiên đã khoá. Đăng nhập để làm tiếp.",
        "You were away too long, so we locked the session. Sign in to go on.",
    )
    saved = t(
        "Bạn đã rời trang quá lâu nên phiên đã khoá. Câu trả lời đã được lưu. Đăng nhập để làm tiếp.",
        "You were away too long, so we locked the session. Your answers are saved. Sign in to go on.",
    )
    why: Text | None = saved if kept.has_kept(request) else timed_out if "het-gio" in request.GET else None
    return {"why": why, "is_sign_in": True}


def _remember_language(response: HttpResponseBase, language: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=secure)


def _next(request: Request) -> str:
    return _safe(request, request.POST.get("tiep") or request.GET.get("tiep") or "/")


def _safe(request: Request, address: str) -> str:
    """An address of this house; anything else becomes the home page."""
    fine = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if fine else "/"
