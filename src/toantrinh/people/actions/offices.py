"""Offices are given and end."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.facts import OfficeEnded, OfficeGiven
from toantrinh.people.models import Account, Agency, Appointment
from toantrinh.people.queries import require
from toantrinh.people.rights import ROLES
from toantrinh.record.actions import state


@transaction.atomic
def appoint(
    account: Account,
    agency: Agency,
    role: str,
    *,
    title: str,
    by: Actor,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Appointment:
    """Give an account a role at an agency, from today or another day, until before `to_on`."""
    require(by, "office.change")
    if role not in ROLES:
        raise ValueError(f"No such role: {role!r}")
    if account.person.urn == by.person:
        raise Refused(t("Không thể tự giao vai trò cho chính mình.", "Nobody can appoint themselves."))
    start = from_on or today()
    if (to_on is not None and to_on < start) or (agency.valid_to is not None and agency.valid_to <= start):
        raise Refused(
            t(
                "Ngày bắt đầu phải trước ngày kết thúc và khi cơ quan còn hoạt động.",
                "The first day must come before the last, and while the agency exists.",
            ),
            field="from_on",
        )
    office = Appointment.objects.create(
        account=account, agency=agency, role=role, title=title, from_on=start, to_on=to_on
    )
    state(
        OfficeGiven(
            office=office.urn,
            account=account.urn,
            agency=agency.urn,
            role=role,
            area=agency.area,
            person=account.person.urn,
        ),
        by=by,
    )
    return office


@transaction.atomic
def end_appointment(office: Appointment, *, by: Actor, on: date | None = None) -> Appointment:
    """End an office, today unless another day is given; from that day on it gives no right."""
    require(by, "office.change")
    day = on or today()
    if office.to_on is not None and office.to_on <= day:
        return office
    office.to_on = day
    office.save(update_fields=["to_on"])
    state(
        OfficeEnded(
            office=office.urn,
            account=office.account.urn,
            agency=office.agency.urn,
            role=office.role,
            area=office.agency.area,
            person=office.account.person.urn,
        ),
        by=by,
    )
    return office


def end_offices(account: Account, *, on: date, by: Actor) -> None:
    """End every office of an account that leaves."""
    for office in account.appointments.filter(Q(to_on=None) | Q(to_on__gt=on)).select_related("agency"):
        end_appointment(office, by=by, on=on)
