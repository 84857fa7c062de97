"""The kernel's clock, applied to cases: whose hours, which pauses, which limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.cases import definition
from toantrinh.cases.models import Case, CasePause, Wait
from toantrinh.kernel import clock
from toantrinh.kernel.calendar import DAY_OF_WORK, Calendar, load_calendar
from toantrinh.kernel.clock import Due, Held, Pause
from toantrinh.kernel.moment import local, now, today
from toantrinh.kernel.text import Text, say_moment, t

PAUSE_WORDS = {
    Wait.SUPPLEMENT: t("chờ người dân bổ sung", "waiting for the citizen's papers"),
    Wait.CONFIRMATION: t("chờ người dân xem bản nháp", "waiting for the citizen to check the draft"),
    Wait.PAYMENT: t("chờ người dân nộp tiền", "waiting for payment"),
    Wait.PARTS: t("chờ các cơ quan giải quyết từng phần", "waiting for the agencies of its parts"),
    Wait.REGISTER: t("chờ cơ sở dữ liệu trả lời", "waiting for a register's answer"),
    Wait.OPINION: t("chờ cơ quan khác cho ý kiến", "waiting for another agency's opinion"),
    Wait.STOPPED: t("dừng giải quyết", "stopped"),
}
MINUTES_A_DAY = DAY_OF_WORK // timedelta(minutes=1)


@lru_cache(maxsize=4)
def _national(folder: Path) -> Calendar:
    return load_calendar(next(iter(sorted(folder.glob("*.yaml")))))


@lru_cache(maxsize=8192)
def _calendar(folder: Path, agency_code: str, known_on: date) -> Calendar:
    return _national(folder).at(known_on).of(agency_code)


def calendar_of(agency_code: str) -> Calendar:
    """The working days and hours of an agency, as they are known today."""
    return _calendar(Path(settings.PACKAGES_DIR) / "reference" / "calendar", agency_code, today())


@lru_cache(maxsize=1024)
def limit_of(written: definition.Limit) -> clock.Limit:
    """A package's limit as the clock counts it."""
    cut_off = time.fromisoformat(written.same_day_cut_off) if written.same_day_cut_off else None
    assert written.amount is not None, "a limit that is not known is not counted"
    # "The same day" is one working day that counts when the dossier came before the cut-off.
    amount = max(written.amount, Decimal(1)) if cut_off else written.amount
    return clock.Limit(amount, clock.Unit(written.unit), cut_off)


def say_limit(limit: definition.Limit) -> Text:
    """How long something may take, with the hour on which it depends; or that the agency will set the date."""
    if not limit.is_known:
        return t("cơ quan hẹn ngày khi tiếp nhận", "the agency sets the date when it receives the dossier")
    if limit.same_day_cut_off:
        words = t(
            "trong ngày làm việc; nhận sau {hour} thì ngày làm việc tiếp theo",
            "the same working day; received after {hour}, the next working day",
        )
        return words.fill(hour=limit.same_day_cut_off)
    return limit_of(limit).say()


def reckon(limit: definition.Limit, from_at: datetime, agency_code: str, pauses: Sequence[Pause] = ()) -> Due:
    """When a limit ends, with each day's reason."""
    return clock.due(from_at, limit_of(limit), calendar_of(agency_code), pauses)


def due_of(limit: definition.Limit, from_at: datetime, agency_code: str, pauses: Sequence[Pause] = ()) -> datetime:
    """When a limit ends."""
    return reckon(limit, from_at, agency_code, pauses).moment


def last_day(limit: definition.Limit, from_at: datetime, agency_code: str) -> date:
    """The last day on which something that is valid for so long is valid."""
    return local(due_of(limit, from_at, agency_code)).date()


def working_days_from(start: datetime, days: int, agency_code: str) -> datetime:
    """The moment after which so many working days have passed."""
    limit = clock.Limit(Decimal(days), clock.Unit.WORKING_DAY)
    return clock.due(start, limit, calendar_of(agency_code)).moment


def pauses_of(case: Case) -> list[CasePause]:
    """Every stretch in which somebody other than the agency held the case, in order."""
    return list(case.pauses.order_by("from_at", "pk"))


def stops(pauses: Iterable[CasePause]) -> list[Pause]:
    """Those that stop the clock; one that still lasts is reckoned until now."""
    return [
        Pause(pause.from_at, max(pause.until_at or now(), pause.from_at), PAUSE_WORDS[Wait(pause.why)])
        for pause in pauses
        if pause.stops_clock
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Where the working time of a case went."""

    minutes_worked: int
    """On the agency's clock: suspended time left out."""
    days_by_holder: dict[str, int]
    """Whole working days by citizen, agency, other."""

    @property
    def working_days(self) -> int:
        """Working days on the agency's clock, a begun day counted."""
        return -(-self.minutes_worked // MINUTES_A_DAY)


def usage_of(case: Case, pauses: Sequence[CasePause], until: datetime) -> Usage:
    """Where the working time went from receipt (or submission, where nobody received it) until a moment."""
    start = case.received_at or case.submitted_at or until
    held = clock.attribution(_held(start, until, pauses), calendar_of(case.agency_code))
    stopped = sum(
        (
            clock.working_time_between(max(one.start, start), min(one.end, until), calendar_of(case.agency_code))
            for one in stops(pauses)
            if one.end > start  # what stood still before receipt is not the agency's time at all
        ),
        timedelta(),
    )
    minutes = sum(held.minutes.values()) - stopped // timedelta(minutes=1)
    return Usage(minutes_worked=minutes if case.received_at else 0, days_by_holder=held.days_held)


def _held(start: datetime, until: datetime, pauses: Sequence[CasePause]) -> list[Held]:
    """The agency holds the case wherever nobody else does."""
    held, at = [], start
    for pause in pauses:
        began, ended = max(pause.from_at, start), min(pause.until_at or until, until)
        if began < ended:
            held += [Held(at, began, "agency"), Held(began, ended, pause.holder)]
            at = ended
    return [one for one in [*held, Held(at, until, "agency")] if one.start < one.end]


def said(moment: datetime) -> Text:
    """`17:00 thứ Tư, 21/10/2026`: a moment that binds somebody."""
    return Text(say_moment(moment, weekday=True), say_moment(moment, "en", weekday=True))


def minutes_between(start: datetime | None, end: datetime, agency_code: str) -> int:
    """Whole working minutes from one moment to another."""
    length = clock.working_time_between(start or end, end, calendar_of(agency_code))
    return length // timedelta(minutes=1)


def working_days_ago(days: int, agency_code: str) -> datetime:
    """The moment since which so many whole working days have passed."""
    calendar, day, left = calendar_of(agency_code), today(), days
    while left:
        left -= calendar.day(day).is_working
        day -= timedelta(days=1)
    return now() - (today() - day)
