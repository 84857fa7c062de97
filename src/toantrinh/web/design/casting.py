"""Who one may be in a demonstration: citizens first, then officers by the agency where they work."""

from dataclasses import dataclass, field

from toantrinh.kernel.text import Text, t
from toantrinh.people.cast import Part
from toantrinh.people.connectors import eid
from toantrinh.people.queries import find_agency

CITIZENS = t("Người dân", "Citizens")


@dataclass(frozen=True, slots=True)
class Place:
    """Members of the cast who belong together."""

    name: Text
    parts: list[Part] = field(default_factory=list)


def offered() -> list[Place]:
    """The cast in the order of its package, by place; nobody outside a demonstration."""
    places: dict[str, Place] = {"": Place(CITIZENS)}
    for part in eid.offer():
        places.setdefault(part.agency, Place(_name(part.agency))).parts.append(part)
    return [place for place in places.values() if place.parts]


def _name(code: str) -> Text:
    agency = find_agency(code)
    return Text(agency.name, agency.name_en) if agency else Text(code, code)
