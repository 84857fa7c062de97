"""Verification names every entry whose tables are not what the record says."""

import pytest
from django.db import connection

from toantrinh.people.cast import Cast
from toantrinh.record.verify import verify_record
from toantrinh.registers import triggers
from toantrinh.registers.models import Entry, Link, Version
from toantrinh.registers.queries import compare_with_record
from toantrinh.registers.tests.families import Family


@pytest.fixture
def without_locks(family: Family) -> Family:
    """Somebody who took the triggers away; the end of the test's transaction puts them back."""
    triggers.remove(connection)
    return family


def test_an_untouched_register_is_as_the_record_says(family: Family) -> None:
    assert list(compare_with_record()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("data", {"full_name": "Ai"}), ("valid_from", "2000-01-01"), ("search", "ai"), ("reason", "x"), ("sealed", b"")],
)
def test_a_changed_version_is_named(without_locks: Family, column: str, value: object) -> None:
    Version.objects.filter(entry=without_locks.mother).update(**{column: value})
    assert [found.where for found in compare_with_record()] == [without_locks.mother.urn]


def test_a_changed_entry_a_moved_link_and_a_missing_entry_are_named(without_locks: Family, cast: Cast) -> None:
    Entry.objects.filter(pk=without_locks.mother.pk).update(number="7")
    Link.objects.filter(version__entry=without_locks.marriage, role="wife").update(person=cast.lan.person)
    father = without_locks.father
    Link.objects.filter(version__entry=father).delete()
    Version.objects.filter(entry=father).delete()
    father.delete()
    found = {one.where: one.what for one in compare_with_record()}
    assert set(found) == {without_locks.mother.urn, without_locks.marriage.urn, father.urn}
    assert "not in the tables" in found[father.urn].en


def test_an_entry_that_nobody_stated_is_named(without_locks: Family) -> None:
    row = Entry.objects.get(pk=without_locks.mother.pk)
    row.pk, row.urn, row.likeness = None, "urn:toantrinh:entry:x", ""
    row.save(force_insert=True)
    assert [found.where for found in compare_with_record()] == ["urn:toantrinh:entry:x"]


def test_the_registers_are_part_of_every_verification(without_locks: Family) -> None:
    Version.objects.filter(entry=without_locks.mother).update(search="ai")
    report = verify_record()
    assert "registers" in report.replayed
    assert without_locks.mother.urn in [difference.where for difference in report.differences]
