"""Whether the record is whole, and whether the tables say what it says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the record says."""

    where: str
    """Event, position, or table and row."""
    what: str


Check = Callable[[], Iterable[Difference]]

_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Let `check` compare a room's tables with the record whenever it is verified; called at start-up."""
    _checks[name] = check
