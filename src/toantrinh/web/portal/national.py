"""What a record of the national catalogue adds to a start page: papers by case, the source's words, what is unclear."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toantrinh.cases.definition import Choice, Paper, Procedure
from toantrinh.cases.queries import edition_in_force, national_of, papers_by_case
from toantrinh.kernel.moment import today
from toantrinh.kernel.text import Text, t

MOST_FILES = 40
FOR_ALL = t("Ai cũng cần", "For everyone")


@dataclass(frozen=True, slots=True)
class Counted:
    """A paper with how many of it, as one reads them."""

    paper: Paper
    count: Text


@dataclass(frozen=True, slots=True)
class Told:
    """One long text of the record, folded."""

    title: Text
    parts: Sequence[tuple[str, str]]
    """Heading (may be empty) and text of each."""


def values_of(procedure: Procedure) -> dict[str, Any]:
    """What the page shows of the record; nothing for a procedure written by hand."""
    national = national_of(edition_in_force(procedure.code, today()))
    if not national:
        return {"cases": []}
    oddities = dict.fromkeys((one.what, one.held) for one in national["oddities"])
    return {
        "cases": [(_heading(choice), _counted(papers)) for choice, papers in papers_by_case(procedure)],
        "told": [one for one in _texts(national) if one.parts],
        "files": list(dict.fromkeys(_files(national)))[:MOST_FILES],
        "results": [str(one.get("name") or "") for one in national["results"] if one.get("name")],
        "unclear": list(oddities),
        "decision": national["decision"],
    }


def _heading(choice: Choice | None) -> Text:
    return choice.label if choice else FOR_ALL


def _counted(papers: Sequence[Paper]) -> list[Counted]:
    return [Counted(paper, count_of(paper)) for paper in papers]


def count_of(paper: Paper) -> Text:
    """`1 bản chính, 2 bản sao`; where the source gives no number, that."""
    originals = t("{n} bản chính", "{n} original").fill(n=paper.originals) if paper.originals else None
    copies = t("{n} bản sao", "{n} copies").fill(n=paper.copies) if paper.copies else None
    both = [one for one in (originals, copies) if one]
    if not both:
        return t("Số bản chưa rõ", "Number not stated")
    return Text(", ".join(one.vi for one in both), ", ".join(one.en for one in both))


def _texts(national: dict[str, Any]) -> list[Told]:
    remarks = [
        ("", one["name"]) for group in national["groups"] for one in group["papers"] if one["held_as"] == "remark"
    ]
    steps = [(str(one.get("name") or ""), str(one.get("description") or "")) for one in national["steps"]]
    ways = [("", one["description"]) for one in national["methods"] if one["description"].strip()]
    return [
        Told(t("Trình tự thực hiện", "How it goes"), steps),
        Told(t("Yêu cầu, điều kiện", "Conditions"), _one(national["requirements"])),
        Told(t("Thời gian và phí theo lời nguồn", "Time and fees in the source's words"), list(dict.fromkeys(ways))),
        Told(t("Lưu ý về giấy tờ", "Remarks on papers"), list(dict.fromkeys(remarks))),
        Told(t("Nơi nhận hồ sơ", "Where papers are received"), _one(national["receiving_addresses"])),
        Told(t("Ghi chú", "Notes"), _one(national["notes"])),
    ]


def _one(words: str) -> list[tuple[str, str]]:
    return [("", words.strip())] if words.strip() else []


def _files(national: dict[str, Any]) -> list[str]:
    """Names of templates and schedules that the record attaches."""
    lines = [one for group in national["groups"] for one in group["papers"]]
    lists = [line["attachments"] for line in lines if isinstance(line["attachments"], list)]
    attached = [file for files in lists for file in files if isinstance(file, dict)]
    fees = [fee["attachment"] for method in national["methods"] for fee in method["fees"]]
    named = [*attached, *(file for file in fees if isinstance(file, dict))]
    return [str(file["fileName"]) for file in named if file.get("fileName")]
