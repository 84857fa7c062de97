"""What this room can state about a task: opened, taken, given, put back, waiting, resumed, overdue, closed."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class TaskOpened(Fact):
    """There is something to do."""

    kind = "task.opened"
    sentence = t("Có việc mới: {what}.", "There is a new task: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)
    due: str = exact()


class TaskTaken(Fact):
    """An officer took it on."""

    kind = "task.taken"
    sentence = t("Đã nhận việc: {what}.", "The task was taken: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)


class TaskReleased(Fact):
    """An officer put it back; anyone of the role may take it again."""

    kind = "task.released"
    sentence = t("Đã trả việc lại: {what}.", "The task was put back: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)


class TaskAssigned(Fact):
    """It was given to an officer by name."""

    kind = "task.assigned"
    sentence = t("Đã giao việc: {what}.", "The task was given to an officer: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)
    assignee: str = exact(subject=True)


class TaskWaiting(Fact):
    """It stands still until the citizen has answered."""

    kind = "task.waiting"
    sentence = t("Việc tạm dừng, chờ người dân: {what}.", "The task waits for the citizen: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)


class TaskResumed(Fact):
    """It goes on, with a new moment by which it must be done."""

    kind = "task.resumed"
    sentence = t("Việc tiếp tục: {what}.", "The task goes on: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)
    due: str = exact()


class TaskOverdue(Fact):
    """Its moment passed before it was done; those above were told."""

    kind = "task.overdue"
    sentence = t("Việc đã quá hạn: {what}.", "The task is overdue: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)
    due: str = exact()


class TaskClosed(Fact):
    """It is done, or no longer needed."""

    kind = "task.closed"
    sentence = t("Việc đã xong: {what}.", "The task is done: {what}.")
    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)
    was_late: bool = published()
    outcome: str = exact()
