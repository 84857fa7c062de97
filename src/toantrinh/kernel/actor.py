"""Who acts or looks: the one value that every action takes as `by=` and every query as `viewer=`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in person in one capacity, or a part of the system itself.

    An officer who is also a citizen is two actors: what may be seen depends on the office in which one asks.
    """

    urn: str
    """URN of the account, or of the part of the system."""
    name: str
    person: str = ""
    """URN of the natural person behind the account; empty for the system."""
    office: str = ""
    """URN of the appointment in which the actor acts; empty for a citizen."""
    agency: str = ""
    """URN of the agency of that office."""
    area: str = ""
    """Code of the ministry or province under which the agency is counted, such as `H26`."""
    roles: frozenset[str] = frozenset()
    assurance: int = 0
    """Level of the sign-in: 0 nobody, 1 account, 2 identity proven in person."""
    acting_for: tuple[str, ...] = ()
    """URNs of persons for whom a mandate or guardianship lets this actor act."""

    @property
    def persons(self) -> tuple[str, ...]:
        """Everyone in whose name this actor may act, oneself first."""
        return ((self.person,) if self.person else ()) + self.acting_for


NOBODY = Actor(urn="", name="")
"""A visitor who has not signed in."""

SYSTEM = Actor(urn="urn:toantrinh:system:house", name="Toàn Trình", roles=frozenset({"system"}), assurance=2)
"""The house itself: the worker, the watchdog, the sealer."""
