"""From the text of an expression to its checked tree: every mistake says where it is and what would be right."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import NoReturn

from toantrinh.kernel.expressions import tree
from toantrinh.kernel.expressions.tree import COMPARISON, DATE, LEVELS, MINUS, NUMBER, PERIOD, TEXT, TRUTH, Kind, Type
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t

_LONGEST, _MOST, _DEEPEST = 2000, 400, 30
_TOKEN = re.compile(
    r"""\s*(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<number>[0-9]{1,20}(?:\.[0-9]{1,8})?)(?![0-9.])
    |(?P<text>"[^"\n]*"|'[^'\n]*')|(?P<name>\$?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    |(?P<sign>!=|<=|>=|[=<>+*/(),:\[\]-])|(?P<end>\Z)|(?P<other>.))""",
    re.VERBOSE | re.DOTALL,
)
_UNITS = {"day": "days", "days": "days", "month": "months", "months": "months", "year": "years", "years": "years"}
_QUANTIFIERS = {"any": TRUTH, "all": TRUTH, "count": NUMBER}
_RESERVED = {"and", "or", "not", "in", "is", "known", "unknown", "true", "false", "today", *_UNITS}
_SIMPLE = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.TRUTH)
_KINDS = {
    Kind.TRUTH: t("đúng hoặc sai", "true or false"),
    Kind.NUMBER: t("số", "a number"),
    Kind.TEXT: t("chữ", "a text"),
    Kind.DATE: t("ngày", "a date"),
    Kind.PERIOD: t("khoảng thời gian", "a period"),
    Kind.LIST: t("danh sách", "a list"),
    Kind.RECORD: t("nhóm", "a group"),
}
_VALUE = t("cần một giá trị ở đây, không phải “{word}”", "a value must come here, not “{word}”")


class ExpressionMistake(Problem):
    """What is wrong with an expression, where, and what would be right."""

    status = 422

    def __init__(self, at: int, what: Text, right: Text | None = None) -> None:
        self.at, self.what, self.right = at, what, right
        hint = Text(f" → {right.vi}", f" → {right.en}") if right else t("", "")
        words = t("ký tự {at}: {what}{hint}", "character {at}: {what}{hint}").fill(at=at + 1, what=what, hint=hint)
        super().__init__(words, code="expression")


def parse(source: str, schema: tree.Schema, *, kind: Kind | None = Kind.TRUTH) -> tree.Expression:
    """Check `source` against the declared names; `kind` is what it must yield (None: anything).

    Raises `ExpressionMistake`, and nothing else, whatever the text.
    """
    parser = _Parser(source[: _LONGEST + 1], schema)
    if len(source) > _LONGEST or len(parser.tokens) > _MOST:
        parser.fail(0, t("biểu thức quá dài", "the expression is too long"))
    part = parser.expression()
    if parser.next.what != "end":
        parser.fail(parser.next.at, t("“{word}” thừa ở đây", "“{word}” has no place here"), word=parser.next.word)
    if kind:
        parser.need(part, kind)
    return tree.Expression(part.node, part.type.kind, frozenset(parser.names))


@dataclass(frozen=True, slots=True)
class _Token:
    what: str
    word: str
    at: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the tree, its type, and where it begins."""

    node: tree.Node
    type: Type
    at: int


class _Parser:
    """Precedence climbing; types are checked as parts are joined."""

    def __init__(self, source: str, schema: tree.Schema) -> None:
        self.tokens = [
            _Token(found.lastgroup or "", found[found.lastgroup or 0], found.start(found.lastgroup or 0))
            for found in _TOKEN.finditer(source)
        ]
        self.schema, self.scope, self.names = schema, dict[str, Type](), set[str]()
        self.position = self.depth = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def meets(self, word: str) -> bool:
        """Step over `word` if it comes next."""
        found = self.next.word == word and self.next.what in ("name", "sign")
        self.position += found
        return found

    def take(self, word: str) -> None:
        if not self.meets(word):
            self.fail(self.next.at, t("thiếu “{word}” ở đây", "“{word}” is missing here"), word=word)

    def fail(self, at: int, what: Text, right: Text | None = None, **values: object) -> NoReturn:
        raise ExpressionMistake(at, what.fill(**values), right)

    def need(self, part: _Part, *kinds: Kind) -> None:
        if part.type.kind not in kinds:
            what = t("cần {wanted}, không phải {given}", "needs {wanted}, not {given}")
            self.fail(part.at, what, wanted=_KINDS[kinds[0]], given=_KINDS[part.type.kind])

    # ---- operators

    def expression(self, floor: int = 1) -> _Part:
        """What comes next, as far as its operators bind at least as strongly as `floor`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail(self.next.at, t("lồng quá sâu", "nested too deeply"))
        part = self.prefix()
        while operator := self.operator(floor):
            part = self.infix(part, operator)
        self.depth -= 1
        return part

    def operator(self, floor: int) -> str:
        """Step over the operator that comes next, if it binds so strongly; else empty."""
        token, start = self.next, self.position
        word = token.word if token.what in ("name", "sign") else ""
        if word in ("is", "not"):
            self.position += 1
            word = f"{word} {self.next.word}"
        if word == "not" or LEVELS.get(word, 0) < floor:
            self.position = start
            return ""
        self.position += 1
        return word

    def infix(self, left: _Part, operator: str) -> _Part:
        if operator in ("is known", "is unknown"):
            self.need(left, *_SIMPLE, Kind.LIST)
            return _Part(tree.Unary(operator, left.node), TRUTH, left.at)
        level, at = LEVELS[operator], self.next.at
        right = self.expression(level + 1)
        result = self.join(operator, left, right)
        if level == COMPARISON and self.operator(COMPARISON):
            self.fail(at, t("nối hai so sánh bằng “and”", "join two comparisons by “and”"))
        return _Part(tree.Binary(operator, left.node, right.node, left.type.kind), result, left.at)

    def join(self, operator: str, left: _Part, right: _Part) -> Type:
        """The type of the two joined; refuses what does not go together."""
        kind = left.type.kind
        if operator in ("and", "or"):
            self.need(left, Kind.TRUTH)
            self.need(right, Kind.TRUTH)
        elif operator in ("+", "-") and kind == Kind.DATE:
            if right.type.kind == Kind.DATE:
                what = t("không cộng trừ hai ngày", "two dates cannot be added or subtracted")
                self.fail(right.at, what, t("dùng days_between(a, b)", "use days_between(a, b)"))
            self.need(right, Kind.PERIOD)
            return DATE
        elif operator in ("+", "-", "*", "/"):
            self.need(left, Kind.NUMBER)
            self.need(right, Kind.NUMBER)
            return NUMBER
        elif operator in ("in", "not in"):
            self.need(left, Kind.TEXT, Kind.NUMBER, Kind.DATE)
            self.need(right, Kind.LIST)
            self.need(_Part(right.node, right.type.item or TEXT, right.at), kind)
            self.check_options(left, right)
            self.check_options(right, left)
        else:
            self.need(left, *(_SIMPLE if operator in ("=", "!=") else (Kind.NUMBER, Kind.DATE)))
            self.need(right, kind)
            self.check_options(left, right)
            self.check_options(right, left)
        return TRUTH

    def check_options(self, chosen: _Part, other: _Part) -> None:
        """Refuse a comparison with what a chosen text can never be."""
        options = chosen.type.options or (chosen.type.item.options if chosen.type.item else ())
        for item in other.node.items if isinstance(other.node, tree.Several) else (other.node,):
            if options and isinstance(item, tree.Literal) and item.value not in options:
                what = t("không có lựa chọn “{word}” ở đây", "“{word}” is not an option here")
                self.fail(other.at, what, _nearest(str(item.value), options), word=item.value)

    def prefix(self) -> _Part:
        at = self.next.at
        for sign, floor, result in (("not", LEVELS["not"], TRUTH), ("-", MINUS, NUMBER)):
            if self.meets(sign):
                operand = self.expression(floor)
                self.need(operand, result.kind)
                return _Part(tree.Unary(sign, operand.node), result, at)
        part = self.value()
        if self.next.what != "name" or self.next.word not in _UNITS:
            return part
        self.need(part, Kind.NUMBER)
        unit = _UNITS[self.next.word]
        self.position += 1
        return _Part(tree.Unary(unit, part.node), PERIOD, at)

    # ---- values

    def value(self) -> _Part:
        token = self.next
        if self.meets("("):
            part = self.expression()
            self.take(")")
            return _Part(part.node, part.type, token.at)
        if self.meets("["):
            items = self.several("]")
            for item in items:
                self.need(item, items[0].type.kind)
            of = tree.list_of(Type(items[0].type.kind))
            return _Part(tree.Several(tuple(item.node for item in items)), of, token.at)
        if token.what not in ("name", "number", "text", "date"):
            right = (
                t("viết “=” một lần; khác là “!=”", "write “=” once; not equal is “!=”") if token.word == "=" else None
            )
            self.fail(token.at, _VALUE, right, word=token.word or "…")
        self.position += 1
        if token.what == "number":
            return _Part(tree.Literal(Decimal(token.word)), NUMBER, token.at)
        if token.what == "text":
            return _Part(tree.Literal(unicodedata.normalize("NFC", token.word[1:-1])), TEXT, token.at)
        return self.day(token) if token.what == "date" else self.word(token)

    def several(self, end: str) -> list[_Part]:
        items = [self.expression()]
        while self.meets(","):
            items.append(self.expression())
        self.take(end)
        return items

    def day(self, token: _Token) -> _Part:
        try:
            return _Part(tree.Literal(date.fromisoformat(token.word)), DATE, token.at)
        except ValueError:
            self.fail(token.at, t("không có ngày {word}", "there is no day {word}"), word=token.word)

    def word(self, token: _Token) -> _Part:
        word, at = token.word, token.at
        if word in ("true", "false"):
            return _Part(tree.Literal(word == "true"), TRUTH, at)
        if word == "today":
            return _Part(tree.Name(word, Kind.DATE), DATE, at)
        if word in _RESERVED:
            self.fail(at, _VALUE, word=word)
        if self.meets("("):
            return self.quantified(word, at) if word in _QUANTIFIERS else self.call(word, at)
        return self.name(word, at)

    def name(self, word: str, at: int) -> _Part:
        variable, _, rest = word.partition(".")
        if record := self.scope.get(variable):
            found = record.fields.get(rest) if rest else record
            known = [f"{variable}.{name}" for name in record.fields]
        else:
            found, known = self.schema.get(word), [*self.schema, *self.scope]
            self.names.add(word)
        if not found:
            self.fail(at, t("chưa khai báo “{word}”", "“{word}” is not declared"), _nearest(word, known), word=word)
        return _Part(tree.Name(word, found.kind), found, at)

    def call(self, function: str, at: int) -> _Part:
        if function not in _FUNCTIONS:
            known = _nearest(function, [*_FUNCTIONS, *_QUANTIFIERS])
            self.fail(at, t("không có hàm “{word}”", "there is no function “{word}”"), known, word=function)
        arguments = self.several(")")
        return _Part(
            tree.Call(function, tuple(argument.node for argument in arguments)),
            _FUNCTIONS[function](self, arguments, at),
            at,
        )

    def check_dates(self, arguments: list[_Part], at: int) -> Type:
        for argument in arguments:
            self.need(argument, Kind.DATE)
        if len(arguments) != 2:
            self.fail(at, t("hàm này cần 2 giá trị", "this function needs 2 values"))
        return NUMBER

    def check_numbers(self, arguments: list[_Part], at: int) -> Type:
        for argument in arguments:
            self.need(argument, Kind.NUMBER)
        return NUMBER

    def check_choice(self, arguments: list[_Part], at: int) -> Type:
        if len(arguments) != 3:
            self.fail(at, t("viết if(điều kiện, nếu đúng, nếu sai)", "write if(condition, when true, when false)"))
        condition, then, otherwise = arguments
        self.need(condition, Kind.TRUTH)
        self.need(then, *_SIMPLE)
        self.need(otherwise, then.type.kind)
        return Type(then.type.kind)

    def quantified(self, how: str, at: int) -> _Part:
        variable, condition = "", None
        if self.next.what == "name" and self.tokens[self.position + 1].word == "in":
            variable = self.next.word
            if variable in (_RESERVED | self.schema.keys() | self.scope.keys()) or "." in variable or "$" in variable:
                what = t("“{word}” đã có nghĩa khác", "“{word}” means something else")
                self.fail(self.next.at, what, t("đặt tên khác", "take another name"), word=variable)
            self.position += 2
        of = self.expression()
        self.need(of, Kind.LIST)
        if variable:
            self.take(":")
            self.scope[variable] = of.type.item or TEXT
            condition = self.expression()
            self.need(condition, Kind.TRUTH)
            del self.scope[variable]
        elif how != "count":
            what = t("thiếu điều kiện", "the condition is missing")
            self.fail(at, what, t(f"viết {how}(x in …: …)", f"write {how}(x in …: …)"))
        self.take(")")
        node = tree.Quantified(how, variable, of.node, condition.node if condition else None)
        return _Part(node, _QUANTIFIERS[how], at)


_FUNCTIONS: dict[str, Callable[[_Parser, list[_Part], int], Type]] = {
    "years_between": _Parser.check_dates,
    "days_between": _Parser.check_dates,
    "min": _Parser.check_numbers,
    "max": _Parser.check_numbers,
    "if": _Parser.check_choice,
}


def _nearest(word: str, known: Iterable[str]) -> Text | None:
    close = get_close_matches(word, [*known], 1, 0.5)
    return t(f"ý bạn là “{close[0]}”?", f"did you mean “{close[0]}”?") if close else None
