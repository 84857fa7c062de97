"""From what stands in an address, or in a message, to the thing itself: missing and forbidden are one."""

from toantrinh.cases.models import Case
from toantrinh.cases.queries import open_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.urn import kind_of, urn_of


def urn_named(kind: str, key: str) -> str:
    """The URN of an address's key; raises `Missing` for what cannot be one."""
    try:
        return urn_of(kind, key)
    except ValueError:
        raise Missing from None


def case_about(urn: str, actor: Actor) -> Case | None:
    """The case that a letter or message is about, where there still is one that the actor may see."""
    try:
        return open_case(urn, viewer=actor) if kind_of(urn) == "case" else None
    except (Missing, ValueError):
        return None
