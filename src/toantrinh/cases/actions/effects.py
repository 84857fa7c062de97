"""What the decision changes in registers, through the exchange.

    planned ─▶ sent ─▶ confirmed
                 ├───▶ silent ──(every 5 minutes)──▶ sent
                 └───▶ refused ──(an officer mends it)──▶ planned
                          └─────(the signer reverses)──▶ dropped

Each call carries a key of its own, so that sending again, after a crash too, never makes a change twice.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from toantrinh.cases import definition, form, lifecycle
from toantrinh.cases.actions.acting import (
    begin_pause,
    close_open_step,
    end_wait,
    hold,
    keep,
    open_step,
    require_desk,
    say,
    signing_step,
    step_before,
    touch,
)
from toantrinh.cases.actions.results import issue_results
from toantrinh.cases.effects import answers_of
from toantrinh.cases.facts import EffectConfirmed, EffectMended, EffectRefused, RegisterSilent
from toantrinh.cases.models import Case, CaseEffect, Outcome, Status, ValueReport, Wait
from toantrinh.cases.situation import contents_of, procedure_of_case, seal_contents, situation_of
from toantrinh.exchange.actions import call
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Problem, Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.record import vault
from toantrinh.record.events import EventView

State = CaseEffect.State
SENT_AGAIN_AFTER = timedelta(minutes=5)
"""How long one waits for a register before asking again, under the same key."""


def receive_decided(event: EventView) -> None:
    """Subscriber of `case.decided` and `case.effect_mended`: the registers are told at once."""
    case = Case.objects.filter(urn=event.exact["case"]).first()
    if case is not None and case.status == Status.DECIDED:
        send_effects(case)


def send_waiting_effects(*, by: Actor = SYSTEM) -> int:
    """Send again whatever is due, and finish what was confirmed; how many cases were tried. The worker's minute."""
    due = Q(effects__next_at__lte=now())
    unfinished = Q(finished_at=None, outcome=Outcome.GRANTED, wait=Wait.NOTHING) & ~Q(effects__state=State.REFUSED)
    cases = list(Case.objects.filter(due | unfinished, status=Status.DECIDED).distinct()[:500])
    for case in cases:
        send_effects(case, by=by)
    return len(cases)


def send_effects(case: Case, *, by: Actor = SYSTEM) -> Case:
    """Send each planned change in order until one is silent or refused; when all are confirmed, issue the results.

    Each step is a transaction of its own and the call stands between two of them, so no lock waits for a network.
    """
    while (claimed := _claim(case)) is not None:
        effect, body = claimed
        spec = _spec(case, effect)
        try:
            answer = call(spec.service, body, by=SYSTEM, purpose=spec.purpose, about=case.urn, key=_key(case, effect))
        except Silent:
            _note_silence(case, effect, by=by)
            return case
        except Problem as problem:
            _note_refusal(case, effect, problem, by=by)
            return case
        _confirm(case, effect, answer, by=by)
    if _is_registered(case):
        issue_results(case, by=by)
    return case


def _is_registered(case: Case) -> bool:
    """Whether every register has made its change, and only the results are missing."""
    waits = case.outcome == Outcome.GRANTED and not case.finished_at and lifecycle.can(case, "finish")
    return waits and not case.effects.exclude(state=State.CONFIRMED).exists()


def _key(case: Case, effect: CaseEffect) -> str:
    """The same for every attempt; another once an officer has changed what is asked."""
    return f"{case.urn}#{effect.code}" + (f"#{effect.mended}" if effect.mended else "")


def _spec(case: Case, effect: CaseEffect) -> definition.Effect:
    return next(spec for spec in procedure_of_case(case).effects if spec.code == effect.code)


@transaction.atomic
def _claim(case: Case) -> tuple[CaseEffect, dict[str, Any]] | None:
    """The next change that may be sent now, marked as sent; None where there is none, or another process has it."""
    hold(case)
    if not lifecycle.can(case, "registered"):
        return None
    effect = case.effects.exclude(state=State.CONFIRMED).order_by("position").first()
    if effect is None or effect.next_at is None or effect.next_at > now():
        return None
    body = form.effect_body(situation_of(case), _spec(case, effect), answers_of(case))
    effect.state, effect.attempts = State.SENT, effect.attempts + 1
    effect.next_at = effect.changed_at = now()
    effect.next_at += SENT_AGAIN_AFTER
    effect.save(update_fields=["state", "attempts", "next_at", "changed_at"])
    return effect, body


def _settle(case: Case, effect: CaseEffect, state: str, answer: Mapping[str, Any] | None = None) -> bool:
    """Note how a call ended; False where another process noted it first."""
    hold(case)
    effect.refresh_from_db(from_queryset=CaseEffect.objects.select_for_update())
    if effect.state not in (State.SENT, State.SILENT) or not lifecycle.can(case, "registered"):
        return False
    effect.state, effect.changed_at = state, now()
    effect.next_at = now() + SENT_AGAIN_AFTER if state == State.SILENT else None
    if answer is not None:
        effect.answer_sealed = vault.seal_json(case.applicant, answer)
    effect.save(update_fields=["state", "next_at", "answer_sealed", "changed_at"])
    return True


@transaction.atomic
def _confirm(case: Case, effect: CaseEffect, answer: Mapping[str, Any], *, by: Actor) -> None:
    if not _settle(case, effect, State.CONFIRMED, answer):
        return
    if not case.effects.exclude(state=State.CONFIRMED).exists():
        lifecycle.move(case, "registered")
        end_wait(case, "register")
    keep(case)
    service = _spec(case, effect).service
    say(EffectConfirmed, case, by=by, effect=effect.code, service=service, attempts=effect.attempts)


@transaction.atomic
def _note_silence(case: Case, effect: CaseEffect, *, by: Actor) -> None:
    """Only the first silence is told; the exchange logs every call."""
    if not _settle(case, effect, State.SILENT) or effect.attempts > 1:
        return
    keep(case)
    say(RegisterSilent, case, by=by, effect=effect.code, service=_spec(case, effect).service)


@transaction.atomic
def _note_refusal(case: Case, effect: CaseEffect, problem: Problem, *, by: Actor) -> None:
    """The register says no: whoever examined the case has it again, with the reason."""
    reason = {"reason": {"vi": problem.message.vi, "en": problem.message.en}}
    if not _settle(case, effect, State.REFUSED, reason):
        return
    lifecycle.move(case, "register_refused")
    end_wait(case, "register")
    open_step(case, _mending_step(case), kind="mend", by=by)
    keep(case)
    say(EffectRefused, case, by=by, effect=effect.code, service=_spec(case, effect).service)


def _mending_step(case: Case) -> str:
    """The examination, or the signature where the procedure has none."""
    return step_before(case, signing_step(case), "examine") or signing_step(case)


@transaction.atomic
def mend_effect(case: Case, code: str, answers: Mapping[str, Any], *, by: Actor) -> Case:
    """Correct the answers that a register refused, and plan the change again; `answers` is field path → JSON value.

    A value that a register had given is disputed by it, so that the officer's stands.
    """
    hold(case)
    require_desk(case, "case.mend", by=by)
    lifecycle.require(case, "register")
    effect = case.effects.select_for_update().filter(code=code, state=State.REFUSED).first()
    if effect is None:
        raise Missing
    fields = {item.name: item for item in procedure_of_case(case).fields()}
    if unknown := set(answers) - set(fields):
        raise Refused(
            t("Không có câu hỏi {name} trong biểu mẫu.", "The form has no question {name}.").fill(name=min(unknown)),
            code="unknown_field",
        )
    contents = contents_of(case)
    contents.answers |= dict(answers)
    seal_contents(case, contents)
    for path in answers:
        if fields[path].from_:
            said = vault.seal(case.applicant, f"{by.name}".encode())
            ValueReport.objects.get_or_create(case=case, path=path, defaults={"said_sealed": said, "at": now()})
            case.disputed = sorted({*case.disputed, path})
    effect.state, effect.mended, effect.attempts = State.PLANNED, effect.mended + 1, 0
    effect.next_at = effect.changed_at = now()
    effect.save(update_fields=["state", "mended", "attempts", "next_at", "changed_at"])
    close_open_step(case, "mended", by=by)
    lifecycle.move(case, "register")
    begin_pause(case, Wait.REGISTER, holder="other", stops_clock=False)
    touch(case)
    keep(case)
    say(EffectMended, case, by=by, effect=code)
    return case
