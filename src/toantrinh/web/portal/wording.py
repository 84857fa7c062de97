"""What the portal says of limits, fees, channels and clocks, in the words of those who read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from toantrinh.cases.definition import Channel, ChannelTerms, Fee, Limit, Procedure
from toantrinh.cases.queries import Clock as CaseClock
from toantrinh.kernel import clock
from toantrinh.kernel.calendar import DAY_OF_WORK
from toantrinh.kernel.moment import local, now
from toantrinh.kernel.text import Text, t
from toantrinh.web.design.parts import Clock, Link, Stretch

CHANNELS: dict[Channel, Text] = {
    Channel.ONLINE: t("Trên mạng", "Online"),
    Channel.COUNTER: t("Tại quầy một cửa", "At the one-stop counter"),
    Channel.POST: t("Qua bưu điện", "By post"),
}
LEVELS: dict[str, Text] = {
    "commune": t("Uỷ ban nhân dân xã, phường, đặc khu", "People's committee of the commune"),
    "province": t("Cơ quan cấp tỉnh", "A provincial agency"),
    "ministry": t("Bộ, cơ quan trung ương", "A ministry"),
}
WHOSE: dict[str, Text] = {
    "citizen": t("chờ bạn", "waiting for you"),
    "agency": t("cơ quan", "the agency"),
    "other": t("nơi khác", "another body"),
    "nobody": t("không ai", "nobody"),
}


def say_limit(limit: Limit) -> Text:
    """How long something may take, with the hour on which it depends."""
    if limit.same_day_cut_off:
        words = t(
            "Trong ngày làm việc; nộp sau {hour} thì ngày làm việc tiếp theo",
            "The same working day; after {hour}, the next working day",
        )
        return words.fill(hour=limit.same_day_cut_off)
    return clock.Limit(Decimal(limit.amount), clock.Unit(limit.unit)).say()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one way of applying."""

    way: Text
    limit: Text
    basis: str
    fees: Sequence[Fee]
    note: Text | None
    is_online: bool


def terms_of(procedure: Procedure) -> list[Terms]:
    """Time and fee of every way in, online first."""
    return [_terms(channel, procedure.channels[channel]) for channel in CHANNELS if channel in procedure.channels]


def _terms(channel: Channel, terms: ChannelTerms) -> Terms:
    return Terms(
        way=CHANNELS[channel],
        limit=say_limit(terms.limit),
        basis=terms.limit.basis,
        fees=terms.fees,
        note=terms.note,
        is_online=channel == Channel.ONLINE,
    )


def face_of(found: CaseClock, *, apology: Link | None = None) -> Clock:
    """The clock of a case as its citizen reads it."""
    days, hours = _left(found)
    face = Clock(
        due_at=found.due_at,
        left=-found.late_days if found.tone == "late" else days,
        hours_left=hours,
        holder=_holder(found),
        is_done=found.tone == "done",
        apology=apology,
        promised_anew_at=found.new_due_at,
        stretches=_stretches(found),
    )
    if found.stopped_since is None:
        return face
    return replace(
        face,
        stopped_since=local(found.stopped_since).date(),
        stopped_because=found.stopped_by or "",
        due_if_answered_today=found.due_if_continued_now,
    )


def _left(found: CaseClock) -> tuple[int, int | None]:
    """Whole working days until the promise; below one day, whole hours."""
    left = found.left or timedelta()
    if found.tone == "late" or found.left is None or left >= DAY_OF_WORK:
        return left // DAY_OF_WORK, None
    return 0, left // timedelta(hours=1)


def _holder(found: CaseClock) -> Text | str:
    if found.holder == "citizen":
        return t("bạn", "you")
    return "" if found.holder == "nobody" else found.holder_name


def _stretches(found: CaseClock) -> list[Stretch]:
    return [
        Stretch(
            start_at=one.from_at,
            end_at=one.until_at or now(),
            whose=WHOSE[one.holder],
            counts=one.counts,
            reason=one.why,
        )
        for one in found.stretches
    ]
