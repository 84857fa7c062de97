"""The calendar of working days: its rows, what was known when, and its agreement with an independent list."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from toantrinh.kernel.calendar import load_calendar
from toantrinh.kernel.packages import PackageMistakes

FILE = Path(__file__).parents[4] / "packages/reference/calendar/vietnam.yaml"
CALENDAR = load_calendar(FILE)

# What the independent list does not have: exchanged by 12729/VPCP-KGVX of 25 December 2025.
KNOWN_MISSES = {date(2026, 1, 2), date(2026, 1, 10)}


def test_every_day_of_five_years_is_worked_or_not_as_an_independent_list_says() -> None:
    other = holidays.country_holidays("VN", years=range(2023, 2028))
    day, differing = date(2023, 1, 1), set()
    while day.year < 2028:
        if CALENDAR.day(day).is_working != other.is_working_day(day):
            differing.add(day)
        day += timedelta(days=1)
    assert differing == KNOWN_MISSES


def test_both_sides_of_a_swap_point_at_each_other() -> None:
    swaps = {row.date: row for row in CALENDAR.file.days if row.swapped_with}
    assert len(swaps) == 8
    for row in swaps.values():
        assert row.swapped_with
        other = swaps[row.swapped_with]
        assert (other.swapped_with, {row.kind, other.kind}, row.basis) == (row.date, {"off", "work"}, other.basis)


def test_each_year_has_the_days_off_that_the_labour_code_grants() -> None:
    for year in range(2023, 2028):
        off = [
            row for row in CALENDAR.file.days if row.date.year == year and row.kind == "off" and not row.swapped_with
        ]
        in_lieu = [row for row in off if "nghỉ bù" in row.name.vi]
        assert len(off) - len(in_lieu) == (12 if year >= 2026 else 11), year
        assert len(in_lieu) == sum(row.date.weekday() >= 5 for row in off), year


def test_a_day_is_what_was_known_of_it_then() -> None:
    friday = date(2026, 1, 2)
    assert CALENDAR.at(date(2025, 12, 24)).day(friday).is_working
    assert CALENDAR.at(date(2025, 12, 25)).day(friday).kind == "swapped_off"
    assert CALENDAR.day(friday).basis == "12729/VPCP-KGVX"
    assert CALENDAR.at(date(2025, 12, 24)).day(date(2026, 1, 10)).kind == "weekend"
    assert CALENDAR.day(date(2026, 1, 10)).kind == "swapped_work"


def test_a_year_is_settled_from_its_announcement_on_and_a_missing_one_never() -> None:
    assert CALENDAR.is_settled(2026)
    assert not CALENDAR.at(date(2025, 10, 12)).is_settled(2026)
    assert not CALENDAR.is_settled(2027)
    assert not CALENDAR.is_settled(2028)
    assert CALENDAR.day(date(2028, 1, 3)).kind == "normal"
    assert not CALENDAR.day(date(2028, 1, 3)).is_settled


@pytest.mark.parametrize(
    ("written", "mended", "line_holds", "said"),
    [
        ("basis: 2450/VPCP-KGVX", "basis: 2450/VPCP-KGX", "2450/VPCP-KGX", "did you mean “2450/VPCP-KGVX”?"),
        ("date: 2024-04-29", "date: 2024-04-31", "2024-04-31", "needs a date that exists, like 2026-07-01"),
        ("date: 2024-04-29", "date: 2034-04-29", "2034-04-29", "2034 is not among “years”"),
        ("kind: work", "kind: wrok", "wrok", "did you mean “work”?"),
        ("end: 17:30", "end: 17:00", "hours:", "hours must follow each other and add up to 8"),
        ("end: 17:30", "end: 25:30", "25:30", "needs a time of day, like 15:00"),
    ],
)
def test_a_mistake_in_a_calendar_is_named_with_its_line(
    tmp_path: Path, written: str, mended: str, line_holds: str, said: str
) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(written, mended, 1), encoding="utf-8")
    with pytest.raises(PackageMistakes) as refused:
        load_calendar(file)
    mistake = refused.value.mistakes[0]
    assert said in mistake.say("en")
    assert line_holds in file.read_text(encoding="utf-8").splitlines()[mistake.line - 1]
