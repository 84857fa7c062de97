"""Whose affair it is: another unit of the agency, or another agency where the dossier was addressed wrongly."""

from datetime import datetime

from django.db import transaction

from toantrinh.cases import lifecycle, timing
from toantrinh.cases.actions.acting import (
    close_step,
    hold,
    keep,
    keep_reasons,
    open_step,
    require_desk,
    say,
    step_of,
    tell,
    touch,
)
from toantrinh.cases.actions.handing import pack_papers
from toantrinh.cases.facts import CaseMoved, CaseRerouted
from toantrinh.cases.models import Case, CaseRoute
from toantrinh.cases.queries.routing import roles_for
from toantrinh.cases.reasons import OTHER, Ground
from toantrinh.documents.actions import give_files
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Agency
from toantrinh.people.queries import list_officers, open_agency
from toantrinh.tasks.actions import close_tasks, open_task
from toantrinh.tasks.models import Task


@transaction.atomic
def move_step(case: Case, role: str, sentence: str, *, by: Actor) -> Case:
    """Give the open step to another role of the agency, which can do it as well, and say why."""
    hold(case)
    require_desk(case, "case.route", by=by)
    _require_reason(sentence)
    if not case.step or case.wait:
        raise Refused(t("Hồ sơ không có bước nào đang làm.", "No step of the dossier is open."), code="no_step")
    if role not in roles_for(case):
        words = t("Chọn một bộ phận làm được bước này.", "Choose a unit that can do this step.")
        raise Invalid([Problem(words, code="role", field="to")])
    row = case.steps.get(closed_at=None)
    case.role = row.role = role
    row.save(update_fields=["role"])
    for kind, title in _close_and_name(case, by=by):
        open_task(
            kind=kind,
            title=title,
            about=case.urn,
            agency=case.agency,
            role=role,
            due_at=row.due_at,
            person=case.applicant,
            by=by,
        )
    keep_reasons(case, "move", [Ground(code=OTHER, sentence=sentence)])
    touch(case, begin=False)
    keep(case)
    say(CaseMoved, case, by=by, role=role)
    return case


def _close_and_name(case: Case, *, by: Actor) -> list[tuple[str, Text]]:
    """Close the tasks of the open step; their kinds and titles, so that others can be opened in their place."""
    open_tasks = Task.objects.filter(about=case.urn, closed_at=None).exclude(kind="case.silent")
    named = [(task.kind, Text(task.title_vi, task.title_en)) for task in open_tasks]
    close_tasks(case.urn, by=by, outcome="moved")
    return named


@transaction.atomic
def reroute_case(case: Case, to: str, sentence: str, *, by: Actor) -> Case:
    """Pass a dossier that was addressed wrongly to the competent agency (its URN), and say why.

    Its number stays; its clock runs on, and the days so far stay on the agency that had it. Files go with it, and paper
    must follow.
    """
    hold(case)
    require_desk(case, "case.route", by=by)
    lifecycle.require(case, "reroute")
    _require_reason(sentence)
    agency = _competent(case, to)
    route = _write_route(case, agency, by=by)
    days = timing.minutes_between(route.held_from, route.at, case.agency_code) // timing.MINUTES_A_DAY
    code = case.step
    close_step(case, "rerouted", by=by)
    case.agency, case.agency_code, case.agency_name, case.area = agency.urn, agency.code, agency.name, agency.area
    open_step(case, code, by=by)
    if case.slots:
        give_files(case.urn, agency=case.agency, by=SYSTEM)
    if not case.hand_overs.filter(arrived_at=None).exists():
        pack_papers(case, from_agency=route.from_agency, by=by)
    keep_reasons(case, "reroute", [Ground(code=OTHER, sentence=sentence)])
    touch(case, begin=False)
    keep(case)
    _tell(case, route.from_name, sentence)
    names = {"from_agency": route.from_agency, "from_name": route.from_name, "to_name": route.to_name}
    say(CaseRerouted, case, by=by, days_held=days, **names)
    return case


def _write_route(case: Case, agency: Agency, *, by: Actor) -> CaseRoute:
    return CaseRoute.objects.create(
        case=case,
        from_agency=case.agency,
        from_name=case.agency_name,
        to_agency=agency.urn,
        to_name=agency.name,
        held_from=_held_from(case),
        at=now(),
        by_name=by.name[:100],
    )


def _held_from(case: Case) -> datetime:
    last = case.routes.order_by("-pk").first()
    return last.at if last else case.received_at or case.submitted_at or now()


def _competent(case: Case, to: str) -> Agency:
    """The agency to which it goes: another, open, with somebody who does this work."""
    asked = Problem(t("Chọn cơ quan nhận.", "Choose the agency that gets it."), code="agency", field="to")
    if not to or to == case.agency:
        raise Invalid([asked])
    try:
        agency = open_agency(to)
    except Missing:
        raise Invalid([asked]) from None
    if agency.valid_to is not None or not any(office.role == step_of(case).role for office in list_officers(to)):
        words = t(
            "{name} chưa có ai làm bước này trên hệ thống. Chuyển bằng văn bản, hoặc chọn cơ quan khác.",
            "Nobody at {name} does this step here. Pass it on in writing, or choose another.",
        )
        raise Invalid([Problem(words.fill(name=agency.name), code="nobody", field="to")])
    return agency


def _require_reason(sentence: str) -> None:
    if not sentence.strip():
        words = t("Viết lý do chuyển.", "Write why it is passed on.")
        raise Invalid([Problem(words, code="empty", field="sentence")])


def _tell(case: Case, before: str, sentence: str) -> None:
    tell(
        case,
        t("Hồ sơ {number} được chuyển đến {name}", "Dossier {number} passed to {name}").fill(
            number=case.number, name=case.agency_name
        ),
        t(
            "{before} không phải cơ quan giải quyết. Lý do chuyển: {why} Mã hồ sơ và ngày hẹn giữ nguyên; "
            "bạn không phải nộp lại gì.",
            "{before} is not the agency that decides. Why: {why} Number and date stay; nothing is needed from you.",
        ).fill(before=before, why=sentence.strip()),
    )
