"""Dates of which only the year, or the month and year, are known, as old papers have them."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import MONTHS, fold, say_date, t

_VIETNAMESE = (  # one language
    "một giêng",
    "hai",
    "ba",
    "tư bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười_một",
    "mười_hai chạp",
)
_MONTHS = {fold(word).replace("_", " "): at for at, words in enumerate(_VIETNAMESE, 1) for word in words.split()} | {
    word: at for at, name in enumerate(MONTHS, 1) for word in (name.lower(), name.lower()[:3])
}


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day; written `1990`, `1990-03` or `1990-03-27`."""

    year: int
    month: int = 0
    """0 where unknown."""
    day: int = 0
    """0 where unknown."""

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @property
    def first(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return bool(self.day)

    def __str__(self) -> str:
        return f"{self.year:04}" + (f"-{self.month:02}" if self.month else "") + (f"-{self.day:02}" if self.day else "")

    def say(self, language: str = "vi") -> str:
        """`27/3/1990`, `3/1990` or `1990`; in English with the month in words."""
        if self.is_full:
            return say_date(self.first, language)
        if not self.month:
            return str(self.year)
        return f"{MONTHS[self.month - 1]} {self.year}" if language.startswith("en") else f"{self.month}/{self.year}"


def parse_partial_date(iso: str) -> PartialDate:
    """The date written `1990`, `1990-03` or `1990-03-27`; raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", iso):
        raise ValueError(f"not a date like 1990, 1990-03 or 1990-03-27: {iso!r}")
    return PartialDate(*(int(part) for part in iso.split("-")))


def partial_date_from_fields(day: str, month: str, year: str, *, field: str = "") -> PartialDate:
    """The date typed into three fields; day, or day and month, may be empty; the month may be a word.

    Raises `Problem` that says which part cannot be.
    """
    day, year, number = day.strip(), year.strip(), _month(month)
    if not year:
        raise _wrong("year", field, "Nhập năm, 4 chữ số.", "Enter the year, 4 digits.")
    if not re.fullmatch(r"[12][0-9]{3}", year):
        asked = "Năm phải có 4 chữ số, như 1990. Bạn đã nhập {0}.", "The year has 4 digits, like 1990. You entered {0}."
        raise _wrong("year", field, *asked, year)
    if number is None:
        asked = "Tháng phải từ 1 đến 12. Bạn đã nhập {0}.", "The month is 1 to 12. You entered {0}."
        raise _wrong("month", field, *asked, month.strip())
    if day and not number:
        asked = "Nhập tháng; nếu chỉ nhớ năm thì bỏ cả ngày.", "Enter the month, or leave out the day too."
        raise _wrong("month", field, *asked)
    if not day:
        return PartialDate(int(year), number)
    last = monthrange(int(year), number)[1]
    if not re.fullmatch(r"[0-9]{1,2}", day) or not 1 <= int(day) <= last:
        vi = "Tháng {0} năm {1} có ngày 1 đến {2}. Bạn đã nhập {3}."
        raise _wrong("day", field, vi, "Month {0} of {1} has days 1 to {2}. You entered {3}.", number, year, last, day)
    return PartialDate(int(year), number, int(day))


def _month(typed: str) -> int | None:
    """The month; 0 where nothing was typed, None where it is none."""
    word = fold(typed).removeprefix("thang ").strip(" .")
    if re.fullmatch(r"[0-9]{1,2}", word):
        return int(word) if 1 <= int(word) <= 12 else None
    return _MONTHS.get(word) if word else 0


def _wrong(code: str, field: str, vi: str, en: str, *values: object) -> Problem:
    return Problem(t(vi.format(*values), en.format(*values)), code=code, field=field)


def read_date(typed: str, *, field: str = "") -> date:
    """A full date as officers type it in one field: `27/3/1990`, `27-3-90`, `27031990`, `hôm nay`, `+5` (days)."""
    words = fold(typed)
    with suppress(ValueError, OverflowError):
        if words in ("hom nay", "today"):
            return today()
        if re.fullmatch(r"[+-][0-9]{1,4}", words):
            return today() + timedelta(days=int(words))
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        day_first = r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4}|[0-9]{2})"
        if found := re.fullmatch(day_first, words) or re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", words):
            year = int(found[3])
            century = 0 if year > 99 else 2000 if year <= today().year % 100 + 10 else 1900
            return date(century + year, int(found[2]), int(found[1]))
    vi, en = "Không có ngày “{0}”. Nhập như 27/3/1990.", "“{0}” is not a date. Enter it like 27/3/1990."
    raise _wrong("date", field, vi, en, typed.strip())
