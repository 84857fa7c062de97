"""The work on a dossier is stopped on a ground of the law, goes on when that is gone, or ends: national code 8."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from toantrinh.cases import letters, lifecycle, timing
from toantrinh.cases.actions.acting import (
    begin_pause,
    close_open_step,
    end_wait,
    ended,
    hold,
    keep,
    keep_reasons,
    require_desk,
    require_step,
    resume_step,
    say,
    suspend_step,
    tell,
    touch,
)
from toantrinh.cases.actions.collecting import end_money
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.facts import CaseExpired, CaseResumed, CaseStopped
from toantrinh.cases.models import Case, Outcome, Wait
from toantrinh.cases.reasons import Ground, check_grounds
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t

STOPPED_FOR = 60
"""Working days after which a stop becomes the end, unless the officer sets fewer."""


@transaction.atomic
def stop_case(case: Case, grounds: Sequence[Ground], *, how_to_go_on: str, days: int = STOPPED_FOR, by: Actor) -> Case:
    """Stop the work on a ground, and say how it can go on: letter 05; the clock stands, and after `days` it ends."""
    hold(case)
    require_desk(case, "case.stop", by=by)
    lifecycle.require(case, "stop")
    require_step(case, "examine", "sign", by=by)
    check_grounds(procedure_of_case(case), grounds, "refusal")
    _require_way(how_to_go_on, days)
    lifecycle.move(case, "stop")
    case.stopped_until = timing.working_days_from(now(), days, case.agency_code)
    begin_pause(case, Wait.STOPPED, holder="other", stops_clock=True)
    suspend_step(case, by=by)
    touch(case)
    keep(case)
    keep_reasons(case, "stop", grounds)
    values = letters.stop(case, grounds, how_to_go_on.strip(), case.stopped_until, by=by)
    letter = write_form(case, "05", values, by=by)
    _tell_stopped(case, how_to_go_on, case.stopped_until, letter.urn)
    say(CaseStopped, case, by=by, reasons=[one.code for one in grounds], stopped_until=case.stopped_until)
    return case


def _require_way(how_to_go_on: str, days: int) -> None:
    problems = []
    if not how_to_go_on.strip():
        words = t("Viết cách để hồ sơ được tiếp tục.", "Write how the dossier can go on.")
        problems.append(Problem(words, code="empty", field="how_to_go_on"))
    if not 1 <= days <= 250:
        words = t("Chọn từ 1 đến 250 ngày làm việc.", "Choose 1 to 250 working days.")
        problems.append(Problem(words, code="range", field="days"))
    if problems:
        raise Invalid(problems)


def _tell_stopped(case: Case, how_to_go_on: str, until: datetime, letter: str) -> None:
    tell(
        case,
        t("Hồ sơ {number} dừng giải quyết: xem lý do", "Dossier {number} was stopped: see why").fill(
            number=case.number
        ),
        t(
            "Lý do ở trong thư kèm theo. Để tiếp tục: {how} Sau {until} mà chưa tiếp tục thì hồ sơ kết thúc.",
            "The letter says why. To go on: {how} If that has not happened by {until}, the dossier ends.",
        ).fill(how=letters.with_stop(how_to_go_on.strip()), until=timing.said(until)),
        letter=letter,
    )


@transaction.atomic
def resume_case(case: Case, *, by: Actor) -> Case:
    """What stopped the case is gone: its step and its clock go on, the promise moved by the time that it stood."""
    hold(case)
    require_desk(case, "case.stop", by=by)
    lifecycle.move(case, "resume")
    case.stopped_until = None
    end_wait(case, "stop")
    resume_step(case, by=by)
    touch(case)
    keep(case)
    assert case.due_at is not None
    tell(
        case,
        t("Hồ sơ {number} được tiếp tục giải quyết", "Dossier {number} goes on").fill(number=case.number),
        t("Hẹn trả kết quả: {due}.", "The result is due at {due}.").fill(due=timing.said(case.due_at)),
    )
    say(CaseResumed, case, by=by, due_at=case.due_at)
    return case


@transaction.atomic
def end_stopped(case: Case, *, by: Actor = SYSTEM) -> Case:
    """A stop that nobody ended in its time is the end of the case."""
    hold(case)
    require_desk(case, "case.refuse", by=by)
    lifecycle.require(case, "lapse")
    if case.stopped_until is None or case.stopped_until > now():
        raise Refused(t("Chưa hết thời gian dừng.", "The stop has not run its time."), code="too_early")
    lifecycle.move(case, "lapse")
    case.outcome = Outcome.STOPPED
    case.closed_at, case.stopped_until = now(), None
    end_wait(case, "stop")
    close_open_step(case, "stopped", by=by)
    keep(case)
    end_money(case)
    tell(
        case,
        t("Hồ sơ {number} đã kết thúc", "Dossier {number} has ended").fill(number=case.number),
        t(
            "Hồ sơ dừng giải quyết mà chưa tiếp tục được trong thời gian đã báo. Bạn có thể nộp hồ sơ mới.",
            "It was stopped and could not go on within the time given. You can file anew.",
        ),
    )
    say(CaseExpired, case, by=by, **ended(case, case.closed_at))
    return case
