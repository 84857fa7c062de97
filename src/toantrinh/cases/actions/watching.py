"""Nothing stays silent: the watchdog, and the apology that the law demands."""

from datetime import date, datetime, timedelta

from django.db import transaction

from toantrinh.cases import letters, lifecycle, timing
from toantrinh.cases.actions.acting import hold, keep, keep_reasons, require_desk, say, step_of, tell, touch
from toantrinh.cases.actions.collecting import expire_payment
from toantrinh.cases.actions.consulting import remind_of_opinion
from toantrinh.cases.actions.examining import confirm_draft
from toantrinh.cases.actions.handing import remind_of_papers
from toantrinh.cases.actions.stopping import end_stopped
from toantrinh.cases.actions.supplementing import expire_supplement
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.definition import Step
from toantrinh.cases.facts import CaseApologised, CaseFellSilent
from toantrinh.cases.models import Case, CaseDue, CaseOpinion, CaseStep, HandOver, Wait
from toantrinh.cases.reasons import OTHER, Ground
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import local, now, today
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, say_date, t
from toantrinh.tasks.actions import open_task, resume_tasks
from toantrinh.tasks.models import Task

AT_ONCE = 500
MOST_PATIENCE = 20
"""Working days between two reminders at most: the first comes at the limit, then after 1, 2, 4 … days."""
HEAD = "signer"
"""Role of the head who is told of silence."""


def watch(*, by: Actor = SYSTEM) -> int:
    """Remind of every case whose step nobody touched within its limit, and end what silence ends; how many were found.

    The worker calls this every few minutes; each case is a transaction of its own.
    """
    expired = Case.objects.filter(wait=Wait.SUPPLEMENT, supplement_until__lte=now())[:AT_ONCE]
    unpaid = Case.objects.filter(wait=Wait.PAYMENT, payment_until__lte=now())[:AT_ONCE]
    stopped = Case.objects.filter(wait=Wait.STOPPED, stopped_until__lte=now())[:AT_ONCE]
    silent = CaseStep.objects.filter(closed_at=None, watch_at__lte=now()).select_related("case")[:AT_ONCE]
    found = 0
    for case in list(expired):
        found += _unless_moved_on(expire_supplement, case, by)
    for case in list(unpaid):
        found += _unless_moved_on(expire_payment, case, by)
    for case in list(stopped):
        found += _unless_moved_on(end_stopped, case, by)
    for papers in list(HandOver.objects.filter(arrived_at=None, watch_at__lte=now())[:AT_ONCE]):
        found += _unless_moved_on(remind_of_papers, papers, by)
    for opinion in list(CaseOpinion.objects.filter(closed_at=None, watch_at__lte=now())[:AT_ONCE]):
        found += _unless_moved_on(remind_of_opinion, opinion, by)
    for row in list(silent):
        step = step_of(row.case, row.code)
        proceeds = row.kind == "confirm" and step.on_silence == "proceed"
        found += _unless_moved_on(confirm_draft if proceeds else remind_of_case, row.case, by)
    return found


def _unless_moved_on(action: object, case: object, by: Actor) -> int:
    """Somebody may have acted since the list was made: then there is nothing to do."""
    assert callable(action)
    try:
        action(case, by=by)
    except Refused:
        return 0
    return 1


@transaction.atomic
def remind_of_case(case: Case, *, by: Actor) -> Case:
    """Tell the head and the citizen that nobody acted within the step's limit; once for each limit that passes."""
    hold(case)
    row = case.steps.select_for_update().filter(closed_at=None, watch_at__lte=now()).first()
    if row is None:
        raise Refused(t("Hồ sơ đã được xử lý.", "Somebody has acted on it."), code="not_silent")
    step = step_of(case, row.code)
    row.reminders += 1
    case.reminders += 1
    row.watch_at = _next_reminder(case, step, row.reminders)
    row.save(update_fields=["reminders", "watch_at"])
    words = {"number": case.number, "step": step.name, "day": _day(today())}
    if not Task.objects.filter(about=case.urn, kind="case.silent", closed_at=None).exists():
        _ask_head(case, row.watch_at, by=by)
    tell(
        case,
        t("Hồ sơ {number}: chúng tôi đã nhắc cơ quan", "Dossier {number}: we reminded the agency").fill(**words),
        t(
            'Ngày {day}, bước "{step}" quá giờ mà chưa ai xử lý. Chúng tôi đã nhắc người đứng đầu cơ quan; '
            "bạn không phải làm gì.",
            'On {day} nobody had acted in time at the step "{step}". We reminded the head of the agency; '
            "you need do nothing.",
        ).fill(**words),
    )
    keep(case)
    say(CaseFellSilent, case, by=by, silent_step=row.code, silent_name=step.name.vi, times=row.reminders)
    return case


def _ask_head(case: Case, due_at: datetime, *, by: Actor) -> None:
    title = t("Không ai xử lý hồ sơ {number}: {procedure}", "Nobody acts on dossier {number}: {procedure}")
    open_task(
        kind="case.silent",
        title=title.fill(number=case.number, procedure=procedure_of_case(case).names.short),
        about=case.urn,
        agency=case.agency,
        role=HEAD,
        due_at=due_at,
        person=case.applicant,
        by=by,
    )


def _next_reminder(case: Case, step: Step, reminders: int) -> datetime:
    """After the step's limit again, but each time later: a head who is told every hour stops reading."""
    patience = timing.working_days_from(now(), min(2 ** (reminders - 1), MOST_PATIENCE), case.agency_code)
    return max(patience, timing.due_of(step.limit, now(), case.agency_code))


def _day(day: date) -> Text:
    return Text(say_date(day), say_date(day, "en"))


@transaction.atomic
def apologise(case: Case, sentence: str, new_due_on: date, *, by: Actor) -> Case:
    """Say sorry for a promise that was or will be broken, with the reason and one new date: letter 04.

    The first promise stays what the result is measured by.
    """
    hold(case)
    require_desk(case, "case.extend", by=by)
    lifecycle.require(case, "apologise")
    new_due_at = _new_date(case, sentence, new_due_on)
    assert case.due_at is not None
    announced = now() <= case.due_at - timedelta(days=1)
    case.new_due_at = new_due_at
    CaseDue.objects.create(case=case, due_at=new_due_at, set_at=now(), why="apology")
    keep_reasons(case, "apology", [Ground(code=OTHER, sentence=sentence)])
    resume_tasks(case.urn, due_at=new_due_at, by=by)
    touch(case)
    keep(case)
    letter = write_form(case, "04", letters.apology(case, sentence.strip(), by=by), by=by)
    tell(
        case,
        t("Xin lỗi và hẹn lại: hồ sơ {number}", "Apology and a new date: dossier {number}").fill(number=case.number),
        t(
            "Cơ quan xin lỗi vì trả kết quả muộn. Lý do: {why} Hẹn mới: {due}.",
            "The agency is sorry for the delay. Reason: {why} New date: {due}.",
        ).fill(why=letters.with_stop(sentence.strip()), due=timing.said(new_due_at)),
        letter=letter.urn,
    )
    say(CaseApologised, case, by=by, before_due=announced, new_due_at=new_due_at)
    return case


def _new_date(case: Case, sentence: str, new_due_on: date) -> datetime:
    """The close of work on the new day; refused a second time, and where the day is no working day or not later."""
    if case.new_due_at:
        raise Refused(
            t("Đã hẹn lại một lần. Chỉ được hẹn lại một lần.", "A new date was given before. That is allowed once."),
            code="second_apology",
        )
    if case.finished_at:
        raise Refused(t("Hồ sơ đã có kết quả.", "The result is ready."), code="finished")
    problems = []
    if not sentence.strip():
        problems.append(Problem(t("Viết lý do trễ hẹn.", "Write why it is late."), code="empty", field="sentence"))
    stretches = timing.calendar_of(case.agency_code).stretches(new_due_on)
    first_day = max(local(case.due_at).date() if case.due_at else today(), today())
    if not stretches:
        words = t("Chọn một ngày làm việc.", "Choose a working day.")
        problems.append(Problem(words, code="not_working", field="new_due_on"))
    elif new_due_on <= first_day:
        words = t("Ngày hẹn mới phải sau {day}.", "The new date must be after {day}.").fill(day=_day(first_day))
        problems.append(Problem(words, code="too_early", field="new_due_on"))
    if problems:
        raise Invalid(problems)
    return stretches[-1][1]
