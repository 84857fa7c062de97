"""The examples of a package are its tests: people as they come, and what must follow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from toantrinh.cases import charging, form
from toantrinh.cases.definition import Example, Expected, Procedure
from toantrinh.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that does not hold."""

    example: Text
    what: str
    expected: Any
    got: Any

    def say(self) -> str:
        """One line: the example, what was looked at, what was expected and what came."""
        return f"“{self.example.en}”: {self.what}: expected {self.expected!r}, got {self.got!r}"


def run_examples(procedure: Procedure) -> list[Failure]:
    """Try every example of a package; an empty list means that all hold."""
    failures = []
    for example in procedure.examples:
        for name, got in _outcomes(procedure, example):
            expected = getattr(example.expect, name)
            if got != expected:
                failures.append(Failure(example.name, name, expected, got))
    return failures


def situation_of(procedure: Procedure, example: Example) -> form.Situation:
    """The situation that an example describes."""
    given = example.given
    return form.Situation(
        procedure=procedure,
        today=given.today,
        channel=given.channel,
        me=given.me,
        answers=given.answers,
        lookups=given.lookups,
        files=frozenset(given.files),
        agreed=frozenset(given.agreed),
    )


def _outcomes(procedure: Procedure, example: Example) -> Iterator[tuple[str, Any]]:
    """What follows, for each expectation that the example states."""
    s, expect = situation_of(procedure, example), example.expect
    said = expect.model_fields_set
    ways: dict[str, Callable[[], Any]] = {
        "eligible": lambda: not form.ineligible(s),
        "because": lambda: _because(s, expect),
        "problems": lambda: [problem.field for problem in form.problems(s)],
        "consents": lambda: [one.code for one in form.consents(s)],
        "warnings": lambda: len(form.warnings(s)),
        "asked": lambda: [one.field.name for view in form.pages(s) for one in view.questions if one.state == "asked"],
        "papers": lambda: [need.paper.code for need in form.papers(s) if need.state == "needed"],
        "unit": lambda: form.competent_unit(s),
        "steps": lambda: [step.code for step in form.steps(s)],
        "fee": lambda: _fee(s, example.given.province),
        "effects": lambda: _effects(s, expect),
        "parts": lambda: _parts(s, expect),
    }
    for name in said:
        yield name, ways[name]()


def _because(s: form.Situation, expect: Expected) -> str | None:
    reasons = [rule.reason.vi for rule in form.ineligible(s)]
    return (
        expect.because if any(expect.because in reason for reason in reasons if expect.because) else " / ".join(reasons)
    )


def _fee(s: form.Situation, province: str) -> int | None:
    return charging.total(charging.charges(s, [province]))


def _effects(s: form.Situation, expect: Expected) -> dict[str, dict[str, Any]]:
    """Of each expected effect, the values that the example names."""
    bodies = {effect.code: form.effect_body(s, effect, {}) for effect in form.effects(s)}
    return {
        code: {name: bodies.get(code, {}).get(name) for name in wanted}
        for code, wanted in (expect.effects or {}).items()
    }


def _parts(s: form.Situation, expect: Expected) -> dict[str, dict[str, Any]]:
    """Every part that is opened; of its answers, those that the example names."""
    wanted = expect.parts or {}
    return {
        part.code: {name: form.part_answers(s, part, {}).get(name) for name in wanted.get(part.code, {})}
        for part in form.linked_parts(s)
    }
