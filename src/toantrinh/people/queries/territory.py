"""Provinces, communes and the units before them, by code, name and day."""

import re
from dataclasses import dataclass
from datetime import date

from toantrinh.kernel.moment import today
from toantrinh.kernel.text import fold
from toantrinh.people.models import LONG_AGO, Unit

LEVELS_BY_LENGTH = {2: Unit.Level.PROVINCE, 3: Unit.Level.DISTRICT, 5: Unit.Level.COMMUNE}


@dataclass(frozen=True, slots=True)
class Succession:
    """Where a former unit went."""

    old: Unit
    candidates: tuple[Unit, ...]

    @property
    def is_split(self) -> bool:
        """Whether it went to several: then somebody must say which, and nobody guesses."""
        return len(self.candidates) > 1

    @property
    def new(self) -> Unit | None:
        """The one unit of today; None where it was split or is not known."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def list_units(parent: str = "", *, on: date | None = None) -> list[Unit]:
    """The units directly under a code on a day; without a code, the provinces."""
    rows = Unit.objects.in_force(on or today())
    rows = rows.filter(parent_code=parent) if parent else rows.filter(level=Unit.Level.PROVINCE)
    return list(rows.order_by("code"))


def find_unit(code: str, *, on: date | None = None) -> Unit | None:
    """The unit that bears a code on a day: two digits a province, three a former district, five a commune."""
    level = LEVELS_BY_LENGTH.get(len(code))
    return Unit.objects.in_force(on or today()).filter(level=level, code=code).first() if level else None


def describe_unit(code: str, *, on: date | None = None) -> str:
    """The unit's full name with those above it, as in an address: "Phường Chợ Quán, Thành phố Hồ Chí Minh"."""
    names: list[str] = []
    while code and (unit := find_unit(code, on=on)) is not None:
        names.append(unit.name)
        code = unit.parent_code
    return ", ".join(names)


def search_units(text: str, *, level: str = "commune", on: date | None = None, limit: int = 20) -> list[Unit]:
    """Units whose name, with the names above it, holds every word, with or without accents; nearest first."""
    words = re.sub(r"[^0-9a-z ]+", " ", fold(text)).split()
    if not words:
        return []
    rows = Unit.objects.in_force(on or today()).filter(level=level)
    for word in words:
        rows = rows.filter(folded__contains=f" {word}")

    def distance(unit: Unit) -> tuple[int, bool, str, str]:
        parts = sum(f" {word} " not in unit.folded for word in words)  # words of which only the beginning is there
        return parts, text.strip().lower() not in unit.name.lower(), unit.folded, unit.code

    return sorted(rows, key=distance)[:limit]


def map_old_unit(code: str, *, on: date | None = None) -> Succession | None:
    """Where the unit went that bore `code` before 1 July 2025; None for a code that no former unit had.

    A former district has every commune that its communes went to as a candidate.
    """
    old = Unit.objects.filter(level=LEVELS_BY_LENGTH.get(len(code)), code=code, valid_from=LONG_AGO).first()
    if old is None:
        return None
    start = [old]
    if old.level == Unit.Level.DISTRICT:
        start += Unit.objects.filter(level=Unit.Level.COMMUNE, parent_code=code, valid_from=LONG_AGO)
    return Succession(old, tuple(_heirs(start, on or today())))


def _heirs(units: list[Unit], day: date) -> list[Unit]:
    """The units in force on a day that others became, through as many changes as there were."""
    found: dict[int, Unit] = {}
    while units:
        heirs = Unit.objects.filter(predecessors__old__in=units, valid_from__lte=day).distinct()
        units = [heir for heir in heirs if heir.valid_to is not None and heir.valid_to <= day]
        found |= {heir.pk: heir for heir in heirs if heir not in units}
    return sorted(found.values(), key=lambda unit: unit.code)
