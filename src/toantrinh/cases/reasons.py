"""Why an officer asks for more, turns away or refuses: never without a ground, a sentence and the exact paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from toantrinh.cases.definition import Procedure, Reason
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import Text, t

OTHER = "khac"
"""A ground that the package does not list: then the officer's own sentence is needed."""
_OTHER = t("Lý do khác", "Another reason")

Kind = Literal["supplement", "refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground of a letter."""

    code: str
    """Code of a reason in the package, or `OTHER`."""
    sentence: str = ""
    """The officer's own words, added to those of the package."""
    paper: str = ""
    """Code of the paper at fault; empty where it is not a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelt:
    """A ground as people read it."""

    code: str
    paper_code: str
    paper: Text | None
    text: Text
    what_to_do: Text | None
    basis: str
    sentence: str


def check_grounds(procedure: Procedure, grounds: Sequence[Ground], kind: Kind) -> None:
    """Raise `Invalid` unless there is a ground, and each is one of the package's or has a sentence of its own."""
    known, papers = _reasons(procedure, kind), {paper.code for paper in procedure.papers}
    problems = []
    if not grounds:
        problems.append(
            Problem(t("Chọn ít nhất một lý do.", "Choose at least one reason."), code="empty", field="grounds")
        )
    for ground in grounds:
        if ground.code not in known and ground.code != OTHER:
            words = t("Chọn một lý do trong danh sách.", "Choose a reason from the list.")
            problems.append(Problem(words, code="reason", field="grounds"))
        elif ground.code == OTHER and not ground.sentence.strip():
            words = t("Viết rõ lý do bằng một câu.", "Write the reason in a sentence.")
            problems.append(Problem(words, code="sentence", field="sentence"))
        if ground.paper and ground.paper not in papers:
            words = t("Chọn giấy tờ trong danh sách của thủ tục.", "Choose a paper from the procedure's list.")
            problems.append(Problem(words, code="paper", field="grounds"))
    if problems:
        raise Invalid(problems)


def spell(procedure: Procedure, ground: Ground, kind: Kind) -> Spelt:
    """A ground with the words of the package."""
    reason = _reasons(procedure, kind).get(ground.code)
    names = {paper.code: paper.name for paper in procedure.papers}
    return Spelt(
        code=ground.code,
        paper_code=ground.paper,
        paper=names.get(ground.paper),
        text=reason.text if reason else _OTHER,
        what_to_do=reason.what_to_do if reason else None,
        basis=reason.basis if reason else "",
        sentence=ground.sentence.strip(),
    )


def wanted_papers(procedure: Procedure, ground: Ground) -> Sequence[str]:
    """Codes of the papers of which one answers a ground of a supplement; empty where none does."""
    if ground.paper:
        return [ground.paper]
    reason = _reasons(procedure, "supplement").get(ground.code)
    return reason.papers if reason else []


def _reasons(procedure: Procedure, kind: Kind) -> Mapping[str, Reason]:
    return {
        reason.code: reason
        for reason in (procedure.supplement_reasons if kind == "supplement" else procedure.refusal_reasons)
    }
