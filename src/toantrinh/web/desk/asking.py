"""Questions of a form as the desk draws them: dense, with what was typed."""

from collections.abc import Mapping

from toantrinh.cases.definition import FormField
from toantrinh.cases.queries import Question
from toantrinh.web.design.fields import Choice, Field
from toantrinh.web.design.say import Words


def field_of(question: Question, *, typed: Mapping[str, str], problems: Mapping[str, Words]) -> Field:
    """The input of a question."""
    return _field(question.field, question=question, typed=typed, problems=problems)


def _field(
    item: FormField, *, question: Question | None, typed: Mapping[str, str], problems: Mapping[str, Words]
) -> Field:
    offered = question.choices if question else item.choices
    return Field(
        name=item.name,
        kind=item.kind,
        label=item.label,
        hint=item.hint or "",
        value=question.value if question else None,
        typed=typed,
        problem=problems.get(item.name, ""),
        problems=problems,
        optional=not item.required and not item.require_when,
        choices=[Choice(value=one.value, label=one.label, hint=one.hint or "") for one in offered],
        max_length=item.max_length,
        most=item.most,
        fields=[_field(one, question=None, typed={}, problems={}) for one in item.fields],
    )
