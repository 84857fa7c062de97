"""The answers that an officer may mend after a register refused, and how what was typed for them reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from toantrinh.cases import form
from toantrinh.cases.form import Question
from toantrinh.cases.models import Case, CaseEffect
from toantrinh.cases.queries.dossier import EffectLine, list_effects
from toantrinh.cases.questions import parse_answer
from toantrinh.cases.situation import situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import require


def refused_effect(case: Case, *, viewer: Actor) -> EffectLine:
    """The change that a register refused; raises `Refused` where none did."""
    require(viewer, "case.mend", agency=case.agency)
    refused = (line for line in list_effects(case, viewer=viewer) if line.state == CaseEffect.State.REFUSED)
    if (found := next(refused, None)) is None:
        raise Refused(
            t("Không có cơ sở dữ liệu nào từ chối hồ sơ này.", "No register has refused this dossier."),
            code="not_refused",
        )
    return found


def mendable(case: Case, effect: EffectLine) -> list[Question]:
    """The questions of which the refused request is made, with their present values."""
    shown = [question for view in form.pages(situation_of(case)) for question in view.questions]
    return [question for question in shown if question.field.name in effect.fields]


def read_mended(questions: Sequence[Question], posted: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that differ from what stands there; raises `Invalid` where one cannot be read or is empty."""
    changed: dict[str, Any] = {}
    problems: list[Problem] = []
    for question in questions:
        answer = parse_answer(question.field, posted)
        if answer.problem:
            problems.append(answer.problem)
        elif answer.value is not None and answer.value != question.value:
            changed[question.field.name] = answer.value
    if problems:
        raise Invalid(problems)
    return changed
