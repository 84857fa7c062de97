"""What this room can state about a task: opened, taken, given, put back, waiting, resumed, overdue, closed."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class TaskFact(Fact):
    """What every fact about a task says."""

    agency: str = published(subject=True)
    what: str = published()
    task: str = exact(subject=True)
    about: str = exact(subject=True)


class TaskOpened(TaskFact):
    """There is something to do."""

    kind = "task.opened"
    sentence = t("Có việc mới: {what}.", "There is a new task: {what}.")
    role: str = published()
    due: str = exact()
    assignee: str = exact()


class TaskTaken(TaskFact):
    """An officer took it on."""

    kind = "task.taken"
    sentence = t("Đã nhận việc: {what}.", "The task was taken: {what}.")


class TaskReleased(TaskFact):
    """An officer put it back; anyone of the role may take it again."""

    kind = "task.released"
    sentence = t("Đã trả việc lại: {what}.", "The task was put back: {what}.")


class TaskAssigned(TaskFact):
    """It was given to an officer by name."""

    kind = "task.assigned"
    sentence = t("Đã giao việc: {what}.", "The task was given to an officer: {what}.")
    assignee: str = exact(subject=True)


class TaskPaused(TaskFact):
    """It stands still until the citizen has answered."""

    kind = "task.paused"
    sentence = t("Việc tạm dừng, chờ người dân: {what}.", "The task waits for the citizen: {what}.")


class TaskResumed(TaskFact):
    """It goes on, or its moment moves."""

    kind = "task.resumed"
    sentence = t("Việc tiếp tục: {what}.", "The task goes on: {what}.")
    due: str = exact()


class TaskOverdue(TaskFact):
    """Its moment passed before it was done; those above see it."""

    kind = "task.overdue"
    sentence = t("Việc đã quá hạn: {what}.", "The task is overdue: {what}.")
    due: str = exact()


class TaskClosed(TaskFact):
    """It is done, or no longer needed."""

    kind = "task.closed"
    sentence = t("Việc đã xong: {what}.", "The task is done: {what}.")
    was_late: bool = published()
    outcome: str = exact()
