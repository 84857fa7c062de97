"""My data: what the registers hold of me and my children, who looked, whom I allowed what, how I am reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.queries import list_my_cases
from toantrinh.exchange.actions import call
from toantrinh.exchange.definition import Service
from toantrinh.exchange.queries import list_services
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.identifiers import group_phone
from toantrinh.kernel.moment import local
from toantrinh.kernel.problem import Invalid, Missing, Problem
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.actions import change_contacts, revoke_mandate
from toantrinh.people.models import Account, Mandate
from toantrinh.people.queries import list_mandates, name_of, open_contacts
from toantrinh.record.queries import Looks, list_looks
from toantrinh.registers.definition import Kind
from toantrinh.registers.queries import Opened, find_register, list_entries_of
from toantrinh.registers.queries.registers import say_field
from toantrinh.web.design.fields import Field, by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Pages, Row
from toantrinh.web.portal import drawing, looking
from toantrinh.web.portal.persons import OWN_DATA, Represented, represented_by
from toantrinh.web.portal.reaching import urn_named

MY_DATA = t("Dữ liệu của tôi", "My data")
NEWEST = 5
MOST_LOOKS = 1000
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one register holds of one person."""

    title: Text
    code: str = ""
    rows: Sequence[Row] = ()
    as_of: date | None = None
    trouble: Text | None = None
    """Why nothing can be shown now."""


@page("look.read")
def my_data(request: Request) -> HttpResponse:
    """Everything about me in one place; each part opens further."""
    actor, account = request.actor, cast(Account, request.user)
    people = [one for one in represented_by(actor) if one.person == actor.person or one.is_child]
    looks = list_looks(actor.person, viewer=actor, limit=MOST_LOOKS)
    values = {
        "title": MY_DATA,
        "people": _holdings(people, actor),
        "looks": _looked(looks, actor)[:NEWEST],
        "look_count": len(looks.shown),
        "secret_count": looks.secret_count,
        "given": [(one, name_of(one.agent.urn), key_of(one.urn)) for one in _given(actor)],
        "held": [(one, _name(people, one.principal.urn), key_of(one.urn)) for one in _received(actor)],
        "contacts": _contacts(actor),
        "account": account,
    }
    return render(request, "portal/my_data.html", values)


# ---- what registers hold


def _holdings(people: Sequence[Represented], actor: Actor) -> list[tuple[Represented, list[Holding]]]:
    """By person: what services answer, then the entries of this house's registers that no service answers."""
    services = [one for one in list_services(actor) if not one.writes and one.purpose(OWN_DATA)]
    answered = {one.person: [_answered(service, one, actor) for service in services] for one in people}
    codes = {held.code for found in answered.values() for held in found}
    entries = _entries(people, actor, without=codes)
    return [(one, [*answered[one.person], *entries.get(one.person, [])]) for one in people]


def _answered(service: Service, whom: Represented, actor: Actor) -> Holding:
    """What a register answers about a person, in words."""
    try:
        answer = call(service.code, {"person": whom.person}, by=actor, purpose=OWN_DATA, about=actor.person)
    except Problem as problem:
        return Holding(title=service.title, trouble=problem.message)
    register = find_register(str(answer["source"]), actor)
    fields = [one for one in register.kinds[0].fields if one.name in answer and one.kind is not Kind.PERSON]
    rows = [Row(key=one.label, value=say_field(one, answer[one.name])) for one in fields if answer[one.name]]
    return Holding(code=register.code, title=register.title, rows=rows, as_of=drawing.day_of(answer["as_of"]))


def _entries(people: Sequence[Represented], actor: Actor, *, without: Collection[str]) -> dict[str, list[Holding]]:
    """Each entry once: with the person whose entry it is, else with the first of them whom it names."""
    known = [one.person for one in people]
    found: dict[str, list[Holding]] = {}
    seen: set[str] = set()
    for person in known:
        for one in list_entries_of(person, viewer=actor, purpose=OWN_DATA):
            if one.entry.register in without or one.entry.urn in seen:
                continue
            seen.add(one.entry.urn)
            found.setdefault(one.entry.subject if one.entry.subject in known else person, []).append(_entry(one))
    return found


def _entry(one: Opened) -> Holding:
    title = Text(f"{one.register.vi}: {one.kind.vi.lower()}", f"{one.register.en}: {one.kind.en.lower()}")
    values = [value for value in one.values if value.words.vi and not value.words.vi.startswith("urn:")]
    rows = [Row(key=value.label, value=value.words) for value in values]
    return Holding(title=title, rows=rows, as_of=local(one.version.known_from).date())


# ---- who looked


@page("look.read")
def looks(request: Request) -> HttpResponse:
    """Every look at my data or at a child's, newest first, grouped by day."""
    actor = request.actor
    people = [one for one in represented_by(actor) if one.person == actor.person or one.is_child]
    whose = next((one for one in people if one.key == request.GET.get("nguoi", "toi")), None)
    if whose is None:
        raise Missing
    found = list_looks(whose.person, viewer=actor, limit=MOST_LOOKS)
    looked = _looked(found, actor)
    pages = Pages.of(request, len(looked), size=PER_PAGE)
    values = {
        "title": t("Ai đã xem dữ liệu của bạn", "Who looked at your data"),
        "people": people,
        "whose": whose,
        "days": looking.by_day(looked[pages.slice(PER_PAGE)]),
        "secret_count": found.secret_count,
        "pages": pages,
        "back": Link(words=MY_DATA, address=reverse("portal:my_data")),
    }
    return render(request, "portal/looks.html", values)


def _looked(found: Looks, actor: Actor) -> list[looking.Looked]:
    numbers = {line.case.urn: line.case.number for line in list_my_cases(actor)} if found.shown else {}
    return looking.lines(found.shown, numbers)


# ---- mandates


def _given(actor: Actor) -> list[Mandate]:
    return [one for one in list_mandates(actor) if one.principal.urn == actor.person]


def _received(actor: Actor) -> list[Mandate]:
    return [one for one in list_mandates(actor) if one.agent.urn == actor.person]


def _name(people: Sequence[Represented], person: str) -> str:
    return next((one.name for one in people if one.person == person), "") or name_of(person)


@page("account.change", methods=("GET", "POST"))
def end_mandate(request: Request, key: str) -> HttpResponseBase:
    """Take a mandate back, or lay it down, after a page that says what ends."""
    urn = urn_named("mandate", key)
    found = next((one for one in list_mandates(request.actor) if one.urn == urn), None)
    if found is None or found.kind == Mandate.Kind.GUARDIANSHIP:
        raise Missing
    if request.method == "POST":
        revoke_mandate(found, by=request.actor)
        say_done(request, t("Uỷ quyền đã hết từ lúc này.", "The mandate has ended."))
        return redirect("portal:my_data")
    values = {
        "title": t("Chấm dứt uỷ quyền này?", "End this mandate?"),
        "principal": name_of(found.principal.urn),
        "agent": name_of(found.agent.urn),
        "back": Link(words=MY_DATA, address=reverse("portal:my_data")),
    }
    return render(request, "portal/end_mandate.html", values)


# ---- how I am reached


def _contacts(actor: Actor) -> list[Row]:
    found = open_contacts(actor.person, viewer=actor)
    change = Link(words=t("Sửa", "Change"), address=reverse("portal:contacts"))
    phone = group_phone(found.phone) if found.phone else ""
    return [
        Row(key=t("Thư điện tử", "E-mail"), value=found.email, links=[change]),
        Row(key=t("Điện thoại", "Telephone"), value=phone, links=[change]),
    ]


@page("account.change", methods=("GET", "POST"))
def contacts(request: Request) -> HttpResponseBase:
    """Where copies of messages go."""
    actor = request.actor
    found = open_contacts(actor.person, viewer=actor)
    typed = {"email": found.email, "phone": found.phone} | request.POST.dict()
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            change_contacts(cast(Account, request.user), by=actor, email=str(typed["email"]), phone=str(typed["phone"]))
        except Invalid as wrong:
            problems = wrong.problems
        else:
            say_done(request, t("Đã lưu cách liên hệ.", "Your contact details are saved."))
            return redirect("portal:my_data")
    words = by_field(problems)
    labels = {"email": t("Thư điện tử", "E-mail"), "phone": t("Điện thoại", "Telephone")}
    autocomplete = {"email": "email", "phone": "tel"}
    values = {
        "title": t("Liên hệ với bạn ở đâu?", "How can we reach you?"),
        "hint": t(
            "Tin báo chỉ nói có thư mới, không nói nội dung hồ sơ.",
            "What we send only says that there is a message, not what is in it.",
        ),
        "fields": [
            Field(
                name=name,
                kind="text",
                label=label,
                value=str(typed[name]),
                problem=words.get(name, ""),
                optional=True,
                autocomplete=autocomplete[name],
            )
            for name, label in labels.items()
        ],
        "problems": problems,
        "save_words": t("Lưu", "Save"),
        "back": Link(words=MY_DATA, address=reverse("portal:my_data")),
    }
    return render(request, "design/question.html", values, status=422 if problems else 200)
