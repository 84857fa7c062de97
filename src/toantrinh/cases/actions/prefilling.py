"""What the State knows is asked of the registers, not of the citizen; and the citizen may say that it is wrong."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from toantrinh.cases import form, lifecycle
from toantrinh.cases.actions.acting import hold, keep, say
from toantrinh.cases.actions.agreeing import void_changed_consents
from toantrinh.cases.actions.drafts import require_writing
from toantrinh.cases.definition import Lookup
from toantrinh.cases.facts import CasePrefilled, ValueDisputed
from toantrinh.cases.models import Case, ValueReport
from toantrinh.cases.situation import Contents, contents_of, procedure_of_case, seal_contents, situation_of
from toantrinh.exchange.actions import call
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Problem, Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.record import vault

ASKED_AGAIN_AFTER = timedelta(minutes=5)
"""A register that stayed silent is not asked again sooner."""
HELD_FOR = timedelta(days=1)
"""How long an answer fills in the form before the register is asked anew."""
ROUNDS = 6
"""A lookup may depend on another's answer (the spouse's number, then the spouse), but not for ever."""

Asked = dict[str, Any]


def fetch_lookups(case: Case, *, by: Actor) -> Case:
    """Ask the registers for what the form may fill in; whoever stays silent leaves the question to the form.

    1. Work out, from nothing, what the form wants to know now; an answer may make further questions possible.
    2. Where the same was asked before, that answer holds; else the exchange is called, outside of any transaction.
    3. Keep the answers with source and day; what is no longer wanted is forgotten.
    """
    require_writing(case, by)
    lifecycle.require(case, "save")
    before = contents_of(case)
    situation = situation_of(case, before)
    kept = _agreed(situation, before)
    for _ in range(ROUNDS):
        answers = {code: asked["answer"] for code, asked in kept.items()}
        wanted = form.wanted_lookups(replace(situation, lookups=answers))
        if not wanted:
            break
        for lookup, body in wanted:
            earlier = before.lookups.get(lookup.code)
            kept[lookup.code] = (
                earlier if earlier and _still_holds(earlier, body) else ask_register(case, lookup, body, by=by)
            )
    if kept != before.lookups:
        _keep_lookups(
            case, kept, fresh=[asked for code, asked in kept.items() if asked != before.lookups.get(code)], by=by
        )
    return case


def _agreed(situation: form.Situation, before: Contents) -> dict[str, Asked]:
    """What somebody let the registers tell when they consented, as long as the form still names the same person."""
    theirs = {one.code for one in form.consents(situation)}
    found = ((one, before.lookups.get(one.code)) for one in situation.procedure.lookups if one.in_name_of in theirs)
    return {one.code: asked for one, asked in found if asked and asked["body"] == form.lookup_body(situation, one)}


def _still_holds(asked: Asked, body: Asked) -> bool:
    age = now() - datetime.fromisoformat(asked["asked_at"])
    return bool(asked["body"] == body) and age < (ASKED_AGAIN_AFTER if asked["state"] == "silent" else HELD_FOR)


def ask_register(case: Case, lookup: Lookup, body: Asked, *, by: Actor) -> Asked:
    """Call the register; whatever goes wrong, the form asks the person instead."""
    state, answer = "missing", {}
    try:
        answer = call(lookup.service, body, by=by, purpose=lookup.purpose, about=case.urn)
        state = "held" if answer else "missing"
    except Silent:
        state = "silent"
    except Problem:
        pass  # no right or no such person: the exchange has logged which; the form asks the same question of both
    asked_at = now().isoformat()
    if answer:
        answer = {"as_of": asked_at[:10], **answer}
    return {"body": body, "answer": answer, "state": state, "asked_at": asked_at}


@transaction.atomic
def _keep_lookups(case: Case, kept: dict[str, Asked], *, fresh: list[Asked], by: Actor) -> None:
    hold(case)
    lifecycle.require(case, "save")
    contents = contents_of(case)
    contents.lookups = kept
    seal_contents(case, contents, with_lookups=True)
    keep(case)
    void_changed_consents(case, by=by)
    if fresh:
        say(CasePrefilled, case, by=by, asked=len(fresh), held=sum(asked["state"] == "held" for asked in fresh))


@transaction.atomic
def report_wrong_value(case: Case, path: str, said: str, *, by: Actor) -> None:
    """Record that the register's value shown at `path` is wrong; the form then asks, and the officer sees both.

    `said` is what would be right, in the citizen's words. Reporting again replaces the words.
    """
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    held = {item.name for item in procedure_of_case(case).fields() if item.from_}
    if path not in held:
        raise Missing
    if not said.strip():
        raise Refused(t("Viết thông tin đúng là gì.", "Write what would be right."), code="empty", field="said")
    sealed = vault.seal(case.applicant, said.strip()[:1000].encode())
    ValueReport.objects.update_or_create(case=case, path=path, defaults={"said_sealed": sealed, "at": now()})
    case.disputed = sorted({*case.disputed, path})
    keep(case)
    void_changed_consents(case, by=by)
    say(ValueDisputed, case, by=by, field=path)


@transaction.atomic
def withdraw_report(case: Case, path: str, *, by: Actor) -> None:
    """Take back that a value is wrong: the register's value stands again."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    case.reports.filter(path=path).delete()
    case.disputed = [one for one in case.disputed if one != path]
    keep(case)
    void_changed_consents(case, by=by)
