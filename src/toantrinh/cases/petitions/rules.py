"""The rules of petitions that are in force, read from their package."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.cases.definition.petitions import PetitionGround, PetitionRules, PetitionSubject
from toantrinh.kernel.moment import today
from toantrinh.kernel.packages import load
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import t


@lru_cache(maxsize=8)
def _read(folder: Path) -> tuple[PetitionRules, ...]:
    return tuple(load(PetitionRules, path).value for path in sorted(folder.glob("*.yaml")))


def rules_in_force(on: date | None = None) -> PetitionRules:
    """The newest rules that hold on a day."""
    day = on or today()
    found = [one for one in _read(Path(settings.PACKAGES_DIR) / "petitions") if one.in_force_from <= day]
    return max(found, key=lambda one: (one.in_force_from, one.edition))


def find_subject(code: str) -> PetitionSubject | None:
    """The subject of that code; None where the rules know none."""
    return next((one for one in rules_in_force().subjects if one.code == code), None)


def codes_for_head() -> list[str]:
    """Subjects that only the head, and whom the head charges, may read."""
    return [one.code for one in rules_in_force().subjects if one.for_head]


def ground_of(kind: str, code: str) -> PetitionGround:
    """The ground of that code, of `refusals` or `privates`; raises Invalid where none was chosen."""
    grounds: list[PetitionGround] = getattr(rules_in_force(), kind)
    found = next((one for one in grounds if one.code == code), None)
    if found is None:
        raise Invalid([Problem(t("Chọn một lý do.", "Choose a reason."), code="reason", field="ly_do")])
    return found
