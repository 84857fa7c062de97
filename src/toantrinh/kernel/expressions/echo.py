"""An expression in plain words, in both languages, so that who does not read expressions can check it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from toantrinh.kernel.expressions.tree import (
    LEVELS,
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
from toantrinh.kernel.text import Text, say_date, say_number, t

_JOINED = {
    "and": t("{left} và {right}", "{left} and {right}"),
    "or": t("{left} hoặc {right}", "{left} or {right}"),
    "=": t("{left} là {right}", "{left} is {right}"),
    "!=": t("{left} khác {right}", "{left} is not {right}"),
    "in": t("{left} thuộc {right}", "{left} is one of {right}"),
    "not in": t("{left} không thuộc {right}", "{left} is none of {right}"),
    "<": t("{left} nhỏ hơn {right}", "{left} is less than {right}"),
    "<=": t("{left} không quá {right}", "{left} is at most {right}"),
    ">": t("{left} lớn hơn {right}", "{left} is more than {right}"),
    ">=": t("{left} ít nhất {right}", "{left} is at least {right}"),
    "+": t("{left} cộng {right}", "{left} plus {right}"),
    "-": t("{left} trừ {right}", "{left} minus {right}"),
    "*": t("{left} nhân {right}", "{left} times {right}"),
    "/": t("{left} chia {right}", "{left} divided by {right}"),
}
_DATES = {
    "<": t("{left} trước {right}", "{left} is before {right}"),
    "<=": t("{left} không sau {right}", "{left} is not after {right}"),
    ">": t("{left} sau {right}", "{left} is after {right}"),
    ">=": t("{left} từ {right} trở đi", "{left} is on or after {right}"),
}
_ALONE = {
    "not": t("không phải ({it})", "not ({it})"),
    "-": t("âm {it}", "minus {it}"),
    "is known": t("đã có {it}", "{it} is given"),
    "is unknown": t("chưa có {it}", "{it} is not given"),
    "days": t("{it} ngày", "{it} days"),
    "months": t("{it} tháng", "{it} months"),
    "years": t("{it} năm", "{it} years"),
}
_CALLS = {
    "years_between": t("số năm tròn từ {_0} đến {_1}", "full years from {_0} to {_1}"),
    "days_between": t("số ngày từ {_0} đến {_1}", "days from {_0} to {_1}"),
    "min": t("số nhỏ nhất trong {all}", "the least of {all}"),
    "max": t("số lớn nhất trong {all}", "the greatest of {all}"),
    "if": t("{_1} nếu {_0}, nếu không thì {_2}", "{_1} if {_0}, otherwise {_2}"),
}
_QUANTIFIED = {
    "any": t("có ít nhất một {of} mà {condition}", "at least one of {of} for which {condition}"),
    "all": t("mọi {of} đều {condition}", "every one of {of} has {condition}"),
    "count": t("số {of} mà {condition}", "the number of {of} for which {condition}"),
    "": t("số {of}", "the number of {of}"),
}


def echo(expression: Expression, labels: Mapping[str, Text]) -> Text:
    """`expression` in words; `labels` names fields by path, of a list by its path, and options by `path=option`."""
    return _Echo(labels).say(expression.root)


class _Echo:
    def __init__(self, labels: Mapping[str, Text]) -> None:
        self.labels, self.lists = labels, dict[str, str]()

    def say(self, node: Node, of: str = "") -> Text:
        """The words of `node`; `of` is the path with which it is compared, to which an option belongs."""
        match node:
            case Literal(value):
                return self.labels.get(f"{of}={value}") or _say_value(value)
            case Name(path):
                return self.label(path)
            case Several(items):
                return _join([self.say(item, of) for item in items])
            case Unary(operator, operand):
                return _ALONE[operator].fill(it=self.say(operand))
            case Binary(operator, left, right, kind):
                return self.joined(operator, left, right, kind)
            case Call(function, arguments):
                words = {f"_{at}": self.say(argument) for at, argument in enumerate(arguments)}
                return _CALLS[function].fill(all=_join([*words.values()]), **words)
            case Quantified(how, variable, of_list, condition):
                self.lists[variable] = of_list.path if isinstance(of_list, Name) else ""
                template = _QUANTIFIED[how if condition else ""]
                return template.fill(of=self.say(of_list), condition=self.say(condition) if condition else "")

    def joined(self, operator: str, left: Node, right: Node, kind: Kind) -> Text:
        template = _DATES.get(operator) if kind == Kind.DATE else None
        words = {
            "left": self.say(left, self.path(right)),
            "right": self.say(right, self.path(left)),
        }
        for side, node in (("left", left), ("right", right)):
            inner = node.operator if isinstance(node, Binary) else operator
            if LEVELS[inner] < LEVELS[operator] or {inner, operator} == {"and", "or"}:
                words[side] = Text(f"({words[side].vi})", f"({words[side].en})")
        return (template or _JOINED[operator]).fill(**words)

    def path(self, node: Node) -> str:
        """The declared path of a name; through a quantifier, that of the list and its field."""
        if not isinstance(node, Name):
            return ""
        first, dot, rest = node.path.partition(".")
        return f"{self.lists[first]}{dot}{rest}" if first in self.lists else node.path

    def label(self, path: str) -> Text:
        if path == "today":
            return t("hôm nay", "today")
        full = self.path(Name(path, Kind.TEXT))
        return self.labels.get(full) or Text(full, full)


def _say_value(value: Decimal | str | date | bool) -> Text:
    if isinstance(value, bool):
        return t("có", "yes") if value else t("không", "no")
    if isinstance(value, str):
        return t(f"“{value}”", f"“{value}”")
    if isinstance(value, Decimal):
        return Text(say_number(value, "vi"), say_number(value, "en"))
    return Text(say_date(value, "vi"), say_date(value, "en"))


def _join(words: list[Text]) -> Text:
    return Text(", ".join(word.vi for word in words), ", ".join(word.en for word in words))
