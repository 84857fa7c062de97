"""Whoever finds a wrong value about themselves says so once, and the keeper answers within ten working days."""

from datetime import UTC, datetime

import pytest

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.notices.models import Notice
from toantrinh.people.cast import Cast
from toantrinh.registers.actions import answer_report, correct_entry, report_wrong
from toantrinh.registers.models import WrongValueReport
from toantrinh.registers.queries import list_reports
from toantrinh.registers.tests.families import GROUND, Family
from toantrinh.tasks.models import Task

SAID = "Quê tôi ở Long An"


def report(cast: Cast, by: Actor, said: str = SAID) -> WrongValueReport:
    return report_wrong(
        register="population", person=cast.anh.person, field="home_place", said=said, by=by, about=GROUND
    )


def test_a_report_is_a_task_of_the_keeper_due_in_ten_working_days(family: Family, cast: Cast) -> None:
    told = report(cast, cast.anh)
    task = Task.objects.get(about=told.urn)
    assert (task.agency, task.role) == ("urn:toantrinh:agency:g01", "registrar")
    assert task.due_at == datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # ten times eight hours, from Monday at ten
    assert SAID.encode() not in bytes(told.sealed) and "quê quán" in task.title_vi.lower()


def test_a_report_of_the_same_value_is_not_made_twice(family: Family, cast: Cast) -> None:
    assert report(cast, cast.anh) == report(cast, cast.anh)
    assert Task.objects.count() == 1


def test_who_acts_for_a_person_reports_for_them_and_nobody_else_does(family: Family, cast: Cast) -> None:
    assert report(cast, cast.khanh)
    for who in (cast.lan, cast.truong, cast.nobody):
        with pytest.raises(Missing):
            report(cast, who)


def test_something_must_be_said_about_a_field_that_there_is(family: Family, cast: Cast) -> None:
    with pytest.raises(Problem):
        report(cast, cast.anh, said="  ")
    with pytest.raises(Missing):
        report_wrong(register="population", person=cast.anh.person, field="shoe", said=SAID, by=cast.anh)


def test_the_keeper_corrects_answers_once_and_the_person_is_told(family: Family, cast: Cast) -> None:
    told = report(cast, cast.anh)
    correct_entry(family.mother.urn, {"home_place": "Long An"}, by=SYSTEM, reason=SAID, ground=told.urn)
    with pytest.raises(Missing):
        answer_report(told.urn, is_mended=True, answer="Đã sửa", by=cast.tuan)
    answer_report(told.urn, is_mended=True, answer="Đã sửa theo giấy khai sinh.", by=SYSTEM)
    assert Task.objects.get(about=told.urn).closed_at is not None
    assert Notice.objects.get(about=told.urn).person == cast.anh.person
    with pytest.raises(Refused):
        answer_report(told.urn, is_mended=False, answer="Không", by=SYSTEM)
    assert report(cast, cast.anh) != told


def test_reports_are_listed_for_their_maker_and_for_the_keeper(family: Family, cast: Cast) -> None:
    told = report(cast, cast.anh)
    assert list(list_reports(viewer=cast.anh, person=cast.anh.person)) == [told]
    assert list(list_reports(viewer=SYSTEM)) == [told]
    assert not list_reports(viewer=cast.tuan)  # keeps civil status, not the population register
    assert not list_reports(viewer=cast.anh)
