"""What the actions on petitions do alike: hold the row, move through stages, keep reasons, tell the author, say it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from toantrinh.cases.facts.petitions import PetitionFact
from toantrinh.cases.models import Petition, PetitionReason, PetitionStage, PetitionStatus
from toantrinh.cases.petitions.clock import days_of
from toantrinh.cases.petitions.rights import is_hidden_from
from toantrinh.cases.petitions.routing import answering_role
from toantrinh.cases.petitions.rules import codes_for_head
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import send_notice
from toantrinh.people.models import Agency
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.actions import state
from toantrinh.record.models import Event
from toantrinh.tasks.actions import close_tasks, open_task

HEAD = "signer"
"""Role of the head of an agency: sends answers, and is told of silence."""
RECEIVING = "receptionist"
LONGEST_SENTENCE = 2000
TITLES = {
    "receive": t("Nhận phản ánh {number}", "Take petition {number}"),
    "answer": t("Trả lời phản ánh {number}", "Answer petition {number}"),
    "approve": t("Duyệt câu trả lời phản ánh {number}", "Approve the answer to petition {number}"),
    "publish": t("Công khai câu trả lời phản ánh {number}", "Publish the answer to petition {number}"),
    "silent": t("Phản ánh {number} quá hạn mà chưa ai làm", "Nobody acts on petition {number}"),
}


# --- The row in hand ---


def hold(petition: Petition) -> None:
    """Lock the row until the transaction ends, and bring the object in hand up to date."""
    petition.refresh_from_db(from_queryset=Petition.objects.select_for_update())
    petition.as_held = _columns(petition)


def keep(petition: Petition) -> None:
    """Save what has changed since `hold`."""
    petition.version += 1
    petition.touched_at = now()
    changed = [name for name, value in _columns(petition).items() if value != petition.as_held[name]]
    petition.save(update_fields=changed)
    petition.as_held = _columns(petition)


def _columns(petition: Petition) -> dict[str, Any]:
    return {column.attname: getattr(petition, column.attname) for column in Petition._meta.concrete_fields}


def require_author(petition: Petition, verb: str, *, by: Actor) -> None:
    """Raise `Missing` unless `by` is its author, by account, mandate or secret."""
    if by.office:
        raise Missing
    require(by, verb, persons=[petition.author])


def require_officer(petition: Petition, verb: str, *, by: Actor) -> None:
    """Raise `Missing` unless `by` may do it at the agency that has it; what is for the head alone, only the head and
    whom the head charged."""
    if petition.status == PetitionStatus.DRAFT:
        raise Missing
    require(by, verb, agency=petition.agency)
    if is_hidden_from(petition, by):
        raise Missing


def require_status(petition: Petition, *wanted: PetitionStatus) -> None:
    """Refuse an act out of its order, and say where the petition stands."""
    if petition.status not in wanted:
        raise Refused(
            t(
                "Phản ánh này không còn ở bước làm được việc đó. Mở lại trang để xem đang ở đâu.",
                "The petition has moved on; this cannot be done now. Open its page again to see where it is.",
            ),
            code="out_of_order",
        )


def require_version(petition: Petition, version: int) -> None:
    """Refuse where it has changed since somebody read it as `version`."""
    if version != petition.version:
        raise Refused(
            t(
                "Phản ánh đã thay đổi từ khi bạn mở. Xem lại rồi làm tiếp.",
                "The petition has changed since you opened it. Read it again, then go on.",
            ),
            code="changed",
        )


def sentence_of(words: str, field: str, empty: Text) -> str:
    """A sentence that somebody owes; raises Invalid where there is none."""
    if not words.strip():
        raise Invalid([Problem(empty, code="empty", field=field)])
    return words.strip()[:LONGEST_SENTENCE]


# --- Stages ---


def open_stage(petition: Petition, code: str, due_at: datetime, *, holder: str = "agency") -> PetitionStage:
    """Begin a stage at the agency that has the petition."""
    petition.stage = code
    return PetitionStage.objects.create(
        petition=petition,
        code=code,
        holder=holder,
        agency=petition.agency,
        agency_code=petition.agency_code,
        agency_name=petition.agency_name,
        opened_at=now(),
        due_at=due_at,
        watch_at=due_at,
    )


def close_stage(petition: Petition, outcome: str, *, by: Actor, due_at: datetime | None = None) -> bool:
    """End the open stage and its tasks; whether it was in time, by its own limit or by that of the act."""
    row = petition.stages.select_for_update().filter(closed_at=None).first()
    petition.stage = ""
    close_tasks(petition.urn, by=by, outcome=outcome)
    if row is None:
        return True
    row.closed_at, row.outcome, row.watch_at = now(), outcome, None
    row.by, row.by_name = by.urn, by.name[:100]
    row.save(update_fields=["closed_at", "outcome", "watch_at", "by", "by_name"])
    in_time = row.closed_at <= (due_at or row.due_at)
    if row.holder == "agency" and not in_time:
        petition.was_late = True
    return in_time


def ask_for_work(petition: Petition, what: str, due_at: datetime, *, by: Actor, role: str = "", to: str = "") -> None:
    """Put it on the list of those whose work it is; what is for the head alone goes to the head."""
    roles = {"receive": RECEIVING, "approve": HEAD, "silent": HEAD}
    wanted = role or roles.get(what) or answering_role(petition.agency)
    if petition.subject in codes_for_head() and not to:
        wanted = HEAD
    open_task(
        kind=f"petition.{what}",
        title=TITLES[what].fill(number=petition.number),
        about=petition.urn,
        agency=petition.agency,
        role=wanted,
        due_at=due_at,
        person=petition.author,
        assigned_to=to,
        by=by,
    )


def arrive(petition: Petition, agency: Agency, *, due_at: datetime) -> None:
    """It is now with this agency."""
    petition.agency, petition.agency_code = agency.urn, agency.code
    petition.agency_name, petition.area = agency.name, agency.area
    petition.arrived_at, petition.due_at = now(), due_at
    petition.received_at, petition.handler, petition.handler_name = None, "", ""


def close(petition: Petition, outcome: str) -> None:
    """It has ended."""
    petition.status, petition.outcome = PetitionStatus.CLOSED, outcome
    petition.closed_at, petition.stage = now(), ""


# --- Reasons, the author, the record ---


def keep_reason(petition: Petition, act: str, words: Mapping[str, Any], *, code: str = "") -> None:
    """Write down why, sealed: it speaks of a person."""
    PetitionReason.objects.create(
        petition=petition, act=act, code=code, words_sealed=vault.seal_json(petition.author, dict(words)), at=now()
    )


def tell(petition: Petition, subject: Text, body: Text, *, letter: str = "") -> None:
    """A message of the agency to the author; somebody unnamed reads it where they follow the petition."""
    if petition.author_kind == "unnamed":
        return
    send_notice(
        person=petition.author,
        subject=subject.fill(number=petition.number),
        body=body,
        about=petition.urn,
        agency=petition.agency,
        letter=letter,
        by=SYSTEM,
    )


def say(kind: type[PetitionFact], petition: Petition, *, by: Actor, **values: Any) -> Event:
    """State a fact about the petition, with where it now stands."""
    open_row = petition.stages.filter(closed_at=None).first()
    fact = kind(
        agency=petition.agency,
        agency_code=petition.agency_code,
        about=petition.subject,
        channel="online",
        level=petition.level,
        petition=petition.urn,
        status=petition.status,
        stage=petition.stage,
        stage_due_at=open_row.due_at if open_row else None,
        outcome=petition.outcome,
        due_at=petition.due_at,
        area=petition.area,
        person=petition.author,
        **values,
    )
    return state(fact, by=by)


def ended(petition: Petition, reasons: list[str]) -> dict[str, Any]:
    """What a fact by which the agency's part ends says of time."""
    days = days_of(petition, now())
    return {
        "on_time": not petition.was_late,
        "agency_days": days.get("agency", 0),
        "author_days": days.get("citizen", 0),
        "other_days": days.get("other", 0),
        "reminders": petition.reminders,
        "reasons": reasons,
    }
