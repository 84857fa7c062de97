"""Which days count, and my month beside the unit's."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from toantrinh.cases.models import CaseStep
from toantrinh.cases.queries import procedure_of_case
from toantrinh.indicators.queries import list_indicators, open_number
from toantrinh.kernel.calendar import Calendar, Day, load_calendar
from toantrinh.kernel.moment import HANOI, today
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import open_agency
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link

FEWEST = 5
"""Of fewer dossiers than these a rate says nothing."""
ROWS = 50
WEEK = (
    t("T2", "Mo"),
    t("T3", "Tu"),
    t("T4", "We"),
    t("T5", "Th"),
    t("T6", "Fr"),
    t("T7", "Sa"),
    t("CN", "Su"),
)
CSS = {"weekend": "desk-off", "holiday": "desk-holiday", "swapped_off": "desk-holiday", "swapped_work": "desk-swapped"}


@cache
def _calendar(folder: Path) -> Calendar:
    return load_calendar(next(iter(sorted(folder.glob("*.yaml")))))


@page("case.read")
def calendar(request: Request) -> HttpResponse:
    """The year's days that count, with holidays and swaps, and where they were announced."""
    here, asked = today(), request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 2020 <= int(asked) <= here.year + 2 else here.year
    agency = open_agency(request.actor.agency)
    days = _calendar(Path(settings.PACKAGES_DIR) / "reference" / "calendar").at(here).of(agency.code)
    months = [_month(days, year, month) for month in range(1, 13)]
    special = [day for one in months for week in one.weeks for day, _ in week if day and day.day.basis]
    values = {
        "title": t(f"Lịch làm việc {year}", f"Working days of {year}"),
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "months": months,
        "week_heads": WEEK,
        "special": [one.day for one in special],
        "acts": days.file.acts,
        "hours": days.hours,
        "working": sum(day.day.is_working for one in months for week in one.weeks for day, _ in week if day),
        "is_settled": days.is_settled(year),
        "agency": agency,
    }
    return render(request, "desk/calendar.html", values)


@dataclass(frozen=True, slots=True)
class Marked:
    """A day with the class by which it is drawn."""

    day: Day
    css: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a grid of weeks, Monday first; days of its neighbours are None."""

    number: int
    weeks: list[list[tuple[Marked | None, bool]]]


def _month(days: Calendar, year: int, month: int) -> Month:
    def mark(day: date) -> Marked | None:
        if day.month != month:
            return None
        found = days.day(day)
        return Marked(found, CSS.get(found.kind, ""))

    here = today()
    weeks = Weeks().monthdatescalendar(year, month)
    return Month(month, [[(mark(day), day == here) for day in week] for week in weeks])


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many steps were done, and how many of them in time."""

    done: int
    in_time: int

    @property
    def rate(self) -> float | None:
        """Per cent in time; None where there are too few to say."""
        return 100 * self.in_time / self.done if self.done >= FEWEST else None


@page("case.read")
def numbers(request: Request) -> HttpResponse:
    """My month beside the unit's; every number opens its rows."""
    month = _first_of(request.GET.get("thang", ""))
    steps = _closed_in(month).filter(case__agency=request.actor.agency).exclude(kind="confirm")
    mine = steps.filter(by=request.actor.urn)
    agency = open_agency(request.actor.agency)
    name = f"{month:%Y-%m}"
    values = {
        "title": t(f"Số của tôi, tháng {month:%m/%Y}", f"My numbers, {month:%m/%Y}"),
        "mine": _share(mine),
        "unit": _share(steps),
        "fewest": FEWEST,
        "rows": [
            (one, _name(one), one.closed_at <= one.due_at)  # type: ignore[operator]
            for one in mine.select_related("case").order_by("-closed_at")[:ROWS]
        ],
        "figures": [(one, open_number(one.code, name, level="agency", of=agency.code)) for one in list_indicators()],
        "month": name,
        "agency": agency,
        "before": f"?thang={_shift(month, -1):%Y-%m}",
        "after": f"?thang={_shift(month, 1):%Y-%m}" if _shift(month, 1) <= today() else "",
        "calendar": Link(words=t("Lịch làm việc", "Working days"), address="/mot-cua/lich"),
    }
    return render(request, "desk/numbers.html", values)


def _first_of(asked: str) -> date:
    """The first day of the month asked for; this month where that cannot be read or has not come."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        found = today().replace(day=1)
    return min(found, today().replace(day=1))


def _shift(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _closed_in(month: date) -> QuerySet[CaseStep]:
    start, end = (datetime(day.year, day.month, 1, tzinfo=HANOI) for day in (month, _shift(month, 1)))
    return CaseStep.objects.filter(closed_at__gte=start, closed_at__lt=end)


def _share(steps: QuerySet[CaseStep]) -> Share:
    counted = steps.aggregate(done=Count("pk"), in_time=Count("pk", filter=Q(closed_at__lte=F("due_at"))))
    return Share(done=counted["done"], in_time=counted["in_time"])


def _name(row: CaseStep) -> Text:
    return next((step.name for step in procedure_of_case(row.case).steps if step.code == row.code), t("–", "–"))
