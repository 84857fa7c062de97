"""Every read of the room: an office's list, its tabs with counts, what is open about a thing, one task."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from django.db.models import Count, Q, QuerySet

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, now
from toantrinh.kernel.problem import Missing
from toantrinh.people.queries import may, visible_to
from toantrinh.record.verify import Difference
from toantrinh.tasks.models import Task
from toantrinh.tasks.replay import compare_tasks

Tab = Literal["overdue", "today", "week", "waiting", "silent", "all"]
Scope = Literal["role", "mine", "agency"]
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
    scope: Scope = "role",
    kinds: tuple[str, ...] = (),
    after: str = "",
    size: int = 50,
) -> TaskPage:
    """What the viewer's office has to do, the most urgent first: two queries, or four where more than `COUNTED` wait.

    `scope`: what anyone of the viewer's roles may take; only what the viewer holds; or everything that the viewer may
    see, at the agency and for leaders below it.
    """
    if tab not in get_args(Tab) or scope not in get_args(Scope):
        raise Missing
    tasks = _in_scope(viewer, scope)
    if kinds:
        tasks = tasks.filter(kind__in=kinds)
    marks = _marks()
    rows = tasks.filter(marks[tab]).order_by("rank_at", "pk")
    if after:
        rank_at, pk = _read_cursor(after)
        rows = rows.filter(rank_at__gte=rank_at).exclude(rank_at=rank_at, pk__lte=pk)
    page = list(rows[: size + 1])
    more = _cursor(page[size - 1]) if len(page) > size else ""
    return TaskPage(tasks=page[:size], counts=_counts(tasks, marks), next_cursor=more)


def find_task(urn: str, *, viewer: Actor) -> Task:
    """One task that the viewer may see, open or closed."""
    task = Task.objects.filter(urn=urn).first()
    if task is None or not may(viewer, "task.read", agency=task.agency):
        raise Missing
    return task


def find_tasks(about: str, *, viewer: Actor) -> list[Task]:
    """Everything open about a thing that the viewer may see, whatever its role."""
    tasks = Task.objects.filter(about=about, closed_at=None).order_by("rank_at", "pk")
    return list(visible_to(tasks, viewer, "task.read", person=""))


def compare_with_record() -> Iterator[Difference]:
    """Every difference between the tasks and what the record says of them; a check of `toantrinh verify`."""
    yield from compare_tasks()


def _in_scope(viewer: Actor, scope: Scope) -> QuerySet[Task]:
    tasks = visible_to(Task.objects.filter(closed_at=None), viewer, "task.read", person="")
    if scope == "role":
        return tasks.filter(agency=viewer.agency, role__in=viewer.roles)
    if scope == "mine":
        return tasks.filter(assigned_to=viewer.urn)
    return tasks


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


def _counts(tasks: QuerySet[Task], marks: dict[str, Q]) -> dict[str, int]:
    """How much each tab holds. What is due comes first in the order, so a bounded count of it is right; the two tabs
    that have another order are counted apart where the bound was reached."""
    bounded = tasks.order_by("rank_at", "pk")[: COUNTED + 1]
    counts = bounded.aggregate(**{tab: Count("pk", filter=mark) for tab, mark in marks.items()})
    if counts["all"] > COUNTED:
        for tab in ("waiting", "silent"):
            counts[tab] = tasks.filter(marks[tab])[: COUNTED + 1].count()
    return counts


def _cursor(task: Task) -> str:
    return base64.urlsafe_b64encode(json.dumps([task.rank_at.isoformat(), task.pk]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    """Where a page begins; an address that somebody changed by hand leads nowhere."""
    try:
        moment, pk = json.loads(base64.urlsafe_b64decode(cursor))
        rank_at = datetime.fromisoformat(moment)
    except (ValueError, TypeError, binascii.Error) as error:
        raise Missing from error
    if rank_at.tzinfo is None or not isinstance(pk, int):
        raise Missing
    return rank_at, pk
