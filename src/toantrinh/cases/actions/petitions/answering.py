"""The answer: an officer drafts it, the head sends it, and a letter says the same."""

from django.db import transaction

from toantrinh.cases import letters, timing
from toantrinh.cases.actions.petitions.acting import (
    ask_for_work,
    close_stage,
    hold,
    keep,
    keep_reason,
    open_stage,
    require_officer,
    require_status,
    require_version,
    say,
    sentence_of,
    tell,
)
from toantrinh.cases.facts.petitions import AnswerDrafted, AnswerSentBack, PetitionAnswered
from toantrinh.cases.models import Petition, PetitionAnswer, PetitionStatus
from toantrinh.cases.petitions import clock
from toantrinh.cases.petitions.clock import due_of
from toantrinh.cases.petitions.letters import ANSWER, said_in_letter
from toantrinh.cases.petitions.wording import open_text
from toantrinh.documents.actions import issue_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.record import vault
from toantrinh.tasks.actions import close_tasks

SHORTEST = 40
LONGEST = 8000


@transaction.atomic
def draft_answer(petition: Petition, text: str, *, by: Actor) -> PetitionAnswer:
    """Propose an answer to the head; a new draft takes the place of one that was sent back or not sent yet."""
    hold(petition)
    require_officer(petition, "petition.answer", by=by)
    require_status(petition, PetitionStatus.IN_REVIEW)
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        words = t("Viết câu trả lời, từ {least} đến {most} chữ cái.", "Write the answer: {least} to {most} letters.")
        raise Invalid([Problem(words.fill(least=SHORTEST, most=LONGEST), code="length", field="text")])
    petition.answers.filter(state=PetitionAnswer.State.PROPOSED).update(state=PetitionAnswer.State.SENT_BACK)
    answer = PetitionAnswer.objects.create(
        petition=petition,
        text_sealed=vault.seal(petition.author, text.strip().encode()),
        drafted_by=by.urn,
        drafted_by_name=by.name[:100],
        drafted_at=now(),
        agency_name=petition.agency_name,
    )
    petition.handler, petition.handler_name = by.urn, by.name[:100]
    close_tasks(petition.urn, by=by, outcome="drafted")
    ask_for_work(petition, "approve", petition.due_at or now(), by=by)
    keep(petition)
    say(AnswerDrafted, petition, by=by)
    return answer


def _proposed(petition: Petition) -> PetitionAnswer:
    answer = petition.answers.select_for_update().filter(state=PetitionAnswer.State.PROPOSED).last()
    if answer is None:
        raise Refused(
            t("Chưa có câu trả lời nào được soạn.", "No answer has been drafted."),
            code="no_draft",
            advice=t("Soạn câu trả lời trước.", "Draft one first."),
        )
    return answer


@transaction.atomic
def send_back_answer(petition: Petition, sentence: str, *, by: Actor) -> Petition:
    """The head wants another answer, and says why."""
    hold(petition)
    require_officer(petition, "petition.approve", by=by)
    require_status(petition, PetitionStatus.IN_REVIEW)
    answer = _proposed(petition)
    why = sentence_of(sentence, "sentence", t("Viết cần sửa gì.", "Write what to change."))
    answer.state = PetitionAnswer.State.SENT_BACK
    answer.save(update_fields=["state"])
    keep_reason(petition, "send_back", {"sentence": why})
    close_tasks(petition.urn, by=by, outcome="sent_back")
    ask_for_work(petition, "answer", petition.due_at or now(), by=by)
    keep(petition)
    say(AnswerSentBack, petition, by=by)
    return petition


@transaction.atomic
def answer_petition(petition: Petition, *, version: int, by: Actor) -> Petition:
    """The head sends the proposed answer, as read at `version`: a letter to the author; then it is to be published."""
    hold(petition)
    require_officer(petition, "petition.approve", by=by)
    require_status(petition, PetitionStatus.IN_REVIEW)
    answer = _proposed(petition)
    require_version(petition, version)
    assert petition.arrived_at is not None
    row = petition.stages.get(closed_at=None)
    in_time = close_stage(petition, "answered", by=by)
    petition.status, petition.answered_at = PetitionStatus.ANSWERED, now()
    petition.complain_until = due_of("complain", now(), petition.agency_code)
    petition.satisfied = petition.rated_at = None
    due_at = due_of("publish", now(), petition.agency_code)
    open_stage(petition, "publish", due_at)
    ask_for_work(petition, "publish", due_at, by=by)
    _sign(petition, answer, by=by)
    keep(petition)
    row.refresh_from_db()
    say(
        PetitionAnswered,
        petition,
        by=by,
        on_time=in_time,
        working_days=clock.working_days(row, now()),
        answered_at=petition.answered_at,
        words=vault.digest(open_text(petition.author, answer.text_sealed), "petition-answer"),
    )
    return petition


def _sign(petition: Petition, answer: PetitionAnswer, *, by: Actor) -> None:
    """Issue the letter and tell the author where it is."""
    answer.state, answer.sent_at = PetitionAnswer.State.SENT, now()
    answer.signed_by_name, answer.signed_by_title = by.name[:100], letters.title_of(by)[:120]
    letter = issue_letter(
        letters.template_of("petition-answer"),
        said_in_letter(petition, answer),
        form="petition",
        about=petition.urn,
        person=petition.author,
        agency=petition.agency,
        title=ANSWER,
        by=by,
        draw=False,
    )
    answer.letter = letter.urn
    answer.save(update_fields=["state", "sent_at", "signed_by_name", "signed_by_title", "letter"])
    assert petition.complain_until is not None
    tell(
        petition,
        t("Có câu trả lời cho phản ánh {number}", "Petition {number} was answered"),
        t(
            "Mở phản ánh để đọc và cho biết bạn có hài lòng không. Không đồng ý thì khiếu nại tiếp trước {until}.",
            "Open it to read the answer and say whether you are content. If not, go to the next level by {until}.",
        ).fill(until=timing.said(petition.complain_until)),
        letter=letter.urn,
    )
