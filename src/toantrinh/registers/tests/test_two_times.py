"""What is true and what was known: whatever is entered, corrected and ended, no two versions meet, nothing is lost."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Refused
from toantrinh.people.models import Agency
from toantrinh.registers.actions import correct_entry, end_entry, enter
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.queries import compare_with_record
from toantrinh.registers.tests.families import GROUND
from toantrinh.registers.tests.test_history import is_ordered
from toantrinh.registers.versions import content_of, held

FIRST = date(2026, 1, 1)
NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
DAYS = [FIRST + timedelta(number) for number in range(-2, 14)]
days = st.sampled_from(DAYS)
spans = st.tuples(st.none() | days, st.none() | days).filter(is_ordered)
steps = st.lists(
    st.tuples(st.just("correct"), spans, st.sampled_from(["A", "B", "C"]))
    | st.tuples(st.just("end"), days, st.none())
    | st.tuples(st.just("move"), days, st.none()),
    max_size=6,
)
Step = tuple[str, Any, str | None]
Known = dict[tuple[date, datetime], list[tuple[Any, ...]]]


def known_at(entry: Entry, moments: Sequence[datetime]) -> Known:
    """What is held of each day at each moment; a list, so that two versions of one point would show."""
    found: Known = {}
    for moment in moments:
        for day in DAYS:
            rows = Version.objects.filter(held(valid_on=day, known_at=moment), entry=entry)
            found[day, moment] = [(row.urn, content_of(row)["full_name"]) for row in rows]
    return found


def take(entry: Entry, step: Step, moment: datetime) -> None:
    what, when, name = step
    with at(moment):
        if what == "end":
            end_entry(entry.urn, on=when, by=SYSTEM, reason="thử", ground=GROUND)
        elif what == "move":
            change = {"birth_date": when.isoformat()}
            correct_entry(entry.urn, change, by=SYSTEM, reason="thử", ground=GROUND)
        else:
            changes = {"full_name": name}
            correct_entry(entry.urn, changes, by=SYSTEM, reason="thử", ground=GROUND, from_on=when[0], until_on=when[1])


@given(steps=steps, pause=st.integers(0, 2))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_two_versions_meet_and_the_past_never_changes(
    registers: None, ward_a: Agency, steps: list[Step], pause: int
) -> None:
    undo = transaction.atomic()
    undo.__enter__()
    try:
        data = {"full_name": "A", "birth_date": FIRST.isoformat(), "sex": "female", "mother_name": "Mẹ"}
        with at(NOON):
            entry = enter("civil-status", "birth", data, by=SYSTEM, ground=GROUND, agency=ward_a.urn)
        moments = [NOON]
        for number, step in enumerate(steps):
            before = known_at(entry, moments)
            moment = NOON + timedelta(seconds=number * pause)  # also many changes at one moment of the clock
            with suppress(Refused):
                take(entry, step, moment)
            known = {version.known_from for version in Version.objects.filter(entry=entry)}
            after = known_at(entry, sorted(known))
            assert all(len(found) <= 1 for found in after.values())
            assert all(after[point] == found for point, found in before.items())
            moments = sorted(known)
        assert list(compare_with_record()) == []
    finally:
        transaction.set_rollback(True)
        undo.__exit__(None, None, None)


@pytest.fixture
def entry(registers: None, ward_a: Agency) -> Entry:
    data = {"full_name": "A", "birth_date": FIRST.isoformat(), "sex": "female", "mother_name": "Mẹ"}
    made = enter("civil-status", "birth", data, by=SYSTEM, ground=GROUND, agency=ward_a.urn)
    correct_entry(made.urn, {"full_name": "B"}, by=SYSTEM, reason="thử", ground=GROUND, from_on=DAYS[5])
    return made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registers_version SET reason = 'x'",
        "UPDATE registers_version SET valid_to = NULL WHERE valid_to IS NOT NULL",
        "UPDATE registers_version SET known_to = NULL WHERE known_to IS NOT NULL",
        "DELETE FROM registers_version",
    ],
)
def test_the_database_refuses_to_change_a_version(entry: Entry, statement: str) -> None:
    with (
        pytest.raises(Exception, match=r"A version (is )?never (changes|deleted)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("valid", "is_refused"),
    [
        ((DAYS[4], DAYS[6]), True),
        ((DAYS[5], None), True),
        ((DAYS[0], DAYS[2]), False),  # before the beginning
        ((date(2025, 1, 1), DAYS[3]), True),
    ],
)
def test_the_database_refuses_two_versions_of_one_point(
    entry: Entry, valid: tuple[date, date | None], is_refused: bool
) -> None:
    version = Version.objects.filter(known_to=None).earliest("pk")
    version.pk, version.urn = None, f"{version.urn}x"
    version.valid_from, version.valid_to = valid
    version.known_from = NOON + timedelta(days=1)
    if not is_refused:
        version.save(force_insert=True)
        return
    with pytest.raises(Exception, match=r"overlap|registers_version_apart"), transaction.atomic():
        version.save(force_insert=True)
