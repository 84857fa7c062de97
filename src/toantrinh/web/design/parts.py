"""What views hand to the pieces of a page: rows, tasks, the time line, the clock, the pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest

from toantrinh.kernel.text import Text, t
from toantrinh.web.design.say import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link; `hidden` is said to those who hear the page, so that ten times "Sửa" can be told apart."""

    words: Words
    address: str
    hidden: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a summary list. An empty value reads "Không cung cấp"."""

    key: Words
    value: Any = ""
    """Words, a date, a number, or HTML that is marked safe."""
    links: Sequence[Link] = ()
    source: Words = ""
    """Where a value that nobody typed comes from; the row then shows a lock and no field."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of a task list."""

    words: Words
    state: Literal["done", "doing", "todo", "blocked"]
    address: str = ""
    hint: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One point of a time line: what happened, when, by whom; or what will."""

    words: Words
    at: datetime | None = None
    by: Words = ""
    state: Literal["past", "now", "next"] = "past"
    details: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch of a clock: whose days they were, and why they counted or did not."""

    start_at: datetime
    end_at: datetime
    whose: Words
    counts: bool
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a clock always says: the promise, the time left, who holds the dossier, and what stops it.

    `left` counts in `unit`; below one working day `hours_left` is given instead. A negative `left` is overdue.
    """

    due_at: datetime | None
    left: int = 0
    hours_left: int | None = None
    unit: Literal["working_day", "day"] = "working_day"
    holder: Words = ""
    is_done: bool = False
    stopped_since: date | None = None
    stopped_days: int = 0
    stopped_because: Words = ""
    due_if_answered_today: datetime | None = None
    apology: Link | None = None
    promised_anew_at: datetime | None = None
    stretches: Sequence[Stretch] = ()

    @property
    def is_late(self) -> bool:
        """Whether the promise was broken."""
        return self.left < 0 and not self.stopped_since

    @property
    def late(self) -> int:
        """By how many units."""
        return -self.left

    def tag(self) -> tuple[str, Text]:
        """Colour and words of the officer's tag."""
        if self.stopped_since:
            return "neutral", t("Chờ dân, dừng {n} ngày", "Waiting, stopped {n} days").fill(n=self.stopped_days)
        if self.is_late:
            return "danger", t("Quá hạn {n} ngày", "{n} days overdue").fill(n=self.late)
        if self.hours_left is not None:
            return "warning", t("Còn {n} giờ", "{n} hours left").fill(n=self.hours_left)
        return ("warning" if self.left <= 1 else "cham"), t("Còn {n} ngày", "{n} days left").fill(n=self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table; where it can be sorted, the address that does so and how it is sorted now."""

    words: Words
    is_number: bool = False
    sort_address: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How the national code of a status is shown."""

    colour: str
    icon: str


STATUS_LOOKS: dict[int, Look] = {
    0: Look("neutral", "pen"),
    1: Look("cham", "send"),
    2: Look("cham", "check"),
    3: Look("danger", "cross"),
    4: Look("cham", "work"),
    5: Look("warning", "warning"),
    6: Look("warning", "money"),
    7: Look("neutral", "back"),
    8: Look("danger", "stop"),
    9: Look("lua", "check"),
    10: Look("lua", "check"),
}
REFUSED_LOOK = Look("danger", "cross")

TASK_WORDS: dict[str, tuple[str, Text]] = {
    "done": ("", t("Xong", "Done")),
    "doing": ("cham", t("Đang làm", "In progress")),
    "todo": ("cham", t("Chưa làm", "Not started")),
    "blocked": ("neutral", t("Chưa làm được", "Cannot start yet")),
}


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a list: which one this is, how many there are, and the address of each."""

    number: int
    total: int
    query: str
    """Everything else in the address, so that filters stay."""
    name: str = "trang"
    shown: list[int | None] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest, count: int, *, size: int = 50, name: str = "trang") -> "Pages":
        """The pages of `count` rows, `size` a page; a number out of range is brought back into it."""
        total = max(1, -(-count // size))
        asked = request.GET.get(name, "1")
        number = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1, 1), total)
        others = [(key, value) for key, values in request.GET.lists() for value in values if key != name]
        near = sorted({1, total, *range(max(1, number - 1), min(total, number + 1) + 1)})
        shown: list[int | None] = []
        for page in near:
            if shown and shown[-1] is not None and page - shown[-1] > 1:
                shown.append(None)
            shown.append(page)
        return cls(number, total, urlencode(others), name, shown)

    def slice(self, size: int = 50) -> slice:
        """The rows of this page."""
        return slice((self.number - 1) * size, self.number * size)

    def address(self, page: int) -> str:
        """The address of a page."""
        return "?" + "&".join(part for part in (self.query, f"{self.name}={page}") if part)
