"""From the questions of a case to what a page draws: inputs, and the rows that nobody has to type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toantrinh.cases.definition import FormField, Procedure
from toantrinh.cases.models import Case
from toantrinh.cases.queries import FormView, PageView, Question, Section, procedure_of_case, sections
from toantrinh.cases.queries.dossier import Row as SectionRow
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t
from toantrinh.web.design.fields import Choice, Field
from toantrinh.web.design.parts import Link, Row
from toantrinh.web.design.say import Words

CHANGE = t("Sửa", "Change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Answers in words; where all that was not typed has one source, it is named once instead of on each row."""

    title: Text
    rows: Sequence[Row] = ()
    source: Text | None = None
    as_of: date | None = None
    has_held: bool = False
    """Whether a row comes from a register, so that it can be reported as wrong."""


def asked_on(view: PageView) -> list[str]:
    """Names of the questions that the page asks."""
    return [question.field.name for question in view.questions if question.state == "asked"]


def fields_of(
    form: FormView,
    view: PageView,
    problems: Mapping[str, Words] | None = None,
    typed: Mapping[str, str] | None = None,
    found: Mapping[str, Sequence[Row]] | None = None,
) -> list[Field]:
    """The inputs of a page; `typed` is what was just posted, and wins over what is kept."""
    asked = [question for question in view.questions if question.state == "asked"]
    alone = len(view.questions) == 1 and len(asked) == 1 and not view.page.papers
    is_question = alone and view.page.title.vi.endswith("?")
    return [
        _field(
            question.field,
            question=question,
            label=view.page.title if is_question else question.field.label,
            hint=question.field.hint or (view.page.hint if alone else None),
            is_heading=alone,
            typed=typed if typed is not None else form.typed(question.field.name),
            problems=problems or {},
            found=(found or {}).get(question.field.name, ()),
        )
        for question in asked
    ]


def _field(
    item: FormField,
    *,
    question: Question | None = None,
    label: Text,
    hint: Text | None,
    is_heading: bool = False,
    typed: Mapping[str, str],
    problems: Mapping[str, Words],
    found: Sequence[Row] = (),
) -> Field:
    offered = question.choices if question else item.choices
    return Field(
        name=item.name,
        kind=item.kind,
        label=label,
        hint=hint or "",
        value=question.value if question else None,
        typed=typed,
        problem=problems.get(item.name, ""),
        problems=problems,
        optional=not item.required and not item.require_when,
        is_heading=is_heading,
        choices=[Choice(value=one.value, label=one.label, hint=one.hint or "") for one in offered],
        max_length=item.max_length,
        most=item.most,
        fields=[_field(one, label=one.label, hint=one.hint, typed={}, problems={}) for one in item.fields],
        found=found,
    )


def held_on(case: Case, view: PageView, *, without: Sequence[str] = ()) -> Known:
    """The answers of a page that came from a register or follow from others."""
    section = next((one for one in sections(case) if one.page == view.page.code), None)
    rows = [row for row in section.rows if row.state != "asked" and row.path not in without] if section else []
    return _known(procedure_of_case(case), view.page.title, [row for row in rows if row.value.vi])


def answers_of(case: Case, addresses: Mapping[str, str] | None = None) -> list[Known]:
    """Every answer, page by page; `addresses` names the pages on which answers may be changed."""
    return known_of(procedure_of_case(case), sections(case), addresses)


def known_of(procedure: Procedure, found: Sequence[Section], addresses: Mapping[str, str] | None = None) -> list[Known]:
    """The same of sections in hand."""
    return [_known(procedure, one.title, one.rows, (addresses or {}).get(one.page, "")) for one in found]


def _known(procedure: Procedure, title: Text, rows: Sequence[SectionRow], address: str = "") -> Known:
    places = {(row.source, row.as_of) for row in rows if row.source}
    if places:  # beside what a register says, a conclusion that is the same for everyone tells nothing
        plain = {item.name for item in procedure.fields() if item.derive and _is_constant(item)}
        rows = [row for row in rows if row.state != "derived" or row.path not in plain]
    is_one = len(places) == 1
    source, as_of = next(iter(places)) if is_one else (None, "")
    drawn = [
        Row(
            key=row.label,
            value=grouped(row.value),
            links=_change(f"{address}#o-{row.path}") if address and row.state == "asked" else (),
            source="" if is_one else row.source or "",
            as_of=None if is_one else day_of(row.as_of),
        )
        for row in rows
    ]
    return Known(title=title, rows=drawn, source=source, as_of=day_of(as_of), has_held=bool(places))


def _is_constant(item: FormField) -> bool:
    return all(line.value.startswith('"') for line in item.derive)


def _change(address: str) -> list[Link]:
    return [Link(words=CHANGE, address=address)]


def found_on(form: FormView, case: Case, view: PageView) -> dict[str, Sequence[Row]]:
    """Beside each personal number that was asked for, what a register says of its person.

    A number feeds a look-up where the look-up's question is that very field; the rows are those that come from it.
    """
    echoes: dict[str, Sequence[Row]] = {}
    rows = {row.path: row for one in sections(case) if one.page == view.page.code for row in one.rows}
    for name in asked_on(view):
        codes = {look.code for look in form.procedure.lookups if name in look.body.values()}
        known = [
            question.field.name
            for question in view.questions
            if question.state == "held" and question.field.from_.split(".")[0] in codes
        ]
        found = [rows[path] for path in known if path in rows]
        if found:
            echoes[name] = [
                Row(key=row.label, value=row.value, source=row.source or "", as_of=day_of(row.as_of)) for row in found
            ]
    return echoes


def echoed(form: FormView, view: PageView) -> list[str]:
    """Names of the held values that stand beside a personal number, so that the page does not show them twice."""
    asked = set(asked_on(view))
    codes = {look.code for look in form.procedure.lookups if asked.intersection(look.body.values())}
    held = [question.field for question in view.questions if question.state == "held"]
    return [item.name for item in held if item.from_.split(".")[0] in codes]


def silent_on(form: FormView, view: PageView) -> list[Text]:
    """Names of the sources that stayed silent and would have answered questions of this page."""
    asked = [question.field for question in view.questions if question.state == "asked" and question.field.from_]
    wanted = {item.from_.split(".")[0] for item in asked}
    silent = {code for code, one in form.contents.lookups.items() if one["state"] == "silent"}
    names = {look.source_name for look in form.procedure.lookups if look.code in wanted & silent}
    return sorted(names, key=str)


def unfound_on(form: FormView, view: PageView) -> list[Text]:
    """Labels of the personal numbers about which no register tells this person anything: there is nobody of that
    number, or it is not for them to see; both read alike."""
    missing = {code for code, one in form.contents.lookups.items() if one["state"] == "missing"}
    fed = {name for look in form.procedure.lookups if look.code in missing for name in look.body.values()}
    return [
        question.field.label
        for question in view.questions
        if question.field.kind == "person" and question.state == "asked" and question.field.name in fed
    ]


def problems_on(form: FormView, names: Sequence[str]) -> list[Problem]:
    """What stands against going on, of the questions named."""
    return [problem for problem in form.problems if problem.field in names]


def page_of(form: FormView, field: str) -> str:
    """Code of the page on which a question, or a paper (`paper:code`), stands; empty where none shows it."""
    for view in form.pages:
        if field.startswith("paper:") and view.page.papers:
            return view.page.code
        if field in {question.field.name for question in view.questions}:
            return view.page.code
    return ""


def grouped(value: Text) -> Text:
    """A personal number in groups of three; anything else as it is."""
    try:
        words = read_personal_number(value.vi).grouped
    except Problem:
        return value
    return Text(words, words)


def day_of(written: str) -> date | None:
    """The day of an ISO text; None where there is none."""
    return date.fromisoformat(written[:10]) if written else None
