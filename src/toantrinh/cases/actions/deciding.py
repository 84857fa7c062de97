"""The decision: granted or refused, once, by the role that signs."""

from collections.abc import Sequence

from django.db import transaction

from toantrinh.cases import form, letters, lifecycle, timing
from toantrinh.cases.actions.acting import (
    begin_pause,
    close_open_step,
    close_step,
    hold,
    keep,
    keep_reasons,
    open_step,
    require_desk,
    require_step,
    require_version,
    say,
    signing_step,
    step_before,
    tell,
    touch,
)
from toantrinh.cases.actions.results import finish
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.facts import CaseDecided, CaseSentBack, DecisionReversed
from toantrinh.cases.models import Case, CaseEffect, Outcome, Wait
from toantrinh.cases.reasons import OTHER, Ground, check_grounds
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t


@transaction.atomic
def decide_case(case: Case, outcome: str, *, version: int, grounds: Sequence[Ground] = (), by: Actor) -> Case:
    """Grant or refuse; `version` is that of the dossier which the signer read.

    A grant then changes the registers (`send_effects`, after this transaction); a refusal ends here, with letter 03.
    """
    hold(case)
    require_desk(case, "case.sign", by=by)
    _require_undecided(case)
    require_version(case, version)
    lifecycle.require(case, "decide")
    step = require_step(case, "sign", by=by)
    granted = outcome == Outcome.GRANTED
    if not granted:
        check_grounds(procedure_of_case(case), grounds, "refusal")
    lifecycle.move(case, "decide")
    case.outcome = Outcome.GRANTED if granted else Outcome.REFUSED
    case.decided_at = now()
    close_step(case, case.outcome, by=by, by_title=letters.title_of(by))
    touch(case)
    if granted:
        _plan_effects(case)
    keep(case)
    reasons = [ground.code for ground in grounds]
    say(CaseDecided, case, by=by, reasons=reasons, decided_at=case.decided_at)
    if not granted:
        _refuse(case, grounds, after=step.code, by=by)
    return case


def _require_undecided(case: Case) -> None:
    """Of two who decide at once one wins, and the other is told who and when."""
    if case.decided_at is None:
        return
    row = case.steps.filter(kind="sign", closed_at__isnull=False).order_by("pk").last()
    words = t(
        "{name} đã quyết định hồ sơ này lúc {at}. Quyết định của bạn chưa được ghi.",
        "{name} decided this dossier at {at}. Your decision was not recorded.",
    )
    name = row.by_name if row else ""
    raise Refused(words.fill(name=name, at=timing.said(case.decided_at)), code="already_decided")


def _plan_effects(case: Case) -> None:
    """What the registers must do, in order; the outbox sends it once this decision stands."""
    if not procedure_of_case(case).effects:
        return
    planned = [
        CaseEffect(case=case, position=position, code=effect.code, next_at=now(), changed_at=now())
        for position, effect in enumerate(form.effects(situation_of(case)))
    ]
    if planned:
        CaseEffect.objects.bulk_create(planned)
        lifecycle.move(case, "register")
        begin_pause(case, Wait.REGISTER, holder="other", stops_clock=False)


def _refuse(case: Case, grounds: Sequence[Ground], *, after: str, by: Actor) -> None:
    assert case.decided_at is not None
    keep_reasons(case, "refusal", grounds)
    letter = write_form(case, "03", letters.refusal(case, grounds, case.decided_at, by=by), by=by)
    tell(
        case,
        t("Hồ sơ {number} không được chấp thuận: xem lý do", "Dossier {number} was refused: see why").fill(
            number=case.number
        ),
        letters.told(case, grounds, "refusal"),
        letter=letter.urn,
    )
    finish(case, after=after, by=by)


@transaction.atomic
def send_back(case: Case, sentence: str, *, by: Actor) -> Case:
    """The signer returns the case to the examiner, and says why."""
    hold(case)
    require_desk(case, "case.sign", by=by)
    lifecycle.require(case, "send_back")
    step = require_step(case, "sign", by=by)
    if not sentence.strip():
        raise Invalid(
            [Problem(t("Viết lý do trả lại.", "Write why you send it back."), code="empty", field="sentence")]
        )
    if not (before := step_before(case, step.code, "examine")):
        raise Refused(t("Thủ tục này không có bước thẩm tra.", "This procedure has no examination."), code="no_step")
    close_step(case, "sent_back", by=by)
    keep_reasons(case, "send_back", [Ground(code=OTHER, sentence=sentence)])
    open_step(case, before, by=by)
    touch(case)
    keep(case)
    say(CaseSentBack, case, by=by)
    return case


@transaction.atomic
def reverse_decision(case: Case, grounds: Sequence[Ground], *, by: Actor) -> Case:
    """After a register refused: refuse what had been granted, since it cannot be entered.

    Not once any register has made its change: then the law asks for a correction, not for another decision.
    """
    hold(case)
    require_desk(case, "case.sign", by=by)
    lifecycle.require(case, "reverse")
    effects = case.effects.select_for_update()
    if case.finished_at or not effects.filter(state=CaseEffect.State.REFUSED).exists():
        raise Refused(
            t("Không có cơ sở dữ liệu nào từ chối hồ sơ này.", "No register has refused this dossier."),
            code="not_refused",
        )
    if effects.filter(state=CaseEffect.State.CONFIRMED).exists():
        raise Refused(
            t(
                "Một cơ sở dữ liệu đã ghi nhận quyết định này. Muốn thay đổi phải làm thủ tục cải chính.",
                "A register has made the change already. To undo it, the law asks for a correction.",
            ),
            code="already_registered",
        )
    check_grounds(procedure_of_case(case), grounds, "refusal")
    lifecycle.move(case, "reverse")
    case.outcome = Outcome.REFUSED
    effects.update(state=CaseEffect.State.DROPPED, next_at=None, changed_at=now())
    close_open_step(case, "reversed", by=by)
    touch(case)
    keep(case)
    say(DecisionReversed, case, by=by, reasons=[ground.code for ground in grounds])
    _refuse(case, grounds, after=signing_step(case), by=by)
    return case
