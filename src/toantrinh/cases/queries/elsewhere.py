"""What a desk may see of a dossier that another agency decides: its way, papers and letters, never its contents."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from toantrinh.cases.models import Case, CaseIntake, CaseLetter, HandOver, Status
from toantrinh.cases.queries.clock import Clock, brief_clock
from toantrinh.cases.queries.dossier import LetterLine, list_letters
from toantrinh.cases.queries.opening import Standing, status_of
from toantrinh.cases.situation import procedure_of_case
from toantrinh.documents.queries import show_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.looks import look


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """One dossier that this desk took in for another agency."""

    number: str
    urn: str
    applicant_name: str
    procedure: Text
    agency_name: str
    channel: str
    standing: Standing
    clock: Clock
    received_at: datetime | None
    due_at: datetime | None
    is_ready: bool
    """A result lies ready to be handed over."""
    hand_over: HandOver | None
    papers: tuple[tuple[Text, int, int, int], ...] = ()
    """Name, originals and copies kept, originals shown, of each paper that was handed in on paper."""
    letters: tuple[LetterLine, ...] = ()


def list_elsewhere(viewer: Actor, *, limit: int = 200) -> list[Elsewhere]:
    """Dossiers that the desk took in for others and that are still on their way, results to return first."""
    require(viewer, "case.file_for", agency=viewer.agency)
    cases = Case.objects.filter(desk=viewer.agency, closed_at=None).exclude(status=Status.DRAFT)
    rows = list(cases.defer("answers_sealed", "lookups_sealed").order_by("-submitted_at")[:limit])
    if rows:
        look(by=viewer, person="", what="name", purpose="queue", count=len(rows))
    return sorted((_line(case) for case in rows), key=lambda one: not one.is_ready)


def open_elsewhere(number: str, *, viewer: Actor) -> Elsewhere:
    """One of them, with its papers and letters; the look is kept, and the person sees it."""
    case = _found(number, viewer)
    look(by=viewer, person=case.applicant, what="case", purpose="case.handle", about=case.urn)
    names = {paper.code: paper.name for paper in procedure_of_case(case).papers}
    handed = [(names[one.slot], one.originals, one.copies, one.shown) for one in case.handed.order_by("pk")]
    return _line(case, papers=tuple(handed), letters=tuple(list_letters(case)))


def case_elsewhere(number: str, *, viewer: Actor) -> Case:
    """The case itself, for an act of the desk on it."""
    return _found(number, viewer)


def is_elsewhere(number: str, *, viewer: Actor) -> bool:
    """Whether the viewer's desk took the dossier in for another agency."""
    return bool(viewer.agency) and Case.objects.filter(number=number.upper(), desk=viewer.agency).exists()


def open_letter_elsewhere(number: str, letter: str, *, viewer: Actor) -> tuple[str, bytes]:
    """A letter (URN) of such a dossier, to print it: its form and its PDF."""
    case = _found(number, viewer)
    row = CaseLetter.objects.filter(case=case, letter=letter).first()
    if row is None:
        raise Missing
    return row.form, show_letter(letter, viewer=viewer, purpose="case.handle")[1]


def _found(number: str, viewer: Actor) -> Case:
    case = Case.objects.filter(number=number.upper(), desk=viewer.agency).exclude(desk="").first()
    if case is None:
        raise Missing
    require(viewer, "case.file_for", agency=case.desk)
    return case


def _line(
    case: Case, *, papers: tuple[tuple[Text, int, int, int], ...] = (), letters: tuple[LetterLine, ...] = ()
) -> Elsewhere:
    return Elsewhere(
        number=case.number,
        urn=case.urn,
        applicant_name=case.applicant_name,
        procedure=procedure_of_case(case).names.short,
        agency_name=case.agency_name,
        channel=case.channel,
        standing=status_of(case),
        clock=brief_clock(case),
        received_at=case.received_at,
        due_at=case.due_at,
        is_ready=bool(case.finished_at) and case.returned_at is None,
        hand_over=case.hand_overs.order_by("-pk").first(),
        papers=papers,
        letters=letters,
    )


def list_hand_overs(viewer: Actor) -> tuple[list[HandOver], list[HandOver]]:
    """Papers that the viewer's agency must send, and those that are on their way to it; most urgent first."""
    require(viewer, "case.read", agency=viewer.agency)
    going = HandOver.objects.filter(from_agency=viewer.agency, sent_at=None)
    coming = HandOver.objects.filter(to_agency=viewer.agency, sent_at__isnull=False, arrived_at=None)
    found = [list(rows.select_related("case").order_by("due_at")) for rows in (going, coming)]
    if count := len(found[0]) + len(found[1]):
        look(by=viewer, person="", what="name", purpose="queue", count=count)
    return found[0], found[1]


def open_hand_over(urn: str, *, viewer: Actor) -> HandOver:
    """Papers on their way, for either side."""
    papers = HandOver.objects.select_related("case").filter(urn=urn).first()
    if papers is None:
        raise Missing
    sides = Q(from_agency=viewer.agency) | Q(to_agency=viewer.agency)
    if not HandOver.objects.filter(sides, pk=papers.pk).exists():
        raise Missing
    require(viewer, "case.read", agency=viewer.agency)
    return papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """That a dossier came earlier than it was entered."""

    arrived_at: datetime
    entered_at: datetime
    posted_on: date | None
    slip: str
    why: str
    by_name: str


def intake_of(case: Case) -> Intake | None:
    """How a dossier in hand came, where it was entered later; None for any other."""
    row = CaseIntake.objects.filter(case=case).first() if case.arrived_at else None
    if row is None:
        return None
    why = vault.unseal(case.applicant, bytes(row.why_sealed)) if row.why_sealed else None
    return Intake(
        arrived_at=row.arrived_at,
        entered_at=row.entered_at,
        posted_on=row.posted_on,
        slip=row.slip,
        why=why.decode() if why else "",
        by_name=row.by_name,
    )
