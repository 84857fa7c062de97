"""What the desk draws of a dossier: its clock, what may be done now, answers beside register values, its papers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.urls import reverse

from toantrinh.cases.models import Case, CaseStep, HandedPaper, Status, Wait
from toantrinh.cases.queries import (
    Clock,
    FormView,
    PaperFile,
    PaperNeed,
    form_of,
    has_unpaid,
    list_paper_files,
    procedure_of_case,
    status_of,
)
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.calendar import DAY_OF_WORK
from toantrinh.kernel.moment import local, now
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.queries import may
from toantrinh.web.design.parts import Clock as Face
from toantrinh.web.design.parts import Stretch

HANDLING = "case.handle"
"""Why an officer opens a dossier, unless they say another purpose."""
PURPOSES: dict[str, Text] = {
    HANDLING: t("Xử lý hồ sơ", "To handle the dossier"),
    "case.answer": t("Trả lời người nộp", "To answer the applicant"),
    "case.control": t("Kiểm tra nội bộ", "Internal control"),
}
"""What an officer may state on opening; the person concerned reads it."""
CHANNELS: dict[str, Text] = {
    "online": t("Trực tuyến", "Online"),
    "counter": t("Tại quầy", "Counter"),
    "post": t("Bưu chính", "Post"),
}
TONES = {"late": "danger", "soon": "warning", "running": "cham", "waiting": "neutral", "done": "lua"}
WHOSE: dict[str, Text] = {
    "citizen": t("Người nộp", "The applicant"),
    "agency": t("Cơ quan", "The agency"),
    "other": t("Nơi khác", "Another body"),
    "nobody": t("Không ai", "Nobody"),
}
NO_STEP = t("–", "–")
STANDING: dict[int, Text] = {
    5: t("Chờ người nộp bổ sung", "With the applicant: documents"),
    6: t("Chờ người nộp trả tiền", "With the applicant: payment"),
    7: t("Người nộp đã rút", "Withdrawn by the applicant"),
}
"""National codes whose words speak to the citizen, in words for officers."""
UNPAID = t("Đã nộp hồ sơ, chờ người nộp trả tiền", "Sent; with the applicant: payment")
STOPPED = t("Đang dừng giải quyết", "Stopped")
CONFIRMING = t("Chờ người nộp xem bản nháp", "With the applicant: draft to check")


def tone_of(clock: Clock) -> str:
    """Colour of the tag that stands for a clock."""
    return TONES[clock.tone]


def step_name(case: Case) -> Text:
    """Name of the open step; a dash where there is none."""
    found = next((step.name for step in procedure_of_case(case).steps if step.code == case.step), None)
    return found or NO_STEP


def standing_words(case: Case) -> Text:
    """Where the dossier stands, in words for officers."""
    found = status_of(case)
    if case.wait == Wait.PAYMENT and case.status == Status.SUBMITTED:
        return UNPAID
    if case.wait == Wait.STOPPED:
        return STOPPED
    return CONFIRMING if case.wait == Wait.CONFIRMATION else STANDING.get(found.code, found.words)


def face_of(found: Clock) -> Face:
    """The clock as an officer reads it at the head of a dossier."""
    left = found.left or timedelta()
    below_a_day = found.tone in ("soon", "running") and left < DAY_OF_WORK and found.left is not None
    face = Face(
        due_at=found.due_at,
        left=-found.late_days if found.tone == "late" else left // DAY_OF_WORK,
        hours_left=left // timedelta(hours=1) if below_a_day else None,
        holder=found.holder_name,
        is_done=found.tone == "done",
        promised_anew_at=found.new_due_at,
        stretches=[
            Stretch(
                start_at=one.from_at,
                end_at=one.until_at or now(),
                whose=WHOSE[one.holder],
                counts=one.counts,
                reason=one.why,
            )
            for one in found.stretches
        ],
    )
    if found.stopped_since is None:
        return face
    return replace(
        face,
        stopped_since=local(found.stopped_since).date(),
        stopped_because=found.stopped_by or "",
        due_if_answered_today=found.due_if_continued_now,
    )


# --- What may be done now -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that the officer may do with the dossier now; the action itself has the last word."""

    code: str
    words: Text
    address: str
    key: str = ""
    """On the keyboard; it only opens the page."""
    is_first: bool = False


ACTS: dict[str, tuple[Text, str, str]] = {
    "tiep-nhan": (t("Tiếp nhận", "Receive"), "t", "case.receive"),
    "tham-tra": (t("Thẩm tra, trình ký", "Examine, pass on"), "d", "case.check"),
    "quyet-dinh": (t("Quyết định và ký", "Decide and sign"), "d", "case.sign"),
    "bo-sung": (t("Yêu cầu bổ sung", "Ask for more"), "b", "case.ask"),
    "tu-choi-nhan": (t("Không nhận hồ sơ", "Do not accept"), "", "case.refuse"),
    "tra-lai": (t("Trả lại bước trước", "Send back a step"), "", "case.sign"),
    "sua-ghi-so": (t("Sửa chỗ cơ sở dữ liệu từ chối", "Mend what the register refused"), "d", "case.mend"),
    "huy-quyet-dinh": (t("Huỷ quyết định đồng ý", "Reverse the decision"), "", "case.sign"),
    "tra-ket-qua": (t("Trả kết quả", "Hand over the result"), "r", "case.return"),
    "thu-tien": (t("Thu tiền mặt", "Take cash"), "", "payment.take_cash"),
    "ghi-muc-thu": (t("Ghi mức thu", "Set the charges"), "", "case.charge"),
    "xin-loi": (t("Xin lỗi và hẹn lại", "Apologise, set a new date"), "", "case.extend"),
    "hoi-y-kien": (t("Hỏi ý kiến cơ quan khác", "Ask another agency"), "", "case.consult"),
    "dung": (t("Dừng giải quyết", "Stop the work"), "", "case.stop"),
    "chuyen-bo-phan": (t("Chuyển bộ phận khác", "Pass to another unit"), "", "case.route"),
    "chuyen-co-quan": (t("Chuyển cơ quan khác", "Pass to another agency"), "", "case.route"),
    "giao": (t("Giao cho người khác", "Give to somebody"), "g a", "case.assign"),
}
"""Act → its words, its key, and the verb that it needs."""


def open_step_of(case: Case) -> CaseStep | None:
    """The step at which the dossier lies."""
    return case.steps.filter(closed_at=None).first() if case.step else None


def acts_of(case: Case, step: CaseStep | None, viewer: Actor) -> list[Act]:
    """What the viewer may do now, the usual first."""
    has_role = step is not None and step.role in viewer.roles
    codes = _codes(case, step.kind if step and has_role else "")
    if has_unpaid(case) and case.status not in _ENDED:
        codes.insert(0, "thu-tien")
    if case.status not in _ENDED and not case.wait and any(line["amount"] is None for line in case.charges):
        codes.append("ghi-muc-thu")
    if case.due_at and not case.new_due_at and not case.finished_at and case.status not in _ENDED:
        codes.append("xin-loi")
    if step is not None and step.kind != "confirm":
        codes += _elsewhere(case, step.kind if has_role else "")
        codes.append("giao")
    here = reverse("desk:dossier", args=[case.number])
    allowed = [code for code in codes if may(viewer, ACTS[code][2], agency=case.agency)]
    return [
        Act(
            code=code,
            words=ACTS[code][0],
            address=f"{here}/{code}",
            key=ACTS[code][1],
            is_first=number == 0 and code not in _ASIDE,
        )
        for number, code in enumerate(allowed)
    ]


def _elsewhere(case: Case, kind: str) -> list[str]:
    """What takes a dossier out of these hands for a while, or for good."""
    if case.wait:
        return []
    found = ["hoi-y-kien"] if case.status == Status.IN_REVIEW else []
    found += ["dung"] if kind in ("examine", "sign") and case.status == Status.IN_REVIEW else []
    found += ["chuyen-bo-phan"] if case.status in (Status.SUBMITTED, Status.IN_REVIEW) else []
    return found + (["chuyen-co-quan"] if case.status in (Status.SUBMITTED, Status.IN_REVIEW) else [])


_ASIDE = ("hoi-y-kien", "dung", "chuyen-bo-phan", "chuyen-co-quan", "giao", "xin-loi")
"""Acts that are never the usual one."""
_ENDED = (Status.CLOSED, Status.WITHDRAWN)


def _codes(case: Case, kind: str) -> list[str]:
    """Acts by where the case stands and the kind of its open step, where the viewer has its role."""
    if case.status == Status.DECIDED and case.finished_at:
        return ["tra-ket-qua"]
    if case.status == Status.DECIDED and case.wait == Wait.NOTHING and case.step:
        return (["sua-ghi-so"] if kind == "mend" else []) + ["huy-quyet-dinh"]
    if case.wait:
        return []
    found = {
        "receive": ["tiep-nhan", "bo-sung", "tu-choi-nhan"],
        "examine": ["tham-tra", "bo-sung"],
        "sign": ["quyet-dinh", "tra-lai"],
    }
    return list(found.get(kind, ()))


# --- Papers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file of a paper as the viewer shows it."""

    file: PaperFile
    address: str
    is_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """One paper with what came in for it."""

    need: PaperNeed
    sheets: Sequence[Sheet]
    handed: HandedPaper | None = None
    """What came on paper."""

    @property
    def is_there(self) -> bool:
        """Whether there is anything to look at, or the State holds it."""
        return bool(self.sheets) or self.handed is not None or self.need.state == "held"

    @property
    def is_wanted(self) -> bool:
        """Whether it belongs on the list of completeness."""
        return self.is_there or self.need.state == "needed"


def papers_of(case: Case, form: FormView | None = None) -> list[PaperShown]:
    """The papers of a dossier, each with its files."""
    files = list_paper_files(case)
    name = case.number or key_of(case.urn)
    sheets = [
        Sheet(
            file=file,
            address=reverse("desk:file", args=[name, key_of(file.file)]),
            is_picture=file.media_type.startswith("image/"),
        )
        for file in files
    ]
    needs = (form or form_of(case)).papers
    handed = {one.slot: one for one in case.handed.all()} if case.handed_slots else {}
    return [
        PaperShown(
            need=need,
            sheets=[sheet for sheet in sheets if sheet.file.slot == need.paper.code],
            handed=handed.get(need.paper.code),
        )
        for need in needs
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who has the dossier in hand."""

    name: str
    since: datetime | None
    is_viewer: bool
    is_given: bool
    """It was given to them, and not taken up yet."""
