"""Agencies by code, by territory and by day."""

from datetime import date
from functools import lru_cache
from time import monotonic

from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.people.models import Agency
from toantrinh.people.queries.territory import find_unit


def find_agency(code: str) -> Agency | None:
    """The agency of a new code (`H26`) or an old one (`000.00.00.H26`), closed ones too."""
    return Agency.objects.filter(code=code).first() or Agency.objects.filter(old_code=code).exclude(old_code="").first()


def open_agency(urn: str) -> Agency:
    """The agency of that URN; raises `Missing`.

    Every act asks for its agency several times and agencies change a few times a year, so a process remembers a row for
    up to a minute. What is shared so is for reading: nobody saves it.
    """
    return _remembered(urn, int(monotonic() // REMEMBERED_FOR))


REMEMBERED_FOR = 60
"""Seconds for which a process may go on with an agency as it was."""


@lru_cache(maxsize=4096)
def _remembered(urn: str, minute: int) -> Agency:
    if (found := Agency.objects.filter(urn=urn).select_related("parent").first()) is None:
        raise Missing
    return found


def forget_agencies() -> None:
    """Read agencies anew: they have changed."""
    _remembered.cache_clear()


def agency_for_unit(
    unit_code: str, level: str = "commune", on: date | None = None, *, branch: str = ""
) -> Agency | None:
    """The people's committee that answers for a commune or province on a day, at `level`; or a body beside it.

    A commune asked for at level "province" gives the committee of its province. `branch` is the last part of the code
    of a department, of the police (`CA`) or of social insurance (`BHXH`): packages/agencies/branches.yaml.
    """
    day = on or today()
    unit = find_unit(unit_code, on=day)
    while unit is not None and level == Agency.Level.PROVINCE and unit.parent_code:
        unit = find_unit(unit.parent_code, on=day)
    if unit is None:
        return None
    rows = Agency.objects.in_force(day).select_related("parent")
    committee = rows.filter(level=level, territory=unit).first()
    if committee is None or not branch:
        return committee
    return rows.filter(code=f"{committee.code}.{branch}").first()


def list_agencies(*, level: str = "", parent: str = "", area: str = "", on: date | None = None) -> list[Agency]:
    """Agencies in force on a day, by code; each of the filters that is given must hold."""
    wanted = {"level": level, "parent__urn": parent, "area": area}
    rows = Agency.objects.in_force(on or today()).filter(**{name: value for name, value in wanted.items() if value})
    return list(rows.order_by("code"))


def heirs_of(agency: Agency) -> list[Agency]:
    """Those who took over the work of an agency that ended."""
    return list(Agency.objects.filter(predecessors__old=agency).order_by("code"))


def area_of(unit_code: str, on: date | None = None) -> str:
    """Code of the province under which a territory is counted, such as `H26`; empty where it is not known."""
    found = agency_for_unit(unit_code, Agency.Level.PROVINCE, on)
    return found.area if found else ""
