"""What is done about single parts of a linked application: given up, filed alone, looked at, sent again."""

from django.db import transaction

from toantrinh.cases import form
from toantrinh.cases.actions.acting import hold, keep, require_desk, say
from toantrinh.cases.actions.linking import complete_parts
from toantrinh.cases.actions.opening import copy_papers, draft_of_part
from toantrinh.cases.actions.parts import drop, rest_officer, save_part, say_part
from toantrinh.cases.definition import Channel
from toantrinh.cases.facts import CaseDrafted, PartFiledAlone, PartSeen, PartSentAgain
from toantrinh.cases.linked import given_by, part_of
from toantrinh.cases.models import Case, CasePart, Wait
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import person_urn, require

State = CasePart.State


def _part(case: Case, code: str, *states: str) -> CasePart:
    """The part in one of these states, locked with its application; a refusal says to look again."""
    hold(case)
    part = case.parts.select_for_update().filter(code=code).first()
    if part is None:
        raise Missing
    if part.state not in states:
        raise Refused(
            t(
                "Phần này vừa thay đổi. Tải lại trang để xem tình trạng mới nhất.",
                "This part has just changed. Reload the page to see where it stands.",
            ),
            code="out_of_order",
        )
    return part


@transaction.atomic
def drop_part(case: Case, code: str, *, by: Actor) -> Case:
    """The citizen does not want a part any more that no agency has yet."""
    require(by, "case.withdraw", persons=[case.applicant])
    part = _part(case, code, State.WAITING, State.UNOPENED)
    drop(case, part, "withdrawn", by=by)
    rest_officer(case, by=by)
    keep(case)
    return complete_parts(case, by=by)


@transaction.atomic
def file_part_alone(case: Case, code: str, *, by: Actor) -> Case:
    """A draft of the part's own procedure, with all that the application says; the citizen mends and sends it."""
    require(by, "case.file", persons=[case.applicant])
    part = _part(case, code, State.FAILED, State.UNOPENED)
    situation, spec, done = situation_of(case), part_of(procedure_of_case(case), code), given_by(case)
    number, name = form.part_applicant(situation, spec, done)
    require(by, "case.file", persons=[person_urn(number) or case.applicant])
    if part.alone and (begun := Case.objects.filter(urn=part.alone).first()):
        return begun
    draft = draft_of_part(
        part.procedure,
        number=number,
        name=name,
        answers=form.part_answers(situation, spec, done),
        channel=Channel.ONLINE,
        filed_by=by.urn,
        by=by,
    )
    say(CaseDrafted, draft, by=by)
    files = dict(case.papers.order_by("-pk").values_list("slot", "file"))
    copy_papers(
        draft,
        [{"slot": slot, "file": files[ours]} for slot, ours in form.part_papers(situation, spec).items()],
        by=by,
    )
    save_part(part, alone=draft.urn, seen_at=part.seen_at or now())
    rest_officer(case, by=by)
    say_part(PartFiledAlone, case, part, by=by, draft=draft.urn)
    if case.wait == Wait.PARTS:
        complete_parts(case, by=by)
    return draft


@transaction.atomic
def see_part(case: Case, code: str, *, by: Actor) -> Case:
    """The officer of the first agency has looked at a part that came to nothing, and told the citizen what to do."""
    require_desk(case, "case.read", by=by)
    part = _part(case, code, State.FAILED, State.UNOPENED)
    save_part(part, seen_at=part.seen_at or now())
    rest_officer(case, by=by)
    say_part(PartSeen, case, part, by=by)
    return complete_parts(case, by=by)


@transaction.atomic
def send_part_again(case: Case, code: str, *, by: Actor) -> Case:
    """Send a part again that could not be opened, once what stood against it is mended."""
    require_desk(case, "case.read", by=by)
    part = _part(case, code, State.UNOPENED)
    if case.wait != Wait.PARTS:
        raise Refused(
            t(
                "Hồ sơ này đã kết thúc. Người nộp nộp riêng phần này.",
                "This dossier has ended. The part is filed alone.",
            ),
            code="out_of_order",
        )
    save_part(
        part, state=State.WAITING.value, again=part.again + 1, attempts=0, next_at=now(), reason_vi="", reason_en=""
    )
    rest_officer(case, by=by)
    say_part(PartSentAgain, case, part, by=by)
    return case
