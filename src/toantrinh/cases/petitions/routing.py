"""To which agency a petition goes: by rule where there is one, by its author's choice where there is none."""

from toantrinh.cases.models import Case, Petition
from toantrinh.cases.petitions.rules import find_subject
from toantrinh.people.models import Agency, Appointment
from toantrinh.people.queries import find_agency, open_agency

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


def next_level(agency: str) -> Agency | None:
    """Who stands above an agency; None where nobody does."""
    return open_agency(agency).parent


def answering_role(agency: str) -> str:
    """The role to which the work of answering goes: the first that somebody holds at the agency."""
    held = set(Appointment.objects.filter(agency__urn=agency, to_on=None).values_list("role", flat=True))
    return next((role for role in ANSWERING if role in held), ANSWERING[0])
