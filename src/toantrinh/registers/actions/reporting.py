"""Somebody says that a register is wrong about them, and the keeper answers."""

from decimal import Decimal

from django.conf import settings
from django.db import transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.calendar import load_calendar
from toantrinh.kernel.clock import Limit, Unit, due
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import send_notice
from toantrinh.people.queries import open_agency, require
from toantrinh.record.actions import state
from toantrinh.record.vault import seal
from toantrinh.registers.editions import definition_of, kind_of
from toantrinh.registers.facts import WrongValueAnswered, WrongValueReported
from toantrinh.registers.models import Entry, WrongValueReport
from toantrinh.registers.officers import require_officer
from toantrinh.registers.versions import persons_of
from toantrinh.tasks.actions import close_tasks, open_task

TASK = "register.check_value"
WORKING_DAYS = 10
"""Within which a keeper corrects or says why not: Law 91/2025/QH15 and Decree 356/2025/NĐ-CP."""


@transaction.atomic
def report_wrong(
    *, register: str, person: str, field: str, said: str, by: Actor, about: str = "", entry: str = ""
) -> WrongValueReport:
    """Say that `register` holds a wrong value in `field` about `person`, and what would be right, in one's own words.

    The keeper gets a task, due in ten working days. While a report of the same value is open, it is returned instead.
    """
    require(by, "register.read", persons=[person])
    found = _entry(register, person, entry)
    kind = kind_of(found)
    if (definition := kind.field(field)) is None:
        raise Missing
    if not (words := " ".join(said.split())):
        raise Problem(
            t("Viết điều đúng là gì.", "Write what would be right."), code="register.nothing_said", field="said"
        )
    if open_report := found.reports.filter(person=person, field=field, answered_at=None).first():
        return open_report
    report = WrongValueReport.objects.create(
        entry=found, field=field, person=person, about=about, sealed=seal(person, words.encode()), told_at=now()
    )
    _ask_keeper(report, definition.label, by)
    state(WrongValueReported(**_said(report), field=field), by=by)
    return report


@transaction.atomic
def answer_report(urn: str, *, is_mended: bool, answer: str, by: Actor) -> WrongValueReport:
    """Tell the reporter what was done; the correction itself is `correct_entry`, with the report as its ground."""
    report = (
        WrongValueReport.objects.select_for_update(of=("self",))
        .select_related("entry__edition")
        .filter(urn=urn)
        .first()
    )
    if report is None:
        raise Missing
    require_officer(definition_of(report.entry.edition), "register.correct", by=by, agency=report.entry.agency)
    if report.answered_at is not None:
        raise Refused(t("Báo sai này đã được trả lời.", "This report was answered before."), code="register.answered")
    report.answered_at, report.is_mended = now(), is_mended
    report.answer_sealed = seal(report.person, answer.encode())
    report.save(update_fields=["answered_at", "is_mended", "answer_sealed"])
    close_tasks(report.urn, by=by, kind=TASK)
    _tell_reporter(report, answer)
    state(WrongValueAnswered(**_said(report), is_mended=is_mended), by=by)
    return report


def _ask_keeper(report: WrongValueReport, label: Text, by: Actor) -> None:
    calendar = load_calendar(settings.PACKAGES_DIR / "reference" / "calendar" / "vietnam.yaml")
    open_task(
        kind=TASK,
        title=t("Người dân báo sai: {label}", "A person reports a wrong value: {label}").fill(label=label),
        about=report.urn,
        agency=report.entry.agency,
        role=definition_of(report.entry.edition).keeper_role,
        due_at=due(now(), Limit(Decimal(WORKING_DAYS), Unit.WORKING_DAY), calendar).moment,
        by=by,
        person=report.person,
    )


def _tell_reporter(report: WrongValueReport, answer: str) -> None:
    outcome = t("đã sửa", "corrected") if report.is_mended else t("giữ nguyên", "left as it is")
    subject = t("Trả lời về dữ liệu bạn báo sai: {outcome}", "About the value you reported: {outcome}")
    send_notice(
        person=report.person,
        subject=subject.fill(outcome=outcome),
        body=t(answer, answer),
        about=report.urn,
        agency=report.entry.agency,
        by=SYSTEM,
    )


def _said(report: WrongValueReport) -> dict[str, str]:
    """What every fact about a report holds."""
    entry = report.entry
    return {
        "register": entry.register,
        "agency": entry.agency,
        "entry": entry.urn,
        "report": report.urn,
        "area": open_agency(entry.agency).area,
        "person": report.person,
    }


def _entry(register: str, person: str, urn: str) -> Entry:
    """The entry named, where the person is a party of it; without a name, the register's entry about the person."""
    entries = Entry.objects.filter(register=register).select_related("edition")
    found = entries.filter(urn=urn).first() if urn else entries.filter(subject=person).order_by("-pk").first()
    if found is None or person not in persons_of(found, kind_of(found))[0]:
        raise Missing
    return found
