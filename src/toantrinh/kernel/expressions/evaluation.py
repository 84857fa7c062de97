"""What an expression says of given values: true, false, a value, or unknown (None)."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, DecimalException, localcontext
from typing import Any
from unicodedata import normalize

from toantrinh.kernel.expressions.tree import (
    Binary,
    Call,
    Expression,
    Kind,
    Literal,
    Name,
    Node,
    Quantified,
    Several,
    Unary,
)
from toantrinh.kernel.moment import local
from toantrinh.kernel.partial_date import PartialDate, parse_partial_date

_EXACT = Context(prec=28)
Value = bool | Decimal | str | date | PartialDate | tuple[str, int] | list[Any] | None
"""A period is its unit and count."""


def evaluate(expression: Expression, values: Mapping[str, Any], *, today: date) -> Value:
    """The value of `expression`; None where it cannot be known.

    `values` holds names by dotted path or as nested mappings; what is absent, empty or of another type is unknown.
    A date of which only the year is known still answers where that suffices.
    """
    with localcontext(_EXACT):
        return _Evaluation(values, today).value(expression.root)


class _Evaluation:
    def __init__(self, values: Mapping[str, Any], today: date) -> None:
        self.values, self.scope = values, {"today": today}

    def value(self, node: Node) -> Value:
        match node:
            case Literal(value):
                return value
            case Name(path, kind):
                return _typed(self.find(path), kind)
            case Several(items):
                return [self.value(item) for item in items]
            case Unary(operator, operand):
                return _unary(operator, self.value(operand))
            case Binary(operator, left, right, kind):
                return _binary(operator, self.value(left), self.value(right), kind)
            case Call("if", (condition, then, otherwise)):
                return self.chosen(condition, then, otherwise)
            case Call(function, arguments):
                return _known(_FUNCTIONS[function], *map(self.value, arguments))
            case Quantified():
                return self.quantified(node)

    def find(self, path: str) -> Any:
        """The raw value of a name: of the item looked at, by its whole path, or step by step."""
        first, *steps = path.split(".")
        if first in self.scope:
            found: Any = self.scope[first]
        elif path in self.values:
            return self.values[path]
        else:
            found = self.values.get(first)
        for step in steps:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def chosen(self, condition: Node, then: Node, otherwise: Node) -> Value:
        answer = self.value(condition)
        if answer is None:
            either = self.value(then), self.value(otherwise)
            return either[0] if either[0] == either[1] else None
        return self.value(then if answer else otherwise)

    def quantified(self, node: Quantified) -> Value:
        items = self.value(node.of)
        if not isinstance(items, list):
            return None
        if node.condition is None:
            return Decimal(len(items))
        answers = []
        for item in items:
            self.scope[node.variable] = item
            answers.append(self.value(node.condition))
        self.scope.pop(node.variable, None)
        if node.how == "count":
            return None if None in answers else Decimal(sum(answer is True for answer in answers))
        return _any(answers) if node.how == "any" else _not(_any(map(_not, answers)))


def _typed(raw: Any, kind: Kind) -> Value:
    """`raw` as a value of this kind; unknown where it is none."""
    try:
        if kind == Kind.TRUTH:
            return raw if isinstance(raw, bool) else None
        if kind == Kind.NUMBER and not isinstance(raw, bool):
            number = Decimal(str(raw)) if isinstance(raw, int | float | Decimal | str) else None
            return number if number is not None and number.is_finite() else None
        if kind == Kind.DATE:
            return _date(raw)
        if kind == Kind.TEXT:
            return normalize("NFC", raw) or None if isinstance(raw, str) else None
    except (ValueError, DecimalException):
        return None
    return [*raw] if kind == Kind.LIST and isinstance(raw, list | tuple) else None


def _date(raw: Any) -> date | PartialDate | None:
    if isinstance(raw, datetime):
        return local(raw).date()
    if isinstance(raw, date):
        return raw
    partial = parse_partial_date(raw) if isinstance(raw, str) else raw
    if not isinstance(partial, PartialDate):
        return None
    return partial.first if partial.is_full else partial


def _unary(operator: str, operand: Value) -> Value:
    if operator == "not":
        return _not(operand)
    if operator in ("is known", "is unknown"):
        return (operand is not None) == (operator == "is known")
    if not isinstance(operand, Decimal):
        return None
    if operator == "-":
        return -operand
    return (operator, int(operand)) if abs(operand) < 10**6 and operand % 1 == 0 else None


def _binary(operator: str, left: Value, right: Value, kind: Kind) -> Value:
    if operator == "or":
        return _any((left, right))
    if operator == "and":
        return _not(_any((_not(left), _not(right))))
    if operator in ("in", "not in"):
        items = right if isinstance(right, list) else [None]
        found = _any(_known(_equal, left, _typed(item, kind)) for item in items)
        return found if operator == "in" else _not(found)
    if operator in ("!=", ">=", "<="):
        return _not(_known(_OPERATORS[{"!=": "=", ">=": "<", "<=": ">"}[operator]], left, right))
    return _known(_OPERATORS[operator], left, right)


def _known(function: Callable[..., Value], *arguments: Value) -> Value:
    """What `function` yields; unknown where an argument is, or where there is no answer."""
    if any(argument is None for argument in arguments):
        return None
    try:
        return function(*arguments)
    except (DecimalException, ArithmeticError, ValueError):
        return None


def _not(answer: Value) -> bool | None:
    return None if answer is None else not answer


def _any(answers: Iterable[Value]) -> bool | None:
    found = [*answers]
    return True if True in found else None if None in found else False


def _ends(value: Any) -> tuple[Any, Any]:
    return (value.first, value.last) if isinstance(value, PartialDate) else (value, value)


def _less(left: Any, right: Any) -> bool | None:
    (left_first, left_last), (right_first, right_last) = _ends(left), _ends(right)
    return True if left_last < right_first else False if left_first >= right_last else None


def _equal(left: Any, right: Any) -> bool | None:
    (left_first, left_last), (right_first, right_last) = _ends(left), _ends(right)
    if left_first == left_last and right_first == right_last:
        return bool(left_first == right_first)
    return False if left_last < right_first or right_last < left_first else None


def _moved(day: Any, period: tuple[str, int], sign: int) -> date | None:
    if not isinstance(day, date):
        return None
    unit, count = period[0], period[1] * sign
    if unit == "days":
        return day + timedelta(days=count)
    year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _years_between(start: Any, end: Any) -> Decimal | None:
    """Birthdays passed from `start` to `end`; below zero where `end` comes first."""
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    if end < start:
        return -(_years_between(end, start) or Decimal())
    return Decimal(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))


def _days_between(start: Any, end: Any) -> Decimal | None:
    return Decimal((end - start).days) if isinstance(start, date) and isinstance(end, date) else None


_OPERATORS: Mapping[str, Callable[[Any, Any], Value]] = {
    "=": _equal,
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "+": lambda left, right: _moved(left, right, 1) if isinstance(right, tuple) else left + right,
    "-": lambda left, right: _moved(left, right, -1) if isinstance(right, tuple) else left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "years_between": _years_between,
    "days_between": _days_between,
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
}
