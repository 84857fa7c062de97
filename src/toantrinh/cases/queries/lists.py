"""Lists of cases: the citizen's own, the officer's queue, and search."""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from django.db.models import Count, Q, QuerySet

from toantrinh.cases import timing
from toantrinh.cases.models import Case, CaseOrigin, CasePause, CasePerson, Status, Wait
from toantrinh.cases.queries.clock import Clock, brief_clock
from toantrinh.cases.queries.discretion import codes_hidden_from
from toantrinh.cases.queries.opening import Standing, is_own, status_of
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, now
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, fold
from toantrinh.people.queries import person_urn, require, visible_to
from toantrinh.record import vault
from toantrinh.record.looks import look
from toantrinh.tasks.models import Task

Tab = Literal["overdue", "today", "week", "waiting", "silent", "all"]
COUNTED = 10_000
"""Tabs count no further: beyond, a screen writes "10.000+"."""
SILENT_DAYS = 3
"""Working days without an act of the agency, after which a case stands under "Im lặng"."""
_WAITS_FOR_CITIZEN = (Wait.SUPPLEMENT, Wait.CONFIRMATION, Wait.PAYMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case in a list."""

    case: Case
    procedure: Text
    standing: Standing
    clock: Clock
    worker: str = ""
    """Who has taken it up; empty where nobody has."""
    is_part: bool = False
    """Opened as one part of a linked application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue, with what every tab holds."""

    lines: list[CaseLine]
    counts: dict[str, int]
    """Cases by tab; a value above `COUNTED` says only that there are more."""
    next_cursor: str
    """Give it as `after` for the next page; empty on the last."""


def list_my_cases(viewer: Actor, *, limit: int = 200) -> list[CaseLine]:
    """The cases and drafts of everyone in whose name the viewer may act: what waits for them first, then the newest."""
    if viewer.office or not viewer.persons:
        raise Missing
    require(viewer, "case.read_own", persons=viewer.persons)
    agreed = CasePerson.objects.filter(person__in=viewer.persons, part="consenter").values("case")
    own = Q(applicant__in=viewer.persons) | Q(pk__in=agreed)
    cases = Case.objects.filter(own).defer("answers_sealed", "lookups_sealed")
    lines = _lines(list(cases.order_by("-saved_at", "-pk")[:limit]))
    lines = [line if is_own(line.case, viewer) else _followed(line) for line in lines]
    return sorted(
        lines, key=lambda line: (not line.standing.is_for_citizen, line.case.status in ("closed", "withdrawn"))
    )


def _followed(line: CaseLine) -> CaseLine:
    """A dossier to which one agreed: what it waits for is for its applicant to do."""
    return replace(line, standing=replace(line.standing, is_for_citizen=False))


def list_queue(
    viewer: Actor,
    *,
    tab: Tab = "all",
    whole_agency: bool = False,
    code: str = "",
    channel: str = "",
    mine: bool = False,
    after: str = "",
    size: int = 50,
) -> QueuePage:
    """What the viewer's office has to do, most urgent first; `whole_agency` shows other roles' steps too.

    Three queries and a look for the names shown, whatever the size of the queue.
    """
    if tab not in get_args(Tab) or not viewer.office:
        raise Missing
    cases = _filtered(viewer, whole_agency=whole_agency, code=code, channel=channel, mine=mine)
    marks = _marks(viewer)
    rows = cases.filter(marks[tab]).order_by("rank_at", "pk").defer("answers_sealed", "lookups_sealed")
    if after:
        rank_at, pk = _read_cursor(after)
        rows = rows.filter(Q(rank_at__gt=rank_at) | Q(rank_at=rank_at, pk__gt=pk))
    page = list(rows[: size + 1])
    counts = cases.order_by("rank_at")[: COUNTED + 1].aggregate(
        **{name: Count("pk", filter=mark) for name, mark in marks.items()}
    )
    if page:
        look(by=viewer, person="", what="name", purpose="queue", count=len(page[:size]))
    return QueuePage(
        lines=_lines(page[:size]), counts=counts, next_cursor=_cursor(page[size - 1]) if len(page) > size else ""
    )


def list_numbers(
    viewer: Actor,
    *,
    tab: Tab = "all",
    whole_agency: bool = False,
    code: str = "",
    channel: str = "",
    mine: bool = False,
    limit: int = 500,
) -> list[str]:
    """Numbers of the dossiers that `list_queue` would show on all its pages, most urgent first, at most `limit`."""
    if tab not in get_args(Tab) or not viewer.office:
        raise Missing
    cases = _filtered(viewer, whole_agency=whole_agency, code=code, channel=channel, mine=mine)
    rows = cases.filter(_marks(viewer)[tab]).order_by("rank_at", "pk")
    return list(rows.values_list("number", flat=True)[:limit])


def _filtered(viewer: Actor, *, whole_agency: bool, code: str, channel: str, mine: bool) -> QuerySet[Case]:
    cases = _queue_of(viewer, whole_agency=whole_agency)
    if code:
        cases = cases.filter(code=code)
    if channel:
        cases = cases.filter(channel=channel)
    if mine:
        held = Task.objects.filter(Q(taken_by=viewer.urn) | Q(assigned_to=viewer.urn), closed_at=None)
        cases = cases.filter(urn__in=held.values("about"))
    return cases


def _queue_of(viewer: Actor, *, whole_agency: bool) -> QuerySet[Case]:
    """Open cases of the viewer's agency on which somebody must act; those of other roles only where asked for."""
    require(viewer, "case.read", agency=viewer.agency)
    cases = visible_to(Case.objects.filter(rank_at__isnull=False), viewer, "case.read", person="")
    cases = cases.exclude(code__in=codes_hidden_from(viewer))
    return cases if whole_agency else cases.filter(Q(role__in=viewer.roles) | Q(role__in=["", "applicant"]))


def _marks(viewer: Actor) -> dict[str, Q]:
    moment = now()
    midnight = local(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, monday = midnight + timedelta(days=1), midnight + timedelta(days=7 - midnight.weekday())
    waiting = Q(wait__in=_WAITS_FOR_CITIZEN)
    return {
        "overdue": Q(rank_at__lt=moment) & ~waiting,
        "today": Q(rank_at__gte=moment, rank_at__lt=tomorrow) & ~waiting,
        "week": Q(rank_at__gte=moment, rank_at__lt=monday) & ~waiting,
        "waiting": waiting,
        "silent": Q(touched_at__lte=timing.working_days_ago(SILENT_DAYS, "")) & ~waiting,
        "all": Q(),
    }


def _lines(cases: Sequence[Case]) -> list[CaseLine]:
    urns = [case.urn for case in cases if case.step]
    tasks = Task.objects.filter(about__in=urns, closed_at=None).exclude(taken_by_name="")
    workers = dict(tasks.values_list("about", "taken_by_name"))
    waiting = [case.pk for case in cases if case.wait in _WAITS_FOR_CITIZEN]
    pauses = {pause.case_id: pause for pause in CasePause.objects.filter(case__in=waiting, until_at=None)}
    parts = set(CaseOrigin.objects.filter(case__in=[case.pk for case in cases]).values_list("case_id", flat=True))
    return [
        CaseLine(
            case=case,
            procedure=procedure_of_case(case).names.short,
            standing=status_of(case),
            clock=brief_clock(case, pauses.get(case.pk)),
            worker=workers.get(case.urn, ""),
            is_part=case.pk in parts,
        )
        for case in cases
    ]


def _cursor(case: Case) -> str:
    assert case.rank_at is not None
    return base64.urlsafe_b64encode(json.dumps([case.rank_at.isoformat(), case.pk]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(moment), int(pk)
    except (ValueError, TypeError) as error:
        raise Missing from error


def search_cases(text: str, *, viewer: Actor, limit: int = 50) -> list[CaseLine]:
    """Dossiers that the viewer may see, by number (or its end), name without accents, personal number or telephone."""
    require(viewer, "case.read", agency=viewer.agency)
    words = text.strip()
    if not words or not viewer.office:
        return []
    cases = visible_to(Case.objects.exclude(status=Status.DRAFT), viewer, "case.read", person="")
    cases = cases.exclude(code__in=codes_hidden_from(viewer))
    found = _matching(cases, words).order_by("-submitted_at").defer("answers_sealed", "lookups_sealed")
    lines = _lines(list(found[:limit]))
    if lines:
        look(by=viewer, person="", what="name", purpose="search", count=len(lines))
    return lines


def _matching(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    digits = re.sub(r"[\s.]", "", words)
    if re.fullmatch(r"\d{12}", digits):
        person = person_urn(digits)
        return cases.filter(persons__person=person) if person else cases.none()
    if re.fullmatch(r"0\d{9,10}", digits):
        return cases.filter(phone_digest=vault.digest(digits, "phone"))
    if re.fullmatch(r"\d{4,7}", digits):
        return cases.filter(number__endswith=f"-{digits}")
    if "-" in words or re.match(r"^[A-Z]\d{2}(\.|$)", words.upper()):
        return cases.filter(number__startswith=words.upper())
    for word in fold(words).split()[:8]:
        cases = cases.filter(folded__contains=word)
    return cases
