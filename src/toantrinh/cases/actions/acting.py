"""What the actions of this room do alike: hold the row, keep what changed, say what happened, hand the work on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from toantrinh.cases import timing
from toantrinh.cases.definition import Step
from toantrinh.cases.facts import CaseFact, OpinionOvertaken
from toantrinh.cases.models import OPEN, Case, CaseDue, CaseOpinion, CasePause, CaseReason, CaseStep, Wait
from toantrinh.cases.promises import limit_of_case
from toantrinh.cases.reasons import Ground
from toantrinh.cases.situation import consenters_of, procedure_of_case
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import send_notice
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.actions import state
from toantrinh.record.models import Event
from toantrinh.tasks.actions import close_tasks, open_task, pause_tasks, resume_tasks, touch_tasks

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Sorts what waits for the citizen behind everything else."""

TASK_TITLES = {
    "receive": t("Tiếp nhận: {procedure}", "Receive: {procedure}"),
    "examine": t("Thẩm tra: {procedure}", "Examine: {procedure}"),
    "mend": t("Cơ sở dữ liệu từ chối ghi: {procedure}", "The register refused: {procedure}"),
    "sign": t("Quyết định và ký: {procedure}", "Decide and sign: {procedure}"),
    "return": t("Trả kết quả: {procedure}", "Hand over: {procedure}"),
}


# --- The row in hand ---


def hold(case: Case) -> None:
    """Lock the row until the transaction ends, and bring the object in hand up to date."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    case.as_held = _columns(case)


def require_version(case: Case, version: int) -> None:
    """Refuse where the dossier has changed since somebody read it as `version`."""
    if version != case.version:
        raise Refused(
            t(
                "Hồ sơ đã thay đổi từ khi bạn mở. Xem lại rồi quyết định; điều bạn đã nhập còn nguyên.",
                "The dossier has changed since you opened it. Read it again, then decide; what you entered is kept.",
            ),
            code="changed",
        )


def keep(case: Case) -> None:
    """Save what has changed since `hold`; each act makes the case a version older."""
    case.version += 1
    if case.status not in OPEN or (case.finished_at and not case.step):
        case.rank_at = None  # nobody has to act
    changed = [name for name, value in _columns(case).items() if value != case.as_held[name]]
    case.save(update_fields=changed)
    case.as_held = _columns(case)


def _columns(case: Case) -> dict[str, Any]:
    return {column.attname: getattr(case, column.attname) for column in Case._meta.concrete_fields}


def require_desk(case: Case, verb: str, *, by: Actor) -> None:
    """Raise `Missing` unless `by` may do it in an office of the agency that has the case; an online draft has none."""
    if not case.agency:
        raise Missing
    require(by, verb, agency=case.agency)


def require_front_desk(case: Case, verb: str, *, by: Actor) -> None:
    """As `require_desk`; the desk that took the dossier in for another agency may do it as well."""
    if case.desk and case.desk == by.agency:
        require(by, verb, agency=case.desk)
    else:
        require_desk(case, verb, by=by)


def say(kind: type[CaseFact], case: Case, *, by: Actor, **values: Any) -> Event:
    """State a fact about the case, with where it now stands."""
    fact = kind(
        agency=case.agency,
        agency_code=case.agency_code,
        procedure=case.code,
        channel=case.channel,
        case=case.urn,
        status=case.status,
        wait=case.wait,
        outcome=case.outcome,
        step=case.step,
        area=case.area,
        person=case.applicant,
        **values,
    )
    return state(fact, by=by)


# --- Steps ---


def step_of(case: Case, code: str = "") -> Step:
    """The open step of the case (or that of `code`) as its edition defines it."""
    wanted = code or case.step
    found = next((step for step in procedure_of_case(case).steps if step.code == wanted), None)
    if found is None:
        raise Refused(t("Hồ sơ không ở bước nào.", "The dossier is at no step."), code="no_step")
    return found


def require_step(case: Case, *kinds: str, by: Actor) -> Step:
    """The open step, if it is one of `kinds` and `by` has its role; a step out of order is told which one it is."""
    step = step_of(case)
    if (case.role or step.role) not in by.roles and "system" not in by.roles:
        raise Missing
    if step.kind not in kinds:
        words = t(
            'Hồ sơ đang ở bước "{step}"; việc này thuộc bước khác.',
            'The dossier is at the step "{step}"; this belongs to another one.',
        )
        raise Refused(words.fill(step=step.name), code="out_of_order")
    return step


def open_step(case: Case, code: str, *, by: Actor, kind: str = "", assigned_to: str = "") -> CaseStep:
    """Begin a step: a row, a limit, and a task for those who hold its role."""
    step = step_of(case, code)
    kind = kind or step.kind
    opened_at = now()
    due_at = timing.due_of(step.limit, opened_at, case.agency_code)
    waits_for_citizen = step.role == "applicant" and step.on_silence == "watch"  # then no agency is silent
    watch_at = None if waits_for_citizen else due_at
    row = CaseStep.objects.create(
        case=case, code=code, kind=kind, role=step.role, opened_at=opened_at, due_at=due_at, watch_at=watch_at
    )
    case.step, case.role = code, step.role
    case.rank_at = due_at if kind in ("receive", "return") else case.due_at or due_at
    if kind in TASK_TITLES:
        open_task(
            kind=f"case.{kind}",
            title=TASK_TITLES[kind].fill(procedure=procedure_of_case(case).names.short),
            about=case.urn,
            agency=case.desk if kind == "return" and case.desk else case.agency,
            role=step.role,
            due_at=due_at,
            person=case.applicant,
            assigned_to=assigned_to,
            by=by,
        )
    return row


def close_step(case: Case, outcome: str, *, by: Actor, proposal: str = "", by_title: str = "") -> CaseStep:
    """End the open step and its tasks."""
    row = case.steps.get(closed_at=None)
    row.proposal, row.by_title = proposal, by_title
    row.closed_at, row.outcome, row.watch_at = now(), outcome, None
    row.by, row.by_name = by.urn, by.name[:100]
    row.save(update_fields=["closed_at", "outcome", "watch_at", "by", "by_name", "by_title", "proposal"])
    close_tasks(case.urn, by=by, outcome=outcome)
    case.step, case.role = "", ""
    if case.consulted:
        end_opinions(case, by=by)
    return row


def end_opinions(case: Case, *, by: Actor) -> None:
    """The case goes on without the opinions that others still owe."""
    for opinion in case.opinions.select_for_update().filter(closed_at=None):
        opinion.state, opinion.closed_at, opinion.watch_at = CaseOpinion.State.OVERTAKEN, now(), None
        opinion.save(update_fields=["state", "closed_at", "watch_at"])
        close_tasks(opinion.urn, by=by, outcome="overtaken")
        late = now() > opinion.due_at
        about = {"asked": opinion.agency, "asked_name": opinion.agency_name, "opinion": opinion.urn}
        say(OpinionOvertaken, case, by=by, was_late=late, **about)
    case.consulted = 0
    case.pauses.filter(until_at=None, why=Wait.OPINION).update(until_at=now())


def close_open_step(case: Case, outcome: str, *, by: Actor) -> None:
    """End whatever is open, where the case as a whole ends."""
    if case.step:
        close_step(case, outcome, by=by)


def step_after(case: Case, code: str) -> str:
    """Code of the step that follows `code` in this case's plan; empty after the last."""
    following = case.plan[case.plan.index(code) + 1 :]
    return str(following[0]) if following else ""


def step_before(case: Case, code: str, kind: str) -> str:
    """Code of the nearest step of `kind` before `code` in this case's plan; empty where there is none."""
    kinds = {step.code: step.kind for step in procedure_of_case(case).steps}
    before = [one for one in case.plan[: case.plan.index(code)] if kinds[one] == kind]
    return str(before[-1]) if before else ""


def signing_step(case: Case) -> str:
    """Code of the step at which this case is decided."""
    kinds = {step.code: step.kind for step in procedure_of_case(case).steps}
    return next(str(code) for code in case.plan if kinds[code] == "sign")


def touch(case: Case, *, begin: bool = True) -> None:
    """Somebody acted: the case is not silent, and after its receipt it counts as being decided (national code 4)."""
    case.touched_at = now()
    if begin and case.received_at and not case.taken_up_at:
        case.taken_up_at = case.touched_at


def touch_step(case: Case) -> None:
    """An act that does not end the step: the watchdog waits for its whole limit again."""
    touch(case)
    touch_tasks(case.urn)
    if row := case.steps.filter(closed_at=None, watch_at__isnull=False).first():
        row.watch_at = max(row.due_at, timing.due_of(step_of(case).limit, now(), case.agency_code))
        row.save(update_fields=["watch_at"])


def suspend_step(case: Case, *, by: Actor) -> None:
    """The open step rests while somebody else must act: neither due nor silent."""
    case.steps.filter(closed_at=None).update(watch_at=None)
    case.rank_at = NEVER
    pause_tasks(case.urn, by=by)


def resume_step(case: Case, *, by: Actor) -> None:
    """The open step goes on; its limit moves by the time that it rested."""
    row = case.steps.get(closed_at=None)
    row.due_at = timing.due_of(
        step_of(case).limit, row.opened_at, case.agency_code, timing.stops(timing.pauses_of(case))
    )
    row.watch_at = row.due_at
    row.save(update_fields=["due_at", "watch_at"])
    case.rank_at = case.due_at or row.due_at
    resume_tasks(case.urn, due_at=row.due_at, by=by)


# --- Waits, and the promise ---


def begin_pause(case: Case, why: Wait, *, holder: str, stops_clock: bool) -> None:
    """From now somebody else holds the case; while that is the citizen, it stands behind the rest of the queue."""
    if holder == "citizen":
        case.rank_at = NEVER
    if case.consulted:  # of two who hold it, it is with the one that came last
        case.pauses.filter(until_at=None, why=Wait.OPINION).update(until_at=now())
    CasePause.objects.create(case=case, from_at=now(), why=why, holder=holder, stops_clock=stops_clock)


def end_wait(case: Case, why: str) -> None:
    """The agency holds the case again, where somebody else did; a promise that stood still moves by that time."""
    row = case.pauses.filter(until_at=None).first()
    if row is None:
        return
    row.until_at = now()
    row.save(update_fields=["until_at"])
    if row.stops_clock and case.received_at:
        promise_date(case, why)


def promise_date(case: Case, why: str) -> None:
    """Set the promised moment by the law's limit and the stretches in which the clock stood; none is ever lost."""
    assert case.received_at is not None
    limit = limit_of_case(case)
    pauses = timing.pauses_of(case) if why != "accepted" else []  # nothing stops a clock that starts now
    case.due_at = timing.due_of(limit, case.received_at, case.agency_code, timing.stops(pauses))
    case.rank_at = case.due_at
    CaseDue.objects.create(case=case, due_at=case.due_at, set_at=now(), why=why)


def ended(case: Case, ended_at: datetime, *, online_result: bool = False) -> dict[str, Any]:
    """What a fact by which the processing time ends says of the time that it took."""
    pauses = timing.pauses_of(case)
    usage = timing.usage_of(case, pauses, ended_at)
    days = usage.days_by_holder
    return {
        "on_time": case.due_at is None or ended_at <= case.due_at,
        "was_received": case.received_at is not None,
        "online_result": online_result,
        "working_days": usage.working_days,
        "citizen_days": days.get("citizen", 0),
        "agency_days": days.get("agency", 0),
        "other_days": days.get("other", 0),
        "supplements": int(case.supplement_asked_at is not None),
        "reminders": case.reminders,
        "apologised": case.new_due_at is not None,
        "ended_at": ended_at,
        "due_at": case.due_at,
        "minutes_worked": usage.minutes_worked,
    }


# --- Words to the citizen ---


def tell(case: Case, subject: Text, body: Text, *, letter: str = "") -> None:
    """Put a message of the agency into the inbox of the applicant, and of who agreed to the application; the house
    posts it, whoever acted. The letter itself is the applicant's."""
    for person in (case.applicant, *consenters_of(case)):
        send_notice(
            person=person,
            subject=subject,
            body=body,
            about=case.urn,
            agency=case.agency,
            letter=letter if person == case.applicant else "",
            by=SYSTEM,
        )


# --- Reasons ---


def keep_reasons(case: Case, act: str, grounds: Sequence[Ground]) -> None:
    """Write down why, in order; the officer's sentences are sealed, since they speak of a person."""
    CaseReason.objects.bulk_create(
        CaseReason(
            case=case,
            act=act,
            code=ground.code,
            paper=ground.paper,
            sentence_sealed=vault.seal(case.applicant, ground.sentence.strip()[:2000].encode())
            if ground.sentence
            else b"",
            at=now(),
        )
        for ground in grounds
    )


def _sealed(case: Case, words: str) -> bytes:
    return vault.seal(case.applicant, words.encode()) if words else b""
