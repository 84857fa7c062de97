"""Files in the slots of a dossier."""

from django.db import transaction

from toantrinh.cases import form, lifecycle
from toantrinh.cases.actions.acting import hold, keep
from toantrinh.cases.actions.agreeing import void_changed_consents
from toantrinh.cases.actions.drafts import require_writing
from toantrinh.cases.models import Case, CasePaper, Status
from toantrinh.cases.situation import situation_of
from toantrinh.documents.actions import drop_file, keep_file
from toantrinh.documents.queries import open_file
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t

MOST_FILES = 40
"""In one dossier: beyond, nobody reads them, and a full disk is near."""


@transaction.atomic
def attach_paper(case: Case, slot: str, content: bytes, *, name: str, shrink: bool = False, by: Actor) -> CasePaper:
    """Keep an uploaded file in a slot of the dossier; refusals about the file itself are those of documents."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    if slot not in {need.paper.code for need in form.papers(situation_of(case))}:
        raise Missing
    if len(case.slots) >= MOST_FILES:
        raise Refused(
            t(
                f"Hồ sơ đã có {MOST_FILES} tệp. Bỏ bớt tệp thừa, hoặc ghép các trang vào một tệp PDF.",
                f"The dossier has {MOST_FILES} files already. Remove some, or put the pages into one PDF.",
            ),
            code="too_many_files",
            field=f"paper:{slot}",
        )
    file = keep_file(
        content, name=name, person=case.applicant, about=case.urn, agency=case.agency, shrink=shrink, by=by
    )
    paper = CasePaper.objects.create(
        case=case,
        slot=slot,
        file=file.urn,
        supplied_at=now(),
        after_supplement=case.status != Status.DRAFT,
    )
    case.slots = [*case.slots, slot]
    keep(case)
    void_changed_consents(case, by=by)
    return paper


def reuse_paper(case: Case, slot: str, file: str, *, by: Actor) -> CasePaper:
    """Put a copy of a file that the applicant already keeps here (its URN) into a slot."""
    line, content = open_file(file, viewer=by, purpose="case.file")
    return attach_paper(case, slot, content, name=line.name, by=by)


@transaction.atomic
def remove_paper(case: Case, file: str, *, by: Actor) -> None:
    """Take a file (its URN) out again, as long as nobody has received it."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    papers = case.papers.filter(file=file, after_supplement=case.status != Status.DRAFT)
    if not papers.exists():
        raise Missing
    papers.delete()
    case.slots = list(case.papers.order_by("pk").values_list("slot", flat=True))
    drop_file(file, by=by)
    keep(case)
    void_changed_consents(case, by=by)
