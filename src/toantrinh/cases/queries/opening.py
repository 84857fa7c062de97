"""The only way to a case: permitted, and seen by the person whose data it is."""

from dataclasses import dataclass

from toantrinh.cases import lifecycle, situation
from toantrinh.cases.definition import Procedure
from toantrinh.cases.models import OPEN, Case, Status
from toantrinh.cases.queries.discretion import is_for
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.people.queries import require
from toantrinh.record.looks import look


def open_case(name: str, *, viewer: Actor, purpose: str = "") -> Case:
    """The case of a dossier number, a URN or the URN's key; raises `Missing` where there is none for this viewer.

    Whoever opens somebody else's dossier states the purpose, and leaves a look for everyone whom it concerns.
    """
    case = _find(name.strip())
    if viewer.office:
        require(viewer, "case.read", agency=case.agency)
        if not is_for(situation.procedure_of_case(case), viewer):
            raise Missing
        if case.status == Status.DRAFT and case.filed_by != viewer.urn:
            raise Missing  # it belongs to no agency yet: only to its citizen, or to the officer who types it in
    else:
        require(viewer, "case.read_own", persons=_whose(case))
    if not viewer.office and "system" not in viewer.roles and (parties := _parties(case)):
        for person in sorted({*parties, case.applicant}):
            purpose = "mandate" if person in viewer.persons else "party"
            look(by=viewer, person=person, what="case", purpose=purpose, about=case.urn)
    elif "system" not in viewer.roles and viewer.person != case.applicant:
        if not purpose and viewer.office:
            raise ValueError("An officer opens a dossier for a purpose.")
        persons = set(case.persons.values_list("person", flat=True)) | {case.applicant}
        for person in sorted(persons):
            look(by=viewer, person=person, what="case", purpose=purpose or "mandate", about=case.urn)
    return case


def _whose(case: Case) -> list[str]:
    """Whose dossier it is: the applicant's, and once it was sent also theirs who agreed to it."""
    return [case.applicant] if case.status == Status.DRAFT else [case.applicant, *situation.consenters_of(case)]


def _parties(case: Case) -> list[str]:
    """Those who agreed to it, whose data the dossier holds since then."""
    if not situation.procedure_of_case(case).consents:
        return []
    return list(case.consents.filter(state="given").values_list("person", flat=True))


def is_own(case: Case, viewer: Actor) -> bool:
    """Whether the viewer may act as the applicant; who agreed to the application only follows it."""
    return case.applicant in viewer.persons


def _find(name: str) -> Case:
    if name.startswith("urn:"):
        found = Case.objects.filter(urn=name)
    elif "-" in name:
        found = Case.objects.filter(number=name.upper()).exclude(number="")
    else:
        found = Case.objects.filter(urn=f"urn:toantrinh:case:{name}")
    case = found.first()
    if case is None:
        raise Missing
    return case


def procedure_of_case(case: Case) -> Procedure:
    """The procedure as the case's edition has it."""
    return situation.procedure_of_case(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands, in words and for the wire."""

    code: int
    """Of the national list, 1 to 10; 0 for a draft."""
    words: Text
    is_for_citizen: bool
    """Whether the applicant must do something now."""
    is_refusal: bool
    """Whether the answer was no: then the reasons are shown with it."""


def status_of(case: Case) -> Standing:
    """Where the case stands."""
    return Standing(
        code=lifecycle.national_code(case),
        words=lifecycle.words_of(case),
        is_for_citizen=case.status == "draft" or case.wait in ("supplement", "confirmation", "payment"),
        is_refusal=case.outcome in ("refused", "turned_away", "expired", "stopped"),
    )


def has_unpaid(case: Case) -> bool:
    """Whether something was asked for and is not paid yet."""
    return any(line["demand"] and not line["paid"] for line in case.charges)


def find_similar(case: Case, *, viewer: Actor) -> list[Case]:
    """Other open dossiers of the same applicant for the same procedure at the viewer's agency: perhaps a duplicate."""
    require(viewer, "case.read", agency=case.agency)
    others = Case.objects.filter(applicant=case.applicant, code=case.code, agency=case.agency, status__in=OPEN)
    return list(others.exclude(pk=case.pk).order_by("-submitted_at")[:5])
