"""Reasons as an officer chooses them: those of the package with a sentence and a paper each, or one in own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from toantrinh.cases.actions import Ground
from toantrinh.cases.definition import Paper, Procedure, Reason
from toantrinh.kernel.text import Text, t

OTHER = "khac"
_OTHER = t("Lý do khác", "Another reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One reason that may be ticked."""

    code: str
    text: Text
    what_to_do: Text | None
    basis: str
    papers: Sequence[Paper]
    """Of which one may be named as at fault."""
    is_chosen: bool
    sentence: str
    paper: str


def read_grounds(posted: QueryDict) -> list[Ground]:
    """The reasons that were ticked, in the order of the list."""
    return [
        Ground(code=code, sentence=posted.get(f"cau.{code}", "").strip(), paper=posted.get(f"giay.{code}", ""))
        for code in posted.getlist("ly_do")
    ]


def options_of(procedure: Procedure, kind: str, posted: QueryDict, *, paper: str = "") -> list[Option]:
    """The reasons of the package and one in own words, as they were ticked; `paper` ticks those that concern it."""
    reasons = procedure.supplement_reasons if kind == "supplement" else procedure.refusal_reasons
    papers = {one.code: one for one in procedure.papers}
    ticked = posted.getlist("ly_do")

    def option(reason: Reason | None) -> Option:
        code = reason.code if reason else OTHER
        named = [papers[one] for one in reason.papers if one in papers] if reason else list(papers.values())
        alone = named[0].code if reason and len(named) == 1 else ""
        return Option(
            code=code,
            text=reason.text if reason else _OTHER,
            what_to_do=reason.what_to_do if reason else None,
            basis=reason.basis if reason else "",
            papers=named,
            is_chosen=code in ticked,
            sentence=posted.get(f"cau.{code}", ""),
            paper=posted.get(f"giay.{code}", alone or (paper if paper in papers else "")),
        )

    return [*(option(reason) for reason in reasons), option(None)]


def hidden_of(posted: QueryDict) -> list[tuple[str, str]]:
    """What was chosen, to be sent again once it was read in the preview."""
    return [
        (name, value)
        for name, values in posted.lists()
        for value in values
        if name in ("ly_do", "phien_ban", "ket_luan", "ghi_chu") or name.startswith(("cau.", "giay."))
    ]
