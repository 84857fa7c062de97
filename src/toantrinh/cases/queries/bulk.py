"""Many dossiers at once: what would happen to each, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from toantrinh.cases import together
from toantrinh.cases.models import BulkRow, BulkRun, Case, CaseLetter
from toantrinh.cases.queries.discretion import codes_hidden_from
from toantrinh.cases.situation import procedure_of_case
from toantrinh.cases.together import numbers_once, obstacle
from toantrinh.documents.queries import open_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import require, visible_to
from toantrinh.record.looks import look

MOST_AT_ONCE = together.MOST
MOST_PRINTED = 50
"""Dossiers whose papers are put into one file to print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLine:
    """One dossier of a preview."""

    number: str
    version: int
    applicant_name: str
    about_name: str
    procedure: Text
    result: str
    """Code of what would be issued, for its preview."""
    why_not: Text | None
    """What stands in the way; None where the act will be done."""


def preview_bulk(act: str, numbers: Sequence[str], *, viewer: Actor) -> list[BulkLine]:
    """What the act would do to each dossier now, in order; what the viewer may not see is not named."""
    if act not in together.ACTS:
        raise Missing
    require(viewer, together.VERBS[act], agency=viewer.agency)
    wanted = numbers_once(numbers)
    cases = visible_to(Case.objects.filter(number__in=wanted), viewer, "case.read", person="")
    cases = cases.exclude(code__in=codes_hidden_from(viewer))
    found = {case.number: case for case in cases}
    if found:
        look(by=viewer, person="", what="name", purpose="bulk", count=len(found))
    return [_line(found[number], act, viewer) for number in wanted if number in found]


def _line(case: Case, act: str, viewer: Actor) -> BulkLine:
    procedure = procedure_of_case(case)
    return BulkLine(
        number=case.number,
        version=case.version,
        applicant_name=case.applicant_name,
        about_name=case.about_name,
        procedure=procedure.names.short,
        result=procedure.results[0].code,
        why_not=obstacle(case, act, by=viewer),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """A run and what became of its rows."""

    run: BulkRun
    rows: list[BulkRow]
    names: dict[str, str]
    """Applicant by dossier number."""

    def of(self, state: str) -> list[BulkRow]:
        """The rows in a state: waiting, done or failed."""
        return [row for row in self.rows if row.state == state]


def open_bulk(urn: str, *, viewer: Actor) -> BulkResult:
    """A run of the viewer's agency, row by row."""
    run = BulkRun.objects.filter(urn=urn).first()
    if run is None:
        raise Missing
    require(viewer, "case.read", agency=run.agency)
    rows = list(run.rows.order_by("position"))
    names = dict(Case.objects.filter(urn__in=[row.case for row in rows]).values_list("number", "applicant_name"))
    look(by=viewer, person="", what="name", purpose="bulk", count=len(names))
    return BulkResult(run=run, rows=rows, names=names)


def open_papers_together(numbers: Sequence[str], *, viewer: Actor) -> bytes:
    """The results of the dossiers, or their newest letter where there is none yet, one after the other in one PDF.

    Each paper that is opened leaves its own look.
    """
    wanted = numbers_once(numbers)[:MOST_PRINTED]
    cases = visible_to(Case.objects.filter(number__in=wanted), viewer, "case.read", person="")
    cases = cases.exclude(code__in=codes_hidden_from(viewer))
    urns = {case.number: case.pk for case in cases}
    written = PdfWriter()
    for number in wanted:
        for letter in _to_print(urns.get(number)):
            _, content = open_letter(letter, viewer=viewer, purpose="case.handle")
            written.append(PdfReader(BytesIO(content)))
    if not written.pages:
        words = t("Các hồ sơ đã chọn chưa có thư hay kết quả nào.", "The chosen dossiers have no letter or result yet.")
        raise Refused(words, code="nothing_to_print")
    kept = BytesIO()
    written.write(kept)
    return kept.getvalue()


def _to_print(case: int | None) -> list[str]:
    rows = list(CaseLetter.objects.filter(case=case).order_by("pk")) if case else []
    results = [row.letter for row in rows if not row.form.isdigit()]
    return results or [row.letter for row in rows[-1:]]
