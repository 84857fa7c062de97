"""Every write of the room.

Tasks are opened, closed, paused and touched by the upper room whose affair they are, which has asked for the right to
its own act; taking, giving and putting back are acts of officers and ask for their right here.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Appointment
from toantrinh.people.queries import may, require
from toantrinh.record.actions import state
from toantrinh.tasks.facts import (
    TaskAssigned,
    TaskClosed,
    TaskOpened,
    TaskOverdue,
    TaskReleased,
    TaskResumed,
    TaskTaken,
    TaskWaiting,
)
from toantrinh.tasks.models import Task

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Sorts what has no due moment, or waits, behind everything else."""


@transaction.atomic
def open_task(
    *,
    kind: str,
    title: Text,
    about: str,
    agency: str,
    role: str,
    due_at: datetime | None,
    by: Actor,
    person: str = "",
    assigned_to: str = "",
) -> Task:
    """Put something to do on the list of those who hold `role` at `agency`, or of one of them by name."""
    task = Task.objects.create(
        urn=urns.new("task"),
        kind=kind,
        title_vi=title.vi[:400],
        title_en=title.en[:400],
        about=about,
        agency=agency,
        role=role,
        person=person,
        assigned_to=assigned_to,
        due_at=due_at,
        rank_at=due_at or NEVER,
        silent_at=_silent_at(),
        opened_at=now(),
    )
    state(
        TaskOpened(
            area=by.area, agency=agency, what=kind, task=task.urn, about=about, due=due_at.isoformat() if due_at else ""
        ),
        by=by,
    )
    return task


@transaction.atomic
def take_task(urn: str, *, by: Actor) -> Task:
    """Take a task on. Of two who take it at once one wins, and the other is told who."""
    task = _locked(urn, by, "task.take")
    if task.taken_by == by.urn:
        return task
    if task.taken_by:
        raise Refused(
            t(f"{task.taken_by_name} đang làm việc này.", f"{task.taken_by_name} is working on this."),
            code="taken",
            advice=t("Chọn việc khác, hoặc hỏi người đó.", "Choose another task, or ask that person."),
        )
    if task.assigned_to and task.assigned_to != by.urn:
        raise Refused(t("Việc này đã giao cho người khác.", "This task was given to somebody else."), code="given")
    task.taken_by, task.taken_by_name, task.taken_at, task.silent_at = by.urn, by.name, now(), _silent_at()
    task.save(update_fields=["taken_by", "taken_by_name", "taken_at", "silent_at"])
    state(TaskTaken(area=by.area, agency=task.agency, what=task.kind, task=task.urn, about=task.about), by=by)
    return task


@transaction.atomic
def release_task(urn: str, *, by: Actor) -> Task:
    """Put a task back, so that anyone of its role may take it; its holder may, and whoever may give tasks."""
    task = _locked(urn, by, "task.take")
    if by.urn not in (task.taken_by, task.assigned_to) and not may(by, "task.assign", agency=task.agency):
        raise Refused(t("Việc này không do bạn giữ.", "You do not hold this task."), code="not_holder")
    _clear_holder(task)
    task.assigned_to = ""
    task.silent_at = _silent_at()
    task.save(update_fields=["assigned_to", "taken_by", "taken_by_name", "taken_at", "silent_at"])
    state(TaskReleased(area=by.area, agency=task.agency, what=task.kind, task=task.urn, about=task.about), by=by)
    return task


@transaction.atomic
def assign_task(urn: str, *, to: str, by: Actor) -> Task:
    """Give a task to the account `to`, which must hold the task's role at its agency today."""
    task = _locked(urn, by, "task.assign")
    offices = Appointment.objects.filter(account__urn=to, agency__urn=task.agency, role=task.role, from_on__lte=today())
    if not offices.exclude(to_on__lte=today()).exists():
        raise Refused(
            t(
                "Người này hiện không giữ vai trò làm việc này.",
                "This person does not hold the role for this task.",
            ),
            code="wrong_role",
            field="to",
        )
    _clear_holder(task)
    task.assigned_to, task.silent_at = to, _silent_at()
    task.save(update_fields=["assigned_to", "taken_by", "taken_by_name", "taken_at", "silent_at"])
    state(
        TaskAssigned(area=by.area, agency=task.agency, what=task.kind, task=task.urn, about=task.about, assignee=to),
        by=by,
    )
    return task


@transaction.atomic
def close_tasks(about: str, *, by: Actor, kind: str = "", outcome: str = "") -> int:
    """Close what is open about a thing (only of one kind where given); answers how many."""
    tasks = _open_about(about, kind)
    for task in tasks:
        task.closed_at, task.outcome = now(), outcome
        task.save(update_fields=["closed_at", "outcome"])
        state(
            TaskClosed(
                area=by.area,
                agency=task.agency,
                what=task.kind,
                task=task.urn,
                about=about,
                was_late=task.rank_at < now(),
                outcome=outcome,
            ),
            by=by,
        )
    return len(tasks)


@transaction.atomic
def pause_tasks(about: str, *, by: Actor) -> int:
    """Let everything open about a thing wait for the citizen: it is neither due nor silent meanwhile."""
    tasks = [task for task in _open_about(about) if task.waiting_since is None]
    for task in tasks:
        task.waiting_since, task.rank_at, task.silent_at = now(), NEVER, None
        task.save(update_fields=["waiting_since", "rank_at", "silent_at"])
        state(TaskWaiting(area=by.area, agency=task.agency, what=task.kind, task=task.urn, about=about), by=by)
    return len(tasks)


@transaction.atomic
def resume_tasks(about: str, *, due_at: datetime | None, by: Actor, kind: str = "") -> int:
    """Let it go on, due at `due_at`; also where nothing waited and only the due moment moves (an extension)."""
    tasks = _open_about(about, kind)
    for task in tasks:
        task.waiting_since, task.due_at, task.rank_at, task.silent_at = None, due_at, due_at or NEVER, _silent_at()
        if task.rank_at > now():
            task.escalated_at = None
        task.save(update_fields=["waiting_since", "due_at", "rank_at", "silent_at", "escalated_at"])
        due = due_at.isoformat() if due_at else ""
        state(TaskResumed(area=by.area, agency=task.agency, what=task.kind, task=task.urn, about=about, due=due), by=by)
    return len(tasks)


def touch_tasks(about: str) -> None:
    """Say that somebody acted on a thing, so that its tasks are not silent; the act itself is that room's fact."""
    Task.objects.filter(about=about, closed_at=None, waiting_since=None).update(silent_at=_silent_at())


def escalate_tasks(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Mark what has become overdue and state it, oldest first, each in its own transaction; answers how many."""
    overdue = Task.objects.filter(closed_at=None, escalated_at=None, rank_at__lt=now()).order_by("rank_at")
    return sum(_escalate(urn, by) for urn in list(overdue.values_list("urn", flat=True)[:limit]))


@transaction.atomic
def _escalate(urn: str, by: Actor) -> bool:
    task = Task.objects.select_for_update().get(urn=urn)
    if task.closed_at or task.escalated_at or task.rank_at >= now():
        return False
    task.escalated_at = now()
    task.save(update_fields=["escalated_at"])
    state(
        TaskOverdue(
            area=by.area,
            agency=task.agency,
            what=task.kind,
            task=task.urn,
            about=task.about,
            due=task.rank_at.isoformat(),
        ),
        by=by,
    )
    return True


def _locked(urn: str, by: Actor, verb: str) -> Task:
    task = Task.objects.select_for_update().filter(urn=urn).first()
    if task is None:
        raise Missing
    require(by, verb, agency=task.agency)
    if verb == "task.take" and task.role not in by.roles and not may(by, "task.assign", agency=task.agency):
        raise Missing
    if task.closed_at:
        raise Refused(t("Việc này đã xong.", "This task is done."), code="closed")
    return task


def _open_about(about: str, kind: str = "") -> list[Task]:
    tasks = Task.objects.select_for_update().filter(about=about, closed_at=None).order_by("pk")
    return list(tasks.filter(kind=kind) if kind else tasks)


def _clear_holder(task: Task) -> None:
    task.taken_by, task.taken_by_name, task.taken_at = "", "", None


def _silent_at() -> datetime:
    return now() + timedelta(days=3)
