"""The rules that an entry must meet, written in the one expression language."""

from collections.abc import Mapping
from typing import Any

from toantrinh.kernel.expressions import (
    DATE,
    NUMBER,
    TEXT,
    TRUTH,
    ExpressionMistake,
    Schema,
    Type,
    choice,
    evaluate,
    parse,
)
from toantrinh.kernel.moment import today
from toantrinh.kernel.packages import Finding
from toantrinh.kernel.problem import Refused
from toantrinh.registers.definition import EntryKind, Field, Kind, Register
from toantrinh.registers.values import Data, meant

_TYPES: Mapping[Kind, Type] = {Kind.NUMBER: NUMBER, Kind.DATE: DATE, Kind.PARTIAL_DATE: DATE, Kind.YES_NO: TRUTH}
_PARTS = ("unit", "province", "street")


def require_rules(kind: EntryKind, content: Data) -> None:
    """Raise `Refused`, with the reason for people, at the first rule that `content` breaks.

    A rule whose values are not all known holds, unless it says otherwise.
    """
    schema, values = _schema(kind), _meanings(kind, content)
    for rule in kind.rules:
        held = evaluate(parse(rule.must, schema), values, today=today())
        if held is False or (held is None and rule.even_if_unknown):
            raise Refused(rule.reason, code="register.rule", field=rule.field or "")


def mistakes_in(register: Register) -> list[Finding]:
    """Every rule that cannot be read, with its place in the package."""
    findings = []
    for at, kind in enumerate(register.kinds):
        schema = _schema(kind)
        for number, rule in enumerate(kind.rules):
            try:
                parse(rule.must, schema)
            except ExpressionMistake as mistake:
                where = ("kinds", at, "rules", number, "must")
                findings.append(Finding(mistake.message, mistake.right or mistake.what, where))
    return findings


def _schema(kind: EntryKind) -> Schema:
    schema: dict[str, Type] = {}
    for field in kind.fields:
        if field.kind is Kind.ADDRESS:
            schema |= {f"{field.name}.{part}": TEXT for part in _PARTS}
        schema[field.name] = _type(field)
    return schema


def _type(field: Field) -> Type:
    if field.choices:
        return choice(*(one.value for one in field.choices))
    return _TYPES.get(field.kind, TEXT)


def _meanings(kind: EntryKind, content: Data) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in kind.fields:
        value = content.get(field.name)
        if field.kind is Kind.ADDRESS:
            values |= {f"{field.name}.{part}": (value or {}).get(part) for part in _PARTS}
            value = (value or {}).get("unit")
        values[field.name] = meant(field, value)
    return values
