"""The same act for many dossiers: each in a transaction of its own, with its own answer."""

import logging
from collections.abc import Callable, Sequence
from time import monotonic

from django.db import IntegrityError, OperationalError, transaction

from toantrinh.cases.actions.acting import require_version
from toantrinh.cases.actions.deciding import decide_case
from toantrinh.cases.actions.examining import assign_case
from toantrinh.cases.actions.receiving import accept_case
from toantrinh.cases.actions.results import return_result
from toantrinh.cases.facts import BulkBegun, BulkEnded
from toantrinh.cases.models import BulkRow, BulkRun, Case, Outcome
from toantrinh.cases.together import ACTS, MOST, NAMES, VERBS, obstacle
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Account
from toantrinh.people.queries import actor_for, require
from toantrinh.record.actions import state

log = logging.getLogger(__name__)
MOST_TRIES = 3
"""After so many failures that nobody foresaw, a row is given up and said to be so."""
_BROKEN = t(
    "Hệ thống gặp sự cố với hồ sơ này; hồ sơ chưa thay đổi. Mở hồ sơ để làm riêng.",
    "Something broke on this dossier; it has not changed. Open it and do it by itself.",
)
_GONE = t("Không tìm thấy hồ sơ, hoặc bạn không còn quyền.", "No such dossier, or you have no right to it any more.")


def begin_bulk(act: str, chosen: Sequence[tuple[str, int]], *, token: str, to: str = "", by: Actor) -> BulkRun:
    """Write down that `act` is to be done to the dossiers (number, version that was previewed); nothing is done yet.

    Pressing twice, with the same `token`, gives the same run.
    """
    if earlier := BulkRun.objects.filter(token=token, by=by.urn).first():
        return earlier
    try:
        return _begin(act, chosen, token=token, to=to, by=by)
    except IntegrityError:
        return BulkRun.objects.get(token=token, by=by.urn)  # the other press was faster


@transaction.atomic
def _begin(act: str, chosen: Sequence[tuple[str, int]], *, token: str, to: str, by: Actor) -> BulkRun:
    if act not in ACTS or not token:
        raise Missing
    require(by, VERBS[act], agency=by.agency)
    versions = dict(chosen)
    found = dict(Case.objects.filter(number__in=versions, agency=by.agency).values_list("number", "urn"))
    if not found or len(versions) > MOST:
        words = t("Chọn từ 1 đến {most} hồ sơ.", "Choose 1 to {most} dossiers.").fill(most=MOST)
        raise Invalid([Problem(words, code="count", field="hs")])
    run = BulkRun.objects.create(
        token=token, act=act, to=to, by=by.urn, by_name=by.name[:100], office=by.office, agency=by.agency
    )
    BulkRow.objects.bulk_create(
        BulkRow(run=run, position=position, case=found[number], number=number, version=versions[number])
        for position, number in enumerate(number for number in versions if number in found)
    )
    state(BulkBegun(**_said(run, by), count=len(found)), by=by)
    return run


def _said(run: BulkRun, by: Actor) -> dict[str, str]:
    """What every fact about a run says."""
    return {"agency": run.agency, "act": run.act, "act_name": NAMES[run.act].vi, "run": run.urn, "area": by.area}


def continue_bulk(run: BulkRun, *, by: Actor, seconds: float | None = None) -> BulkRun:
    """Do what still waits in the run, for at most so long; whoever comes second finds each row done already."""
    until = None if seconds is None else monotonic() + seconds
    for row in run.rows.filter(state=BulkRow.State.WAITING).order_by("position").values_list("pk", flat=True):
        if until is not None and monotonic() > until:
            return run
        _do_row(run, row, by=by)
    return _end(run, by=by)


def continue_bulks() -> bool:
    """What a request left undone, by the worker, as the officer who pressed and with the rights of now."""
    run = BulkRun.objects.filter(ended_at=None).order_by("begun_at").first()
    if run is None:
        return False
    officer = actor_for(Account.objects.get(urn=run.by), run.office, assurance=2)
    return continue_bulk(run, by=officer, seconds=5).ended_at is None


def _do_row(run: BulkRun, pk: int, *, by: Actor) -> None:
    """The act and its mark in one transaction: what was done is never done again, what failed left nothing."""
    try:
        with transaction.atomic():
            row = BulkRow.objects.select_for_update().get(pk=pk)
            if row.state != BulkRow.State.WAITING:
                return
            _act(run, row, by=by)
            _mark(row, BulkRow.State.DONE)
    except OperationalError:
        log.warning("A row of %s waits for the database", run.urn)
    except Missing:
        _fail(pk, _GONE)
    except Invalid as problem:
        _fail(pk, problem.problems[0].message)
    except Problem as problem:
        _fail(pk, problem.message)
    except Exception:
        log.exception("A row of %s broke", run.urn)
        _count_failure(pk)


def _act(run: BulkRun, row: BulkRow, *, by: Actor) -> None:
    case = Case.objects.select_for_update().filter(urn=row.case).first()
    if case is None:
        raise Missing
    if why := obstacle(case, run.act, by=by):
        raise Refused(why, code="obstacle")
    require_version(case, row.version)
    _DO[run.act](case, run, by)


_DO: dict[str, Callable[[Case, BulkRun, Actor], object]] = {
    "receive": lambda case, run, by: accept_case(case, by=by),
    "assign": lambda case, run, by: assign_case(case, run.to, by=by),
    "decide": lambda case, run, by: decide_case(case, Outcome.GRANTED, version=case.version, by=by),
    "return": lambda case, run, by: return_result(case, by=by),
}


def _mark(row: BulkRow, state_: BulkRow.State, why: Text | None = None) -> None:
    row.state, row.done_at, row.tries = state_, now(), row.tries + 1
    row.why_vi, row.why_en = (why.vi[:400], why.en[:400]) if why else ("", "")
    row.save(update_fields=["state", "done_at", "tries", "why_vi", "why_en"])


@transaction.atomic
def _fail(pk: int, why: Text) -> None:
    row = BulkRow.objects.select_for_update().get(pk=pk)
    if row.state == BulkRow.State.WAITING:
        _mark(row, BulkRow.State.FAILED, why)


@transaction.atomic
def _count_failure(pk: int) -> None:
    row = BulkRow.objects.select_for_update().get(pk=pk)
    if row.tries + 1 >= MOST_TRIES:
        _mark(row, BulkRow.State.FAILED, _BROKEN)
    else:
        row.tries += 1
        row.save(update_fields=["tries"])


@transaction.atomic
def _end(run: BulkRun, *, by: Actor) -> BulkRun:
    held = BulkRun.objects.select_for_update().get(pk=run.pk)
    states = list(held.rows.values_list("state", flat=True))
    if held.ended_at is None and BulkRow.State.WAITING not in states:
        held.ended_at = now()
        held.save(update_fields=["ended_at"])
        done = states.count(BulkRow.State.DONE)
        state(BulkEnded(**_said(held, by), done=done, failed=len(states) - done), by=by)
    return held
