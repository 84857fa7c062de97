"""Values as people read them: labels instead of codes, addresses and dates in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from toantrinh.cases.definition import Choice, FormField, Procedure, Result
from toantrinh.kernel.partial_date import parse_partial_date
from toantrinh.kernel.text import Text, say_number, t
from toantrinh.people.queries import describe_unit

_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
YES, NO = t("Có", "Yes"), t("Không", "No")
NOT_GIVEN = t("Không cung cấp", "Not given")


def say_value(item: FormField, value: Any, procedure: Procedure) -> Text:
    """An answer as the check page, the desk and letters show it."""
    if value in (None, "", []):
        return NOT_GIVEN
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Mapping):
        return _both(_address(value))
    if isinstance(value, list):
        rows = [_row(item, row, procedure) for row in value]
        return Text("; ".join(row.vi for row in rows), "; ".join(row.en for row in rows))
    if isinstance(value, int):
        return Text(say_number(value), say_number(value, "en"))
    if item.kind in ("date", "partial_date"):
        day = parse_partial_date(value)
        return Text(day.say(), day.say("en"))
    own = {choice.value: choice.label for choice in item.choices}
    return own.get(value) or _labels(procedure, item.name).get(value, _both(str(value)))


def _row(group: FormField, row: Mapping[str, Any], procedure: Procedure) -> Text:
    said = [say_value(item, row[item.name], procedure) for item in group.fields if item.name in row]
    return Text(", ".join(one.vi for one in said), ", ".join(one.en for one in said))


def words_of_result(procedure: Procedure, result: Result, contents: Mapping[str, Any]) -> dict[str, Any]:
    """What a result's template is given: codes by their Vietnamese labels, addresses in words; dates stay ISO."""
    found: dict[str, Any] = {}
    groups = {item.name: item for item in procedure.fields() if item.kind == "group"}
    for name, source in result.contents.items():
        value = contents.get(name)
        if isinstance(value, Mapping):
            value = _address(value)
        elif isinstance(value, list) and source in groups:
            value = [_words_of_row(groups[source], row) for row in value]
        elif isinstance(value, str) and _PATH.fullmatch(source):
            label = _labels(procedure, source).get(value)
            value = label.vi if label else value
        found[name] = "" if value is None else value
    return found


def _words_of_row(group: FormField, row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of a repeating group for a template: codes and addresses in words, the rest as it is kept."""
    labels = {item.name: {choice.value: choice.label.vi for choice in item.choices} for item in group.fields}
    return {
        name: _address(value) if isinstance(value, Mapping) else labels.get(name, {}).get(value, value)
        for name, value in row.items()
    }


def _labels(procedure: Procedure, path: str) -> dict[str, Text]:
    """What the codes under a path mean: its own choices, or those of the questions from which it is derived."""
    fields = {item.name: item for item in procedure.fields()}
    return {choice.value: choice.label for choice in _choices(fields, path, frozenset())}


def _choices(fields: Mapping[str, FormField], path: str, seen: frozenset[str]) -> Iterator[Choice]:
    item = fields.get(path)
    if item is None or path in seen:
        return
    yield from item.choices
    for line in item.derive:
        yield from _choices(fields, line.value, seen | {path})


def _address(address: Mapping[str, Any]) -> str:
    street, unit = str(address.get("street") or ""), str(address.get("unit") or "")
    return ", ".join(part for part in (street, describe_unit(unit) if unit else "") if part)


def _both(words: str) -> Text:
    return Text(words, words)
