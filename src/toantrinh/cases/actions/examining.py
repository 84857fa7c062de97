"""The work between receipt and decision, and the citizen's look at a draft result."""

from collections.abc import Sequence

from django.db import transaction

from toantrinh.cases import lifecycle, timing
from toantrinh.cases.actions.acting import (
    begin_pause,
    close_step,
    end_wait,
    hold,
    keep,
    keep_reasons,
    open_step,
    require_desk,
    require_step,
    say,
    step_after,
    step_before,
    step_of,
    tell,
    touch,
    touch_step,
)
from toantrinh.cases.facts import CaseNoted, CaseTaken, DraftConfirmed, MistakeReported, StepCompleted
from toantrinh.cases.models import Case, CaseNote, Outcome, Wait
from toantrinh.cases.reasons import OTHER, Ground, check_grounds
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import may, require
from toantrinh.record import vault
from toantrinh.tasks.actions import assign_task, take_task
from toantrinh.tasks.models import Task


@transaction.atomic
def complete_step(
    case: Case, *, proposal: str = Outcome.GRANTED, grounds: Sequence[Ground] = (), note: str = "", by: Actor
) -> Case:
    """Finish the examination, proposing `granted` or `refused` to the signer, a refusal with its grounds."""
    hold(case)
    require_desk(case, "case.check", by=by)
    lifecycle.require(case, "examine")
    step = require_step(case, "examine", by=by)
    if proposal == Outcome.REFUSED:
        check_grounds(procedure_of_case(case), grounds, "refusal")
    row = close_step(case, "done", by=by, proposal=proposal)
    keep_reasons(case, "proposal", grounds)
    if note.strip():
        _write_note(case, note, by)
    touch(case)
    _go_on(case, step_after(case, step.code), skip_confirm=proposal == Outcome.REFUSED, by=by)
    keep(case)
    say(
        StepCompleted,
        case,
        by=by,
        done=step.code,
        done_name=step.name.vi,
        was_late=row.due_at < now(),
        hours=timing.minutes_between(row.opened_at, now(), case.agency_code) // 60,
    )
    return case


def _go_on(case: Case, code: str, *, skip_confirm: bool, by: Actor) -> None:
    """Open the next step; one of the citizen's makes the case wait for them, on their days."""
    step = step_of(case, code)
    if step.kind != "confirm":
        open_step(case, code, by=by)
        return
    if skip_confirm:
        _go_on(case, step_after(case, code), skip_confirm=False, by=by)
        return
    lifecycle.move(case, "ask_confirmation")
    row = open_step(case, code, by=by)
    begin_pause(case, Wait.CONFIRMATION, holder="citizen", stops_clock=True)
    words = {"number": case.number, "until": timing.said(row.due_at)}
    tell(
        case,
        t("Xem bản nháp kết quả của hồ sơ {number}", "Check the draft result of dossier {number}").fill(**words),
        t(
            "Xem bản nháp và xác nhận, hoặc báo chỗ sai, trước {until}. Sau giờ đó coi như bạn đồng ý.",
            "Check the draft and confirm it, or report a mistake, by {until}. After that it counts as agreed.",
        ).fill(**words),
    )


def _require_confirmer(case: Case, by: Actor) -> None:
    """The applicant, or the house when their time has passed."""
    require(by, "case.supplement", persons=[case.applicant])
    if by.office:
        raise Missing


@transaction.atomic
def confirm_draft(case: Case, *, by: Actor) -> Case:
    """The applicant agrees with the draft result; by the house, where they let the time pass."""
    hold(case)
    _require_confirmer(case, by)
    by_silence = "system" in by.roles
    lifecycle.move(case, "confirm")
    step = step_of(case)
    close_step(case, "silent" if by_silence else "confirmed", by=by)
    end_wait(case, "confirmation")
    touch(case)
    _go_on(case, step_after(case, step.code), skip_confirm=False, by=by)
    keep(case)
    say(DraftConfirmed, case, by=by, by_silence=by_silence, due_at=case.due_at)
    return case


@transaction.atomic
def report_mistake(case: Case, sentence: str, *, by: Actor) -> Case:
    """The applicant finds a mistake in the draft result; the case goes back to the examiner."""
    hold(case)
    _require_confirmer(case, by)
    if not sentence.strip():
        words = t("Viết chỗ sai và thông tin đúng.", "Write what is wrong and what would be right.")
        raise Invalid([Problem(words, code="empty", field="sentence")])
    lifecycle.move(case, "confirm")
    step = step_of(case)
    close_step(case, "mistake", by=by)
    end_wait(case, "confirmation")
    touch(case)
    keep_reasons(case, "mistake", [Ground(code=OTHER, sentence=sentence)])
    open_step(case, step_before(case, step.code, "examine"), by=by)
    keep(case)
    say(MistakeReported, case, by=by, due_at=case.due_at)
    return case


@transaction.atomic
def take_case(case: Case, *, by: Actor) -> Case:
    """Take the open step on, so that others see who works on it."""
    hold(case)
    require_desk(case, "case.read", by=by)
    take_task(_open_task(case), by=by)
    touch_step(case)
    keep(case)
    say(CaseTaken, case, by=by, officer=by.name)
    return case


@transaction.atomic
def assign_case(case: Case, to: str, *, by: Actor) -> Case:
    """Give the open step to an officer of the agency (URN of the account)."""
    hold(case)
    require_desk(case, "case.assign", by=by)
    assign_task(_open_task(case), to=to, by=by)
    touch_step(case)
    keep(case)
    return case


def _open_task(case: Case) -> str:
    tasks = Task.objects.filter(about=case.urn, closed_at=None).exclude(kind="case.silent").order_by("pk")
    urn = tasks.values_list("urn", flat=True).first()
    if urn is None:
        raise Refused(
            t("Hồ sơ không có việc nào đang chờ cán bộ.", "Nothing in this dossier waits for an officer."),
            code="no_task",
        )
    return urn


@transaction.atomic
def add_note(case: Case, text: str, *, by: Actor) -> CaseNote:
    """Write a note that only officers read."""
    hold(case)
    require_desk(case, "case.read", by=by)
    if not by.office or not may(by, "case.read", agency=case.agency):
        raise Missing
    if not text.strip():
        raise Invalid([Problem(t("Viết ghi chú.", "Write the note."), code="empty", field="text")])
    note = _write_note(case, text, by)
    if case.step and not case.wait:
        touch_step(case)
    keep(case)
    say(CaseNoted, case, by=by)
    return note


def _write_note(case: Case, text: str, by: Actor) -> CaseNote:
    sealed = vault.seal(case.applicant, text.strip()[:4000].encode())
    return CaseNote.objects.create(case=case, by=by.urn, by_name=by.name[:100], text_sealed=sealed, at=now())
