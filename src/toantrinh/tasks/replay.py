"""Whether the table of tasks says what the record says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.text import t
from toantrinh.record.events import EventView
from toantrinh.record.queries import iter_events
from toantrinh.record.verify import Difference
from toantrinh.tasks.actions import written
from toantrinh.tasks.models import Task

_UNSTATED = t("có trong bảng mà sổ ghi không nói đến", "stands in the table, and the record does not know it")
_GONE = t("sổ ghi nói đến mà không còn trong bảng", "the record knows it, and it is gone from the table")
_OTHER = t("không như sổ ghi nói", "is not as the record says")


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a task stands, as far as facts tell."""

    agency: str
    kind: str
    about: str
    role: str
    due: str
    assigned_to: str
    taken_by: str = ""
    is_waiting: bool = False
    is_overdue: bool = False
    is_closed: bool = False
    outcome: str = ""


def compare_tasks() -> Iterator[Difference]:
    """Every task whose row is not what its facts, one after the other, make of it."""
    stated: dict[str, _Standing] = {}
    for event in iter_events(_STEPS, viewer=SYSTEM):
        urn = event.exact["task"]
        stated[urn] = _after(stated.get(urn), event)
    for task in Task.objects.order_by("pk").iterator(1000):
        of_record = stated.pop(task.urn, None)
        if of_record is None:
            yield Difference(task.urn, _UNSTATED)
        elif of_record != _of_table(task):
            yield Difference(task.urn, _OTHER)
    yield from (Difference(urn, _GONE) for urn in stated)


def _of_table(task: Task) -> _Standing:
    return _Standing(
        agency=task.agency,
        kind=task.kind,
        about=task.about,
        role=task.role,
        due=written(task.due_at),
        assigned_to=task.assigned_to,
        taken_by=task.taken_by,
        is_waiting=task.waiting_since is not None,
        is_overdue=task.escalated_at is not None,
        is_closed=task.closed_at is not None,
        outcome=task.outcome,
    )


def _after(before: _Standing | None, event: EventView) -> _Standing:
    """How a task stands after an event."""
    said = event.publication | event.exact
    if before is None:
        return _Standing(
            said["agency"],
            said["what"],
            said["about"],
            said.get("role", ""),
            said.get("due", ""),
            said.get("assignee", ""),
        )
    match event.kind:
        case "task.taken":
            return replace(before, taken_by=event.by, assigned_to=event.by)
        case "task.released":
            return replace(before, taken_by="", assigned_to="")
        case "task.assigned":
            return replace(before, taken_by="", assigned_to=said["assignee"])
        case "task.paused":
            return replace(before, is_waiting=True)
        case "task.resumed":
            still_late = before.is_overdue and "" < said["due"] <= written(event.at)
            return replace(before, is_waiting=False, due=said["due"], is_overdue=still_late)
        case "task.overdue":
            return replace(before, is_overdue=True)
        case _:
            return replace(before, is_closed=True, outcome=said["outcome"])


_STEPS = tuple(
    f"task.{step}" for step in ("opened", "taken", "released", "assigned", "paused", "resumed", "overdue", "closed")
)
