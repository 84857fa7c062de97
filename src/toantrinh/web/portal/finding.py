"""Finding the right procedure, and its start page: what one gets, what it takes, and where to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from toantrinh.cases.definition import Paper, Procedure
from toantrinh.cases.models import Case, Status
from toantrinh.cases.queries import (
    CaseLine,
    Hit,
    find_procedure,
    list_my_cases,
    nearest_procedures,
    procedures_of,
    real_time,
    search_procedures,
)
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.queries import may
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.pages import LIFE_EVENTS
from toantrinh.web.design.parts import Link
from toantrinh.web.portal.dossiers import todo_of
from toantrinh.web.portal.wording import LEVELS, Terms, terms_of

EVENT_WORDS: dict[str, Text] = {code: words for code, _, words, _ in LIFE_EVENTS}
HOME = Link(words=t("Trang chủ", "Home"), address="/")
MOST_SHOWN = 30
MOST_WAITING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One procedure in a list."""

    procedure: Procedure
    decides: Text
    online: Terms | None
    terms: Terms
    """Of the way in that is named first."""
    matched: Text | None
    """The words by which it was found, where they are not its everyday name."""


@page(anyone=True)
def find(request: Request) -> HttpResponse:
    """Procedures by everyday words, by life event, or all of them from A to Z."""
    asked = request.GET.get("q", "").strip()[:200]
    event = request.GET.get("su-kien", "")
    hits = search_procedures(asked, life_events=EVENT_WORDS) if asked else _all(event)
    hits = [hit for hit in hits if not event or event in hit.procedure.life_events]
    values = {
        "title": _title(asked, EVENT_WORDS.get(event)),
        "asked": asked,
        "event": event if event in EVENT_WORDS else "",
        "life_events": LIFE_EVENTS,
        "found": [_found(hit) for hit in hits[:MOST_SHOWN]],
        "count": len(hits),
        "nearest": [_found(_plain(one)) for one in nearest_procedures(asked)] if asked and not hits else [],
        "back": HOME,
    }
    return render(request, "portal/find.html", values)


def _title(asked: str, event: Text | None) -> Text:
    if asked:
        return t('Tìm "{asked}"', 'Search for "{asked}"').fill(asked=asked.replace("{", "(").replace("}", ")"))
    return event or t("Mọi thủ tục, từ A đến Y", "Every procedure, A to Z")


def _all(event: str) -> list[Hit]:
    return [_plain(one) for one in procedures_of(event)]


def _plain(procedure: Procedure) -> Hit:
    return Hit(procedure=procedure, by=None, rank=0)


def _found(hit: Hit) -> Found:
    terms = terms_of(hit.procedure)
    return Found(
        procedure=hit.procedure,
        decides=LEVELS[hit.procedure.level],
        online=next((one for one in terms if one.is_online), None),
        terms=terms[0],
        matched=hit.by,
    )


@page(anyone=True)
def start_page(request: Request, code: str) -> HttpResponseBase:
    """Is it for me, what will it take, and the button that begins. Sign-in is asked for only after it."""
    procedure = find_procedure(code)
    values = {
        "title": procedure.names.short,
        "procedure": procedure,
        "decides": LEVELS[procedure.level],
        "terms": terms_of(procedure),
        "papers": _papers(procedure),
        "real": real_time(code),
        "laws": [(law, _standing(law.in_force_from, law.in_force_until)) for law in procedure.legal_basis],
        "draft": (draft := _draft(request.actor, code)),
        "draft_address": reverse("portal:form", args=[key_of(draft.urn)]) if draft else "",
        "begins_at_once": _begins_at_once(request.actor),
        "back": Link(words=t("Tìm thủ tục", "Find a procedure"), address=reverse("portal:find")),
    }
    return render(request, "portal/start_page.html", values)


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
    """What the portal adds to the first page: at most three things that wait for its reader."""
    waiting = waiting_for(request.actor)
    return {
        "waiting": [(line, todo_of(line.case)) for line in waiting[:MOST_WAITING]],
        "waiting_count": len(waiting),
    }
