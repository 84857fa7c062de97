"""Procedures as they are offered: which edition is in force on a day."""

from datetime import date

from toantrinh.cases.definition import Procedure
from toantrinh.cases.editions import procedure_of
from toantrinh.cases.models import Edition
from toantrinh.cases.situation import edition_of, remember_editions
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t


def edition_in_force(code: str, on: date) -> Edition:
    """The edition of a procedure that is the law on a day; raises `Missing` where there is none."""
    found = (
        Edition.objects.filter(code=code, in_force_from__lte=on)
        .order_by("origin", "-in_force_from", "-number")
        .values_list("urn", flat=True)
        .first()
    )
    if found is None:
        raise Missing(t("Thủ tục này chưa được cung cấp ở đây.", "This procedure is not offered here."))
    return edition_of(found)


def find_procedure(code: str, on: date | None = None) -> Procedure:
    """What the procedure says on a day (today); raises `Missing` where it is not offered."""
    return procedure_of(edition_in_force(code, on or today()))


def list_procedures(on: date | None = None) -> list[Procedure]:
    """Every procedure on offer on a day, by code, each in the edition in force."""
    rows = Edition.objects.filter(in_force_from__lte=on or today())
    wins = rows.order_by("code", "origin", "-in_force_from", "-number").values_list("code", "urn")
    first: dict[str, str] = {}
    for code, urn in wins:
        first.setdefault(code, urn)
    remember_editions(first.values())
    return [procedure_of(edition_of(urn)) for urn in first.values()]


def list_editions(code: str) -> list[Edition]:
    """Every edition of a procedure, newest first, for those who ask what the law was."""
    return list(Edition.objects.filter(code=code).order_by("origin", "-in_force_from", "-number"))
