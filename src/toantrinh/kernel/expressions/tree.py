"""The types and the tree of expressions, and the text that a tree is written as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a value is."""

    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    PERIOD = "period"
    LIST = "list"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Type:
    """What a name may hold."""

    kind: Kind
    options: tuple[str, ...] = ()
    """Of a text that is chosen: all it can be."""
    item: "Type | None" = None
    """Of a list: what its items are."""
    fields: Mapping[str, "Type"] = field(default_factory=dict)
    """Of a record: its fields."""


TRUTH, NUMBER, TEXT, DATE = Type(Kind.TRUTH), Type(Kind.NUMBER), Type(Kind.TEXT), Type(Kind.DATE)
PERIOD = Type(Kind.PERIOD)
Schema = Mapping[str, Type]
"""Declared names by dotted path; a parameter (a dated value of the law) begins with `$`."""


def choice(*options: str) -> Type:
    """A text out of `options`."""
    return Type(Kind.TEXT, options)


def list_of(item: Type | Schema) -> Type:
    """A list of simple values, or of records with these fields (a repeating group)."""
    return Type(Kind.LIST, item=item if isinstance(item, Type) else Type(Kind.RECORD, fields=item))


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that is written out."""

    value: Decimal | str | date | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name, a parameter (`$…`), `today`, or the item that a quantifier looks at, or its field."""

    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Several:
    """A list that is written out."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`, `x is known`, `x is unknown`, and the periods `x days`, `x months`, `x years`."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """`and`, `or`, a comparison, `in`, `not in`, or arithmetic; `of` is the kind of what stands on the left."""

    operator: str
    left: "Node"
    right: "Node"
    of: Kind


@dataclass(frozen=True, slots=True)
class Call:
    """`years_between(a, b)`, `days_between(a, b)`, `min(…)`, `max(…)`, `if(condition, then, otherwise)`."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Quantified:
    """`any(x in list: condition)`, `all(…)`, `count(…)`; `count(list)` has neither variable nor condition."""

    how: str
    variable: str
    of: "Node"
    condition: "Node | None"


Node = Literal | Name | Several | Unary | Binary | Call | Quantified


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression; `str()` writes it."""

    root: Node
    kind: Kind
    names: frozenset[str]
    """Every declared name and parameter that it reads."""

    def __str__(self) -> str:
        return write(self.root)


# How strongly operators bind: an operand that binds less than its place asks for stands in brackets.
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "in", "not in", "is known", "is unknown")
LEVELS = {"or": 1, "and": 2, "not": 3, **dict.fromkeys(_COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6}
COMPARISON, MINUS, UNIT, WHOLE = 4, 7, 8, 9


def write(node: Node, floor: int = 0) -> str:
    """The text that parses into `node`, in brackets where it binds less than `floor`."""
    words, level = _write(node)
    return f"({words})" if level < floor else words


def _write(node: Node) -> tuple[str, int]:
    match node:
        case Literal(value):
            return _write_value(value), WHOLE
        case Name(path):
            return path, WHOLE
        case Unary("not", operand):
            return f"not {write(operand, LEVELS['not'])}", LEVELS["not"]
        case Unary("-", operand):
            return f"-{write(operand, MINUS)}", MINUS
        case Unary(("is known" | "is unknown") as operator, operand):
            return f"{write(operand, COMPARISON + 1)} {operator}", COMPARISON
        case Unary(unit, operand):
            return f"{write(operand, WHOLE)} {unit}", UNIT
        case Binary(operator, left, right):
            level = LEVELS[operator]
            return f"{write(left, level + (level == COMPARISON))} {operator} {write(right, level + 1)}", level
        case Quantified(how, variable, of, condition):
            inside = f"{variable} in {write(of)}: {write(condition)}" if condition else write(of)
            return f"{how}({inside})", WHOLE
        case Several(items):
            return f"[{', '.join(map(write, items))}]", WHOLE
        case Call(function, arguments):
            return f"{function}({', '.join(map(write, arguments))})", WHOLE


def _write_value(value: Decimal | str | date | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'" if '"' in value else f'"{value}"'
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()
