"""Every write of the room.

Tasks are opened, closed, paused and touched by the upper room whose affair they are, which has asked for the right to
its own act; taking, giving and putting back are acts of officers and ask for their right here.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Agency, Appointment
from toantrinh.people.queries import may, open_agency, require
from toantrinh.record.actions import state
from toantrinh.tasks.facts import (
    TaskAssigned,
    TaskClosed,
    TaskFact,
    TaskOpened,
    TaskOverdue,
    TaskPaused,
    TaskReleased,
    TaskResumed,
    TaskTaken,
)
from toantrinh.tasks.models import Task
from toantrinh.tasks.silence import silent_at

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
    """Put something to do on the list of those who hold `role` at `agency`, or of one of them (URN of the account)."""
    of = open_agency(agency)
    name = _name_of_holder(assigned_to, agency, role) if assigned_to else ""
    task = Task.objects.create(
        urn=urns.new("task"),
        kind=kind,
        title_vi=title.vi[:400],
        title_en=title.en[:400],
        about=about,
        agency=agency,
        role=role,
        person=person,
        assigned_to=assigned_to if name else "",
        assigned_to_name=name,
        due_at=due_at,
        rank_at=due_at or NEVER,
        silent_at=silent_at(of.code),
        opened_at=now(),
    )
    _say(TaskOpened, task, of, by, role=role, due=written(due_at), assignee=task.assigned_to)
    return task


# --- What officers do -----------------------------------------------------------------------------------------------


@transaction.atomic
def take_task(urn: str, *, by: Actor) -> Task:
    """Take a task on. Of two who take it at once one wins, and the other is told who."""
    task, of = _held(urn, by, "task.take")
    if task.taken_by == by.urn:
        return task
    if task.taken_by:
        raise Refused(
            t("{name} đang làm việc này.", "{name} is working on this.").fill(name=task.taken_by_name),
            code="taken",
            advice=t("Chọn việc khác, hoặc hỏi người đó.", "Choose another task, or ask that person."),
        )
    if task.assigned_to not in ("", by.urn):
        raise Refused(
            t("Việc này đã giao cho {name}.", "This was given to {name}.").fill(name=task.assigned_to_name),
            code="given",
        )
    task.assigned_to = task.taken_by = by.urn
    task.assigned_to_name = task.taken_by_name = by.name[:120]
    task.taken_at = now()
    _save_acted(task, of, *_HOLDER)
    _say(TaskTaken, task, of, by)
    return task


@transaction.atomic
def release_task(urn: str, *, by: Actor) -> Task:
    """Put a task back, so that anyone of its role may take it; its holder may, and whoever may give tasks."""
    task, of = _held(urn, by, "task.take")
    if by.urn != task.assigned_to and not may(by, "task.assign", agency=task.agency):
        raise Refused(t("Việc này không do bạn giữ.", "You do not hold this task."), code="not_holder")
    _free(task)
    _save_acted(task, of, *_HOLDER)
    _say(TaskReleased, task, of, by)
    return task


@transaction.atomic
def assign_task(urn: str, *, to: str, by: Actor) -> Task:
    """Give a task to an officer (URN of the account) who holds its role at its agency today."""
    task, of = _held(urn, by, "task.assign")
    if not (name := _name_of_holder(to, task.agency, task.role)):
        raise Refused(
            t("Người này hiện không giữ vai trò làm việc này.", "This person does not hold the role for this task."),
            code="wrong_role",
            field="to",
        )
    _free(task)
    task.assigned_to, task.assigned_to_name = to, name
    _save_acted(task, of, *_HOLDER)
    _say(TaskAssigned, task, of, by, assignee=to)
    return task


# --- What the affair itself brings about ----------------------------------------------------------------------------


@transaction.atomic
def close_tasks(about: str, *, by: Actor, kind: str = "", outcome: str = "") -> int:
    """Close what is open about a thing (only of one kind where given); answers how many."""
    tasks = _open_about(about, kind)
    for task, of in tasks:
        task.closed_at, task.outcome = now(), outcome
        task.save(update_fields=["closed_at", "outcome"])
        _say(TaskClosed, task, of, by, was_late=task.rank_at < now(), outcome=outcome)
    return len(tasks)


@transaction.atomic
def pause_tasks(about: str, *, by: Actor) -> int:
    """Let everything open about a thing wait for the citizen: it is neither due nor silent meanwhile."""
    tasks = [(task, of) for task, of in _open_about(about) if task.waiting_since is None]
    for task, of in tasks:
        task.waiting_since, task.rank_at, task.silent_at = now(), NEVER, None
        task.save(update_fields=["waiting_since", "rank_at", "silent_at"])
        _say(TaskPaused, task, of, by)
    return len(tasks)


@transaction.atomic
def resume_tasks(about: str, *, due_at: datetime | None, by: Actor, kind: str = "") -> int:
    """Let it go on, due at `due_at`; also where nothing waited and only the due moment moves (an extension)."""
    tasks = _open_about(about, kind)
    for task, of in tasks:
        task.waiting_since, task.due_at, task.rank_at = None, due_at, due_at or NEVER
        if task.rank_at > now():
            task.escalated_at = None
        _save_acted(task, of, "waiting_since", "due_at", "rank_at", "escalated_at")
        _say(TaskResumed, task, of, by, due=written(due_at))
    return len(tasks)


@transaction.atomic
def touch_tasks(about: str) -> None:
    """Say that somebody acted on a thing, so that its tasks are not silent; the act itself is that room's fact."""
    for task, of in _open_about(about):
        if task.waiting_since is None:
            _save_acted(task, of)


def escalate_tasks(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Mark what has become overdue, longest overdue first, each in its own transaction; answers how many."""
    overdue = Task.objects.filter(closed_at=None, escalated_at=None, rank_at__lt=now()).order_by("rank_at")
    return sum(_escalate(urn, by) for urn in list(overdue.values_list("urn", flat=True)[:limit]))


@transaction.atomic
def _escalate(urn: str, by: Actor) -> bool:
    task = Task.objects.select_for_update().get(urn=urn)
    if task.closed_at or task.escalated_at or task.rank_at >= now():
        return False  # somebody was faster
    task.escalated_at = now()
    task.save(update_fields=["escalated_at"])
    _say(TaskOverdue, task, open_agency(task.agency), by, due=written(task.due_at))
    return True


# --- Shared by the actions ------------------------------------------------------------------------------------------

_HOLDER = ("assigned_to", "assigned_to_name", "taken_by", "taken_by_name", "taken_at")


def written(moment: datetime | None) -> str:
    """A due moment as facts hold it; empty where there is none."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def _say(fact: type[TaskFact], task: Task, of: Agency, by: Actor, **values: Any) -> None:
    given = {"area": of.area, "agency": task.agency, "what": task.kind, "task": task.urn, "about": task.about}
    state(fact(**given, **values), by=by)


def _held(urn: str, by: Actor, verb: str) -> tuple[Task, Agency]:
    """The task, locked until the transaction ends, if `by` may do `verb` to it and it is still open."""
    task = Task.objects.select_for_update().filter(urn=urn).first()
    if task is None:
        raise Missing
    require(by, verb, agency=task.agency)
    if task.role not in by.roles and not may(by, "task.assign", agency=task.agency):
        raise Missing
    if task.closed_at:
        raise Refused(t("Việc này đã xong.", "This task is done."), code="closed")
    return task, open_agency(task.agency)


def _open_about(about: str, kind: str = "") -> list[tuple[Task, Agency]]:
    """The open tasks about a thing, locked, each with its agency."""
    tasks = Task.objects.select_for_update().filter(about=about, closed_at=None).order_by("pk")
    found = list(tasks.filter(kind=kind) if kind else tasks)
    agencies = {agency: open_agency(agency) for agency in {task.agency for task in found}}
    return [(task, agencies[task.agency]) for task in found]


def _save_acted(task: Task, of: Agency, *fields: str) -> None:
    """Save `fields`, and that somebody acted; a task that waits is not silent whatever happens."""
    task.silent_at = None if task.waiting_since else silent_at(of.code)
    task.save(update_fields=[*fields, "silent_at"])


def _free(task: Task) -> None:
    task.assigned_to, task.assigned_to_name = "", ""
    task.taken_by, task.taken_by_name, task.taken_at = "", "", None


def _name_of_holder(account: str, agency: str, role: str) -> str:
    """Name of the account's person where it holds the role at the agency, or at a centre of it, today; else empty."""
    offices = Appointment.objects.filter(account__urn=account, role=role, from_on__lte=today()).exclude(
        to_on__lte=today()
    )
    for office in offices.select_related("account", "agency__parent"):
        if agency in (office.agency.urn, office.agency.parent and office.agency.parent.urn):
            return office.account.full_name[:120]
    return ""
