"""The officer's queue, search, and the citizen's own list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from toantrinh.cases import actions, queries
from toantrinh.cases.actions import Ground
from toantrinh.cases.tests.conftest import MONDAY, Town
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Missing

pytestmark = pytest.mark.django_db


def test_the_queue_shows_each_role_its_own_steps_most_urgent_first(town: Town) -> None:
    later = town.accepted()
    new = town.submitted()
    waiting = actions.ask_supplement(town.accepted(), [Ground(code="ten-quan")], by=town.cast.tuan)
    assert [line.case.urn for line in queries.list_queue(town.cast.lan).lines] == [new.urn]
    mine = queries.list_queue(town.cast.tuan)
    assert [line.case.urn for line in mine.lines] == [later.urn, waiting.urn]
    assert mine.counts == {"overdue": 0, "today": 0, "week": 1, "waiting": 1, "silent": 0, "all": 2}
    assert len(queries.list_queue(town.cast.tuan, whole_agency=True).lines) == 3
    assert queries.list_queue(town.cast.tuan, tab="waiting").lines[0].clock.tag.vi == "Chờ dân từ hôm nay"


def test_other_agencies_and_citizens_have_no_queue_here(town: Town) -> None:
    town.submitted()
    assert queries.list_queue(town.cast.hanh).lines == []
    for stranger in (town.cast.anh, town.cast.truong, town.cast.nobody):
        with pytest.raises(Missing):
            queries.list_queue(stranger)


def test_tabs_follow_the_time(town: Town) -> None:
    town.accepted()
    with at(MONDAY + timedelta(days=4)):
        page = queries.list_queue(town.cast.tuan, tab="overdue")
        assert (page.counts["overdue"], page.counts["silent"]) == (1, 1)
        assert page.lines[0].clock.tag.vi == "Quá hạn 1 ngày làm việc"


def test_the_queue_costs_the_same_for_many_cases_and_pages_by_cursor(town: Town) -> None:
    for _ in range(4):
        town.submitted()
    with CaptureQueriesContext(
        connection,
    ) as few:
        first = queries.list_queue(town.cast.lan, size=3)
    assert len(first.lines) == 3
    rest = queries.list_queue(town.cast.lan, size=3, after=first.next_cursor)
    assert len(rest.lines) == 1 and not rest.next_cursor
    assert len(few) <= 8


def test_search_finds_by_number_name_personal_number_and_nothing_elsewhere(town: Town) -> None:
    case = town.submitted()
    for text in (case.number, "0001", "nguyen thi ngoc anh", "Phở hoà", "079195000017", "H29.27301-2610"):
        assert [line.case.urn for line in queries.search_cases(text, viewer=town.cast.lan)] == [case.urn], text
    for text in ("le loi", "079092000026", ""):
        assert queries.search_cases(text, viewer=town.cast.lan) == []
    assert queries.search_cases(case.number, viewer=town.cast.hanh) == []


def test_the_citizens_list_puts_what_waits_for_them_first(town: Town) -> None:
    done = actions.withdraw_case(town.submitted(), by=town.cast.anh)
    running = town.accepted()
    draft = town.draft()
    waits = actions.ask_supplement(town.accepted(), [Ground(code="ten-quan")], by=town.cast.tuan)
    order = [line.case.urn for line in queries.list_my_cases(town.cast.anh)]
    assert set(order[:2]) == {draft.urn, waits.urn}
    assert order[2:] == [running.urn, done.urn]
    assert len(queries.list_my_cases(town.cast.khanh)) == 4, "by mandate"


def test_a_likely_duplicate_is_shown_to_the_desk(town: Town) -> None:
    first, second = town.submitted(), town.submitted()
    assert [case.urn for case in queries.find_similar(second, viewer=town.cast.lan)] == [first.urn]
