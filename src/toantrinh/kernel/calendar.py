"""Which days and hours agencies work, and since when that is known: holidays and swapped days as dated, cited data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.packages import Definition, Finding, load, nearest, refuse
from toantrinh.kernel.text import Text, t

DAY_OF_WORK = timedelta(hours=8)
"""What the law counts as one working day."""
Day_ = date  # a field below is called `date`


class Hours(Definition):
    """One stretch of working time in a day."""

    start: time
    end: time


class Act(Definition):
    """The law, notice or letter that sets days."""

    title: Text
    issued_on: Day_
    """From this day on the days it sets are known."""
    source: str
    """Where it was read."""


class Year(Definition):
    """How far a year's calendar is settled."""

    final_from: Day_ | None = None
    """Day of the yearly announcement; before it, and without it, the year's days may still change."""


class Row(Definition):
    """One day that is not what its weekday says."""

    date: Day_
    kind: Literal["off", "work"]
    name: Text
    basis: str
    """Number of one of the `acts`."""
    swapped_with: Day_ | None = None
    """The day against which it was exchanged."""
    known_from: Day_ | None = None
    """Since when it is known, where that is not the day of the act."""


class CalendarFile(Definition):
    """A calendar as its file holds it."""

    title: Text
    hours: tuple[Hours, ...]
    agencies: Mapping[str, tuple[Hours, ...]] = Field(default={})
    """Agencies, by code, that keep other hours."""
    years: Mapping[int, Year]
    acts: Mapping[str, Act]
    days: tuple[Row, ...]

    @model_validator(mode="after")
    def _check(self) -> "CalendarFile":
        if findings := [*self._wrong_rows(), *self._wrong_hours()]:
            raise refuse(*findings)
        return self

    def _wrong_rows(self) -> Iterator[Finding]:
        for at, row in enumerate(self.days):
            if row.basis not in self.acts:
                what = t("chưa có văn bản “{basis}”", "there is no act “{basis}”").fill(basis=row.basis)
                yield Finding(what, nearest(row.basis, self.acts), ("days", at, "basis"))
            if row.date.year not in self.years:
                what = t("năm {year} chưa có trong “years”", "{year} is not among “years”").fill(year=row.date.year)
                yield Finding(what, nearest("", map(str, self.years)), ("days", at, "date"))

    def _wrong_hours(self) -> Iterator[Finding]:
        for code, hours in {"": self.hours, **self.agencies}.items():
            edges = [datetime.combine(date.min, edge) for one in hours for edge in (one.start, one.end)]
            total = sum((end - start for start, end in zip(edges[::2], edges[1::2], strict=True)), timedelta())
            if edges != sorted(set(edges)) or total != DAY_OF_WORK:
                what = t("giờ làm việc phải nối tiếp nhau và đủ 8 giờ", "hours must follow each other and add up to 8")
                yield Finding(what, at=("agencies", code) if code else ("hours",))


Stretch = tuple[datetime, datetime]
Kind = Literal["normal", "weekend", "holiday", "swapped_off", "swapped_work"]
_WEEKDAY, _WEEKEND = t("ngày làm việc", "working day"), t("cuối tuần", "weekend")


@dataclass(frozen=True, slots=True)
class Day:
    """What one day is."""

    date: date
    kind: Kind
    name: Text
    is_settled: bool
    """Whether the year's calendar had been announced; if not, the day may still change."""
    basis: str
    stretches: tuple[Stretch, ...]
    """Its working time, from and to, by the clock of Hà Nội; empty when it is off."""

    @property
    def is_working(self) -> bool:
        """Whether agencies work on it."""
        return self.kind in ("normal", "swapped_work")


class Calendar:
    """Working days and hours as known now; through `at`, as known on an earlier day; through `of`, of one agency."""

    def __init__(self, file: CalendarFile, *, known_on: date = date.max, agency: str = "") -> None:
        self.file, self.known_on, self.agency = file, known_on, agency
        self.hours = file.agencies.get(agency, file.hours)
        self._rows = {
            row.date: row for row in sorted(file.days, key=self._known_from) if self._known_from(row) <= known_on
        }
        self._days: dict[date, Day] = {}

    def _known_from(self, row: Row) -> date:
        return row.known_from or self.file.acts[row.basis].issued_on

    def at(self, known_on: date) -> "Calendar":
        """The calendar as it was known on that day."""
        return Calendar(self.file, known_on=known_on, agency=self.agency)

    def of(self, agency: str) -> "Calendar":
        """The calendar with the hours of the agency that has this code."""
        return Calendar(self.file, known_on=self.known_on, agency=agency)

    def is_settled(self, year: int) -> bool:
        """Whether the year's holidays and swaps had been announced."""
        final_from = self.file.years[year].final_from if year in self.file.years else None
        return final_from is not None and final_from <= self.known_on

    def day(self, day: date) -> Day:
        """What `day` is, as far as known."""
        return self._days.get(day) or self._days.setdefault(day, self._reckon(day))

    def stretches(self, day: date) -> tuple[Stretch, ...]:
        """The working time of `day`."""
        return self.day(day).stretches

    def _reckon(self, day: date) -> Day:
        kind: Kind = "weekend" if day.weekday() >= 5 else "normal"
        name = _WEEKEND if kind == "weekend" else _WEEKDAY
        if row := self._rows.get(day):
            swapped: Kind = "swapped_off" if row.swapped_with else "holiday"
            kind, name = "swapped_work" if row.kind == "work" else swapped, row.name
        hours = self.hours if kind in ("normal", "swapped_work") else ()
        stretches = tuple(
            (datetime.combine(day, one.start, HANOI), datetime.combine(day, one.end, HANOI)) for one in hours
        )
        return Day(day, kind, name, self.is_settled(day.year), row.basis if row else "", stretches)


def load_calendar(path: Path) -> Calendar:
    """The calendar in the file at `path`; raises `PackageMistakes`."""
    return Calendar(load(CalendarFile, path).value)
