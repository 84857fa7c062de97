"""Words for people, always in Vietnamese and in English; and Vietnamese text as it is searched, sorted and printed."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from string import Formatter
from typing import Any

from toantrinh.kernel.moment import local


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages; `{name}` marks stand for values given to `say`.

    In a package file it is written `{vi: …, en: …}`: neither may be missing or empty, and both hold the same marks.
    """

    vi: str
    en: str

    def say(self, language: str = "vi", **values: Any) -> str:
        """The message in `language` (anything but English reads Vietnamese)."""
        words = self.en if language.startswith("en") else self.vi
        return words.format(**values) if values else words

    def fill(self, **values: Any) -> "Text":
        """The message with its marks filled; a value that is itself a `Text` is put in its own language."""
        vi = {name: value.vi if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.vi.format(**vi), self.en.format(**en))

    def __str__(self) -> str:
        return self.vi

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema as schema  # here, so that whoever only needs words loads no models

        word = schema.typed_dict_field(schema.str_schema(min_length=1))
        return schema.no_info_plain_validator_function(
            cls._from_file,
            json_schema_input_schema=schema.typed_dict_schema({"vi": word, "en": word}, extra_behavior="forbid"),
            serialization=schema.plain_serializer_function_ser_schema(lambda text: {"vi": text.vi, "en": text.en}),
        )

    @classmethod
    def _from_file(cls, written: Any) -> "Text":
        if isinstance(written, Text):
            return written
        words = (
            [str(written.get(language) or "").strip() for language in ("vi", "en")] if isinstance(written, dict) else []
        )
        if not all(words) or not words or written.keys() - {"vi", "en"}:
            raise ValueError(t("cần {vi: …, en: …}, cả hai có chữ", "needs {vi: …, en: …}, both with words"))
        try:
            marks = [_marks(word) for word in words]
        except ValueError:
            raise ValueError(t("dấu { } không thành cặp; viết {{ }}", "a { or } stands alone; write {{ }}")) from None
        if marks[0] != marks[1]:
            raise ValueError(
                t("các dấu {…} phải giống nhau ở hai thứ tiếng", "the {…} must be the same in both languages")
            )
        return cls(*words)


def t(vi: str, en: str) -> Text:
    """A `Text`, short to write where messages stand in code."""
    return Text(vi, en)


def _marks(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


# ---- as it is searched and sorted


def fold(text: str) -> str:
    """`text` as it is searched: no accents, no capitals, single spaces; `đ`, and its look-alike `ð`, become `d`."""
    letters = unicodedata.normalize("NFKD", text).lower().replace("đ", "d").replace("ð", "d")
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def tidy_name(name: str) -> str:
    """A name as it is kept: composed letters, single spaces, Vietnamese `Đ` where the look-alike `Ð` was typed."""
    composed = unicodedata.normalize("NFC", name).replace("Ð", "Đ").replace("ð", "đ")
    return " ".join("".join(letter for letter in composed if letter.isspace() or letter.isprintable()).split())


_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng
_ORDER = " 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # one language
_PLACES = {letter: chr(ord('"') + place) for place, letter in enumerate(_ORDER)}


def sort_key(text: str) -> str:
    """A key that sorts as Vietnamese dictionaries do when compared character by character (`COLLATE "C"`).

    Letters first (a ă â b c d đ e ê …), then tones (none, huyền, hỏi, ngã, sắc, nặng); capitals do not matter.
    """
    letters, tones = "", ""
    for letter in unicodedata.normalize("NFC", tidy_name(text).lower()):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), "0")
        plain = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        place = _PLACES.get(plain) or _PLACES.get(plain[0])
        letters += place or ("~" + plain if plain.isalpha() else "")
        tones += tone * (1 if place else 0)
    return f"{letters}!{tones.rstrip('0')}"


def name_sort_key(full_name: str) -> str:
    """The key of a person in a list of names: by given name (the last word), then family, then middle names."""
    family, *others = tidy_name(full_name).split(" ")
    given, middle = (others[-1], others[:-1]) if others else (family, [])
    return " ".join(sort_key(part) for part in (given, family if others else "", " ".join(middle)))


# ---- as it is printed

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _tongue(language: str) -> str:
    return "en" if language.startswith("en") else "vi"


def say_date(day: date, language: str = "vi", *, weekday: bool = False) -> str:
    """`30/10/2026` or `30 October 2026`; with the weekday where the date binds someone: `thứ Sáu, 30/10/2026`."""
    tongue = _tongue(language)
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}" if tongue == "en" else f"{day.day}/{day.month}/{day.year}"
    return f"{_WEEKDAYS[tongue][day.weekday()]}, {words}" if weekday else words


def say_time(moment: datetime | time) -> str:
    """`14:05`, as a clock in Hà Nội shows it."""
    return (local(moment) if isinstance(moment, datetime) else moment).strftime("%H:%M")


def say_moment(moment: datetime, language: str = "vi", *, weekday: bool = False) -> str:
    """`17:00 thứ Tư, 21/10/2026`, or `5 October 2026, 17:00` in English."""
    day = say_date(local(moment).date(), language, weekday=weekday)
    return f"{day}, {say_time(moment)}" if _tongue(language) == "en" else f"{say_time(moment)} {day}"


def say_number(number: int | Decimal, language: str = "vi", *, places: int | None = None) -> str:
    """`1.234.567,89` in Vietnamese, `1,234,567.89` in English; `places` fixes the digits after the mark."""
    words = f"{number:,}" if places is None else f"{number:,.{places}f}"
    return words if _tongue(language) == "en" else words.translate(str.maketrans(",.", ".,"))


def say_money(dong: int, language: str = "vi") -> str:
    """`8.000 đồng`; `8,000 đồng` in English."""
    return f"{say_number(dong, language)} đồng"
