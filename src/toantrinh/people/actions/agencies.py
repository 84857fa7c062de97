"""Agencies begin, end, and hand their work on."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.facts import AgencyEnded, AgencyFounded
from toantrinh.people.models import Agency, AgencySuccession
from toantrinh.people.queries import forget_agencies, require
from toantrinh.people.reference import agency_urn
from toantrinh.record.actions import state


@transaction.atomic
def found_agency(
    code: str,
    name: Text,
    *,
    level: str,
    kind: str,
    by: Actor,
    parent: Agency | None = None,
    unit: str = "",
    area: str = "",
    from_on: date | None = None,
) -> Agency:
    """Begin an agency with a new code; `area` is that of the parent unless given."""
    require(by, "agency.change")
    if Agency.objects.filter(code=code).exists():
        raise Refused(
            t(f"Mã {code} đã được dùng.", f"The code {code} is in use."), code="agency.code_in_use", field="code"
        )
    agency = Agency.objects.create(
        urn=agency_urn(code),
        code=code,
        name=name.vi,
        name_en=name.en,
        level=level,
        kind=kind,
        parent=parent,
        unit=unit,
        area=area or (parent.area if parent else code),
        valid_from=from_on or today(),
    )
    state(AgencyFounded(agency=agency.urn, code=code, area=agency.area), by=by)
    return agency


@transaction.atomic
def end_agency(agency: Agency, *, heirs: Sequence[Agency], by: Actor, on: date | None = None) -> Agency:
    """End an agency on a day; `heirs` take over its work, and offices in it give no right from then on."""
    require(by, "agency.change")
    if agency.valid_to is not None:
        raise Refused(t("Cơ quan này đã chấm dứt.", "This agency has already ended."))
    agency.valid_to = on or today()
    agency.save(update_fields=["valid_to"])
    for heir in heirs:
        AgencySuccession.objects.create(old=agency, new=heir, is_split=len(heirs) > 1, on=agency.valid_to)
    codes = ", ".join(heir.code for heir in heirs)
    forget_agencies()
    state(AgencyEnded(agency=agency.urn, code=agency.code, heirs=codes, area=agency.area), by=by)
    return agency
