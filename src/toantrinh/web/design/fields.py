"""The inputs of a question page: each kind drawn one way on all faces, with what was typed, right or wrong.

Names of inputs follow `cases.questions`: `child.birth_date.day`, `birth.place.province`, `copies`,
`children.2.full_name`. Buttons that only change the page (choose a province, add a row, look a person up) post
`lam=<verb>:<field>`; `pressed` reads them, and the view saves what was typed and shows the page again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import sort_key
from toantrinh.people.models import Unit
from toantrinh.people.queries import find_unit, list_units
from toantrinh.web.design.parts import Link, Row
from toantrinh.web.design.say import Words

BUTTON = "lam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that may be chosen."""

    value: str
    label: Words
    hint: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """A file that is already there."""

    urn: str
    name: str
    size: int
    pages: int = 0
    address: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question as it is drawn."""

    name: str
    kind: str
    """text, long_text, full_name, number, date, partial_date, choice, yes_no, address, person, group, file."""
    label: Words
    hint: Words = ""
    value: Any = None
    """The answer as JSON: text, number, true or false, ISO date, object of an address, list of rows."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What was typed and could not be read, by the names of the inputs; it wins over `value`."""
    problem: Words = ""
    optional: bool = False
    is_heading: bool = False
    """The label is the heading of the page."""
    choices: Sequence[Choice] = ()
    autocomplete: str = ""
    max_length: int = 200
    fields: Sequence["Field"] = ()
    """Of one row of a repeating group."""
    problems: Mapping[str, Words] = field(default_factory=dict)
    """Of the inner fields of a group, by their whole names."""
    most: int = 10
    found: Sequence[Row] = ()
    """What the register says of the person of a personal number."""
    files: Sequence[FileShown] = ()
    from_wallet: Link | None = None
    several: bool = True

    @property
    def id(self) -> str:
        """Where a link of the error summary leads: the first input."""
        return f"o-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of hint and problem, as they are heard after the label."""
        marks = (f"{self.id}-goi-y" if self.hint else "", f"{self.id}-loi" if self.problem else "")
        return " ".join(mark for mark in marks if mark)

    @property
    def template(self) -> str:
        """The template of the kind."""
        same = {"full_name": "text", "number": "text", "person": "person", "partial_date": "date", "yes_no": "choice"}
        return f"design/field/{same.get(self.kind, self.kind)}.html"

    def text(self, part: str = "") -> str:
        """What stands in an input: as typed, else the answer."""
        name = f"{self.name}.{part}" if part else self.name
        if self.typed:
            return self.typed.get(name, "")
        value = self.value.get(part, "") if part and isinstance(self.value, Mapping) else self.value
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else str(value)

    # ---- kind by kind

    @property
    def inputmode(self) -> str:
        """Which keyboard a phone shows."""
        return "numeric" if self.kind in ("number", "person") else "text"

    def date_parts(self) -> list[tuple[str, str]]:
        """Day, month and year as they stand in their inputs; an ISO date may lack its end."""
        names = ("day", "month", "year")
        if self.typed:
            return [(name, self.typed.get(f"{self.name}.{name}", "")) for name in names]
        year, month, day = (*str(self.value or "").split("-"), "", "")[:3]
        return list(zip(names, (day.lstrip("0"), month.lstrip("0"), year), strict=True))

    @property
    def css_id(self) -> str:
        """The id as a style-sheet selector writes it: dots would begin a class."""
        return self.id.replace(".", "\\.").replace(":", "\\:")

    @property
    def chosen_province(self) -> str:
        """Code of the province that is chosen."""
        return self.text("province")

    @property
    def chosen_unit(self) -> str:
        """Code of the commune that is chosen."""
        return self.text("unit")

    @property
    def street(self) -> str:
        """House number, street, village."""
        return self.text("street")

    def provinces(self) -> list[Choice]:
        """The provinces of today."""
        return _by_name(list_units())

    def units(self) -> list[Choice]:
        """The communes of the province that is chosen."""
        province = self.chosen_province
        return _by_name(list_units(province)) if province else []

    def province_name(self) -> str:
        """Name of the chosen province, for the label of its communes."""
        unit = find_unit(self.chosen_province)
        return unit.name if unit else ""

    def rows(self) -> list[list["Field"]]:
        """The rows of a repeating group, one empty row where there is none yet."""
        values: list[Mapping[str, Any]] = list(self.value or [])
        typed_rows = {int(name.split(".")[0]) for name in self._inner_names() if name.split(".")[0].isdigit()}
        count = max(len(values), max(typed_rows, default=-1) + 1, 1)
        return [self._row(number, values[number] if number < len(values) else {}) for number in range(count)]

    def _inner_names(self) -> list[str]:
        inside = f"{self.name}."
        return [name.removeprefix(inside) for name in self.typed if name.startswith(inside)]

    def _row(self, number: int, values: Mapping[str, Any]) -> list["Field"]:
        drawn = []
        for inner in self.fields:
            name = f"{self.name}.{number}.{inner.name}"
            drawn.append(
                replace(
                    inner,
                    name=name,
                    value=values.get(inner.name),
                    typed=self.typed,
                    problem=self.problems.get(name, ""),
                )
            )
        return drawn


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that only changes the page: `choose` a province, `add` or `drop` a row or file, `find` a person."""

    verb: str
    what: str


def pressed(posted: QueryDict) -> Pressed | None:
    """Which such button was pressed; None where the form itself was sent."""
    verb, _, what = posted.get(BUTTON, "").partition(":")
    return Pressed(verb, what) if what else None


def after(button: Pressed, posted: QueryDict) -> dict[str, str]:
    """What the inputs hold after a button: a new empty row, one row less, no commune of the former province."""
    typed = {name: value for name, value in posted.items() if isinstance(value, str)}
    if button.verb == "add":
        rows = _rows(typed, button.what)
        typed[f"{button.what}.{max(rows, default=-1) + 1}."] = ""
    elif button.verb == "drop":
        group, _, number = button.what.rpartition(".")
        typed = _without_row(typed, group, int(number) if number.isdigit() else -1)
    elif button.verb == "choose":
        typed[f"{button.what}.unit"] = ""
    return typed


def by_field(problems: Sequence[Problem]) -> dict[str, Words]:
    """The words to show beside each field; of several about one field, the first."""
    found: dict[str, Words] = {}
    for problem in problems:
        found.setdefault(problem.field, problem.message)
    return found


def _by_name(units: Sequence[Unit]) -> list[Choice]:
    """Units as a person looks for them: by their own name, whatever their kind."""
    sorted_units = sorted(units, key=lambda unit: sort_key(unit.name[len(unit.kind) :].strip() or unit.name))
    return [Choice(value=unit.code, label=unit.name) for unit in sorted_units]


def _rows(typed: Mapping[str, str], group: str) -> set[int]:
    inside = f"{group}."
    numbers = (name.removeprefix(inside).split(".")[0] for name in typed if name.startswith(inside))
    return {int(number) for number in numbers if number.isdigit()}


def _without_row(typed: Mapping[str, str], group: str, gone: int) -> dict[str, str]:
    kept = {}
    for name, value in typed.items():
        number, _, rest = (
            name.removeprefix(f"{group}.").partition(".") if name.startswith(f"{group}.") else ("", "", "")
        )
        if not number.isdigit():
            kept[name] = value
        elif int(number) != gone:
            kept[f"{group}.{int(number) - (int(number) > gone)}.{rest}"] = value
    return kept
