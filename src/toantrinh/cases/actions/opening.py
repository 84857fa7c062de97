"""A case that another agency opens here, as one part of a linked application.

1. A draft with its origin, in one transaction: the pair of application and part is unique, so none is made twice.
2. The registers are asked, outside of every transaction; the papers are copied.
3. It is submitted as any other. Where it cannot be, the draft is deleted and the reason goes back.

Called again after a crash, it goes on where it stood.
"""

from typing import Any

from django.db import transaction

from toantrinh.cases.actions.acting import say
from toantrinh.cases.actions.drafts import KEPT_FOR, discard_draft
from toantrinh.cases.actions.filing import submit_case
from toantrinh.cases.actions.papers import attach_paper
from toantrinh.cases.actions.prefilling import fetch_lookups
from toantrinh.cases.definition import Channel
from toantrinh.cases.facts import CaseOpenedByLink
from toantrinh.cases.models import Case, CaseOrigin, Status
from toantrinh.cases.queries.editions import edition_in_force
from toantrinh.cases.situation import Contents, procedure_of_case, seal_contents
from toantrinh.documents.queries import open_file
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import person_urn

Body = dict[str, Any]


def open_linked_case(body: Body, *, token: str, by: Actor) -> Case:
    """The submitted case for a part; the same part of the same application gives the same case.

    Raises `Refused`, with a reason for people, where no case can be made of it.
    """
    origin = CaseOrigin.objects.filter(parent=body["parent"], part=body["part"]).select_related("case").first()
    case = origin.case if origin else _begin(body, by=by)
    if case.status != Status.DRAFT:
        return case
    try:
        copy_papers(case, body["papers"], by=by)
        fetch_lookups(case, by=by)
        return submit_case(case, token=token, by=by)
    except Problem as problem:
        discard_draft(case, by=by)
        raise _refusal(problem) from problem


def _refusal(problem: Problem) -> Refused:
    """All that is wrong, as the one reason that the other agency gets."""
    found = [one.message for one in problem.problems] if isinstance(problem, Invalid) else [problem.message]
    return Refused(
        Text(" ".join(one.vi for one in found), " ".join(one.en for one in found)), code=problem.code or "cases.unfit"
    )


@transaction.atomic
def _begin(body: Body, *, by: Actor) -> Case:
    case = draft_of_part(
        body["procedure"],
        number=body["applicant_number"],
        name=body["applicant_name"],
        answers=body["answers"],
        channel=Channel(body["channel"]),
        filed_by=body["filed_by"],
        by=by,
    )
    CaseOrigin.objects.create(
        case=case,
        parent=body["parent"],
        part=body["part"],
        number=body["parent_number"],
        agency_name=body["agency_name"],
        procedure_vi=body["parent_name"]["vi"],
        procedure_en=body["parent_name"]["en"],
        at=now(),
    )
    say(CaseOpenedByLink, case, by=by, part=body["part"], parent=body["parent"])
    return case


def draft_of_part(
    code: str, *, number: str, name: str, answers: Body, channel: Channel, filed_by: str, by: Actor
) -> Case:
    """A draft that holds what a linked application already says; its caller states the fact."""
    person = person_urn(number)
    if not person:
        raise Refused(
            t(
                "Chưa rõ người nộp phần này: chưa có số định danh của người đó.",
                "It is not known who applies in this part: that person has no personal number yet.",
            ),
            code="cases.no_applicant",
        )
    case = Case(
        code=code,
        edition=edition_in_force(code, today()),
        applicant=person,
        applicant_name=name[:100],
        filed_by=filed_by,
        channel=channel,
        expires_at=now() + KEPT_FOR,
    )
    procedure = procedure_of_case(case)
    if channel not in procedure.channels:
        case.channel = Channel.ONLINE
    me = {
        "personal_number": number,
        "full_name": name,
        "sex": read_personal_number(number).sex,
        "assurance": by.assurance,
        "person": person,
    }
    asked = {field.name for field in procedure.fields()}
    seal_contents(case, Contents(me=me, answers={path: value for path, value in answers.items() if path in asked}))
    case.save(force_insert=True)
    return case


def copy_papers(case: Case, papers: list[Body], *, by: Actor) -> None:
    """Put a copy of each file that was handed on into its slot, once."""
    held = set(case.slots)
    for paper in papers:
        if paper["slot"] not in held:
            line, content = open_file(paper["file"], viewer=by, purpose="case.file")
            attach_paper(case, paper["slot"], content, name=line.name, by=by)
