"""The conditions of a procedure at work: which names they may use, and what they say of a dossier.

Answers are kept as JSON; the expression language reads them by the types that the form declares. An expression that is
a name alone gives the answer as it is kept, so that an address, or a date of which only the year is known, stays whole.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from toantrinh.cases.definition import FormField, Procedure
from toantrinh.exchange.queries import answer_schema
from toantrinh.kernel import expressions
from toantrinh.kernel.expressions import Expression, ExpressionMistake, Kind, Type, evaluate
from toantrinh.kernel.expressions.tree import Name
from toantrinh.kernel.packages import Definition, PackageMistake, PackageMistakes
from toantrinh.kernel.partial_date import PartialDate
from toantrinh.kernel.text import Text, say_date, t

_ME = {
    "personal_number": "text",
    "full_name": "text",
    "sex": "text",
    "birth_date": "date",
    "assurance": "number",
    "person": "text",
    "filed_by": "text",
}
_CASE = {
    **dict.fromkeys(("urn", "number", "agency", "agency_urn", "agency_name"), "text"),
    **dict.fromkeys(("submitted_on", "received_on", "decided_on"), "date"),
}
_ADDRESS = {"province": "text", "unit": "text", "street": "text"}
_KINDS = {
    "number": Kind.NUMBER,
    "date": Kind.DATE,
    "partial_date": Kind.DATE,
    "yes_no": Kind.TRUTH,
    "truth": Kind.TRUTH,
    "address": Kind.RECORD,
    "record": Kind.RECORD,
    "group": Kind.LIST,
    "list": Kind.LIST,
}


class Judge:
    """Reads the conditions of one procedure once, and answers them for any dossier."""

    def __init__(self, procedure: Procedure) -> None:
        self.schema = dict(_schema(procedure))
        self._read: dict[tuple[str, bool], Expression] = {}

    def read(self, source: str, *, is_condition: bool = True) -> Expression:
        """The checked expression; raises ExpressionMistake."""
        key = (source, is_condition)
        if key not in self._read:
            wanted = Kind.TRUTH if is_condition else None
            self._read[key] = expressions.parse(source, self.schema, kind=wanted)
        return self._read[key]

    def holds(self, source: str | None, known: Mapping[str, Any], today: date) -> bool:
        """Whether it is true; where nothing is asked, yes; where it cannot be known, no."""
        return source is None or self._ask(self.read(source), known, today) is True

    def fails(self, source: str, known: Mapping[str, Any], today: date) -> bool:
        """Whether it is false; where it cannot be known, no."""
        return self._ask(self.read(source), known, today) is False

    def value(self, source: str, known: Mapping[str, Any], today: date) -> Any:
        """What it yields, as JSON; None where unknown."""
        read = self.read(source, is_condition=False)
        if isinstance(read.root, Name):
            return get(known, read.root.path)
        return plain(self._ask(read, known, today))

    def typed_value(self, source: str, known: Mapping[str, Any], today: date) -> Any:
        """What it yields, with its type; None where unknown."""
        return self._ask(self.read(source, is_condition=False), known, today)

    def _ask(self, read: Expression, known: Mapping[str, Any], today: date) -> Any:
        return evaluate(read, known, today=today)


def judge_of(procedure: Procedure) -> Judge:
    """The judge of a procedure; made once for each definition in memory."""
    if procedure._judge is None:
        procedure._judge = Judge(procedure)
    judge: Judge = procedure._judge
    return judge


def promised(service: str) -> dict[str, str]:
    """What the answer of a service holds: path → kind; the rows of a list as `children[].full_name`."""
    return dict(_promised(answer_schema(service), answer_schema(service), ""))


def check(procedure: Procedure, folder: Path | None = None) -> None:
    """Read every condition of a package, or of a record where there is no folder; raises PackageMistakes with each
    that cannot be read.
    """
    judge = Judge(procedure)
    mistakes = []
    for where, source, is_condition in _sources(procedure):
        try:
            judge.read(source, is_condition=is_condition)
        except ExpressionMistake as mistake:
            what = t("{where}: “{source}”, {why}", "{where}: “{source}”, {why}")
            words = what.fill(where=where, source=source, why=mistake.message)
            file, line = (str(folder / "procedure.yaml"), _line(folder, source)) if folder else (procedure.code, 0)
            mistakes.append(PackageMistake(file, line, words))
    if mistakes:
        raise PackageMistakes(mistakes)


# ---- names and their types


def _schema(procedure: Procedure) -> Iterator[tuple[str, Type]]:
    yield "channel", expressions.choice("online", "counter", "post")
    yield from ((f"me.{name}", Type(_KINDS.get(kind, Kind.TEXT))) for name, kind in _ME.items())
    yield from ((f"agreed.{consent.code.replace('-', '_')}", expressions.TRUTH) for consent in procedure.consents)
    yield from ((f"case.{name}", Type(_KINDS.get(kind, Kind.TEXT))) for name, kind in _CASE.items())
    for lookup in procedure.lookups:
        yield from _answer_types(lookup.code, lookup.answers)
    for effect in procedure.effects:
        yield from _answer_types(effect.code.replace("-", "_"), effect.answers)
    for part in procedure.linked:
        yield from ((f"{part.code.replace('-', '_')}.{name}", expressions.TEXT) for name in part.gives)
    for item in procedure.fields():
        yield item.name, _type_of(item)
        if item.kind == "address":
            yield from ((f"{item.name}.{name}", expressions.TEXT) for name in _ADDRESS)


def _type_of(item: FormField) -> Type:
    if item.kind == "choice" and not item.choices_of:
        return expressions.choice(*(choice.value for choice in item.choices))
    if item.kind == "group":
        return expressions.list_of({inner.name: _type_of(inner) for inner in item.fields})
    return Type(_KINDS.get(item.kind, Kind.TEXT))


def _answer_types(code: str, answers: Mapping[str, str]) -> Iterator[tuple[str, Type]]:
    for path, kind in answers.items():
        if kind == "list":
            inside = f"{path}[]."
            inner = {name.removeprefix(inside): said for name, said in answers.items() if name.startswith(inside)}
            rows = {name: Type(_KINDS.get(said, Kind.TEXT)) for name, said in inner.items()}
            yield f"{code}.{path}", expressions.list_of(rows)
        elif "[]" not in path:
            yield f"{code}.{path}", Type(_KINDS.get(kind, Kind.TEXT))


def _promised(schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, part in schema.get("properties", {}).items():
        inner = root["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part
        here = f"{path}{name}"
        said = inner.get("type")
        kind = next((one for one in said if one != "null"), "") if isinstance(said, list) else said
        if kind == "object":
            yield here, "record"
            yield from _promised(inner, root, f"{here}.")
        elif kind == "array":
            yield here, "list"
            row = inner.get("items", {})
            row = root["$defs"][row["$ref"].rsplit("/", 1)[1]] if "$ref" in row else row
            yield from _promised(row, root, f"{here}[].")
        else:
            yield here, _simple(name, inner, str(kind))


def _simple(name: str, schema: Mapping[str, Any], kind: str) -> str:
    if schema.get("format") == "date" or name.endswith("_date"):
        return "date"
    return {"integer": "number", "number": "number", "boolean": "truth"}.get(kind, "text")


# ---- values


def plain(value: Any) -> Any:
    """A value of the expression language as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


def say_value(value: Any) -> Text:
    """A value in words for a message."""
    if isinstance(value, PartialDate):
        return Text(value.say("vi"), value.say("en"))
    if isinstance(value, date):
        return Text(say_date(value, "vi"), say_date(value, "en"))
    return Text(str(plain(value)), str(plain(value)))


def get(known: Mapping[str, Any], path: str) -> Any:
    """What stands at a dotted path; None where nothing does."""
    found: Any = known
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def put(known: dict[str, Any], path: str, value: Any, *, copy: bool = False) -> dict[str, Any]:
    """Set what stands at a dotted path; `copy` leaves the inner objects of the original as they are."""
    *parents, last = path.split(".")
    place = known
    for part in parents:
        inner = place.get(part)
        place[part] = dict(inner) if copy and isinstance(inner, dict) else inner if isinstance(inner, dict) else {}
        place = place[part]
    place[last] = value
    return known


# ---- where conditions stand in a package

_CONDITIONS = {"when", "show_when", "require_when", "required_when", "held_when", "ask_when", "unless"}
_VALUES = {
    *("default", "minimum", "maximum", "value", "quantity"),
    *("unit", "about", "owner", "birth_date", "holder_name", "person", "rows"),
    *("applicant", "applicant_name"),
}
_BODIES = {"body", "contents"}


def _sources(procedure: Procedure) -> Iterator[tuple[str, str, bool]]:
    """Every expression with where it stands and whether it is a condition."""
    yield from _walk(procedure, "")
    for item in procedure.fields():
        if item.from_:
            yield f"{item.name}: from", item.from_, False


def _walk(part: Definition, where: str) -> Iterator[tuple[str, str, bool]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        here = f"{where} {getattr(part, 'code', '') or getattr(part, 'name', '')}".strip() if name != "examples" else ""
        if name == "examples" or value is None:
            continue
        if name in _CONDITIONS and isinstance(value, str):
            yield f"{here}: {name}", value, True
        elif name in _VALUES and isinstance(value, str) and value and not _is_plain(part, name):
            yield f"{here}: {name}", value, False
        elif name in _BODIES:
            yield from ((f"{here}: {field}", source, False) for field, source in value.items())
        for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]:
            if isinstance(inner, Definition):
                yield from _walk(inner, here)


def _is_plain(part: Definition, name: str) -> bool:
    """Whether a key of that name is no expression here, as the value of a choice."""
    kind = type(part).__name__
    return (kind, name) in {("Choice", "value"), ("ChoiceRows", "value"), ("Limit", "unit"), ("FormField", "name")}


def _line(folder: Path, source: str) -> int:
    """The first line of the package file that holds the expression."""
    for number, line in enumerate((folder / "procedure.yaml").read_text(encoding="utf-8").splitlines(), 1):
        if source in line:
            return number
    return 1
