"""Consents as the two see them: what is asked, to what exactly, and how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toantrinh.cases import consents, form
from toantrinh.cases.definition import Consent, Procedure
from toantrinh.cases.models import Case, CaseConsent, Status
from toantrinh.cases.queries.dossier import PaperFile, Section, list_paper_files, sections_of
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.kernel.text import Text
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.looks import look

CONSENT = "consent"
"""Purpose of the look that whoever is asked leaves at the applicant."""
PARTY = "party"
"""Purpose of the look that the two leave at each other once both follow the dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """A consent that an application needs, and how it stands."""

    spec: Consent
    row: CaseConsent | None
    """The latest request; None where nobody was asked yet."""
    state: str
    """`needed`, or the state of the request; a request whose time is over reads as lapsed."""
    reason: str = ""
    """Why it was declined."""


def consents_of(case: Case) -> list[ConsentLine]:
    """Every consent that a case in hand needs."""
    situation = situation_of(case)
    lines = []
    for spec in form.consents(situation):
        row = consents.standing_of(case, spec.code)
        state = state_of_consent(row) if row else "needed"
        opened = vault.unseal(case.applicant, bytes(row.reason_sealed)) if row and row.reason_sealed else None
        lines.append(ConsentLine(spec=spec, row=row, state=state, reason=opened.decode() if opened else ""))
    return lines


def state_of_consent(row: CaseConsent) -> str:
    """How a request stands now: the worker may not have ended it yet."""
    is_over = row.state == CaseConsent.State.ASKED and row.until_at <= now()
    return str(CaseConsent.State.LAPSED if is_over else row.state)


def list_consents(viewer: Actor) -> list[tuple[CaseConsent, Procedure]]:
    """Requests that wait for the viewer's own answer, the most urgent first."""
    if viewer.office or not viewer.person:
        return []
    rows = CaseConsent.objects.filter(person=viewer.person, state=CaseConsent.State.ASKED, until_at__gt=now())
    return [(row, procedure_of_case(row.case)) for row in rows.select_related("case__edition").order_by("until_at")]


def open_consent(key: str, *, viewer: Actor) -> CaseConsent:
    """A request by its key, for the person who is asked; the applicant sees that they looked."""
    row = CaseConsent.objects.select_related("case").filter(urn=f"urn:toantrinh:consent:{key}").first()
    if row is None or viewer.office or viewer.person != row.person:
        raise Missing
    require(viewer, "case.consent", persons=[row.person])
    look(by=viewer, person=row.case.applicant, what="case", purpose=CONSENT, about=row.case.urn)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreeing:
    """What somebody agrees to, exactly: this and nothing else is sent."""

    case: Case
    procedure: Procedure
    spec: Consent
    statement: Text
    sections: Sequence[Section]
    papers: Sequence[PaperFile]
    digest: str
    """To be given back with the answer, so that nobody agrees to what they did not see."""
    problems: Sequence[Text]
    """What stands against agreeing, in words; empty where nothing does."""


def agreeing(row: CaseConsent, asked: Mapping[str, Any]) -> Agreeing:
    """The application as it will read once consent is given; `asked` is what registers say of who gives it."""
    case = row.case
    procedure = procedure_of_case(case)
    spec = next(one for one in procedure.consents if one.code == row.code)
    situation = consents.as_agreed(situation_of(case), spec, dict(asked))
    stops = [rule.reason for rule in form.ineligible(situation)]
    stops += [problem.message for problem in form.problems(situation) if isinstance(problem, Problem)]
    return Agreeing(
        case=case,
        procedure=procedure,
        spec=spec,
        statement=spec.statement.fill(applicant=case.applicant_name),
        sections=sections_of(case, situation),
        papers=list_paper_files(case),
        digest=consents.content_digest(case, situation),
        problems=stops,
    )


def is_waiting(row: CaseConsent) -> bool:
    """Whether an answer still counts."""
    open_states = (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW)
    return state_of_consent(row) == CaseConsent.State.ASKED and row.case.status in open_states
