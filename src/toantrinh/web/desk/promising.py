"""What the desk says of time at receipt: which of several limits holds, or a day where no limit is known."""

from collections.abc import Mapping, Sequence

from toantrinh.cases.actions import Promise
from toantrinh.cases.definition import Limit
from toantrinh.cases.models import Case
from toantrinh.cases.queries import limits_to_choose, say_limit
from toantrinh.kernel.partial_date import read_date
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import Text, t
from toantrinh.web.design.fields import Choice, Field, by_field

MOST_SAID = 400
"""Characters of a source's words that stand beside a choice."""


def read_promise(posted: Mapping[str, str]) -> Promise:
    """What the officer chose; raises `Invalid` where a date cannot be read."""
    typed, chosen = posted.get("due_on", "").strip(), posted.get("limit", "")
    try:
        due_on = read_date(typed, field="due_on") if typed else None
    except Problem as problem:
        raise Invalid([problem]) from problem
    return Promise(due_on=due_on, limit=int(chosen) if chosen.isascii() and chosen.isdigit() else 0)


def fields_of(case: Case, posted: Mapping[str, str], problems: Sequence[Problem]) -> list[Field]:
    """The questions to the officer; none where one known limit holds."""
    limits, words = limits_to_choose(case), by_field(problems)
    fields = []
    if len(limits) > 1:
        fields.append(
            Field(
                name="limit",
                kind="choice",
                label=t("Thời hạn nào áp dụng cho hồ sơ này?", "Which limit holds for this dossier?"),
                hint=t("Nguồn ghi nhiều thời hạn, không gắn với câu trả lời nào.", "The source gives several."),
                value=posted.get("limit", "0"),
                choices=[_choice(number, one) for number, one in enumerate(limits)],
                problem=words.get("limit", ""),
            )
        )
    if not all(one.is_known for one in limits):
        fields.append(_day(posted, words.get("due_on", ""), limits))
    return fields


def _choice(number: int, limit: Limit) -> Choice:
    return Choice(value=str(number), label=say_limit(limit), hint=Text(said := limit.said[:MOST_SAID], said))


def _day(posted: Mapping[str, str], problem: Text | str, limits: Sequence[Limit]) -> Field:
    said = next((one.said for one in limits if not one.is_known), "")[:MOST_SAID]
    example = t("Một ngày làm việc: 27/11/2026, 27-11-26, hoặc +3.", "A working day: 27/11/2026, 27-11-26, or +3.")
    quoted = t('{example} Nguồn ghi: "{said}"', '{example} The source says: "{said}"')
    return Field(
        name="due_on",
        kind="text",
        label=t("Hẹn trả ngày nào?", "On which day will the result be ready?"),
        hint=quoted.fill(example=example, said=said) if said else example,
        value=posted.get("due_on", ""),
        problem=problem,
        optional=len(limits) > 1,
    )
