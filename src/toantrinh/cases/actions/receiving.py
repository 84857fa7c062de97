"""The one-stop desk: take the dossier in, or say why not."""

import json
from collections.abc import Sequence

from django.db import transaction

from toantrinh.cases import letters, lifecycle, timing
from toantrinh.cases.actions.acting import (
    close_step,
    ended,
    hold,
    keep,
    keep_reasons,
    open_step,
    promise_date,
    require_desk,
    require_front_desk,
    require_step,
    say,
    step_after,
    step_of,
    tell,
    touch,
)
from toantrinh.cases.actions.collecting import ask_what_is_due, end_money
from toantrinh.cases.actions.handing import pack_papers
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.definition import Step
from toantrinh.cases.facts import CaseAccepted, CaseTurnedAway
from toantrinh.cases.models import Case, Outcome
from toantrinh.cases.promises import BY_LAW, SET_BY, Promise, freeze
from toantrinh.cases.reasons import Ground, check_grounds
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import t


@transaction.atomic
def accept_case(case: Case, *, promise: Promise = BY_LAW, by: Actor) -> Case:
    """Receive the dossier: letter 01, and the promise is frozen.

    Raises `Invalid` where no limit is known and `promise` sets no date, or where it may not choose what it chose.
    """
    hold(case)
    require_front_desk(case, "case.receive", by=by)
    lifecycle.require(case, "accept")
    step = _receiving_step(case, by)
    lifecycle.move(case, "accept")
    case.received_at = case.arrived_at or now()
    situation = situation_of(case)
    case.limit = freeze(case, situation, promise, case.received_at)
    waited = timing.minutes_between(case.submitted_at, case.received_at, case.agency_code)
    close_step(case, "done", by=by)
    promise_date(case, "accepted")
    open_step(case, step_after(case, step.code), by=by)
    pack_papers(case, from_agency=case.desk, by=by)
    touch(case, begin=False)
    keep(case)
    assert case.due_at is not None
    letter = write_form(case, "01", letters.receipt(case, situation, by=by), by=by)
    tell(
        case,
        t("Đã nhận hồ sơ {number}", "Dossier {number} was received").fill(number=case.number),
        t("Hẹn trả kết quả: {due}.", "The result is due at {due}.").fill(due=timing.said(case.due_at)),
        letter=letter.urn,
    )
    say(
        CaseAccepted,
        case,
        by=by,
        received_at=case.received_at,
        due_at=case.due_at,
        hours_to_receive=waited // 60,
        date_set_by=case.limit[SET_BY],
        limit=json.dumps(case.limit, ensure_ascii=False, sort_keys=True),
    )
    ask_what_is_due(case, ("receipt",), by=by)
    return case


def _receiving_step(case: Case, by: Actor) -> Step:
    """The desk that took it in for another agency receives it, whoever receives there."""
    return step_of(case) if case.desk and case.desk == by.agency else require_step(case, "receive", by=by)


@transaction.atomic
def turn_away_case(case: Case, grounds: Sequence[Ground], *, by: Actor) -> Case:
    """Do not accept the dossier, and say why: letter 03, national code 3."""
    hold(case)
    require_desk(case, "case.refuse", by=by)
    lifecycle.require(case, "turn_away")
    require_step(case, "receive", by=by)
    check_grounds(procedure_of_case(case), grounds, "refusal")
    lifecycle.move(case, "turn_away")
    case.outcome = Outcome.TURNED_AWAY
    case.closed_at = now()
    close_step(case, "turned_away", by=by)
    touch(case)
    keep(case)
    end_money(case)
    keep_reasons(case, "turn_away", grounds)
    letter = write_form(case, "03", letters.refusal(case, grounds, case.closed_at, by=by), by=by)
    tell(
        case,
        t("Không nhận hồ sơ {number}: xem lý do", "Dossier {number} was not accepted: see why").fill(
            number=case.number
        ),
        letters.told(case, grounds, "refusal"),
        letter=letter.urn,
    )
    say(CaseTurnedAway, case, by=by, reasons=[ground.code for ground in grounds], **ended(case, case.closed_at))
    return case
