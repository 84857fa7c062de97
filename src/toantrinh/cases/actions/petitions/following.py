"""What the author does after sending: add what was asked, rate the answer, go to the next level, take it back."""

from django.db import transaction

from toantrinh.cases.actions.petitions.acting import (
    arrive,
    ask_for_work,
    close,
    close_stage,
    hold,
    keep,
    keep_reason,
    open_stage,
    require_author,
    require_status,
    say,
    sentence_of,
)
from toantrinh.cases.actions.petitions.sending import begin_at_agency
from toantrinh.cases.facts.petitions import (
    PetitionComplained,
    PetitionRated,
    PetitionSupplied,
    PetitionWithdrawn,
)
from toantrinh.cases.models import Petition, PetitionOutcome, PetitionStatus
from toantrinh.cases.petitions.clock import answer_due, due_of
from toantrinh.cases.petitions.routing import next_level
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.models import Agency
from toantrinh.record import vault


def _teller(by: Actor) -> Actor:
    """Who stands in the record: the account, or the house where the author has none."""
    return by if by.assurance else SYSTEM


@transaction.atomic
def supply_petition(petition: Petition, text: str, *, by: Actor) -> Petition:
    """Add what was asked for; the agency's clock runs on, moved by the time that it stood."""
    hold(petition)
    require_author(petition, "petition.follow", by=by)
    require_status(petition, PetitionStatus.WAITING)
    files = petition.files.filter(after_asking=True).count()
    if not text.strip() and not files:
        words = t("Viết phần bổ sung, hoặc thêm tệp.", "Write what was asked, or add a file.")
        raise Invalid([Problem(words, code="empty", field="text")])
    close_stage(petition, "supplied", by=_teller(by))
    petition.due_at, petition.status = answer_due(petition), PetitionStatus.IN_REVIEW
    open_stage(petition, "answer", petition.due_at)
    ask_for_work(petition, "answer", petition.due_at, by=_teller(by))
    keep_reason(petition, "supply", {"sentence": text.strip()[:4000]})
    keep(petition)
    say(PetitionSupplied, petition, by=_teller(by), files=files)
    return petition


@transaction.atomic
def rate_answer(petition: Petition, satisfied: bool, *, words: str = "", by: Actor) -> Petition:
    """Say whether the answer is satisfying, once for each answer."""
    hold(petition)
    require_author(petition, "petition.follow", by=by)
    if petition.answered_at is None or petition.outcome in (PetitionOutcome.WITHDRAWN, PetitionOutcome.REFUSED):
        raise Refused(t("Chưa có câu trả lời để đánh giá.", "There is no answer to rate yet."), code="no_answer")
    if petition.satisfied is not None:
        raise Refused(t("Bạn đã đánh giá câu trả lời này.", "You have rated this answer."), code="rated")
    petition.satisfied, petition.rated_at = satisfied, now()
    if words.strip():
        petition.rating_sealed = vault.seal(petition.author, words.strip()[:2000].encode())
    keep(petition)
    say(PetitionRated, petition, by=_teller(by), satisfied=satisfied)
    return petition


@transaction.atomic
def complain_further(petition: Petition, text: str, *, by: Actor) -> Petition:
    """Not content: go to the next level, once and until the last day; there the clocks begin anew."""
    hold(petition)
    require_author(petition, "petition.follow", by=by)
    why = sentence_of(text, "text", t("Viết vì sao bạn không đồng ý.", "Write why you do not agree."))
    above = _require_next_level(petition)
    before = petition.agency_code
    close_stage(petition, "complained", by=_teller(by))
    arrive(petition, above, due_at=due_of("answer", now(), above.code))
    petition.level, petition.status, petition.outcome = 2, PetitionStatus.SENT, PetitionOutcome.NONE
    petition.closed_at = petition.complain_until = petition.asked_at = None
    petition.was_late, petition.satisfied, petition.rated_at = False, None, None
    begin_at_agency(petition, by=SYSTEM)
    keep_reason(petition, "complain", {"sentence": why})
    keep(petition)
    values = {"from_agency": before, "to_name": above.name, "arrived_at": petition.arrived_at}
    say(PetitionComplained, petition, by=_teller(by), **values)
    return petition


def _require_next_level(petition: Petition) -> Agency:
    has_answer = petition.outcome in (PetitionOutcome.PUBLISHED, PetitionOutcome.PRIVATE, PetitionOutcome.REFUSED)
    if not has_answer and petition.status != PetitionStatus.ANSWERED:
        raise Refused(t("Chưa có câu trả lời để khiếu nại.", "There is no answer to complain of."), code="no_answer")
    if petition.level > 1:
        raise Refused(
            t("Đã khiếu nại tiếp một lần.", "This went to the next level before."),
            code="second",
            advice=t("Bạn có thể khởi kiện tại toà án.", "You may go to court."),
        )
    if petition.author_kind == "unnamed":
        raise Refused(
            t(
                "Phản ánh không để lại tên và liên hệ thì không khiếu nại tiếp được. Gửi lại có tên.",
                "A petition without a name cannot go further. Send it again with your name.",
            ),
            code="unnamed",
        )
    if petition.complain_until is None or petition.complain_until < now():
        raise Refused(t("Đã qua ngày cuối để khiếu nại tiếp.", "The last day has passed."), code="too_late")
    above = next_level(petition.agency)
    if above is None:
        raise Refused(
            t("Không có cấp nào trên cơ quan này.", "Nobody stands above this agency."),
            code="no_level",
            advice=t("Bạn có thể khởi kiện tại toà án.", "You may go to court."),
        )
    return above


@transaction.atomic
def withdraw_petition(petition: Petition, *, by: Actor) -> Petition:
    """Take it back, as long as it is not answered."""
    hold(petition)
    require_author(petition, "petition.follow", by=by)
    require_status(petition, PetitionStatus.SENT, PetitionStatus.IN_REVIEW, PetitionStatus.WAITING)
    close_stage(petition, "withdrawn", by=_teller(by))
    close(petition, PetitionOutcome.WITHDRAWN)
    keep(petition)
    say(PetitionWithdrawn, petition, by=_teller(by))
    return petition
