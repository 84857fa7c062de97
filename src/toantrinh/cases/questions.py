"""How what a person typed becomes an answer, kind by kind, and what they are told where it cannot.

A question named `child.birth_date` is posted as `child.birth_date.day`, `.month` and `.year`; an address as
`.province`, `.unit` and `.street`; row 2 of a repeating group as `name.2.<field>`; all else under its own name. Dates
may also come whole under the name itself, as officers type them. Answers are JSON: text, whole numbers, true or false,
ISO dates (`1990`, `1990-03` or `1990-03-27` where partial), and objects for addresses and rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from toantrinh.cases.definition import FormField
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.partial_date import PartialDate, partial_date_from_fields, read_date
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t, tidy_name


@dataclass(frozen=True, slots=True)
class Answer:
    """One reading: the value (None where empty or unreadable), what was typed, and what is wrong with it."""

    value: Any
    typed: Mapping[str, str]
    problem: Problem | None = None


def parse_answer(item: FormField, posted: Mapping[str, Any]) -> Answer:
    """Read the answer to `item` out of what was posted."""
    typed = _typed(item, posted)
    try:
        value = _READERS[item.kind](item, typed)
    except Problem as problem:
        return Answer(None, typed, Problem(problem.message, code=problem.code, field=item.name, advice=problem.advice))
    return Answer(value, typed)


def _typed(item: FormField, posted: Mapping[str, Any]) -> dict[str, str]:
    inside = f"{item.name}."
    return {name: str(value).strip() for name, value in posted.items() if name == item.name or name.startswith(inside)}


def _labelled(words: Text, item: FormField, **values: Any) -> Text:
    return words.fill(label=item.label, **values)


def _text(item: FormField, typed: Mapping[str, str]) -> str | None:
    words = tidy_name(typed.get(item.name, "")) if item.kind != "long_text" else typed.get(item.name, "").strip()
    if not words:
        return None
    if len(words) > item.max_length:
        say = t(
            "{label}: viết ngắn hơn, tối đa {most} ký tự. Bạn đã viết {count}.",
            "{label}: write less, at most {most} characters. You wrote {count}.",
        )
        raise Problem(_labelled(say, item, most=item.max_length, count=len(words)), code="long")
    return words


def _full_name(item: FormField, typed: Mapping[str, str]) -> str | None:
    name = _text(item, typed)
    if name is None:
        return None
    if any(letter.isdigit() for letter in name) or len(name) > 100:
        say = t("{label}: chỉ viết chữ, tối đa 100 ký tự.", "{label}: letters only, at most 100 characters.")
        raise Problem(_labelled(say, item), code="name")
    return name


def _number(item: FormField, typed: Mapping[str, str]) -> int | None:
    digits = typed.get(item.name, "").replace(".", "").replace(" ", "")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        say = t("{label}: nhập một số nguyên, ví dụ 2.", "{label}: enter a whole number, for example 2.")
        raise Problem(_labelled(say, item), code="number")
    return int(digits)


def _date(item: FormField, typed: Mapping[str, str]) -> str | None:
    day, month, year = (typed.get(f"{item.name}.{part}", "") for part in ("day", "month", "year"))
    if whole := typed.get(item.name, ""):
        return read_date(whole).isoformat()
    if not (day or month or year):
        return None
    found: PartialDate = partial_date_from_fields(day, month, year)
    if item.kind == "date" and not found.is_full:
        say = t("{label}: nhập đủ ngày, tháng, năm.", "{label}: enter day, month and year.")
        raise Problem(_labelled(say, item), code="date")
    return str(found)


def _choice(item: FormField, typed: Mapping[str, str]) -> str | None:
    # Whether the choice is offered now is judged by the form, which knows the situation.
    return typed.get(item.name) or None


def _yes_no(item: FormField, typed: Mapping[str, str]) -> bool | None:
    return {"true": True, "false": False}.get(typed.get(item.name, ""))


def _address(item: FormField, typed: Mapping[str, str]) -> dict[str, str] | None:
    province, unit, street = (typed.get(f"{item.name}.{part}", "") for part in ("province", "unit", "street"))
    if not (province or unit or street):
        return None
    if not province or not unit:
        say = t("{label}: chọn tỉnh, thành phố rồi chọn xã, phường.", "{label}: choose a province, then a commune.")
        raise Problem(_labelled(say, item), code="address")
    return {"province": province, "unit": unit, "street": tidy_name(street)[:200]}


def _person(item: FormField, typed: Mapping[str, str]) -> str | None:
    digits = typed.get(item.name, "")
    return str(read_personal_number(digits)) if digits else None


def _group(item: FormField, typed: Mapping[str, str]) -> list[dict[str, Any]] | None:
    rows = sorted({int(part) for name in typed if (part := name.removeprefix(f"{item.name}.").split(".")[0]).isdigit()})
    found = []
    for row in rows[: item.most]:
        inside = f"{item.name}.{row}."
        posted = {name.removeprefix(inside): value for name, value in typed.items() if name.startswith(inside)}
        answers = {one.name: parse_answer(one, posted) for one in item.fields}
        for answer in answers.values():
            if answer.problem:
                raise answer.problem
        filled = {name: answer.value for name, answer in answers.items() if answer.value is not None}
        if filled:
            found.append(filled)
    return found or None


_READERS: dict[str, Callable[[FormField, Mapping[str, str]], Any]] = {
    "text": _text,
    "long_text": _text,
    "full_name": _full_name,
    "number": _number,
    "date": _date,
    "partial_date": _date,
    "choice": _choice,
    "yes_no": _yes_no,
    "address": _address,
    "person": _person,
    "group": _group,
}
