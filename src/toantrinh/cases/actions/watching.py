"""Nothing stays silent: the watchdog, and the apology that the law demands."""

from datetime import date

from toantrinh.cases.models import Case
from toantrinh.kernel.actor import Actor


def apologise(case: Case, sentence: str, new_due_on: date, *, by: Actor) -> Case:
    """Say sorry for a promise that was or will be broken, with the reason and one new date: letter 04."""
    raise NotImplementedError


def watch(*, by: Actor) -> int:
    """Remind of every case whose step nobody touched within its limit, and end what silence ends; how many were found."""
    raise NotImplementedError
