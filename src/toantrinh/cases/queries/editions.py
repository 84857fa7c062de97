"""Procedures as they are offered: which edition is in force on a day."""

from datetime import date

from django.db.models import Exists, OuterRef

from toantrinh.cases.definition import Procedure
from toantrinh.cases.editions import procedure_of
from toantrinh.cases.models import Edition
from toantrinh.cases.situation import edition_of
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t


def edition_in_force(code: str, on: date) -> Edition:
    """The edition of a procedure that is the law on a day; raises `Missing` where there is none."""
    found = (
        Edition.objects.filter(code=code, in_force_from__lte=on)
        .order_by("-in_force_from", "-number")
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
    day = on or today()
    later = Edition.objects.filter(code=OuterRef("code"), in_force_from__lte=day).filter(
        in_force_from__gt=OuterRef("in_force_from")
    )
    same_day = Edition.objects.filter(
        code=OuterRef("code"), in_force_from=OuterRef("in_force_from"), number__gt=OuterRef("number")
    )
    found = Edition.objects.filter(in_force_from__lte=day).exclude(Exists(later)).exclude(Exists(same_day))
    return [procedure_of(edition_of(urn)) for urn in found.order_by("code").values_list("urn", flat=True)]


def list_editions(code: str) -> list[Edition]:
    """Every edition of a procedure, newest first, for those who ask what the law was."""
    return list(Edition.objects.filter(code=code).order_by("-in_force_from", "-number"))
