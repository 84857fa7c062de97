"""Tasks: who may take what, who wins, what is late, silent or waiting, and what each tab holds."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency, Appointment
from toantrinh.people.queries import account_of
from toantrinh.record.models import Event
from toantrinh.tasks import queries
from toantrinh.tasks.actions import (
    assign_task,
    close_tasks,
    escalate_tasks,
    open_task,
    pause_tasks,
    release_task,
    resume_tasks,
    take_task,
    touch_tasks,
)
from toantrinh.tasks.models import Task
from toantrinh.tasks.queries import compare_with_record, find_task, find_tasks, list_tasks

CASE = "urn:toantrinh:case:0000000000000000000000test"
WEDNESDAY = datetime(2026, 10, 21, 9, 0, tzinfo=HANOI)
"""A working day in a week without holidays."""


def put(cast: Cast, *, due_at: datetime | None = None, **changes: Any) -> Task:
    given: dict[str, Any] = {
        "kind": "case.receive",
        "title": t("Tiếp nhận: Đăng ký khai sinh", "Receive: birth registration"),
        "about": CASE,
        "agency": cast.lan.agency,
        "role": "receptionist",
        "due_at": due_at,
        "by": cast.anh,
    }
    return open_task(**(given | changes))


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    """A second one-stop officer of ward A: the one who else would see nothing."""
    ward = Agency.objects.get(urn=cast.lan.agency)
    account = account_of(cast.truong.person)
    assert account is not None
    office = Appointment.objects.create(
        account=account, agency=ward, role="receptionist", title="Công chức một cửa", from_on="2020-01-01"
    )
    return Actor(
        urn=account.urn,
        name=account.full_name,
        person=account.person.urn,
        office=office.urn,
        agency=ward.urn,
        area=ward.area,
        roles=frozenset({"receptionist"}),
        assurance=2,
    )


def tabs(viewer: Actor) -> dict[str, int]:
    return list_tasks(viewer).counts


# --- Taking and giving ----------------------------------------------------------------------------------------------


def test_of_two_who_take_a_task_the_second_is_told_who_has_it(cast: Cast, colleague: Actor) -> None:
    task = put(cast)
    assert take_task(task.urn, by=cast.lan).taken_by == cast.lan.urn
    with pytest.raises(Refused) as caught:
        take_task(task.urn, by=colleague)
    assert caught.value.message.vi == "Lê Thị Lan đang làm việc này."
    assert take_task(task.urn, by=cast.lan).taken_by == cast.lan.urn, "a double click changes nothing"
    assert Event.objects.filter(kind="task.taken").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_a_task_at_once_one_wins(cast: Cast) -> None:
    task = put(cast)
    crowd = [
        Actor(
            urn=f"urn:toantrinh:account:{number}",
            name=f"Công chức {number}",
            office=cast.lan.office,
            agency=cast.lan.agency,
            roles=cast.lan.roles,
        )
        for number in range(6)
    ]
    won: list[str] = []
    told: list[str] = []

    def try_to_take(officer: Actor) -> None:
        try:
            won.append(take_task(task.urn, by=officer).taken_by_name)
        except Refused as refusal:
            told.append(refusal.message.vi)

    def in_a_thread(officer: Actor) -> None:
        try:
            try_to_take(officer)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":  # in memory here: one connection, one after the other anyway
        for officer in crowd:
            try_to_take(officer)
    else:
        threads = [threading.Thread(target=in_a_thread, args=[officer]) for officer in crowd]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(won) == 1 and set(told) == {f"{won[0]} đang làm việc này."} and len(told) == 5


def test_only_holders_of_the_role_at_the_agency_take_it(cast: Cast) -> None:
    task = put(cast)
    for stranger in (cast.tuan, cast.hanh, cast.nam, cast.truong, cast.anh, NOBODY):
        with pytest.raises(Missing):
            take_task(task.urn, by=stranger)
    with pytest.raises(Missing):
        take_task("urn:toantrinh:task:none", by=cast.lan)


def test_a_task_given_by_name_is_taken_by_that_officer_alone(cast: Cast, colleague: Actor) -> None:
    task = put(cast)
    take_task(task.urn, by=cast.lan)
    assert assign_task(task.urn, to=colleague.urn, by=cast.duc).taken_by == ""
    with pytest.raises(Refused) as caught:
        take_task(task.urn, by=cast.lan)
    assert colleague.name in caught.value.message.vi
    assert take_task(task.urn, by=colleague).taken_by == colleague.urn


def test_a_task_is_given_only_by_one_who_may_and_to_one_who_holds_the_role(cast: Cast) -> None:
    task = put(cast)
    with pytest.raises(Missing):
        assign_task(task.urn, to=cast.lan.urn, by=cast.lan)
    for wrong in (cast.tuan, cast.hanh, cast.anh, NOBODY):
        with pytest.raises(Refused) as caught:
            assign_task(task.urn, to=wrong.urn, by=cast.duc)
        assert caught.value.code == "wrong_role"


def test_a_task_put_back_is_free_again(cast: Cast, colleague: Actor) -> None:
    task = put(cast)
    take_task(task.urn, by=cast.lan)
    with pytest.raises(Refused):
        release_task(task.urn, by=colleague)
    assert release_task(task.urn, by=cast.lan).taken_by == ""
    take_task(task.urn, by=colleague)
    assert release_task(task.urn, by=cast.duc).taken_by == "", "whoever may give tasks may put them back"


def test_a_task_that_is_done_is_not_taken(cast: Cast) -> None:
    task = put(cast)
    assert close_tasks(CASE, by=cast.lan, outcome="received") == 1
    with pytest.raises(Refused) as caught:
        take_task(task.urn, by=cast.lan)
    assert caught.value.code == "closed"
    assert close_tasks(CASE, by=cast.lan) == 0


def test_a_task_can_be_opened_for_one_officer(cast: Cast) -> None:
    assert put(cast, assigned_to=cast.lan.urn).assigned_to_name == "Lê Thị Lan"
    assert put(cast, assigned_to=cast.hanh.urn).assigned_to == "", "who left the role does not keep the task"


# --- Time -----------------------------------------------------------------------------------------------------------


def test_each_tab_holds_what_its_name_says(cast: Cast) -> None:
    with at(WEDNESDAY):
        put(cast, due_at=WEDNESDAY - timedelta(hours=1))
        put(cast, due_at=WEDNESDAY + timedelta(hours=8))
        put(cast, due_at=WEDNESDAY + timedelta(days=4))  # Sunday
        put(cast, due_at=WEDNESDAY + timedelta(days=5))
        put(cast)
        put(cast, about="urn:toantrinh:case:waiting", due_at=WEDNESDAY)
        pause_tasks("urn:toantrinh:case:waiting", by=cast.lan)
        assert tabs(cast.lan) == {"overdue": 1, "today": 1, "week": 2, "waiting": 1, "silent": 0, "all": 6}
        assert [task.due_at for task in list_tasks(cast.lan, tab="overdue").tasks] == [WEDNESDAY - timedelta(hours=1)]


def test_nobody_acting_for_three_working_days_is_silence(cast: Cast) -> None:
    with at(WEDNESDAY):
        put(cast)
    with at(WEDNESDAY + timedelta(days=4)):
        assert tabs(cast.lan)["silent"] == 0, "Thursday and Friday, and then a weekend"
    with at(WEDNESDAY + timedelta(days=5, hours=1)):
        assert tabs(cast.lan)["silent"] == 1
        touch_tasks(CASE)
        assert tabs(cast.lan)["silent"] == 0


def test_what_waits_for_the_citizen_is_neither_late_nor_silent(cast: Cast) -> None:
    with at(WEDNESDAY):
        put(cast, due_at=WEDNESDAY + timedelta(days=1))
        assert pause_tasks(CASE, by=cast.lan) == 1
        assert pause_tasks(CASE, by=cast.lan) == 0
    with at(WEDNESDAY + timedelta(days=30)):
        touch_tasks(CASE)
        counts = tabs(cast.lan)
        assert (counts["overdue"], counts["silent"], counts["waiting"]) == (0, 0, 1)
        assert escalate_tasks() == 0
        due_at = WEDNESDAY + timedelta(days=31)
        assert resume_tasks(CASE, due_at=due_at, by=cast.anh) == 1
        assert (tabs(cast.lan)["waiting"], Task.objects.get().due_at) == (0, due_at)


def test_an_overdue_task_is_escalated_once_and_again_after_a_new_date(cast: Cast) -> None:
    with at(WEDNESDAY):
        task = put(cast, due_at=WEDNESDAY + timedelta(hours=8))
        put(cast)
        assert escalate_tasks() == 0
    with at(WEDNESDAY + timedelta(hours=9)):
        assert (escalate_tasks(), escalate_tasks()) == (1, 0)
        resume_tasks(CASE, due_at=WEDNESDAY + timedelta(days=2), by=cast.duc)
    task.refresh_from_db()
    assert task.escalated_at is None
    with at(WEDNESDAY + timedelta(days=3)):
        assert escalate_tasks() == 2
    assert Event.objects.filter(kind="task.overdue", subjects__urn=task.urn).count() == 2


def test_whether_it_was_late_is_stated_when_it_closes(cast: Cast) -> None:
    with at(WEDNESDAY):
        put(cast, due_at=WEDNESDAY + timedelta(hours=8))
    with at(WEDNESDAY + timedelta(hours=9)):
        close_tasks(CASE, by=cast.lan, outcome="received")
    assert '"was_late":true' in Event.objects.get(kind="task.closed").publication


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_a_list_shows_the_office_s_tasks_and_no_other_s(cast: Cast) -> None:
    task = put(cast)
    assert list_tasks(cast.lan).tasks == [task]
    assert list_tasks(cast.tuan).tasks == [] and list_tasks(cast.tuan, scope="agency").tasks == [task]
    assert find_tasks(CASE, viewer=cast.tuan) == [task] and find_task(task.urn, viewer=cast.duc) == task
    for stranger in (cast.hanh, cast.nam, cast.truong, cast.anh, NOBODY):
        assert list_tasks(stranger, scope="agency").tasks == [] == find_tasks(CASE, viewer=stranger)
        assert tabs(stranger)["all"] == 0
        with pytest.raises(Missing):
            find_task(task.urn, viewer=stranger)


def test_what_one_holds_is_a_list_of_its_own(cast: Cast) -> None:
    taken, _ = put(cast), put(cast)
    take_task(taken.urn, by=cast.lan)
    page = list_tasks(cast.lan, scope="mine")
    assert ([task.urn for task in page.tasks], page.counts["all"]) == ([taken.urn], 1)


def test_pages_hold_every_task_once_though_due_at_the_same_moment(cast: Cast) -> None:
    for number in range(7):
        put(cast, due_at=WEDNESDAY + timedelta(days=number // 3))
    put(cast)
    seen: list[str] = []
    cursor = ""
    while True:
        page = list_tasks(cast.lan, after=cursor, size=3)
        seen += [task.urn for task in page.tasks]
        if not (cursor := page.next_cursor):
            break
    assert seen == list(Task.objects.order_by("rank_at", "pk").values_list("urn", flat=True))


def test_a_list_takes_two_queries_whatever_its_size(cast: Cast) -> None:
    for _ in range(30):
        put(cast)
    with CaptureQueriesContext(connection) as asked:
        list_tasks(cast.lan)
    assert len(asked) == 2


def test_beyond_the_bound_tabs_say_only_that_there_is_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "COUNTED", 3)
    with at(WEDNESDAY):
        for number in range(5):
            put(cast, due_at=WEDNESDAY + timedelta(hours=number))
        put(cast, about="urn:toantrinh:case:waiting")
        pause_tasks("urn:toantrinh:case:waiting", by=cast.lan)
    with at(WEDNESDAY + timedelta(days=20)):
        counts = tabs(cast.lan)
    assert (counts["all"], counts["overdue"], counts["silent"], counts["waiting"]) == (4, 4, 4, 1)


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0=", "bnVsbA==", "WyIyMDI2LTEwLTIxIiwxXQ==", "é"])
def test_a_cursor_changed_by_hand_leads_nowhere(cast: Cast, cursor: str) -> None:
    with pytest.raises(Missing):
        list_tasks(cast.lan, after=cursor)


# --- Against the record ---------------------------------------------------------------------------------------------


def test_the_table_says_what_the_record_says_after_every_act(cast: Cast, colleague: Actor) -> None:
    with at(WEDNESDAY):
        task = put(cast, due_at=WEDNESDAY + timedelta(hours=2))
        other = put(cast, about="urn:toantrinh:case:other", due_at=WEDNESDAY + timedelta(hours=2))
        take_task(task.urn, by=cast.lan)
        assert list(compare_with_record()) == []
        assign_task(task.urn, to=colleague.urn, by=cast.duc)
        pause_tasks(CASE, by=cast.lan)
        assert list(compare_with_record()) == []
    with at(datetime(2026, 10, 21, 9, tzinfo=UTC)):
        escalate_tasks(by=SYSTEM)
        resume_tasks(CASE, due_at=WEDNESDAY, by=cast.anh)
        resume_tasks("urn:toantrinh:case:other", due_at=WEDNESDAY + timedelta(days=1), by=cast.duc)
        escalate_tasks(by=SYSTEM)
        take_task(other.urn, by=cast.lan)
        release_task(other.urn, by=cast.lan)
        assert list(compare_with_record()) == []
        close_tasks(CASE, by=cast.lan, outcome="received")
        assert list(compare_with_record()) == []


@pytest.mark.parametrize(
    "change", [{"agency": "urn:x"}, {"closed_at": WEDNESDAY}, {"due_at": WEDNESDAY}, {"taken_by": "urn:y"}]
)
def test_a_changed_row_is_named(cast: Cast, change: dict[str, Any]) -> None:
    task = put(cast)
    Task.objects.filter(pk=task.pk).update(**change)
    assert [difference.where for difference in compare_with_record()] == [task.urn]
    task.delete()
    assert [difference.where for difference in compare_with_record()] == [task.urn]
