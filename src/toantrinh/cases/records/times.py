"""How long a record says it may take: exact numbers, or the source's own words where it gives none.

1. A number above 0 with a unit that the law knows is the limit, to the last decimal: 0.5 working days are four hours.
2. Half days of the calendar are hours of the clock; half months are nothing that a calendar has.
3. Anything else (words, 0, no number, a unit nobody knows) is not known: the words are held, the officer sets the day.
"""

import re
from decimal import Decimal
from typing import Any, Literal

from toantrinh.cases.definition import Channel, Limit, LimitCase
from toantrinh.cases.records.naming import key_of
from toantrinh.cases.records.papers import Variant
from toantrinh.cases.records.reading import Part, exact, made, quoted
from toantrinh.kernel.text import t

Unit = Literal["working_day", "day", "working_hour", "hour", "month"]
UNITS: dict[str, Unit] = {"WORKING_DAY": "working_day", "DAY": "day", "HOUR": "hour", "MONTH": "month"}
CHANNELS = {"ONLINE": Channel.ONLINE, "DIRECT": Channel.COUNTER, "POSTAL": Channel.POST}
NOT_KNOWN = t(
    "thời hạn chưa biết: cơ quan hẹn ngày khi tiếp nhận", "limit not known: the agency sets the day at receipt"
)
LONGEST = 1000
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_OF_TIME = "ngày|giờ|tháng"  # one language
_SAID = re.compile(rf"(\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*(?:\([^)]*\)\s*)?(?:{_OF_TIME})", re.I)
_DAYS = {"working_day": Decimal("1.4"), "day": Decimal(1), "month": Decimal(30), "hour": Decimal(1) / 24}


def limit_of(part: Part, amount_key: str, unit_key: str, words: str) -> Limit:
    """The limit that two fields give, with `words` that stand beside it."""
    given, unit = part.raw(amount_key), part.raw(unit_key)
    known = UNITS.get(unit) if isinstance(unit, str) else None
    number = _number(part, amount_key, given)
    said = _said(given, unit, number, known, words)
    if number is None or known is None:
        if number is not None:
            part.odd(unit_key, t("đơn vị thời gian không rõ", "the unit of time is not clear"), NOT_KNOWN)
        return made(Limit, amount=None, said=said, sure=False)
    if known in ("day", "month", "hour") and number % 1:
        return _fraction(part, amount_key, number, known, said)
    _compare(part, amount_key, number, words)
    return made(Limit, amount=number.normalize() + 0, unit=known, said=words, sure=True)


def _number(part: Part, key: str, given: Any) -> Decimal | None:
    number = exact(given)
    if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
        number = Decimal(given.strip().replace(",", "."))
        held = t("đọc là số {n}", "read as the number {n}").fill(n=number)
        part.odd(key, t("số viết thành chữ", "a number written as text"), held)
    if number is None:
        blank = given is None or (isinstance(given, str) and not given.strip())
        what = (
            t("không ghi thời hạn", "no limit is given")
            if blank
            else t("thời hạn viết bằng lời", "the limit is in words")
        )
        part.odd(key, what, NOT_KNOWN)
    elif not 0 < number <= LONGEST:
        part.odd(key, t("thời hạn không thể là số này", "a limit cannot be this number"), NOT_KNOWN)
        return None
    return number


def _fraction(part: Part, key: str, number: Decimal, unit: Unit, said: str) -> Limit:
    hours = number * 24
    if unit == "day" and hours <= LONGEST and not hours % 1:
        held = t("{n} giờ theo đồng hồ", "{n} hours by the clock").fill(n=hours.normalize())
        part.odd(key, t("ngày theo lịch có phần lẻ", "days of the calendar with a fraction"), held)
        return made(Limit, amount=hours.normalize() + 0, unit="hour", said=said, sure=False)
    part.odd(key, t("lịch không có phần lẻ này", "no calendar has this fraction"), NOT_KNOWN)
    return made(Limit, amount=None, said=said, sure=False)


def _said(given: Any, unit: Any, number: Decimal | None, known: str | None, words: str) -> str:
    """The source's words: those beside the number, and the number itself where it cannot be used."""
    if number is not None and known is not None:
        return words
    bare = "" if given is None else quoted(given) if isinstance(given, str) and len(given) > 400 else str(given)
    with_unit = f"{bare} ({unit})" if unit and number is not None else bare
    return ". ".join(one.strip() for one in (with_unit, words) if one.strip())


def _compare(part: Part, key: str, number: Decimal, words: str) -> None:
    """Words beside a number that name other numbers alone contradict it."""
    named = {Decimal(found[1].replace(",", ".")) for found in _SAID.finditer(words)}
    if named and number not in named:
        held = t("giữ số {n}; ghi chú giữ nguyên văn", "{n} is held; the words are kept").fill(n=number.normalize() + 0)
        others = ", ".join(str(one) for one in sorted(named)[:5])
        what = t("ghi chú bên cạnh nói số khác: {others}", "the words beside it name other numbers: {others}")
        part.odd(key, what.fill(others=others), held)


def length_of(limit: Limit) -> Decimal:
    """About how many days of the calendar it is, for comparing; unknown ones are shortest."""
    return (limit.amount or Decimal(0)) * _DAYS.get(limit.unit, Decimal(1))


def in_cases(
    limits: list[Limit], variants: list[Variant], part: Part, *, has_other: bool = False
) -> tuple[Limit, list[LimitCase]]:
    """The usual limit of a channel, and the others with the cases in which they hold.

    1. One limit: that is it.
    2. A case that the words of exactly one limit name, or whose own time equals exactly one, has that limit.
    3. Else the longest is usual, so that no promise is made which the law does not make, and whoever receives the
       dossier may choose another one.
    """
    distinct = list({(one.amount, one.unit if one.is_known else one.said): one for one in limits}.values())
    usual = max(distinct, key=length_of)
    if len(distinct) == 1:
        return usual, []
    tied = [(variant, found[0]) for variant in variants if len(found := _fitting(variant, distinct)) == 1]
    cases = [LimitCase(when=f'variant = "{variant.code}"', limit=limit) for variant, limit in tied]
    named = [limit for _, limit in tied]
    if len(tied) < max(len(variants) + has_other, 1) or any(one not in named for one in distinct):
        cases += [LimitCase(limit=one) for one in distinct if one != usual]
        held = t(
            "dài nhất được hẹn, người tiếp nhận chọn được cái khác; {n} trường hợp khớp theo lời ghi",
            "the longest is promised, whoever receives it may choose another; {n} cases are matched by their words",
        )
        what = t(
            "nhiều thời hạn cho một cách nộp, không gắn với trường hợp nào", "several limits for one way of filing"
        )
        part.told.odd(f"{part.where}.processingTime", what, _list(distinct), held.fill(n=len(tied)))
    return usual, cases


def _fitting(variant: Variant, limits: list[Limit]) -> list[Limit]:
    named = [one for one in limits if len(variant.key) >= 8 and variant.key in key_of(one.said)]
    if len(named) == 1:
        return named
    timed = [
        one for one in limits if variant.limit and (one.amount, one.unit) == (variant.limit.amount, variant.limit.unit)
    ]
    return timed if variant.limit and variant.limit.is_known else []


def _list(limits: list[Limit]) -> str:
    return "; ".join(
        f"{one.amount.normalize() + 0:f} {one.unit}" if one.amount is not None else one.said for one in limits
    )
