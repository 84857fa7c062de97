"""A record as strangers send it: any field may be missing, null, of another type, or say something nobody expected.

A `Part` reads one object of it and remembers what was read; what it cannot use is told as an oddity and stays, word for
word, among the rest. So nothing of a record is lost, whatever it holds.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text, t

KEPT = t("không dùng; giữ nguyên văn", "not used; kept word for word")
_MOST_QUOTED = 160
D = TypeVar("D", bound=Definition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """One thing in a record that is not as it should be, and what is held instead."""

    field: str
    """Where it stands: `executionMethods[2].fees[0].value`."""
    what: Text
    given: str
    """What stands there, shortened."""
    held: Text

    def as_json(self) -> dict[str, Any]:
        """As it is kept and printed."""
        words = {"what": {"vi": self.what.vi, "en": self.what.en}, "held": {"vi": self.held.vi, "en": self.held.en}}
        return {"field": self.field, "given": self.given, **words}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Oddity":
        """As it was kept."""
        what, held = (Text(kept[name]["vi"], kept[name]["en"]) for name in ("what", "held"))
        return cls(field=kept["field"], what=what, given=kept["given"], held=held)


@dataclass(slots=True)
class Told:
    """The oddities of one record, in the order in which they were met."""

    oddities: list[Oddity] = field(default_factory=list)

    def odd(self, where: str, what: Text, given: Any, held: Text) -> None:
        """Note one, once."""
        oddity = Oddity(field=where, what=what, given=quoted(given), held=held)
        if oddity not in self.oddities:
            self.oddities.append(oddity)


def quoted(given: Any) -> str:
    """What stands in a record, short enough for a line."""
    words = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)
    words = re.sub(r"\s+", " ", words).strip()
    return words if len(words) <= _MOST_QUOTED else words[:_MOST_QUOTED] + "…"


def made(model: type[D], **values: Any) -> D:
    """A part of a definition from values, checked as if it stood in a package."""
    return model.model_validate(values)


class Part:
    """One object of a record, or the record itself."""

    def __init__(self, value: Mapping[str, Any], where: str, told: Told) -> None:
        self.value, self.where, self.told = value, where, told
        self._used: set[str] = set()

    def at(self, key: str) -> str:
        """The path of a field."""
        return f"{self.where}.{key}" if self.where else key

    def raw(self, key: str) -> Any:
        """What stands there, as it is; it counts as read."""
        self._used.add(key)
        return self.value.get(key)

    def odd(self, key: str, what: Text, held: Text) -> None:
        """Tell something of a field."""
        self.told.odd(self.at(key), what, self.value.get(key), held)

    def text(self, key: str) -> str:
        """Words, as written; empty where there are none."""
        value = self.value.get(key)
        if value is None or isinstance(value, str):
            self._used.add(key)
            return value or ""
        self._wrong(key, t("phải là chữ", "should be text"))
        return ""

    def truth(self, key: str) -> bool | None:
        """True or false; None where the record does not say."""
        value = self.value.get(key)
        if value is None or isinstance(value, bool):
            self._used.add(key)
            return value
        self._wrong(key, t("phải là đúng hay sai", "should be true or false"))
        return None

    def count(self, key: str) -> int | None:
        """A whole number from 0; None where the record gives none."""
        value = self.value.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            self._used.add(key)
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit():
            self._used.add(key)
            held = t("đọc là số {n}", "read as the number {n}").fill(n=int(value))
            self.odd(key, t("số viết thành chữ", "a number written as text"), held)
            return int(value)
        self._wrong(key, t("phải là số đếm", "should be a count"))
        return None

    def day(self, key: str) -> date | None:
        """The day of a moment in milliseconds since 1970, on the clock of Hà Nội."""
        value = self.value.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**13:
            self._used.add(key)
            return datetime.fromtimestamp(value / 1000, tz=HANOI).date()
        if value is None:
            self._used.add(key)
            return None
        self._wrong(key, t("phải là mốc thời gian", "should be a moment"))
        return None

    def part(self, key: str) -> "Part | None":
        """An object inside; None where there is none."""
        value = self.value.get(key)
        if value is None or isinstance(value, Mapping):
            self._used.add(key)
            return Part(value, self.at(key), self.told) if value is not None else None
        self._wrong(key, t("phải là một mục", "should be an object"))
        return None

    def parts(self, key: str) -> "list[Part]":
        """Objects of a list inside; what in it is no object is told and kept."""
        value = self.value.get(key)
        if value is None:
            self._used.add(key)
            return []
        if not isinstance(value, list):
            self._wrong(key, t("phải là danh sách", "should be a list"))
            return []
        if all(isinstance(one, Mapping) for one in value):
            self._used.add(key)
        return list(self._objects(key, value))

    def _objects(self, key: str, value: list[Any]) -> Iterator["Part"]:
        for number, one in enumerate(value):
            where = f"{self.at(key)}[{number}]"
            if isinstance(one, Mapping):
                yield Part(one, where, self.told)
            else:
                self.told.odd(where, t("phải là một mục", "should be an object"), one, KEPT)

    def rest(self) -> dict[str, Any]:
        """What nobody read, as it was received."""
        return {key: value for key, value in self.value.items() if key not in self._used}

    def _wrong(self, key: str, what: Text) -> None:
        self.odd(key, what, KEPT)


def exact(value: Any) -> Decimal | None:
    """A number as it is written, without the error of binary fractions; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None
