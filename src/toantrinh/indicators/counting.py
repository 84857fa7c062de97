"""How one event counts: the condition over its published values, and where the event belongs."""

import inspect
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toantrinh.kernel import expressions
from toantrinh.kernel.expressions import Expression, Kind, Type
from toantrinh.record.facts import KINDS, Fact

if TYPE_CHECKING:
    from toantrinh.indicators.definition import Count, Indicator

_TYPES = {"bool": Kind.TRUTH, "int": Kind.NUMBER, "str": Kind.TEXT, "date": Kind.DATE}
_DAY = date(2000, 1, 1)
"""Conditions of figures may not depend on the day of counting: there is no `today` in them."""


class Place(NamedTuple):
    """Where an event is counted."""

    area: str
    agency: str
    """Code of the agency."""
    procedure: str
    channel: str


class Counted(NamedTuple):
    """How one event adds to an indicator."""

    numerator: int
    denominator: int


def place_of(area: str, values: Mapping[str, Any]) -> Place:
    """Where an event with these published values is counted."""
    return Place(area, *(str(values.get(name, "")) for name in ("agency_code", "procedure", "channel")))


def counted(indicator: "Indicator", kind: str, values: Mapping[str, Any]) -> Counted:
    """How an event adds to numerator and denominator."""
    denominator = _matches(indicator.out_of, kind, values) if indicator.out_of else False
    return Counted(int(_matches(indicator.counts, kind, values)), int(denominator))


def total(indicator: "Indicator", events: Iterable[tuple[str, Mapping[str, Any]]]) -> Counted:
    """The sum over events, each a kind with its published values."""
    sums = [counted(indicator, kind, values) for kind, values in events]
    return Counted(sum(one.numerator for one in sums), sum(one.denominator for one in sums))


def _matches(count: "Count", kind: str, values: Mapping[str, Any]) -> bool:
    if kind not in count.of:
        return False
    return not count.where or expressions.evaluate(condition_of(count), values, today=_DAY) is True


def condition_of(count: "Count") -> Expression:
    """The condition of a count, checked against what its facts publish."""
    return _condition(count.where, tuple(count.of))


@lru_cache(maxsize=512)
def _condition(where: str, kinds: tuple[str, ...]) -> Expression:
    schemas = [dict(_published(KINDS[kind])) for kind in kinds]
    shared = {name: type_ for name, type_ in schemas[0].items() if all(one.get(name) == type_ for one in schemas)}
    return expressions.parse(where, shared)


def _published(fact: type[Fact]) -> Iterable[tuple[str, Type]]:
    """What a fact publishes, with types; its area is there too."""
    yield "area", expressions.TEXT
    for cls in reversed(fact.__mro__):
        for name, annotation in inspect.get_annotations(cls).items():
            if fact.disclosed_in.get(name, ("",))[0] == "publication":
                said = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
                if said in _TYPES:
                    yield name, Type(_TYPES[said])
