"""When a limit ends, and why: each day of the span with its reason, and every working day with its holder.

1. The clock starts at receipt; outside working time, at the next working moment.
2. `working_day` is 8 hours of working time, `working_hour` one; they run only while agencies work.
3. With `same_day_cut_off`, whole working days count: one counts when the clock runs from that hour to the close of the
   day. So what is received until 15:00 is due at the close of the same day, and later than that, of the next.
4. `day` and `month` are of the calendar (Civil Code 2015, articles 146 to 148): the day of receipt does not count; a
   month ends on the same day of the month, or its last; the limit ends at the close of its last day, and where agencies
   do not work on that day, of the next on which they do.
5. `hour` runs day and night from the very moment.
6. While suspended nothing counts: no minute under 2 and 5; under 3 no day that is not free from cut-off to close; under
   4 no day that began suspended; and no limit ends in a suspension.

All days and hours are those of Hà Nội; seconds are dropped.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from math import ceil
from typing import Literal

from toantrinh.kernel.calendar import DAY_OF_WORK, Calendar, Kind, Stretch
from toantrinh.kernel.moment import HANOI, local
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, fold, say_number, say_time, t

DayKind = Literal["counted", "suspended", "not_counted"] | Kind
_LONGEST = 1000
_ONE_DAY = timedelta(days=1)
_WAITING = t("chờ người dân bổ sung", "waiting for the citizen")
_COUNTED = t("{name}tính {time}{rest}", "{name}counts {time}{rest}")
_AFTER_HOURS = t("ngoài giờ làm việc", "outside working hours")
_AFTER_CUT_OFF = t("sau {hour}: tính từ ngày làm việc tiếp theo", "after {hour}: counts from the next working day")
_RECEIVED = t("ngày nhận không tính", "the day of receipt does not count")
_MOVED = t("hạn dời đến ngày làm việc này", "the end moves to this working day")


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"


_UNITS = {
    Unit.WORKING_DAY: t("ngày làm việc", "working day"),
    Unit.WORKING_HOUR: t("giờ làm việc", "working hour"),
    Unit.DAY: t("ngày", "day"),
    Unit.HOUR: t("giờ", "hour"),
    Unit.MONTH: t("tháng", "month"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: `Limit(Decimal(3), Unit.WORKING_DAY)`."""

    amount: Decimal
    unit: Unit
    same_day_cut_off: time | None = None
    """Hour until which the day of receipt itself counts; whole working days only."""

    def __post_init__(self) -> None:
        if not 0 < self.amount <= _LONGEST:
            raise ValueError(t(f"thời hạn từ trên 0 đến {_LONGEST}", f"a limit is above 0, at most {_LONGEST}"))
        is_whole = self.unit in (Unit.DAY, Unit.MONTH) or self.same_day_cut_off
        if is_whole and self.amount % 1:
            raise ValueError(t("ngày, tháng theo lịch phải là số tròn", "days and months of the calendar are whole"))
        if self.same_day_cut_off and self.unit != Unit.WORKING_DAY:
            raise ValueError(t("chỉ ngày làm việc mới có giờ chốt", "only working days have a cut-off"))

    def say(self) -> Text:
        """`3 ngày làm việc`, `3 working days`."""
        unit, plural = _UNITS[self.unit], "" if self.amount == 1 else "s"
        return Text(f"{say_number(self.amount)} {unit.vi}", f"{say_number(self.amount, 'en')} {unit.en}{plural}")


def read_limit(typed: str, *, same_day_cut_off: time | None = None) -> Limit:
    """The limit written `3 working days`, `3 ngày làm việc`, `0.5 ngày làm việc`, `72 hours`; raises `Problem`."""
    found = re.fullmatch(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?) ([a-z ]+)", fold(typed).replace("-", " ").replace("_", " "))
    units = {word: unit for unit, say in _UNITS.items() for word in (fold(say.vi), say.en, f"{say.en}s")}
    vi = "Viết như: 3 ngày làm việc, 10 ngày, 4 giờ làm việc, 72 giờ, 1 tháng."
    right = t(vi, "Write it like: 3 working days, 10 days, 4 working hours, 72 hours, 1 month.")
    try:
        if found and found[2] in units:
            return Limit(Decimal(found[1].replace(",", ".")), units[found[2]], same_day_cut_off)
    except ValueError as error:
        right = error.args[0]
    what = t("Không hiểu thời hạn “{typed}”: {right}", "“{typed}” is not a limit: {right}")
    raise Problem(what.fill(typed=typed, right=right), code="limit", field="limit")


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands; for one that still lasts, give as its end the moment to reckon with."""

    start: datetime
    end: datetime
    reason: Text = _WAITING

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _minute(self.start))
        object.__setattr__(self, "end", _minute(self.end))
        if self.end < self.start:
            raise ValueError("a pause ends before it starts")


@dataclass(frozen=True, slots=True)
class DayReason:
    """What one day of the span is, and how much of it counted."""

    date: date
    kind: DayKind
    counted: timedelta
    """Time of this day that counted; 24 hours for a whole day of the calendar, 8 for a whole working day."""
    reason: Text
    is_settled: bool = True
    """Whether the calendar of its year had been announced."""


@dataclass(frozen=True, slots=True)
class Due:
    """When the limit ends, and why."""

    moment: datetime
    days: tuple[DayReason, ...]
    """Every day from receipt to the end, in order."""

    @property
    def is_settled(self) -> bool:
        """Whether the calendar of every year in the span had been announced; if not, say that the day may move."""
        return all(day.is_settled for day in self.days)


def due(received: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Due:
    """When a limit that began with `received` ends.

    A new pause, or the end of one, is reckoned by asking again with all pauses; a pause after the end changes nothing.
    """
    walk = _Walk(_minute(received), limit, calendar, pauses)
    first = walk.start.date()
    if limit.same_day_cut_off:
        moment = walk.count_working_days(int(limit.amount), limit.same_day_cut_off)
    elif limit.unit == Unit.DAY:
        moment = walk.count_days(int(limit.amount))
    elif limit.unit == Unit.MONTH:
        moment = walk.count_days((_months_after(first, int(limit.amount)) - first).days)
    else:
        one = DAY_OF_WORK if limit.unit == Unit.WORKING_DAY else timedelta(hours=1)
        moment = walk.count_time(timedelta(minutes=ceil(limit.amount * (one // timedelta(minutes=1)))))
    return Due(moment, tuple(walk.days))


class _Walk:
    """Goes through the days from receipt on, and notes of each what counted and why."""

    def __init__(self, received: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Pause]) -> None:
        self.calendar, self.pauses, self.received = calendar, pauses, received
        self.is_round_the_clock = limit.unit == Unit.HOUR
        starts_at_once = self.is_round_the_clock or limit.same_day_cut_off
        self.start = received if starts_at_once else _next_working_moment(received, calendar)
        self.days: list[DayReason] = []

    def count_time(self, amount: timedelta) -> datetime:
        """Rules 2 and 5."""
        day = self.received.date()
        while True:
            stretches = (_whole(day),) if self.is_round_the_clock else self.calendar.stretches(day)
            free = self._free(stretches)
            total = _length(free)
            end = _after(amount, free) if total >= amount else None
            self._note(day, min(total, amount), _AFTER_HOURS, self._pause_in(stretches, end))
            if end:
                return end
            amount, day = amount - total, day + _ONE_DAY

    def count_working_days(self, amount: int, cut_off: time) -> datetime:
        """Rule 3."""
        day, late = self.received.date(), _AFTER_CUT_OFF.fill(hour=say_time(cut_off))
        while True:
            counts, tail = False, []
            if stretches := self.calendar.stretches(day):
                close = stretches[-1][1]
                tail = [(min(datetime.combine(day, cut_off, HANOI), close), close)]
                counts = self.start <= tail[0][0] and self._free(tail) == tail
            self._note(day, counts * DAY_OF_WORK, late, self._pause_in(tail))
            amount -= counts
            if not amount:
                return close
            day += _ONE_DAY

    def count_days(self, amount: int) -> datetime:
        """Rule 4."""
        day, first = self.received.date(), self.start.date()
        while True:
            stretches = self.calendar.stretches(day)
            close = stretches[-1][1] if stretches else None
            began = _whole(day)[0] if amount or not close else close
            stopped = self._stands_at(began) if day > first else None
            counts = amount > 0 and day > first and not stopped
            self._note(day, counts * _ONE_DAY, _MOVED if day > first else _RECEIVED, stopped)
            amount -= counts
            if not amount and close and not self._stands_at(close):
                return close
            day += _ONE_DAY

    def _stands_at(self, moment: datetime) -> Text | None:
        return next((pause.reason for pause in self.pauses if pause.start <= moment < pause.end), None)

    def _pause_in(self, stretches: Iterable[Stretch], until: datetime | None = None) -> Text | None:
        for start, end in stretches:
            for pause in self.pauses:
                if max(start, pause.start, self.start) < min(end, pause.end, until or end):
                    return pause.reason
        return None

    def _free(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """What is left of `stretches` after the start and without the pauses."""
        free = [(max(start, self.start), end) for start, end in stretches if end > self.start]
        for pause in self.pauses:
            cut = [((start, min(end, pause.start)), (max(start, pause.end), end)) for start, end in free]
            free = [part for parts in cut for part in parts if part[0] < part[1]]
        return free

    def _note(self, day: date, counted: timedelta, otherwise: Text, stopped: Text | None) -> None:
        what = self.calendar.day(day)
        kind: DayKind = what.kind
        words = what.name
        if counted:
            name = t("", "") if what.kind == "normal" else Text(f"{what.name.vi}: ", f"{what.name.en}: ")
            time = t("1 ngày", "1 day") if counted == _ONE_DAY else _say_hours(counted)
            rest = Text(f"; {stopped.vi}", f"; {stopped.en}") if stopped else t("", "")
            kind, words = "counted", _COUNTED.fill(name=name, time=time, rest=rest)
        elif stopped:
            kind, words = "suspended", stopped
        elif what.is_working:
            kind, words = "not_counted", otherwise
        self.days.append(DayReason(day, kind, counted, words, what.is_settled))


def working_time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Working time from `start` to `end`; nothing where `end` comes first."""
    start, end = _minute(start), _minute(end)
    return sum(_working_time_by_day(start, end, calendar).values(), timedelta())


def remaining(now: datetime, due_at: datetime, calendar: Calendar) -> timedelta:
    """Working time left until `due_at`; below zero by the working time since, when it has passed."""
    return working_time_between(now, due_at, calendar) - working_time_between(due_at, now, calendar)


def say_working_time(length: timedelta) -> Text:
    """`3 ngày làm việc` from a day on, hours and minutes below; rounded down, so that no time is promised twice."""
    length = abs(length)
    if days := length // DAY_OF_WORK:
        return Limit(Decimal(days), Unit.WORKING_DAY).say()
    return _say_hours(length)


@dataclass(frozen=True, slots=True)
class Held:
    """A time in which one side held the dossier: `citizen`, `agency`, or the URN of one of several agencies."""

    start: datetime
    end: datetime
    holder: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who held the working time of a dossier."""

    minutes: dict[str, int]
    """Minutes of working time by holder."""
    days: tuple[tuple[date, str], ...]
    """Every working day touched, with the one who held it longest; of equals, an agency."""

    @property
    def days_held(self) -> dict[str, int]:
        """Working days by holder."""
        return dict(Counter(holder for _, holder in self.days))


def attribution(held: Iterable[Held], calendar: Calendar) -> Attribution:
    """The working time, and each working day, of the given times by holder; the times must not overlap."""
    minutes: Counter[str] = Counter()
    by_day: dict[date, Counter[str]] = {}
    for one in held:
        for day, length in _working_time_by_day(_minute(one.start), _minute(one.end), calendar).items():
            minutes[one.holder] += length // timedelta(minutes=1)
            by_day.setdefault(day, Counter())[one.holder] += length // timedelta(minutes=1)
    longest = {day: max(held, key=lambda who: (held[who], who != "citizen")) for day, held in by_day.items()}
    return Attribution(dict(minutes), tuple(sorted(longest.items())))


def _working_time_by_day(start: datetime, end: datetime, calendar: Calendar) -> dict[date, timedelta]:
    found, day = {}, start.date()
    while day <= end.date():
        inside = [(max(start, one), min(end, other)) for one, other in calendar.stretches(day)]
        if length := _length([stretch for stretch in inside if stretch[0] < stretch[1]]):
            found[day] = length
        day += _ONE_DAY
    return found


def _next_working_moment(moment: datetime, calendar: Calendar) -> datetime:
    day = moment.date()
    while True:
        for start, end in calendar.stretches(day):
            if moment < end:
                return max(moment, start)
        day += _ONE_DAY


def _minute(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return local(moment).replace(second=0, microsecond=0)


def _whole(day: date) -> Stretch:
    midnight = datetime.combine(day, time(), HANOI)
    return midnight, midnight + _ONE_DAY


def _length(stretches: Iterable[Stretch]) -> timedelta:
    return sum((end - start for start, end in stretches), timedelta())


def _after(amount: timedelta, stretches: Iterable[Stretch]) -> datetime:
    """The moment at which `amount` of the stretches has passed."""
    for start, end in stretches:
        if amount <= end - start:
            return start + amount
        amount -= end - start
    raise ValueError("the stretches are shorter")


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _say_hours(length: timedelta) -> Text:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    vi = [f"{hours} giờ"] * bool(hours) + [f"{minutes} phút"] * bool(minutes or not hours)
    en = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours)
    return Text(" ".join(vi), " ".join(en))
