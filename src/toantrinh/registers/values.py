"""Values of an entry: read as typed or sent, kept as JSON, understood by rules, shown to people, folded for search."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.partial_date import PartialDate, parse_partial_date
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import Text, fold, t, tidy_name
from toantrinh.people.models import Unit
from toantrinh.people.queries import describe_unit, find_unit, map_old_unit
from toantrinh.record.vault import digest
from toantrinh.registers.codes import choices_of
from toantrinh.registers.definition import EntryKind, Field, Kind

Data = dict[str, Any]
"""Values of an entry by field, as JSON keeps them; a field without a value is left out."""

LONGEST = 500
MASK = "•••"


def read_values(kind: EntryKind, given: Mapping[str, Any]) -> Data:
    """`given` in its kept form; raises `Invalid`, a problem for each field at fault. `None` and `""` mean no value."""
    problems: list[Problem] = [
        Problem(
            t(f"Mục “{kind.label.vi}” không có trường {name}.", f"“{kind.label.en}” has no field {name}."),
            code="register.unknown_field",
            field=name,
        )
        for name in given
        if kind.field(name) is None
    ]
    data: Data = {}
    for field in kind.fields:
        value = given.get(field.name)
        if value is None or value in ("", {}, []):
            if field.required:
                problems.append(_problem(field, t("Thiếu {label}.", "{label} is missing.")))
            continue
        try:
            data[field.name] = _READERS[field.kind](field, value)
        except Problem as problem:
            problem.field = field.name
            problems.append(problem)
    if problems:
        raise Invalid(problems)
    return data


def read_some(kind: EntryKind, given: Mapping[str, Any]) -> Data:
    """As `read_values`, of the fields that are given alone."""
    return read_values(kind.model_copy(update={"fields": [one for one in kind.fields if one.name in given]}), given)


def _problem(field: Field, message: Text, **values: Any) -> Problem:
    return Problem(message.fill(label=field.label, **values), code="register.value", field=field.name)


def _read_text(field: Field, value: Any) -> str:
    words = " ".join(str(value).split())
    if len(words) > LONGEST:
        raise _problem(field, t("{label} dài quá {most} chữ.", "{label} is longer than {most} letters."), most=LONGEST)
    return words


def _read_name(field: Field, value: Any) -> str:
    return tidy_name(_read_text(field, value))


def _read_number(field: Field, value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _problem(field, t("{label} phải là một số.", "{label} must be a number.")) from None
    if not number.is_finite():
        raise _problem(field, t("{label} phải là một số.", "{label} must be a number."))
    return int(number) if number == number.to_integral_value() else str(number)


def _read_date(field: Field, value: Any) -> str:
    written = value.isoformat() if isinstance(value, date) else str(value)
    try:
        found = parse_partial_date(written)
    except ValueError:
        found = None
    if found is None or (field.kind is Kind.DATE and not found.is_full):
        raise _problem(field, t("{label}: không có ngày {day}.", "{label}: there is no day {day}."), day=written)
    return str(found)


def _read_choice(field: Field, value: Any) -> str:
    if value not in choices_of(field):
        message = t("{label}: “{value}” không có trong danh sách.", "{label}: “{value}” is not in the list.")
        raise _problem(field, message, value=value)
    return str(value)


def _read_choices(field: Field, value: Any) -> list[str]:
    rows = value if isinstance(value, list) else [value]
    codes = [row.get("code", "") if isinstance(row, Mapping) else row for row in rows]
    return list(dict.fromkeys(_read_choice(field, code) for code in codes))


def _read_truth(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _problem(field, t("{label}: có hoặc không.", "{label}: yes or no."))
    return value


def _read_address(field: Field, value: Any) -> Data:
    """Units are kept by the code that they had: an old paper keeps its old commune."""
    parts = value if isinstance(value, Mapping) else {"unit": value}
    unit = str(parts.get("unit") or parts.get("province") or "")
    if (found := _unit(unit)) is None:
        message = t(
            "{label}: không có xã, phường mang mã {unit}.", "{label}: there is no commune with the code {unit}."
        )
        raise _problem(field, message, unit=unit)
    province = unit if len(unit) == 2 else parts.get("province") or found.parent_code
    kept = {"unit": unit, "province": province, "street": _read_text(field, parts.get("street") or "")}
    return {name: part for name, part in kept.items() if part}


def _unit(code: str) -> Unit | None:
    """The unit of today, or else the former one, of that code."""
    return find_unit(code) or (former.old if (former := map_old_unit(code)) else None)


def _unit_name(code: str) -> str:
    return describe_unit(code) or (unit.name if (unit := _unit(code)) else code)


def _read_person(field: Field, value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("urn:toantrinh:person:"):
        raise _problem(field, t("{label}: chưa xác định được người này.", "{label}: it is not known who this is."))
    return value


def _read_personal_number(field: Field, value: Any) -> str:
    return str(read_personal_number(str(value), field=field.name))


_READERS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _read_text,
    Kind.NAME: _read_name,
    Kind.NUMBER: _read_number,
    Kind.DATE: _read_date,
    Kind.PARTIAL_DATE: _read_date,
    Kind.CHOICE: _read_choice,
    Kind.CHOICES: _read_choices,
    Kind.YES_NO: _read_truth,
    Kind.ADDRESS: _read_address,
    Kind.PERSON: _read_person,
    Kind.PERSONAL_NUMBER: _read_personal_number,
}


def meant(field: Field, value: Any) -> Any:
    """A kept value as rules understand it: a day as a day, of which perhaps only the year is known."""
    if value is None:
        return None
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        found = parse_partial_date(value)
        return found.first if found.is_full else found
    if field.kind is Kind.CHOICES:
        return value[0]  # a rule may ask about the first, which is the main one
    return Decimal(value) if field.kind is Kind.NUMBER else value


def first_day(value: str) -> date:
    """The earliest day that a kept date can mean."""
    return parse_partial_date(value).first


def show(field: Field, value: Any, language: str = "vi") -> str:
    """A kept value in words; empty for none."""
    if value is None:
        return ""
    if field.kind is Kind.CHOICE:
        return choices_of(field)[value].say(language)
    if field.kind is Kind.CHOICES:
        return "; ".join(choices_of(field)[code].say(language) for code in value)
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return parse_partial_date(value).say(language)
    if field.kind is Kind.YES_NO:
        return (t("Có", "Yes") if value else t("Không", "No")).say(language)
    if field.kind is Kind.ADDRESS:
        return ", ".join(part for part in (value.get("street"), _unit_name(value["unit"])) if part)
    if field.kind is Kind.PERSONAL_NUMBER:
        return read_personal_number(value).grouped
    return str(value)


def show_in_list(field: Field, value: Any, language: str = "vi") -> str:
    """As `show`, with no more of a masked value than tells two namesakes apart; a secret one tells nothing."""
    if field.in_lists == "hidden" or value is None:
        return ""
    if field.in_lists == "shown":
        return show(field, value, language)
    if field.secret:
        return MASK
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return PartialDate(parse_partial_date(value).year).say(language)
    if field.kind is Kind.ADDRESS:
        return _unit_name(value["unit"])
    if field.kind is Kind.PERSONAL_NUMBER:
        return f"{value[:3]} {MASK} {value[-3:]}"
    words = show(field, value, language).split()
    return f"{words[0]} {MASK}" if len(words) > 1 else MASK


def fold_for_search(kind: EntryKind, data: Data) -> str:
    """The words by which an entry is found: folded, or a digest where the value is secret."""
    parts = []
    for field in kind.fields:
        if field.searchable and (value := data.get(field.name)) is not None:
            parts.append(secret_word(field.name, value) if field.secret else fold(show(field, value)))
    return " ".join(parts)


def secret_word(name: str, value: Any) -> str:
    """What stands in the search column for a secret value: equal for equal values, and telling nothing."""
    return digest(fold(str(value)), f"registers.{name}")
