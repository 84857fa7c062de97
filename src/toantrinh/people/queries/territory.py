"""Provinces, communes and the units before them, by code, name and day."""

from dataclasses import dataclass
from datetime import date

from toantrinh.kernel.moment import today
from toantrinh.kernel.text import fold
from toantrinh.people.models import Unit

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
    words = fold(text).split()
    if not words:
        return []
    rows = Unit.objects.in_force(on or today()).filter(level=level)
    for word in words:
        rows = rows.filter(folded__contains=word)
    phrase, exact = " ".join(words), text.strip().lower()

    def nearness(unit: Unit) -> tuple[bool, bool, str, str]:
        return exact not in unit.name.lower(), phrase not in unit.folded, unit.folded, unit.code

    return sorted(rows[: limit * 20], key=nearness)[:limit]


def map_old_unit(code: str, *, level: str = "") -> Succession | None:
    """Where the unit went that bore `code` before 1 July 2025; None for a code that no former unit had."""
    level = level or LEVELS_BY_LENGTH.get(len(code), "")
    old = Unit.objects.filter(level=level, code=code, valid_to__isnull=False).order_by("valid_from").first()
    if old is None:
        return None
    heirs = Unit.objects.filter(predecessors__old=old).order_by("code")
    return Succession(old, tuple(heirs))
