"""Who can do what: offices with their roles in a sentence, and the end of an office."""

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.kernel.text import t, tidy_name
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.people.actions import end_appointment
from toantrinh.people.models import Appointment
from toantrinh.people.queries import describe_rights, list_roles, may
from toantrinh.tasks.models import Task
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Pages


@page("console.read")
def offices(request: Request) -> HttpResponse:
    """Offices held today, with what each lets one see."""
    asked, role = request.GET.get("tim", "").strip()[:100], request.GET.get("vai-tro", "")
    held = Appointment.objects.filter(from_on__lte=today()).exclude(to_on__lte=today())
    if asked:
        held = held.filter(
            Q(account__full_name__icontains=asked) | Q(agency__name__icontains=asked) | Q(agency__code=asked.upper())
        )
    if role:
        held = held.filter(role=role)
    pages = Pages.of(request, held.count())
    rows = held.select_related("account", "agency").order_by("agency__code", "role", "account__full_name", "pk")
    values = {
        "title": t("Người và vai trò", "People and roles"),
        "rows": [(one, describe_rights(one.role), key_of(one.urn)) for one in rows[pages.slice()]],
        "roles": list_roles(),
        "text": asked,
        "role": role,
        "pages": pages,
        "can_end": may(request.actor, "office.change"),
    }
    return render(request, "console/people.html", values)


@page("office.change", methods=("GET", "POST"))
def end(request: Request, key: str) -> HttpResponseBase:
    """End an office: what the leaver holds is shown first, and the name is typed."""
    found = Appointment.objects.select_related("account", "agency").filter(urn=urn_of("office", key)).first()
    if found is None or (found.to_on is not None and found.to_on <= today()):
        raise Missing
    name, problems = found.account.full_name, []
    if request.method == "POST":
        if tidy_name(request.POST.get("ten", "")).casefold() == tidy_name(name).casefold():
            end_appointment(found, by=request.actor)
            words = t("Đã kết thúc vai trò của {name}.", "The office of {name} has ended.").fill(name=name)
            say_done(request, words)
            return redirect("console:people")
        words = t('Nhập đúng họ tên "{name}" để kết thúc.', 'Enter the name "{name}" to end it.').fill(name=name)
        problems = [Problem(words, field="ten")]
    tasks = Task.objects.filter(closed_at=None, agency=found.agency.urn)
    values = {
        "title": t("Kết thúc vai trò", "End an office"),
        "office_to_end": found,
        "rights": describe_rights(found.role),
        "taken": tasks.filter(taken_by=found.account.urn).count(),
        "given": tasks.filter(assigned_to=found.account.urn, taken_by="").count(),
        "waiting": tasks.filter(role=found.role).count(),
        "others": Appointment.objects.filter(agency=found.agency, role=found.role)
        .exclude(pk=found.pk)
        .exclude(to_on__lte=today())
        .count(),
        "problems": problems,
        "typed": request.POST.get("ten", ""),
        "back": Link(words=t("Người và vai trò", "People and roles"), address=reverse("console:people")),
    }
    return render(request, "console/end_office.html", values, status=422 if problems else 200)
