"""Questions to other agencies: what the asking one sees of the answer, and what the one asked sees of the dossier."""

from collections.abc import Sequence
from dataclasses import dataclass

from toantrinh.cases import timing
from toantrinh.cases.models import Case, CaseOpinion
from toantrinh.cases.queries.dossier import PaperFile, Section, list_paper_files, sections
from toantrinh.cases.situation import procedure_of_case
from toantrinh.documents.queries import FileLine, show_file
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.looks import look

PURPOSE = "case.opine"
"""Why an agency that was asked opens what it is shown; the person reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """A question as either side sees it."""

    opinion: CaseOpinion
    number: str
    procedure: Text
    question: str
    answer: str
    late_days: int
    """Working days past its time, a begun one counted; on the agency asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """What the agency that was asked sees: the question, and no more of the dossier than it was shown."""

    line: OpinionLine
    asked_by: str
    sections: Sequence[Section]
    files: Sequence[PaperFile]


def list_opinions(case: Case, *, viewer: Actor) -> list[OpinionLine]:
    """Every question about a dossier, newest first, for the agency that has it."""
    require(viewer, "case.read", agency=case.agency)
    return [_line(opinion) for opinion in case.opinions.select_related("case").order_by("-pk")]


def list_asked(viewer: Actor, *, limit: int = 200) -> list[OpinionLine]:
    """What the viewer's agency was asked and has not answered, most urgent first."""
    require(viewer, "case.opine", agency=viewer.agency)
    rows = CaseOpinion.objects.filter(agency=viewer.agency, closed_at=None).select_related("case")
    return [_line(opinion) for opinion in rows.order_by("due_at")[:limit]]


def open_opinion(urn: str, *, viewer: Actor) -> OpinionView:
    """One question to the viewer's agency with what it is shown; a look for each person whom the dossier concerns."""
    opinion = _asked(urn, viewer)
    case = opinion.case
    for person in sorted({*case.persons.values_list("person", flat=True), case.applicant}):
        look(by=viewer, person=person, what="case", purpose=PURPOSE, about=case.urn)
    is_open = opinion.closed_at is None
    return OpinionView(
        line=_line(opinion),
        asked_by=case.agency_name,
        sections=[one for one in sections(case) if one.page in opinion.pages] if is_open else [],
        files=[one for one in list_paper_files(case) if one.file in opinion.files] if is_open else [],
    )


def open_shown_file(urn: str, file: str, *, viewer: Actor) -> tuple[FileLine, bytes]:
    """A file that is shown with a question, as long as that is open."""
    opinion = _asked(urn, viewer)
    if file not in opinion.files or opinion.closed_at:
        raise Missing
    return show_file(file, viewer=viewer, purpose=PURPOSE)


def _asked(urn: str, viewer: Actor) -> CaseOpinion:
    opinion = CaseOpinion.objects.select_related("case").filter(urn=urn).first()
    if opinion is None:
        raise Missing
    require(viewer, "case.opine", agency=opinion.agency)
    return opinion


def _line(opinion: CaseOpinion) -> OpinionLine:
    case = opinion.case
    late = timing.minutes_between(opinion.due_at, opinion.closed_at or now(), opinion.agency_code)
    return OpinionLine(
        opinion=opinion,
        number=case.number,
        procedure=procedure_of_case(case).names.short,
        question=_open(case, opinion.question_sealed),
        answer=_open(case, opinion.answer_sealed),
        late_days=max(0, -(-late // timing.MINUTES_A_DAY)),
    )


def _open(case: Case, sealed: bytes | memoryview) -> str:
    opened = vault.unseal(case.applicant, bytes(sealed)) if sealed else None
    return opened.decode() if opened else ""
