"""The look that every read of a service leaves."""

from collections.abc import Iterable

from toantrinh.kernel.actor import Actor
from toantrinh.record.looks import look


def look_at(persons: Iterable[str], what: str, *, by: Actor, purpose: str, about: str) -> None:
    """Write a look at each person (URN); an empty one is nobody."""
    for person in sorted(set(persons) - {""}):
        look(by=by, person=person, what=what, purpose=purpose, about=about)
