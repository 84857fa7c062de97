"""What the agency does first: take, forward, refuse, ask once for more, give to somebody, join repeated ones."""

from django.db import transaction

from toantrinh.cases import timing
from toantrinh.cases.actions.petitions.acting import (
    arrive,
    ask_for_work,
    close,
    close_stage,
    ended,
    hold,
    keep,
    keep_reason,
    open_stage,
    require_officer,
    require_status,
    say,
    sentence_of,
    tell,
)
from toantrinh.cases.actions.petitions.sending import begin_at_agency
from toantrinh.cases.facts.petitions import (
    PetitionAssigned,
    PetitionForwarded,
    PetitionMerged,
    PetitionMoreAsked,
    PetitionReceived,
    PetitionRefused,
)
from toantrinh.cases.models import Petition, PetitionOutcome, PetitionStatus
from toantrinh.cases.petitions.clock import due_of
from toantrinh.cases.petitions.routing import ANSWERING
from toantrinh.cases.petitions.rules import find_subject, ground_of
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Agency, Appointment
from toantrinh.record import vault
from toantrinh.tasks.actions import close_tasks

WHY = t("Viết lý do bằng một câu.", "Write the reason in a sentence.")


@transaction.atomic
def receive_petition(petition: Petition, *, subject: str = "", by: Actor) -> Petition:
    """Take it, saying what it is about where its author chose wrongly; what was put aside as spam comes back."""
    hold(petition)
    require_officer(petition, "petition.receive", by=by)
    require_status(petition, PetitionStatus.SENT)
    was_parked, petition.parked = bool(petition.parked), ""
    if subject and find_subject(subject):
        petition.subject = subject
    in_time = close_stage(petition, "taken", by=by)
    begin_answering(petition, by=by)
    keep(petition)
    say(PetitionReceived, petition, by=by, on_time=in_time, was_parked=was_parked, received_at=petition.received_at)
    tell(
        petition,
        t("Cơ quan đã nhận phản ánh {number}", "Petition {number} was taken"),
        t("Hẹn trả lời: {due}.", "The answer is due at {due}.").fill(due=timing.said(petition.due_at or now())),
    )
    return petition


def begin_answering(petition: Petition, *, by: Actor) -> None:
    """The stage in which the agency works on its answer."""
    assert petition.due_at is not None
    petition.status = PetitionStatus.IN_REVIEW
    petition.received_at = petition.received_at or now()
    open_stage(petition, "answer", petition.due_at)
    ask_for_work(petition, "answer", petition.due_at, by=by)


@transaction.atomic
def refuse_petition(petition: Petition, code: str, sentence: str = "", *, by: Actor) -> Petition:
    """Do not take it, with a ground of the rules; within two working days, or it counts as late."""
    hold(petition)
    require_officer(petition, "petition.receive", by=by)
    require_status(petition, PetitionStatus.SENT, PetitionStatus.IN_REVIEW)
    ground = ground_of("refusals", code)
    assert petition.arrived_at is not None
    close_stage(petition, "refused", by=by, due_at=due_of("refuse", petition.arrived_at, petition.agency_code))
    close(petition, PetitionOutcome.REFUSED)
    petition.complain_until = due_of("complain", now(), petition.agency_code)
    words = {"text": [ground.text.vi, ground.text.en], "basis": ground.basis, "sentence": sentence.strip()[:2000]}
    if ground.what_to_do:
        words["what_to_do"] = [ground.what_to_do.vi, ground.what_to_do.en]
    keep_reason(petition, "refuse", words, code=code)
    keep(petition)
    say(PetitionRefused, petition, by=by, **ended(petition, [code]))
    instead = ground.what_to_do or Text("", "")
    parts = [Text(f"{ground.text.vi}.", f"{ground.text.en}."), Text(sentence.strip(), sentence.strip()), instead]
    body = Text(" ".join(part.vi for part in parts if part.vi), " ".join(part.en for part in parts if part.en))
    tell(petition, t("Phản ánh {number} không được nhận: xem lý do", "Petition {number} was refused: see why"), body)
    return petition


@transaction.atomic
def forward_petition(petition: Petition, to: Agency, sentence: str, *, by: Actor) -> Petition:
    """Send it on to the agency whose affair it is, with the reason; there its clock begins anew, here its days stay."""
    hold(petition)
    require_officer(petition, "petition.receive", by=by)
    require_status(petition, PetitionStatus.SENT, PetitionStatus.IN_REVIEW)
    why = sentence_of(sentence, "sentence", WHY)
    if petition.stages.filter(agency=to.urn).exists():
        raise Refused(
            t(
                "Cơ quan này đã có phản ánh này rồi. Trả lời, hoặc chuyển đến cơ quan khác.",
                "That agency has had this petition before. Answer it, or send it to another.",
            ),
            code="had_it",
        )
    assert petition.arrived_at is not None
    before, limit = petition.agency_code, due_of("refuse", petition.arrived_at, petition.agency_code)
    in_time = close_stage(petition, "forwarded", by=by, due_at=limit)
    keep_reason(petition, "forward", {"sentence": why, "to": to.name})
    tell(
        petition,
        t("Phản ánh {number} được chuyển đến cơ quan khác", "Petition {number} went on to another agency"),
        t("Chuyển đến: {agency}. Lý do: {why}", "It went to {agency}. Reason: {why}").fill(agency=to.name, why=why),
    )
    arrive(petition, to, due_at=due_of("answer", now(), to.code))
    petition.status, petition.was_late = PetitionStatus.SENT, False  # lateness is each agency's own
    begin_at_agency(petition, by=SYSTEM)
    keep(petition)
    values = {"from_agency": before, "to_name": to.name, "arrived_at": petition.arrived_at}
    say(PetitionForwarded, petition, by=by, on_time=in_time, **values)
    return petition


@transaction.atomic
def ask_author(petition: Petition, sentence: str, *, by: Actor) -> Petition:
    """Ask its author for more, once; the agency's clock stands until they answer."""
    hold(petition)
    require_officer(petition, "petition.ask", by=by)
    require_status(petition, PetitionStatus.SENT, PetitionStatus.IN_REVIEW)
    why = sentence_of(sentence, "sentence", t("Viết cần bổ sung gì.", "Write what is needed."))
    if petition.asked_at:
        words = t(
            "Đã hỏi thêm một lần ngày {day}. Chỉ được hỏi một lần.",
            "The author was asked on {day}. That is allowed once.",
        )
        advice = t("Trả lời theo những gì đang có.", "Answer by what is at hand.")
        raise Refused(words.fill(day=timing.said(petition.asked_at)), code="second", advice=advice)
    assert petition.arrived_at is not None
    in_time = close_stage(petition, "asked", by=by, due_at=due_of("ask", petition.arrived_at, petition.agency_code))
    petition.asked_at, petition.parked = now(), ""
    petition.received_at = petition.received_at or now()
    petition.status = PetitionStatus.WAITING
    until = due_of("supply", now(), petition.agency_code)
    open_stage(petition, "supply", until, holder="author")
    keep_reason(petition, "ask", {"sentence": why})
    keep(petition)
    say(PetitionMoreAsked, petition, by=by, on_time=in_time, received_at=petition.received_at)
    tell(
        petition,
        t("Cần bạn bổ sung cho phản ánh {number}", "More is needed for petition {number}"),
        t("{why} Bổ sung trước {until}.", "{why} Add it by {until}.").fill(why=why, until=timing.said(until)),
    )
    return petition


@transaction.atomic
def assign_petition(petition: Petition, to: str, *, by: Actor) -> Petition:
    """Give it to one officer (URN of the account) who may answer at this agency."""
    hold(petition)
    require_officer(petition, "petition.assign", by=by)
    require_status(petition, PetitionStatus.IN_REVIEW)
    offices = Appointment.objects.filter(account__urn=to, agency__urn=petition.agency, role__in=ANSWERING)
    office = offices.filter(from_on__lte=today()).exclude(to_on__lte=today()).select_related("account").first()
    if office is None:
        words = t("Chọn một người trong danh sách.", "Choose somebody of the list.")
        raise Invalid([Problem(words, code="officer", field="to")])
    petition.handler, petition.handler_name = to, office.account.full_name[:100]
    row = petition.stages.get(closed_at=None)
    close_tasks(petition.urn, by=by, kind="petition.answer", outcome="assigned")
    ask_for_work(petition, "answer", row.due_at, by=by, role=office.role, to=to)
    keep(petition)
    say(PetitionAssigned, petition, by=by, officer=to)
    return petition


@transaction.atomic
def merge_petition(petition: Petition, into: Petition, *, by: Actor) -> Petition:
    """Answer it together with another of the same author that is still open; others' stay their own."""
    hold(petition)
    require_officer(petition, "petition.receive", by=by)
    require_officer(into, "petition.receive", by=by)
    require_status(petition, PetitionStatus.SENT, PetitionStatus.IN_REVIEW)
    is_same = petition.author == into.author or (
        petition.contact_digest == into.contact_digest != vault.digest("", "petition-contact")
    )
    if petition.pk == into.pk or not is_same or into.status in (PetitionStatus.DRAFT, PetitionStatus.CLOSED):
        raise Refused(
            t(
                "Chỉ gộp vào một phản ánh đang giải quyết của chính người gửi này, tại cơ quan này.",
                "It can be joined only to an open petition of the same author at this agency.",
            ),
            code="not_alike",
        )
    close_stage(petition, "merged", by=by)
    close(petition, PetitionOutcome.MERGED)
    petition.merged_into = into
    keep(petition)
    say(PetitionMerged, petition, by=by, into=into.urn)
    tell(
        petition,
        t("Phản ánh {number} được trả lời chung", "Petition {number} is answered with another"),
        t("Trả lời chung với {other}.", "It is answered together with {other}.").fill(other=into.number),
    )
    return petition
