"""Finding the right procedure, and its start page: what one gets, what it takes, and where to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator

from toantrinh.cases.definition import Channel, Paper, Procedure
from toantrinh.cases.models import Case, CatalogueEntry, Status
from toantrinh.cases.queries import (
    CaseLine,
    Described,
    Hit,
    Narrowing,
    describe_hits,
    describe_listed,
    find_listed,
    find_procedure,
    list_bodies,
    list_fields,
    list_found,
    list_life_events,
    list_my_cases,
    most_used,
    real_time,
    say_competent,
    search_procedures,
)
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.queries import may
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Pages
from toantrinh.web.portal import national
from toantrinh.web.portal.dossiers import todo_of
from toantrinh.web.portal.linked import shares_of
from toantrinh.web.portal.wording import Terms, decides, terms_of

HOME = Link(words=t("Trang chủ", "Home"), address="/")
PAGE = 10
MOST_WAITING = 3
MOST_USED = 6
LONGEST_QUESTION = 200
CHOOSABLE_LEVELS: dict[str, Text] = {
    "commune": t("Xã, phường, đặc khu", "Commune"),
    "province": t("Tỉnh, thành phố", "Province"),
    "ministry": t("Trung ương", "Central"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One procedure in a list."""

    found: Described
    decides: Text | str
    online: Terms | None = None
    terms: Terms | None = None
    """Of the way in that is named first; None where it cannot be done here."""
    gives: Text | None = None
    """What one gets, in a few words."""


@page(anyone=True)
def find(request: Request) -> HttpResponse:
    """Procedures by everyday words, narrowed by event, body, level or field; or all of them."""
    asked = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUESTION]
    narrowing = _narrowing(request)
    found = search_procedures(asked, narrowing) if asked else list_found(narrowing)
    pages = Pages.of(request, len(found.hits), size=PAGE)
    values = {
        "title": _title(asked, narrowing),
        "asked": asked,
        "narrowing": narrowing,
        "is_narrowed": narrowing != (Narrowing() if asked else Narrowing(event=narrowing.event)),
        "life_events": list_life_events(),
        "bodies": list_bodies(),
        "fields": list_fields(),
        "levels": CHOOSABLE_LEVELS.items(),
        "found": _results(found.hits[pages.slice(PAGE)], found.hits),
        "count": found.count,
        "more_than_shown": found.count > len(found.hits) and len(found.hits),
        "nearest": _results(found.nearest),
        "pages": pages,
        "back": HOME,
    }
    return render(request, "portal/find.html", values)


def _narrowing(request: Request) -> Narrowing:
    """What the address narrows the list to; what is not known narrows nothing."""
    wanted = {name: request.GET.get(name, "") for name in ("su-kien", "co-quan", "cap", "linh-vuc")}
    return Narrowing(
        event=wanted["su-kien"] if wanted["su-kien"] in {one.code for one in list_life_events()} else "",
        body=wanted["co-quan"] if wanted["co-quan"] in {one.code for one in list_bodies()} else "",
        level=wanted["cap"] if wanted["cap"] in CHOOSABLE_LEVELS else "",
        field=wanted["linh-vuc"] if wanted["linh-vuc"] in list_fields() else "",
        only_offered=request.GET.get("o-day", "") == "1",
    )


def _title(asked: str, narrowing: Narrowing) -> Text:
    if asked:
        return t('Tìm "{asked}"', 'Search for "{asked}"').fill(asked=asked.replace("{", "(").replace("}", ")"))
    event = next((one.name for one in list_life_events() if one.code == narrowing.event), None)
    body = next((one.name for one in list_bodies() if one.code == narrowing.body), None)
    return event or body or t("Mọi thủ tục", "Every procedure")


def _results(hits: Sequence[Hit], among: Sequence[Hit] = ()) -> list[Result]:
    return [_result(one) for one in describe_hits(hits, among)]


def _result(found: Described) -> Result:
    if found.procedure is None:
        return Result(found=found, decides=next(iter(_deciding(found.entry)), "") if found.entry else "")
    terms, said = terms_of(found.procedure), found.procedure.gives
    online = next((one for one in terms if one.is_online), None)
    gives = Text(*(Truncator(words).chars(LONGEST_TITLE) for words in (said.vi, said.en)))
    return Result(
        found=found, decides=decides(found.procedure), online=online, terms=next(iter(terms), None), gives=gives
    )


def _deciding(entry: CatalogueEntry) -> list[str]:
    """The bodies that decide, each once."""
    return list(dict.fromkeys(entry.deciding)) or ([entry.publisher] if entry.publisher else [])


@page(anyone=True)
def start_page(request: Request, code: str) -> HttpResponseBase:
    """Is it for me, what will it take, and the button that begins. Sign-in is asked for only after it."""
    try:
        procedure = find_procedure(code)
    except Missing:
        return _listed_page(request, find_listed(code))
    values = {
        "title": procedure.names.short,
        "procedure": procedure,
        "decides": _joined(say_competent(procedure)),
        "terms": terms_of(procedure),
        "shares": shares_of(procedure),
        "papers": _papers(procedure),
        "can_begin": Channel.ONLINE in procedure.channels,
        **national.values_of(procedure),
        "real": real_time(code),
        "laws": [(law, _standing(law.in_force_from, law.in_force_until)) for law in procedure.legal_basis],
        "draft": (draft := _draft(request.actor, code)),
        "draft_address": reverse("portal:form", args=[key_of(draft.urn)]) if draft else "",
        "begins_at_once": _begins_at_once(request.actor),
        "back": Link(words=t("Tìm thủ tục", "Find a procedure"), address=reverse("portal:find")),
    }
    return render(request, "portal/start_page.html", values)


def _listed_page(request: Request, entry: CatalogueEntry) -> HttpResponse:
    """What the national catalogue says of a procedure that cannot be done here yet, and where it can."""
    hits = search_procedures(entry.name, Narrowing(only_offered=True)).hits[:3]
    title = Truncator(describe_listed(entry)).chars(LONGEST_TITLE)
    values = {
        "title": Text(title, title),
        "entry": entry,
        "deciding": _deciding(entry)[:MOST_DECIDING],
        "deciding_more": max(len(_deciding(entry)) - MOST_DECIDING, 0),
        "offered": _results(hits),
        "back": Link(words=t("Tìm thủ tục", "Find a procedure"), address=reverse("portal:find")),
    }
    return render(request, "portal/listed.html", values)


MOST_DECIDING = 5
LONGEST_TITLE = 150


def _joined(kinds: Sequence[Text]) -> Text:
    """The agencies that decide, in a line."""
    return Text(" / ".join(one.vi for one in kinds), " / ".join(one.en for one in kinds))


def _standing(starts: Any, ends: Any) -> Text | None:
    """What to say of an act that is not simply in force."""
    if starts and starts > today():
        return t("chưa có hiệu lực", "not in force yet")
    if ends and ends < today():
        return t("đã hết hiệu lực", "no longer in force")
    return None


def _papers(procedure: Procedure) -> list[tuple[Text, Sequence[Paper]]]:
    """Papers by who has them; what may not be needed is named all the same, with the case in which it is."""
    groups = (
        ("state", t("Nhà nước đã có, bạn không phải nộp", "The State holds it; you bring nothing")),
        ("applicant", t("Bạn chuẩn bị", "You prepare")),
        ("other", t("Chỉ khi cần, nơi khác cấp", "Only where needed, issued by others")),
    )
    found = [(words, [paper for paper in procedure.papers if paper.who_has == who]) for who, words in groups]
    return [(words, papers) for words, papers in found if papers]


def _draft(actor: Actor, code: str) -> Case | None:
    """A draft of this procedure that is already there."""
    if not _is_citizen(actor):
        return None
    cases = (line.case for line in list_my_cases(actor))
    return next((case for case in cases if case.code == code and case.status == Status.DRAFT), None)


def _begins_at_once(actor: Actor) -> bool:
    """Whether there is nobody to choose: signed in, and with no mandate of another."""
    return _is_citizen(actor) and not actor.acting_for


def _is_citizen(actor: Actor) -> bool:
    return bool(actor.person) and not actor.office and may(actor, "case.file")


def waiting_for(actor: Actor) -> list[CaseLine]:
    """What the citizen has to do now, drafts last; empty for anybody else."""
    if not _is_citizen(actor):
        return []
    lines = [line for line in list_my_cases(actor) if line.standing.is_for_citizen]
    return sorted(lines, key=lambda line: line.case.status == Status.DRAFT)


def furnish(request: Request) -> dict[str, Any]:
    """What the portal adds to the first page: at most three things that wait for its reader, and what is used most."""
    waiting = waiting_for(request.actor)
    return {
        "waiting": [(line, todo_of(line.case)) for line in waiting[:MOST_WAITING]],
        "waiting_count": len(waiting),
        "most_used": describe_hits(most_used(MOST_USED)),
    }
