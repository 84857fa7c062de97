"""Asking the citizen for more: once, all at once, in writing, while the clock stands."""

from collections.abc import Sequence

from django.db import transaction

from toantrinh.cases import consents, form, letters, lifecycle, timing
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
from toantrinh.cases.actions.drafts import require_writing
from toantrinh.cases.actions.writing import write_form
from toantrinh.cases.facts import CaseExpired, CaseSupplemented, SupplementAsked
from toantrinh.cases.models import Case, CaseReason, Outcome, Wait
from toantrinh.cases.reasons import Ground, check_grounds, wanted_papers
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import Text, say_date, t


@transaction.atomic
def ask_supplement(case: Case, grounds: Sequence[Ground], *, by: Actor) -> Case:
    """Ask the citizen to complete the dossier: letter 02; the law allows this once."""
    hold(case)
    require_desk(case, "case.ask", by=by)
    lifecycle.require(case, "ask_supplement")
    _require_first(case)
    require_step(case, "receive", "examine", by=by)
    procedure = procedure_of_case(case)
    check_grounds(procedure, grounds, "supplement")
    lifecycle.move(case, "ask_supplement")
    case.supplement_asked_at = now()
    case.supplement_until = timing.working_days_from(now(), procedure.supplement_days, case.agency_code)
    begin_pause(case, Wait.SUPPLEMENT, holder="citizen", stops_clock=True)
    suspend_step(case, by=by)
    touch(case)
    keep(case)
    keep_reasons(case, "supplement", grounds)
    until = timing.said(case.supplement_until)
    letter = write_form(case, "02", letters.request(case, grounds, case.supplement_until, by=by), by=by)
    tell(
        case,
        t("Bổ sung hồ sơ {number} trước {until}", "Complete dossier {number} by {until}").fill(
            number=case.number, until=until
        ),
        letters.told(case, grounds, "supplement"),
        letter=letter.urn,
    )
    reasons = [ground.code for ground in grounds]
    say(SupplementAsked, case, by=by, items=len(grounds), reasons=reasons, until=case.supplement_until)
    return case


def _require_first(case: Case) -> None:
    if case.supplement_asked_at:
        day = case.supplement_asked_at.date()
        words = t(
            "Đã yêu cầu bổ sung ngày {day}. Pháp luật chỉ cho yêu cầu một lần, nên không yêu cầu thêm được.",
            "The citizen was asked on {day}. The law allows this once, so no more can be asked.",
        )
        raise Refused(
            words.fill(day=Text(say_date(day), say_date(day, "en"))),
            code="second_supplement",
            advice=t(
                "Giải quyết theo giấy tờ đang có, hoặc từ chối và nêu lý do.",
                "Decide on the papers at hand, or refuse and say why.",
            ),
        )


@transaction.atomic
def supply_supplement(case: Case, *, by: Actor) -> Case:
    """The citizen has supplied what was asked: the clock runs on, and the promise moves by the time that it stood."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "supply")
    papers = _require_supplied(case)
    lifecycle.move(case, "supply")
    case.supplement_until = None
    end_wait(case, "supplement")
    resume_step(case, by=by)
    case.plan = _plan(case)
    touch(case)
    keep(case)
    say(CaseSupplemented, case, by=by, papers=papers, due_at=case.due_at)
    return case


def _require_supplied(case: Case) -> int:
    """Every ground that names papers has a new file in one of them, and the form as a whole still holds.

    Answers how many files were added.
    """
    procedure, situation = procedure_of_case(case), situation_of(case)
    added = list(case.papers.filter(after_supplement=True).values_list("slot", flat=True))
    names = {paper.code: paper.name for paper in procedure.papers}
    problems = [*form.problems(situation), *consents.missing(case, situation)]
    for reason in CaseReason.objects.filter(case=case, act="supplement"):
        wanted = wanted_papers(procedure, Ground(code=reason.code, paper=reason.paper))
        if wanted and not set(added).intersection(wanted):
            words = t('Thêm tệp mới cho "{name}".', 'Add a new file for "{name}".').fill(name=names[wanted[0]])
            problems.append(Problem(words, code="paper", field=f"paper:{wanted[0]}"))
    if problems:
        raise Invalid(problems)
    return len(added)


def _plan(case: Case) -> list[str]:
    """The steps after what was supplied; those already done stay done."""
    steps = [step.code for step in form.steps(situation_of(case))]
    return steps if case.step in steps else case.plan


@transaction.atomic
def expire_supplement(case: Case, *, by: Actor = SYSTEM) -> Case:
    """Stop a case whose citizen stayed silent past the date: letter 05, national code 8."""
    hold(case)
    require_desk(case, "case.refuse", by=by)
    lifecycle.require(case, "expire")
    if case.supplement_until is None or case.supplement_until > now():
        raise Refused(
            t("Người nộp vẫn còn thời gian bổ sung.", "The applicant still has time to supply it."), code="too_early"
        )
    until = case.supplement_until
    lifecycle.move(case, "expire")
    case.outcome = Outcome.EXPIRED
    case.closed_at, case.supplement_until = now(), None
    end_wait(case, "supplement")
    close_open_step(case, "expired", by=by)
    keep(case)
    end_money(case)
    letter = write_form(case, "05", {"answer_by": letters.iso(until)[:10], "officer": by.name}, by=by)
    tell(
        case,
        t("Đã dừng hồ sơ {number}", "Dossier {number} was stopped").fill(number=case.number),
        t(
            "Giấy tờ được yêu cầu chưa được bổ sung trước {until}. Chuẩn bị đủ giấy tờ rồi nộp hồ sơ mới.",
            "What was asked for did not arrive by {until}. Prepare the papers and file anew.",
        ).fill(until=timing.said(until)),
        letter=letter.urn,
    )
    say(CaseExpired, case, by=by, **ended(case, case.closed_at))
    return case
