"""What the citizen holds at the end."""

from django.db import transaction

from toantrinh.cases import form, lifecycle
from toantrinh.cases.actions.acting import (
    close_open_step,
    ended,
    hold,
    keep,
    open_step,
    require_desk,
    require_front_desk,
    say,
    signing_step,
    tell,
    touch,
)
from toantrinh.cases.actions.collecting import ask_what_is_due, end_money, require_paid
from toantrinh.cases.actions.writing import write_result
from toantrinh.cases.definition import Channel
from toantrinh.cases.effects import answer_of
from toantrinh.cases.facts import CaseFinished, ResultReturned
from toantrinh.cases.models import Case, CaseEffect, Outcome
from toantrinh.cases.situation import consenters_of, procedure_of_case, situation_of
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import require


@transaction.atomic
def issue_results(case: Case, *, by: Actor = SYSTEM) -> Case:
    """Issue the result letters once every register has confirmed; national code 9. Doing it again changes nothing."""
    hold(case)
    require_desk(case, "document.issue", by=by)
    if case.finished_at:
        return case
    lifecycle.require(case, "finish")
    effects = list(case.effects.order_by("position")) if procedure_of_case(case).effects else []
    if case.outcome != Outcome.GRANTED or any(effect.state != CaseEffect.State.CONFIRMED for effect in effects):
        raise Refused(
            t("Chưa đủ điều kiện ban hành kết quả.", "The result cannot be issued yet."), code="not_confirmed"
        )
    situation, done = situation_of(case), {effect.code: answer_of(case, effect) for effect in effects}
    procedure = procedure_of_case(case)
    for result in procedure.results:
        write_result(case, result, form.result_contents(situation, result, done), by=by)
    finish(case, after=signing_step(case), by=by)
    tell(
        case,
        t("Hồ sơ {number} đã có kết quả", "The result of dossier {number} is ready").fill(number=case.number),
        t(
            "{result} đã có trong hồ sơ. Mở hồ sơ để xem và tải về.",
            "{result} is in your dossier. Open it to see and download.",
        ).fill(result=procedure.results[0].name),
    )
    return case


def finish(case: Case, *, after: str, by: Actor) -> None:
    """The result exists, a grant or a refusal: the processing time ends, and the desk has it to hand over."""
    lifecycle.move(case, "finish")
    case.finished_at = now()
    last = case.plan[case.plan.index(after) + 1 :]
    if last and case.channel != Channel.ONLINE:
        open_step(case, last[0], by=by)
    touch(case)
    keep(case)
    online_result = case.outcome == Outcome.GRANTED
    say(CaseFinished, case, by=by, **ended(case, case.finished_at, online_result=online_result))
    if online_result:
        ask_what_is_due(case, ("return",), by=by)
    else:
        end_money(case)


@transaction.atomic
def return_result(case: Case, *, by: Actor) -> Case:
    """Hand the results over: by an officer at the desk, or because the citizen opened them; national code 10."""
    hold(case)
    if by.office:
        require_front_desk(case, "case.return", by=by)
    else:
        require(by, "case.read_own", persons=[case.applicant, *consenters_of(case)])
    if case.returned_at:
        return case
    if not case.finished_at:
        raise Refused(t("Hồ sơ chưa có kết quả.", "There is no result yet."), code="no_result")
    require_paid(case)
    lifecycle.move(case, "return")
    case.returned_at = case.closed_at = now()
    close_open_step(case, "done", by=by)
    touch(case)
    keep(case)
    say(ResultReturned, case, by=by, way="counter" if by.office else "online", returned_at=case.returned_at)
    return case
