"""To which agency a petition goes: by rule where there is one, by its author's choice where there is none."""

from toantrinh.cases.models import Case, Petition
from toantrinh.cases.petitions.rules import find_subject
from toantrinh.people.models import Agency, Appointment
from toantrinh.people.queries import agency_for_unit, find_agency, list_agencies, open_agency

ANSWERING = ("petition_officer", "civil_status_officer", "signer")
"""Roles that may answer, the one whose work it is first."""


def fixed_agency(petition: Petition) -> Agency | None:
    """The agency that the rule names; None where its author chooses."""
    subject = find_subject(petition.subject)
    if subject is None or subject.route == "chosen":
        return None
    if subject.route == "fixed":
        return find_agency(subject.agency)
    case = Case.objects.filter(urn=petition.case).first()
    return open_agency(case.agency) if case and case.agency else None


def proposed_agencies(unit: str) -> list[Agency]:
    """Who most likely answers for what happens in a commune: its committee, then that of its province."""
    found = [agency_for_unit(unit), agency_for_unit(unit, Agency.Level.PROVINCE)] if unit else []
    return [agency for agency in found if agency is not None]


def other_agencies(unit: str) -> list[Agency]:
    """Everybody else who may be asked: the police of the commune, departments of its province, ministries."""
    near = proposed_agencies(unit)
    beside = list_agencies(parent=near[-1].urn) if near else []
    departments = [one for one in beside if one.kind not in (Agency.Kind.COMMITTEE, Agency.Kind.SERVICE_CENTRE)]
    police = [found for found in [agency_for_unit(unit, branch="CA") if unit else None] if found]
    return [*police, *departments, *list_agencies(level=Agency.Level.MINISTRY)]


def next_level(agency: str) -> Agency | None:
    """Who stands above an agency; None where nobody does."""
    return open_agency(agency).parent


def answering_role(agency: str) -> str:
    """The role to which the work of answering goes: the first that somebody holds at the agency."""
    held = set(Appointment.objects.filter(agency__urn=agency, to_on=None).values_list("role", flat=True))
    return next((role for role in ANSWERING if role in held), ANSWERING[0])
