"""What an indicator package may say: one published number, what is counted for it, and what it leaves out.

An indicator is one file under `packages/indicators/`, with `examples` as its tests. Conditions are the expression
language over the published values of a fact (`agency_code`, `procedure`, `channel`, flags, whole days), so that whoever
has the published rows can count again.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from toantrinh.kernel.expressions import ExpressionMistake
from toantrinh.kernel.packages import Definition, Finding, nearest, refuse
from toantrinh.kernel.text import Text, t
from toantrinh.record.facts import KINDS

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]


class Count(Definition):
    """Events that are counted."""

    of: list[str] = Field(min_length=1)
    """Kinds of facts, such as case.finished."""
    where: str = ""
    """Condition over the fact's published values; empty counts all."""

    @model_validator(mode="after")
    def _can_be_counted(self) -> "Count":
        from toantrinh.indicators.counting import condition_of

        findings = [
            Finding(t(f"không có sự kiện “{kind}”", f"there is no fact “{kind}”"), nearest(kind, KINDS), ("of", place))
            for place, kind in enumerate(self.of)
            if kind not in KINDS
        ]
        if not findings and self.where:
            try:
                condition_of(self)
            except ExpressionMistake as mistake:
                findings.append(Finding(mistake.message, at=("where",)))
        if findings:
            raise refuse(*findings)
        return self


class Example(Definition):
    """Some events, and what must come out."""

    name: Text
    events: list[dict[str, Any]]
    """Each: `kind`, and published values."""
    numerator: int
    """What must be counted."""
    denominator: int | None = None
    """Out of how many; left out where the number is a count."""


class Indicator(Definition):
    """One number that is published every month."""

    code: Code
    edition: int = Field(ge=1)
    in_force_from: date
    question: Text
    """The question that it answers; title of its page."""
    name: Text
    """Short name for tables."""
    unit: Text
    """What one of it is, such as dossiers."""
    scope: Text
    """Who counts and what is left out, one sentence."""
    counts: Count
    """What is counted."""
    out_of: Count | None = None
    """Denominator; without one the number is a count."""
    lower_is_better: bool = False
    """Whether fewer is better, as with delays."""
    basis: str = ""
    others: list[Text] = []
    """Other numbers that go by the same name, and why they differ."""
    order: int = 100
    """Place in lists; smaller comes first."""
    examples: list[Example] = Field(min_length=1)
    """Its tests."""

    def kinds(self) -> set[str]:
        """Every kind of fact that it looks at."""
        return {*self.counts.of, *(self.out_of.of if self.out_of else ())}
