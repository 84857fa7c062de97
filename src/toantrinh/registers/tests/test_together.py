"""Several officers at once: numbers without gaps or doubles, one entry for one key, one for one birth."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, connections

from toantrinh.exchange.actions import call
from toantrinh.exchange.services import Body
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Refused
from toantrinh.people.queries import find_agency
from toantrinh.registers.actions import correct_entry, enter, install_registers
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.queries import compare_with_record
from toantrinh.registers.tests.families import GROUND

T = TypeVar("T")
BIRTH = {"full_name": "An", "birth_date": "2026-09-27", "sex": "female", "mother_name": "Ánh"}

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks: list[Callable[[], T]]) -> list[T]:
    """Run all together on PostgreSQL; one after the other on the database of a SQLite test, which is one connection."""

    def run(task: Callable[[], T]) -> T:
        try:
            return task()
        finally:
            if connection.vendor != "sqlite":
                connections.close_all()

    with ThreadPoolExecutor(1 if connection.vendor == "sqlite" else 6) as pool:
        return list(pool.map(run, tasks))


@pytest.fixture
def ward(country: None) -> str:
    """URN of ward A; the registers are installed."""
    install_registers(by=SYSTEM)
    agency = find_agency("H29.27301")
    assert agency is not None
    return agency.urn


def birth(ward: str, name: str, key: str = "") -> Entry | None:
    try:
        data = {**BIRTH, "full_name": name}
        return enter("civil-status", "birth", data, by=SYSTEM, ground=GROUND, agency=ward, key=key)
    except Refused:
        return None


def test_numbers_have_no_gap_and_no_double_though_some_are_refused(ward: str) -> None:
    births = at_once([lambda number=number: birth(ward, f"Tên {number % 15}") for number in range(30)])  # type: ignore[misc]
    made = [entry for entry in births if entry]
    assert sorted(int(entry.number.partition("/")[0]) for entry in made) == list(range(1, 16))
    assert list(compare_with_record()) == []


def test_one_key_makes_one_entry(ward: str) -> None:
    made = at_once([lambda: birth(ward, "An", "case-1") for _ in range(8)])
    assert len({entry.urn for entry in made if entry}) == 1 and None not in made
    assert Entry.objects.count() == 1


def test_one_key_is_answered_the_same_through_the_exchange(ward: str) -> None:
    def ask() -> Body:
        body = {"agency": ward, "full_name": "An", "birth_date": "2026-09-27", "sex": "female", "mother_name": "Ánh"}
        return call("civil_status.birth.register", body, by=SYSTEM, purpose="khai-sinh", about=GROUND, key="case-1")

    answers = at_once([ask for _ in range(8)])
    assert all(answer == answers[0] for answer in answers)
    assert Entry.objects.count() == 1


def test_corrections_of_one_entry_come_one_after_the_other(ward: str) -> None:
    entry = birth(ward, "An")
    assert entry is not None

    def correct(number: int) -> Entry:
        return correct_entry(entry.urn, {"home_place": f"Nơi {number}"}, by=SYSTEM, reason="thử", ground=GROUND)

    at_once([lambda number=number: correct(number) for number in range(10)])  # type: ignore[misc]
    assert Version.objects.count() == 11 and Version.objects.filter(known_to=None).count() == 1
    assert list(compare_with_record()) == []
