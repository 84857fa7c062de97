"""When limits end, and who held the days."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toantrinh.kernel.calendar import Calendar, load_calendar
from toantrinh.kernel.clock import (
    Held,
    Limit,
    Pause,
    Unit,
    attribution,
    due,
    read_limit,
    remaining,
    say_working_time,
    working_time_between,
)
from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.problem import Problem

FILE = Path(__file__).parents[4] / "packages/reference/calendar/vietnam.yaml"
CALENDAR = load_calendar(FILE)


def at(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def pause(written: str) -> Pause:
    start, end = written.split("/")
    return Pause(at(start), at(end))


def table() -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / "due_dates.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


ROWS = list(table())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['received']} + {row['limit']} {row['cut_off']}".strip())
def test_a_limit_ends_where_it_does_when_reckoned_by_hand(row: dict[str, str]) -> None:
    calendar = CALENDAR.at(date.fromisoformat(row["known_on"])) if row["known_on"] else CALENDAR
    cut_off = time.fromisoformat(row["cut_off"]) if row["cut_off"] else None
    limit = read_limit(row["limit"], same_day_cut_off=cut_off)
    found = due(at(row["received"]), limit, calendar, [pause(one) for one in row["pauses"].split()])
    assert found.moment == at(row["due"]), row["why"]


def test_the_table_holds_over_a_hundred_rows_and_each_says_why() -> None:
    assert len(ROWS) > 100
    assert all(row["why"] for row in ROWS)


def test_each_day_of_the_span_has_its_reason_and_the_name_of_the_holiday() -> None:
    stop = pause("2026-02-13T09:00/2026-02-23T09:00")
    found = due(at("2026-02-12T16:00"), read_limit("2 working days"), CALENDAR, [stop])
    said = {day.date.day: (day.kind, day.reason.vi) for day in found.days}
    assert said[12] == ("counted", "tính 1 giờ 30 phút")
    assert said[13] == ("counted", "tính 1 giờ 30 phút; chờ người dân bổ sung")
    assert said[14] == ("weekend", "cuối tuần")
    assert said[17] == ("holiday", "Tết Nguyên đán, mùng 1")
    assert said[23] == ("counted", "tính 6 giờ 30 phút; chờ người dân bổ sung")
    assert [day.date for day in found.days] == [date(2026, 2, 12) + timedelta(days=n) for n in range(13)]


def test_swapped_days_suspended_days_and_late_receipt_are_named() -> None:
    swapped = due(at("2026-01-01T09:00"), read_limit("7 working days"), CALENDAR).days
    assert (swapped[1].kind, swapped[1].reason.en) == ("swapped_off", "Day off swapped with Saturday 10 January 2026")
    assert swapped[9].reason.vi == "Làm bù cho thứ Sáu 2/1/2026: tính 8 giờ"
    late = due(at("2026-03-02T16:00"), read_limit("1 working day", same_day_cut_off=time(15)), CALENDAR).days
    assert late[0].reason.vi == "sau 15:00: tính từ ngày làm việc tiếp theo"
    stop = pause("2026-03-03T09:00/2026-03-05T09:00")
    asked = due(at("2026-03-02T09:00"), read_limit("3 days"), CALENDAR, [stop]).days
    kinds = "not_counted counted suspended suspended counted counted weekend not_counted"
    assert " ".join(day.kind for day in asked) == kinds
    assert [asked[0].reason.en, asked[5].reason.en] == ["the day of receipt does not count", "weekend: counts 1 day"]
    assert asked[7].reason.en == "the end moves to this working day"


def test_a_span_into_an_unannounced_year_says_that_it_may_move() -> None:
    limit = read_limit("5 working days")
    assert due(at("2026-12-21T09:00"), limit, CALENDAR).is_settled
    assert not due(at("2026-12-28T09:00"), limit, CALENDAR).is_settled
    assert not due(at("2028-01-03T09:00"), limit, CALENDAR).is_settled
    assert not due(at("2026-03-02T09:00"), limit, CALENDAR.at(date(2025, 10, 1))).is_settled


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 3, 2, 9), read_limit("1 day"), CALENDAR)
    with pytest.raises(ValueError, match="before"):
        pause("2026-03-02T09:00/2026-03-01T09:00")


IMPOSSIBLE = ("", "three days", "3", "3 weeks", "0 days", "1.5 days", "5000 days", "-1 days", "3 days 4")


@pytest.mark.parametrize("typed", IMPOSSIBLE)
def test_a_limit_that_cannot_be_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Problem) as problem:
        read_limit(typed)
    assert problem.value.message.vi.startswith(f"Không hiểu thời hạn “{typed}”: ")


def test_only_working_days_have_a_cut_off() -> None:
    with pytest.raises(Problem, match="only working days have a cut-off"):
        read_limit("4 working hours", same_day_cut_off=time(15))


def test_limits_say_themselves() -> None:
    assert read_limit("3 working days").say().vi == "3 ngày làm việc"
    assert read_limit("1 working day").say().en == "1 working day"
    assert read_limit("0,5 ngày làm việc").say().vi == "0,5 ngày làm việc"
    assert say_working_time(timedelta(hours=25)).vi == "3 ngày làm việc"
    assert say_working_time(timedelta(hours=-4, minutes=-30)).en == "4 h 30 min"
    assert say_working_time(timedelta()).vi == "0 phút"


def test_working_time_left_runs_below_zero_once_the_moment_has_passed() -> None:
    end = at("2026-02-13T17:30")
    assert remaining(at("2026-02-12T17:30"), end, CALENDAR) == timedelta(hours=8)
    assert remaining(at("2026-02-20T12:00"), end, CALENDAR) == timedelta()
    assert remaining(at("2026-02-24T07:30"), end, CALENDAR) == timedelta(hours=-8)
    assert working_time_between(end, at("2026-02-12T17:30"), CALENDAR) == timedelta()


def test_every_working_day_is_attributed_to_who_held_it_longest() -> None:
    held = [
        Held(at("2026-02-12T10:00"), at("2026-02-13T09:00"), "agency"),
        Held(at("2026-02-13T09:00"), at("2026-02-23T13:30"), "citizen"),
        Held(at("2026-02-23T13:30"), at("2026-02-24T08:00"), "agency"),
    ]
    found = attribution(held, CALENDAR)
    assert found.minutes == {"agency": 330 + 90 + 240 + 30, "citizen": 390 + 240}
    # Monday was held for four hours by each: a day in doubt is the agency's.
    assert found.days == (
        (date(2026, 2, 12), "agency"),
        (date(2026, 2, 13), "citizen"),
        (date(2026, 2, 23), "agency"),
        (date(2026, 2, 24), "agency"),
    )
    assert found.days_held == {"agency": 3, "citizen": 1}


moments = st.datetimes(datetime(2023, 1, 1), datetime(2027, 10, 1)).map(lambda one: one.replace(tzinfo=HANOI))
amounts = st.integers(1, 30).map(Decimal)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    starts = draw(st.lists(moments, max_size=3))
    return [Pause(start, start + timedelta(minutes=draw(st.integers(0, 20_000)))) for start in starts]


@given(moments, amounts, st.sampled_from(Unit), pauses())
def test_days_follow_each_other_from_receipt_to_the_end(
    start: datetime, amount: Decimal, unit: Unit, stops: list[Pause]
) -> None:
    found = due(start, Limit(amount, unit), CALENDAR, stops)
    dates = [day.date for day in found.days]
    assert dates == [start.date() + timedelta(days=n) for n in range(len(dates))]
    assert dates[-1] == found.moment.date()
    if unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR):
        total = amount * (8 if unit == Unit.WORKING_DAY else 1)
        assert sum((day.counted for day in found.days), timedelta()) == timedelta(hours=int(total))


@given(moments, amounts, st.sampled_from(Unit), pauses())
def test_a_suspension_never_brings_the_end_forward(
    start: datetime, amount: Decimal, unit: Unit, stops: list[Pause]
) -> None:
    limit = Limit(amount, unit)
    assert due(start, limit, CALENDAR, stops).moment >= due(start, limit, CALENDAR).moment


@given(moments, st.integers(0, 5000), amounts, st.sampled_from(Unit))
def test_who_comes_later_is_never_due_earlier(start: datetime, later: int, amount: Decimal, unit: Unit) -> None:
    limit = Limit(amount, unit)
    assert due(start + timedelta(minutes=later), limit, CALENDAR).moment >= due(start, limit, CALENDAR).moment


@given(moments, amounts, pauses())
def test_with_a_cut_off_the_end_is_the_close_of_a_working_day(
    start: datetime, amount: Decimal, stops: list[Pause]
) -> None:
    found = due(start, Limit(amount, Unit.WORKING_DAY, time(15)), CALENDAR, stops)
    assert CALENDAR.day(found.moment.date()).is_working
    assert found.moment.time() == time(17, 30)
    assert sum(day.kind == "counted" for day in found.days) == amount


def test_an_agency_with_its_own_hours_is_reckoned_by_them(tmp_path: Path) -> None:
    own = "agencies: {H29.01: [{start: 07:00, end: 11:00}, {start: 12:30, end: 16:30}]}\nyears:"
    (tmp_path / "own.yaml").write_text(FILE.read_text(encoding="utf-8").replace("years:", own, 1), encoding="utf-8")
    calendar: Calendar = load_calendar(tmp_path / "own.yaml").of("H29.01")
    assert due(at("2026-03-02T11:00"), read_limit("1 working day"), calendar).moment == at("2026-03-03T11:00")
    same_day = read_limit("1 working day", same_day_cut_off=time(15))
    assert due(at("2026-03-02T09:00"), same_day, calendar).moment == at("2026-03-02T16:30")
