"""The clock of a case: what was promised, what is left, who holds it, and what stops it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from toantrinh.cases import form, timing
from toantrinh.cases.definition import Limit
from toantrinh.cases.models import Case, CasePause, Status, Wait
from toantrinh.cases.promises import limit_of_case
from toantrinh.cases.situation import situation_of
from toantrinh.kernel import clock as kernel_clock
from toantrinh.kernel.calendar import DAY_OF_WORK
from toantrinh.kernel.clock import DayReason
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t

Tone = Literal["late", "soon", "running", "waiting", "done"]
Holder = Literal["citizen", "agency", "other", "nobody"]
SOON = DAY_OF_WORK
"""Within one working day the tag warns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One time in which one side held the case."""

    from_at: datetime
    until_at: datetime | None
    holder: Holder
    counts: bool
    """Whether the agency's clock ran."""
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Everything that a person may ask about the time of a case."""

    tone: Tone
    tag: Text
    """Short: "Còn 3 ngày", "Quá hạn 2 ngày", "Chờ dân, dừng 5 ngày"."""
    due_at: datetime | None
    """The promise; None until the agency has received the dossier."""
    new_due_at: datetime | None
    """The second date, given with an apology."""
    left: timedelta | None
    """Working time until the promise, below zero when it has passed; None where none runs."""
    late_days: int = 0
    holder: Holder = "agency"
    holder_name: Text = field(default_factory=lambda: t("", ""))
    stopped_since: datetime | None = None
    stopped_by: Text | None = None
    due_if_continued_now: datetime | None = None
    """Where the clock stands: the promise, if the citizen acted at this moment."""
    is_settled: bool = True
    """Whether the calendar of every year in the span had been announced."""
    days: tuple[DayReason, ...] = ()
    """Every day from receipt to the promise, with its reason."""
    stretches: tuple[Stretch, ...] = ()
    days_by_holder: dict[str, int] = field(default_factory=dict)
    """Whole working days so far, by citizen, agency, other."""


def clock_of(case: Case) -> Clock:
    """The clock of a submitted case."""
    pauses = timing.pauses_of(case)
    ended_at = case.finished_at or case.closed_at
    until = ended_at or now()
    standing = next((pause for pause in pauses if pause.until_at is None), None)
    brief = brief_clock(case, standing)
    due = _reckoned(case, pauses)
    usage = timing.usage_of(case, pauses, until) if case.submitted_at else None
    return Clock(
        tone=brief.tone,
        tag=brief.tag,
        due_at=case.due_at,
        new_due_at=case.new_due_at,
        left=brief.left,
        late_days=brief.late_days,
        holder=brief.holder,
        holder_name=brief.holder_name,
        stopped_since=standing.from_at if standing and standing.stops_clock else None,
        stopped_by=timing.PAUSE_WORDS[Wait(standing.why)] if standing else None,
        due_if_continued_now=due.moment if due and standing and standing.stops_clock else None,
        is_settled=due.is_settled if due else True,
        days=due.days if due else (),
        stretches=tuple(_stretches(case, pauses, until)),
        days_by_holder=usage.days_by_holder if usage else {},
    )


def brief_clock(case: Case, standing: CasePause | None = None) -> Clock:
    """Tag, holder and time left alone, cheap enough for each row of a list."""
    holder, name = _holder(case)
    if case.finished_at or case.closed_at:
        late = _late(case, case.finished_at or case.closed_at or now())
        words = t("Trả trễ {days} ngày", "{days} days late").fill(days=late) if late else t("Đã xong", "Done")
        return _brief(case, "done", words, holder, name, late=late)
    if holder == "citizen":
        since = standing.from_at if standing else case.touched_at or now()
        days = timing.minutes_between(since, now(), case.agency_code) // timing.MINUTES_A_DAY
        words = t("Chờ dân, dừng {days} ngày", "With the citizen, stopped {days} days").fill(days=days)
        words = words if days else t("Chờ dân từ hôm nay", "With the citizen since today")
        return _brief(case, "waiting", words, holder, name)
    due_at = case.due_at or case.rank_at
    if due_at is None:
        return _brief(case, "running", t("Chưa có hẹn", "No date yet"), holder, name)
    left = kernel_clock.remaining(now(), due_at, timing.calendar_of(case.agency_code))
    length = kernel_clock.say_working_time(left)
    if now() > due_at:
        late = _late(case, now()) or 1
        return _brief(
            case, "late", t("Quá hạn {left}", "{left} late").fill(left=length), holder, name, left=left, late=late
        )
    tone: Tone = "soon" if left <= SOON else "running"
    return _brief(case, tone, t("Còn {left}", "{left} left").fill(left=length), holder, name, left=left)


def _brief(
    case: Case, tone: Tone, tag: Text, holder: Holder, name: Text, *, left: timedelta | None = None, late: int = 0
) -> Clock:
    return Clock(
        tone=tone,
        tag=tag,
        due_at=case.due_at,
        new_due_at=case.new_due_at,
        left=left,
        late_days=late,
        holder=holder,
        holder_name=name,
    )


def _late(case: Case, ended_at: datetime) -> int:
    """Working days past the promise, a begun day counted."""
    if case.due_at is None or ended_at <= case.due_at:
        return 0
    return -(-timing.minutes_between(case.due_at, ended_at, case.agency_code) // timing.MINUTES_A_DAY)


def _holder(case: Case) -> tuple[Holder, Text]:
    if case.status in (Status.CLOSED, Status.WITHDRAWN) or (case.finished_at and not case.step):
        return "nobody", t("Đã xong", "Done")
    if case.status == Status.DRAFT or case.wait in (Wait.SUPPLEMENT, Wait.CONFIRMATION, Wait.PAYMENT):
        return "citizen", t("Người nộp hồ sơ", "The applicant")
    if case.wait == Wait.STOPPED:
        return "other", t("Dừng giải quyết", "Stopped")
    if case.wait == Wait.PARTS:
        return "other", t("Các cơ quan giải quyết từng phần", "The agencies of its parts")
    if case.wait == Wait.REGISTER:
        return "other", t("Cơ sở dữ liệu", "A register")
    return "agency", Text(case.agency_name, case.agency_name)


def _reckoned(case: Case, pauses: list[CasePause]) -> kernel_clock.Due | None:
    if case.received_at is None:
        return None
    return timing.reckon(limit_of_case(case), case.received_at, case.agency_code, timing.stops(pauses))


def _stretches(case: Case, pauses: list[CasePause], until: datetime) -> list[Stretch]:
    at = case.submitted_at or until
    agency = t("cơ quan xử lý", "the agency works on it")
    found: list[Stretch] = []
    for pause in pauses:
        if at < pause.from_at:
            found.append(Stretch(from_at=at, until_at=pause.from_at, holder="agency", counts=True, why=agency))
        holder: Holder = "citizen" if pause.holder == "citizen" else "other"
        found.append(
            Stretch(
                from_at=pause.from_at,
                until_at=pause.until_at,
                holder=holder,
                counts=not pause.stops_clock,
                why=timing.PAUSE_WORDS[Wait(pause.why)],
            )
        )
        at = pause.until_at or until
    if at < until:
        found.append(Stretch(from_at=at, until_at=until, holder="agency", counts=True, why=agency))
    return found


def preview_due(case: Case, limit: Limit | None = None) -> kernel_clock.Due | None:
    """The promise, with each day's reason, if the desk received this dossier at this moment; None where nobody knows.

    Without a `limit` by the one that would hold now.
    """
    limit = limit or limit_of_case(case)
    return timing.reckon(limit, now(), case.agency_code) if limit.is_known else None


def limits_to_choose(case: Case) -> list[Limit]:
    """The limits among which the desk chooses at receipt; one where there is no choice."""
    return form.limits_to_choose(situation_of(case))
