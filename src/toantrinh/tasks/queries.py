"""Every read of the room: an officer's list, its tabs with counts, one task."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from django.db.models import Count, Q, QuerySet

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, now
from toantrinh.kernel.problem import Missing
from toantrinh.people.queries import may
from toantrinh.tasks.models import Task

Tab = Literal["overdue", "today", "week", "waiting", "silent", "all"]
COUNTED = 10_000
"""Tabs count no further: beyond, a screen writes "10.000+"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """One page of a list, with what every tab holds."""

    tasks: list[Task]
    counts: dict[str, int]
    """Tasks by tab; a value above `COUNTED` says only that there are more."""
    next_cursor: str
    """Give it as `after` for the next page; empty on the last."""


def list_tasks(
    viewer: Actor,
    *,
    tab: Tab = "all",
    kinds: tuple[str, ...] = (),
    mine: bool = False,
    about: str = "",
    after: str = "",
    size: int = 50,
) -> TaskPage:
    """What the viewer's office has to do, the most urgent first: two queries, whatever its size."""
    if tab not in get_args(Tab):
        raise Missing
    tasks = visible_to(viewer)
    if kinds:
        tasks = tasks.filter(kind__in=kinds)
    if mine:
        tasks = tasks.filter(Q(taken_by=viewer.urn) | Q(assigned_to=viewer.urn))
    if about:
        tasks = tasks.filter(about=about)
    marks = _marks()
    rows = tasks.filter(marks[tab]).order_by("rank_at", "pk")
    if after:
        rank_at, pk = _read_cursor(after)
        rows = rows.filter(Q(rank_at__gt=rank_at) | Q(rank_at=rank_at, pk__gt=pk))
    page = list(rows[: size + 1])
    counted = tasks.order_by("rank_at")[: COUNTED + 1].aggregate(
        **{name: Count("pk", filter=mark) for name, mark in marks.items()}
    )
    more = _cursor(page[size - 1]) if len(page) > size else ""
    return TaskPage(tasks=page[:size], counts=counted, next_cursor=more)


def find_task(urn: str, *, viewer: Actor) -> Task:
    """One task of the viewer's office, open or closed."""
    task = Task.objects.filter(urn=urn).first()
    if task is None or not may(viewer, "task.read", agency=task.agency):
        raise Missing
    return task


def find_tasks(about: str, *, viewer: Actor) -> list[Task]:
    """Everything open about a thing at the viewer's agency, whatever its role."""
    tasks = Task.objects.filter(about=about, closed_at=None).order_by("rank_at", "pk")
    return [task for task in tasks if may(viewer, "task.read", agency=task.agency)]


def visible_to(viewer: Actor) -> QuerySet[Task]:
    """Open tasks of the viewer's agency and roles, and those given to the viewer by name."""
    if not may(viewer, "task.read", agency=viewer.agency):
        return Task.objects.none()
    tasks = Task.objects.filter(agency=viewer.agency, closed_at=None)
    return tasks.filter(Q(role__in=viewer.roles) | Q(assigned_to=viewer.urn))


def _marks() -> dict[str, Q]:
    moment = now()
    midnight = local(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, monday = midnight + timedelta(days=1), midnight + timedelta(days=7 - midnight.weekday())
    return {
        "overdue": Q(rank_at__lt=moment),
        "today": Q(rank_at__gte=moment, rank_at__lt=tomorrow),
        "week": Q(rank_at__gte=moment, rank_at__lt=monday),
        "waiting": Q(waiting_since__isnull=False),
        "silent": Q(silent_at__lte=moment),
        "all": Q(),
    }


def _cursor(task: Task) -> str:
    return base64.urlsafe_b64encode(json.dumps([task.rank_at.isoformat(), task.pk]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(moment), int(pk)
    except (ValueError, TypeError) as error:
        raise Missing from error
