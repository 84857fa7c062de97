"""Cases and papers of a record: which headings are cases that one chooses, and which lines are papers at all.

1. A group whose name says only what its papers are for ("Giấy tờ phải nộp", "Lưu ý") belongs to everyone; any other
   named group is a case, and its papers are asked for in that case alone.
2. A line with no original, no copy, no form to fill in and no template, which is not required, is a remark.
3. The record says what is required; nothing else makes a paper required.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from toantrinh.cases.definition import Choice, Limit, Paper
from toantrinh.cases.records import naming
from toantrinh.cases.records.reading import Part, made
from toantrinh.kernel.text import Text, fold, t

_HEADING = re.compile(
    r"^(?:giay to|luu y|ghi chu|thanh ph[am][nm] ho so|ho so gom|ho so bao gom|bao gom|cac giay to|tai lieu|chu y)\b"
)
OTHER = made(
    Choice,
    value="khac",
    label=t("Không thuộc trường hợp nào ở trên", "None of these"),
    hint=t("Bạn chỉ nộp giấy tờ chung.", "You give the papers that everyone gives."),
)
MOST_HINT = 300


@dataclass(frozen=True, slots=True)
class Variant:
    """One case that may be chosen."""

    code: str
    name: str
    """As the record has it."""
    limit: Limit | None = None
    """Its own time, where the record gives one."""

    @property
    def key(self) -> str:
        """What it is called, bare."""
        return naming.key_of(self.name)

    def choice(self) -> Choice:
        """As it is offered."""
        label = naming.case_name(self.name)
        whole = naming.tidy(self.name)
        hint = naming.plain(whole[:1000]) if len(whole) > len(label) else None
        return made(Choice, value=self.code, label=naming.plain(label), hint=hint)


@dataclass(slots=True)
class Dossier:
    """What belongs to a dossier, as a record tells it."""

    variants: list[Variant] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    """As it is shown: every group with every line, in the order of the record."""
    has_common: bool = False

    def choices(self) -> list[Choice]:
        """The question "which case is yours"; empty where there is nothing to choose."""
        if len(self.variants) + self.has_common < 2 or not self.variants:
            return []
        return [*(one.choice() for one in self.variants), *([OTHER] if self.has_common else [])]


def read_dossier(record: Part) -> Dossier:
    """Every group of papers of the record."""
    found = Dossier()
    groups = record.parts("executionCases")
    if not groups:
        held = t("không hỏi giấy tờ nào", "no paper is asked for")
        record.odd("executionCases", t("không có thành phần hồ sơ", "no papers are given"), held)
    named = [(group, group.text("name")) for group in groups]
    for number, (group, name) in enumerate(named, 1):
        is_case = bool(name.strip()) and not _HEADING.match(naming.key_of(name))
        variant = Variant(f"truong-hop-{number}", name) if is_case else None
        _read_group(found, group, name, variant)
    return _merged(found, record)


def _read_group(found: Dossier, group: Part, name: str, variant: Variant | None) -> None:
    lines = group.parts("profileComponents")
    if variant:
        found.variants.append(variant)
    if not lines:
        held = t("giữ tên, không có giấy tờ", "the name is held, without papers")
        group.odd("profileComponents", t("nhóm không có giấy tờ nào", "a group without papers"), held)
    shown = [_read_line(found, line, variant) for line in lines]
    if variant is None and any(one["held_as"] == "paper" for one in shown):
        found.has_common = True
    kind = "case" if variant else "section"
    told = {"name": name, "kind": kind, "case": variant.code if variant else "", "papers": shown}
    found.groups.append(told | {"rest": group.rest()})


def _read_line(found: Dossier, line: Part, variant: Variant | None) -> dict[str, Any]:
    name, code = line.text("name"), line.text("code")
    originals, copies = line.count("originalQty"), line.count("copyQty")
    flags = {key: line.truth(key) for key in ("required", "hasElectronicForm", "isProcessingResult")}
    attachments = line.raw("attachments")
    if attachments is not None and not isinstance(attachments, list):
        line.odd("attachments", t("phải là danh sách", "should be a list"), t("giữ nguyên văn", "kept word for word"))
    is_paper = bool(originals or copies or flags["required"] or flags["hasElectronicForm"] or attachments)
    shown = {
        "name": name,
        "national_code": code,
        "national_id": line.text("profileComponentId"),
        "originals": originals,
        "copies": copies,
        "required": flags["required"],
        "electronic_form": flags["hasElectronicForm"],
        "processing_result": flags["isProcessingResult"],
        "attachments": attachments,
        "held_as": "paper" if is_paper else "remark",
        "paper": "",
    }
    if is_paper:
        paper = _paper(line, shown, variant, len(found.papers) + 1)
        shown["paper"] = paper.code
        found.papers.append(paper)
    elif not name.strip():
        line.odd("name", t("giấy tờ không có tên", "a paper without a name"), t("giữ như ghi chú", "held as a remark"))
    return shown | {"rest": line.rest()}


def _paper(line: Part, shown: dict[str, Any], variant: Variant | None, number: int) -> Paper:
    name, required = shown["name"], shown["required"]
    if not (shown["originals"] or shown["copies"]):
        what = t("giấy tờ với số lượng 0", "a paper with a quantity of 0")
        if required:
            what = t("giấy tờ phải nộp mà số lượng 0", "a required paper with a quantity of 0")
        held = t("vẫn hỏi; số bản để trống", "it is asked for; the number of copies is left open")
        line.odd("originalQty", what, held)
    if not name.strip():
        held = t("gọi là “Giấy tờ số {n}”", "called “Paper {n}”").fill(n=number)
        line.odd("name", t("giấy tờ không có tên", "a paper without a name"), held)
    short = naming.paper_name(name) or f"Giấy tờ số {number}"  # one language
    whole = naming.tidy(name)
    hint = whole[:MOST_HINT] + ("…" if len(whole) > MOST_HINT else "")
    return made(
        Paper,
        code=f"giay-{number}",
        national_code=shown["national_code"],
        name=naming.plain(short),
        official_name=name,
        who_has="other" if shown["processing_result"] else "applicant",
        hint=naming.plain(hint) if len(whole) > len(short) else None,
        originals=shown["originals"] or 0,
        copies=shown["copies"] or 0,
        show_when=variant.code if variant else None,
        required_when="true" if required else "false",
    )


def _merged(found: Dossier, record: Part) -> Dossier:
    """The same paper in several cases is one paper that shows in each of them; a lone case is no choice."""
    choosing = bool(found.choices())
    kept: dict[Any, Paper] = {}
    codes: dict[str, str] = {}
    shows: dict[str, list[str]] = {}
    for paper in found.papers:
        same = (paper.national_code, paper.official_name, paper.originals, paper.copies, paper.required_when)
        first = kept.setdefault(same, paper)
        codes[paper.code] = first.code
        shows.setdefault(first.code, []).append(paper.show_when or "")
    found.papers = [
        paper.model_copy(update={"show_when": _shows(shows[paper.code]) if choosing else None})
        for paper in kept.values()
    ]
    for group in found.groups:
        for one in group["papers"]:
            one["paper"] = codes.get(one["paper"], "")
    if found.papers and not any(one.required_when == "true" for one in found.papers):
        held = t(
            "không giấy nào chặn việc nộp; người tiếp nhận xem đủ hay chưa", "none stops the sending; the desk looks"
        )
        record.odd("executionCases", t("không giấy tờ nào ghi là phải nộp", "no paper is marked as required"), held)
    return found


def _shows(cases: list[str]) -> str | None:
    """In which cases a paper shows; None where everyone gives it."""
    if not all(cases):
        return None
    chosen = ", ".join(f'"{case}"' for case in dict.fromkeys(cases))
    return f"variant in [{chosen}]"


def unlike(name: str, other: str) -> bool:
    """Whether two names of cases say different things."""
    return fold(naming.tidy(name)) != fold(naming.tidy(other))


def words_of(text: Text) -> dict[str, str]:
    """Both languages, as they are printed."""
    return {"vi": text.vi, "en": text.en}
