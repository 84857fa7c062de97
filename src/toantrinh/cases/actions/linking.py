"""A linked application: each part is opened at its agency, followed to its end, and all is told as one.

    waiting ─▶ sent ─▶ opened ─▶ granted
       │         ├───▶ silent ──(every 5 minutes)──▶ sent
       │         └───▶ unopened ──(an officer sends it again)──▶ waiting
       │                 opened ──▶ failed
       └──(an earlier part failed, or it is taken back)──▶ dropped

Each call carries the application and the part as its key, so that a part is never opened twice.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from toantrinh.cases import form, letters, lifecycle
from toantrinh.cases.actions.acting import hold, keep, say, tell
from toantrinh.cases.actions.filing import withdraw_case
from toantrinh.cases.actions.parts import drop, hold_part, name_of, save_part, say_part, tell_officer
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.definition import LinkedPart
from toantrinh.cases.facts import PartEnded, PartOpened, PartsCompleted, PartSilent, PartUnopened
from toantrinh.cases.linked import ENDED, FAILED, given_by, part_of
from toantrinh.cases.models import Case, CasePart, Outcome, Wait
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.exchange.actions import call
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Problem, Refused, Silent
from toantrinh.kernel.text import Text, t
from toantrinh.record import vault
from toantrinh.record.events import EventView

State = CasePart.State
SENT_AGAIN_AFTER = timedelta(minutes=5)
"""How long one waits for another agency before sending again, under the same key."""
ASKED_AFTER = timedelta(hours=1)
"""How often one asks what became of a part of which no word came by itself."""
PURPOSE = "lien-thong"


def receive_submitted(event: EventView) -> None:
    """Subscriber of all after which another part may be due, or none: its agency is told at once."""
    case = Case.objects.filter(urn=event.exact["case"], wait=Wait.PARTS).first()
    if case is not None:
        send_parts(case)


def receive_part_news(event: EventView) -> None:
    """Subscriber of all by which a case ends: its linked application goes on."""
    part = CasePart.objects.filter(opened=event.exact["case"], state=State.OPENED).select_related("parent").first()
    if part is not None:
        follow_part(part)
        send_parts(part.parent)


def follow_waiting_parts(*, by: Actor = SYSTEM) -> int:
    """Send again and ask again whatever is due; how many applications were tried. The worker's minute."""
    due = CasePart.objects.filter(next_at__lte=now(), parent__wait=Wait.PARTS)
    cases = list(Case.objects.filter(pk__in=due.values("parent"))[:500])
    for case in cases:
        for part in due.filter(parent=case, state=State.OPENED):
            follow_part(part, by=by)
        send_parts(case, by=by)
    return len(cases)


def send_parts(case: Case, *, by: Actor = SYSTEM) -> Case:
    """Open each part whose turn has come; each step is a transaction of its own, and the calls stand between them."""
    tried: set[int] = set()
    while (claimed := _claim(case, tried, by=by)) is not None:
        part, body = claimed
        tried.add(part.pk)
        try:
            answer = call("cases.open", body, by=SYSTEM, purpose=PURPOSE, about=case.urn, key=_key(part, case))
        except Silent:
            _note_silence(case, part, by=by)
        except Problem as problem:
            _note_refusal(case, part, problem.message, by=by)
        else:
            _note_opened(case, part, answer, by=by)
            _take_back(part)
    complete_parts(case, by=by)
    return case


def _key(part: CasePart, case: Case) -> str:
    return f"{case.urn}#{part.code}" + (f"#{part.again}" if part.again else "")


@transaction.atomic
def _claim(case: Case, tried: set[int], *, by: Actor) -> tuple[CasePart, dict[str, Any]] | None:
    """The next part that may be sent now, marked as sent; those that can never be are dropped on the way."""
    hold(case)
    if case.wait != Wait.PARTS:
        return None
    parts = {part.code: part for part in case.parts.select_for_update().order_by("position")}
    procedure = procedure_of_case(case)
    for part in parts.values():
        spec = part_of(procedure, part.code)
        before = [parts[code] for code in spec.after if code in parts]
        if part.state == State.WAITING and any(one.state in FAILED for one in before):
            drop(case, part, "earlier_part", by=by)
        elif _is_due(part, tried) and all(one.state == State.GRANTED for one in before):
            part.state, part.attempts = State.SENT, part.attempts + 1
            save_part(part, next_at=now() + SENT_AGAIN_AFTER)
            return part, _body(case, part, spec)
    return None


def _is_due(part: CasePart, tried: set[int]) -> bool:
    waits = part.state in (State.WAITING, State.SENT, State.SILENT)
    return waits and part.pk not in tried and part.next_at is not None and part.next_at <= now()


def _body(case: Case, part: CasePart, spec: LinkedPart) -> dict[str, Any]:
    situation, done = situation_of(case), given_by(case)
    number, name = form.part_applicant(situation, spec, done)
    files = dict(case.papers.order_by("-pk").values_list("slot", "file"))
    names = procedure_of_case(case).names
    return {
        "parent": case.urn,
        "parent_number": case.number,
        "parent_name": {"vi": names.short.vi, "en": names.short.en},
        "agency_name": case.agency_name,
        "part": part.code,
        "procedure": part.procedure,
        "applicant_number": number,
        "applicant_name": name,
        "channel": case.channel,
        "filed_by": case.filed_by,
        "answers": form.part_answers(situation, spec, done),
        "papers": [{"slot": slot, "file": files[ours]} for slot, ours in form.part_papers(situation, spec).items()],
    }


@transaction.atomic
def _note_opened(case: Case, part: CasePart, answer: Mapping[str, Any], *, by: Actor) -> None:
    if not hold_part(case, part, State.SENT, State.SILENT):
        return
    part.state, part.opened, part.number = State.OPENED, answer["case"], answer["number"]
    part.agency, part.agency_name = answer["agency"], answer["agency_name"]
    save_part(part, next_at=now() + ASKED_AFTER)
    say_part(PartOpened, case, part, by=by, part_agency=part.agency, opened=part.opened, attempts=part.attempts)


def _take_back(part: CasePart) -> None:
    """What its citizen gave up while it was on its way is withdrawn there as soon as it is a case."""
    if part.unwanted and part.state == State.OPENED:
        try:
            withdraw_case(Case.objects.get(urn=part.opened), by=SYSTEM)
        except Refused:
            return  # decided meanwhile: then its result stands


@transaction.atomic
def _note_silence(case: Case, part: CasePart, *, by: Actor) -> None:
    """Only the first silence is told; the exchange logs every call."""
    if not hold_part(case, part, State.SENT):
        return
    part.state = State.SILENT
    save_part(part, next_at=now() + SENT_AGAIN_AFTER)
    if part.attempts == 1:
        say_part(PartSilent, case, part, by=by)
    else:
        keep(case)


@transaction.atomic
def _note_refusal(case: Case, part: CasePart, reason: Text, *, by: Actor) -> None:
    """It could not be opened there: the officer of the first agency and the citizen learn why."""
    if not hold_part(case, part, State.SENT):
        return
    part.state, part.reason_vi, part.reason_en = State.UNOPENED, reason.vi[:400], reason.en[:400]
    save_part(part, next_at=None)
    tell_officer(case, part, by=by)
    say_part(PartUnopened, case, part, by=by)
    tell(
        case,
        t("Chưa mở được một phần của hồ sơ {number}", "A part of dossier {number} could not be opened").fill(
            number=case.number
        ),
        t(
            "{part}: {reason} Cán bộ nơi bạn nộp đã được báo và sẽ gửi lại. Các phần khác vẫn tiếp tục.",
            "{part}: {reason} The officer where you filed was told and will send it again. The other parts go on.",
        ).fill(part=name_of(case, part), reason=reason),
    )


def follow_part(part: CasePart, *, by: Actor = SYSTEM) -> None:
    """Ask the other agency what became of its part, outside of every transaction."""
    case = part.parent
    spec = part_of(procedure_of_case(case), part.code)
    body = {"parent": case.urn, "part": part.code, "case": part.opened, "values": spec.gives}
    try:
        answer = call("cases.outcome.read", body, by=SYSTEM, purpose=PURPOSE, about=case.urn)
    except Problem:
        CasePart.objects.filter(pk=part.pk, state=State.OPENED).update(next_at=now() + SENT_AGAIN_AFTER)
        return
    if not answer["has_ended"]:
        CasePart.objects.filter(pk=part.pk, state=State.OPENED).update(next_at=now() + ASKED_AFTER)
        return
    _note_ended(case, part, answer, by=by)


@transaction.atomic
def _note_ended(case: Case, part: CasePart, answer: Mapping[str, Any], *, by: Actor) -> None:
    if not hold_part(case, part, State.OPENED):
        return
    granted = answer["outcome"] == Outcome.GRANTED
    part.state, part.outcome = State.GRANTED if granted else State.FAILED, answer["outcome"]
    part.values_sealed = vault.seal_json(case.applicant, answer["values"]) if granted else b""
    by_citizen = answer["outcome"] == Outcome.WITHDRAWN
    save_part(part, next_at=None, seen_at=now() if by_citizen else None)
    if not granted and not by_citizen:
        tell_officer(case, part, by=by)
        _tell_failed(case, part)
    say_part(PartEnded, case, part, by=by, part_outcome=part.outcome, opened=part.opened)


def _tell_failed(case: Case, part: CasePart) -> None:
    subject = t("Một phần của hồ sơ {number} không được chấp thuận", "A part of dossier {number} was refused")
    words = t(
        "{part}: {agency} không chấp thuận; lý do ở hồ sơ {theirs}. Kết quả các phần khác vẫn có giá trị. Mở hồ sơ "
        "{number} để nộp riêng phần này từ bản nháp đã điền sẵn.",
        "{part}: {agency} refused it; the reason is in dossier {theirs}. The results of other parts stay valid. Open "
        "dossier {number} to file this part alone, from a draft that is filled in already.",
    )
    tell(
        case,
        subject.fill(number=case.number),
        words.fill(part=name_of(case, part), agency=part.agency_name, theirs=part.number, number=case.number),
    )


@transaction.atomic
def complete_parts(case: Case, *, by: Actor = SYSTEM) -> Case:
    """Close the application once every part has ended, and nothing is left for an officer to look at."""
    hold(case)
    parts = list(case.parts.order_by("position"))
    unseen = [part for part in parts if part.state in (State.UNOPENED, State.FAILED) and part.seen_at is None]
    if case.wait != Wait.PARTS or unseen or any(part.state not in ENDED for part in parts):
        return case
    granted = [part for part in parts if part.state == State.GRANTED]
    lifecycle.move(case, "complete")
    case.outcome = Outcome.GRANTED if granted else Outcome.REFUSED
    case.closed_at = now()
    keep(case)
    letter = write_form(case, "lien-thong", letters.result_set(case, parts), by=by) if granted else None
    say(PartsCompleted, case, by=by, granted=len(granted), parts=len(parts), closed_at=case.closed_at)
    _tell_completed(case, parts, letter.urn if letter else "")
    return case


def _tell_completed(case: Case, parts: list[CasePart], letter: str) -> None:
    granted = sum(part.state == State.GRANTED for part in parts)
    if granted == len(parts):
        subject = t("Đã đủ kết quả của hồ sơ {number}", "All results of dossier {number} are there")
        words = t(
            "Cả {n} kết quả đã có trong hồ sơ. Mở hồ sơ để xem và tải về một lần.",
            "All {n} results are in your dossier. Open it to see and download them together.",
        )
    else:
        subject = t("Hồ sơ {number} đã xong", "Dossier {number} has ended")
        words = t(
            "{n} trên {all} phần có kết quả và vẫn có giá trị. Phần không thành: mở hồ sơ để xem lý do và nộp riêng.",
            "{n} of {all} parts have a result, and it stays valid. For the others, open the dossier: it says why, and "
            "how to file them alone.",
        )
    tell(case, subject.fill(number=case.number), words.fill(n=granted, all=len(parts)), letter=letter)
