"""Which limit a dossier is promised by: the law's, the one chosen among several, or a date that the agency sets.

A limit is frozen into the case when it is received: what the clock counts with later needs nothing else, and stays what
it was however answers, editions and calendars move on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from toantrinh.cases import form, timing
from toantrinh.cases.definition import Channel, Limit
from toantrinh.cases.form import Situation
from toantrinh.cases.models import Case
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import t

SET_BY = "set_by"
LATEST = 1000
"""Working days ahead that a date may be set at most, as for every limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the officer adds to the law at receipt."""

    due_on: date | None = None
    """The day of the result, where no limit is known."""
    limit: int = 0
    """Which of the limits to choose between holds; 0 is the usual one."""


BY_LAW = Promise()


def limit_of_case(case: Case) -> Limit:
    """The limit by which a case runs; before its receipt, the one that would hold now."""
    if case.limit:
        return Limit.model_validate({name: value for name, value in case.limit.items() if name != SET_BY})
    terms = procedure_of_case(case).channels[Channel(case.channel)]
    return form.limit(situation_of(case)) if terms.limits else terms.limit


def freeze(case: Case, s: Situation, promise: Promise, received_at: datetime) -> dict[str, Any]:
    """The limit to write into the case; raises `Invalid` where the officer must say more, or may not say that."""
    choices = form.limits_to_choose(s)
    if promise.limit not in range(len(choices)):
        raise Invalid([Problem(t("Chọn một thời hạn.", "Choose a limit."), code="limit", field="limit")])
    chosen = choices[promise.limit]
    if chosen.is_known:
        if promise.due_on is not None:
            words = t("Thủ tục này có thời hạn; ngày hẹn tính theo đó.", "A limit is set; the date follows from it.")
            raise Invalid([Problem(words, code="limit_known", field="due_on")])
        return chosen.model_dump(mode="json") | {SET_BY: "choice" if len(choices) > 1 else "law"}
    due_at = _close_of(promise.due_on, case.agency_code)
    if due_at <= received_at:
        words = t("Giờ làm việc của ngày đó đã hết: chọn ngày sau.", "That day's work is over: choose a later day.")
        raise Invalid([Problem(words, code="too_early", field="due_on")])
    days = Decimal(timing.minutes_between(received_at, due_at, case.agency_code)) / timing.MINUTES_A_DAY
    # Rounded down far below a minute, so that counting it again, which rounds up, ends in the same minute.
    counted = chosen.model_copy(update={"amount": days.quantize(Decimal("0.0000001"), ROUND_DOWN)})
    return counted.model_dump(mode="json") | {"unit": "working_day", SET_BY: "officer"}


def _close_of(day: date | None, agency_code: str) -> datetime:
    """The close of work on the day that the officer sets; raises `Invalid` where it cannot be promised."""
    if day is None:
        words = t(
            "Chọn ngày hẹn trả: nguồn của thủ tục này không ghi thời hạn bằng số.",
            "Set the day of the result: the source of this procedure gives no limit in numbers.",
        )
        raise Invalid([Problem(words, code="empty", field="due_on")])
    if not today() <= day <= date.fromordinal(today().toordinal() + LATEST):
        words = t(
            "Chọn một ngày từ hôm nay, không quá 1.000 ngày.", "Choose a day from today on, at most 1,000 days off."
        )
        raise Invalid([Problem(words, code="range", field="due_on")])
    stretches = timing.calendar_of(agency_code).stretches(day)
    if not stretches:
        words = t("Chọn một ngày làm việc.", "Choose a working day.")
        raise Invalid([Problem(words, code="not_working", field="due_on")])
    return stretches[-1][1]
