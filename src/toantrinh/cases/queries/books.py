"""The national forms that an office keeps for itself: the control sheet of a dossier (06), the register (07)."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any

from toantrinh.cases import letters, lifecycle, timing
from toantrinh.cases.models import Case, CaseStep, Status, Wait
from toantrinh.cases.situation import procedure_of_case
from toantrinh.documents.queries import preview_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import say_moment, t
from toantrinh.people.queries import open_agency, require
from toantrinh.record.looks import look

LONGEST = timedelta(days=366)
MOST_ROWS = 20_000
"""Dossiers in one register: beyond, it is taken month by month."""
MOST_PRINTED = 2_000
_RESULTS = {
    "done": "Xong",  # one language
    "granted": "Đồng ý",  # one language
    "refused": "Từ chối",  # one language
    "sent_back": "Trả lại bước trước",  # one language
    "turned_away": "Không nhận",  # one language
    "rerouted": "Chuyển cơ quan khác",  # one language
    "confirmed": "Người nộp đã xác nhận",  # one language
    "silent": "Hết hạn xác nhận",  # one language
    "mistake": "Người nộp báo sai",  # one language
    "stopped": "Dừng",  # one language
    "expired": "Hết hạn bổ sung",  # one language
    "withdrawn": "Người nộp rút",  # one language
    "reversed": "Huỷ quyết định",  # one language
}
HEADS = {
    "number": "Mã hồ sơ",  # one language
    "procedure_code": "Mã thủ tục",  # one language
    "procedure": "Thủ tục",  # one language
    "applicant": "Người nộp",  # one language
    "channel": "Cách nộp",  # one language
    "desk": "Nơi tiếp nhận",  # one language
    "received_at": "Nhận lúc",  # one language
    "due_at": "Hẹn trả",  # one language
    "finished_at": "Có kết quả lúc",  # one language
    "returned_at": "Trả lúc",  # one language
    "code": "Mã trạng thái",  # one language
    "result": "Tình trạng",  # one language
}
"""Columns of the register, as the CSV names them."""


# --- 06 ---------------------------------------------------------------------------------------------------------------


def draw_control_sheet(case: Case, *, viewer: Actor) -> bytes:
    """Form 06 as PDF: every step so far with who had it, and whether it was in time."""
    require(viewer, "case.read", agency=case.agency)
    values = letters.about(case) | {
        "received_at": letters.iso(case.received_at),
        "due_at": letters.iso(case.due_at),
        "moves": _moves(case),
        "pauses": [
            {
                "why": timing.PAUSE_WORDS[Wait(pause.why)].vi,
                "from_at": say_moment(pause.from_at),
                "until_at": _said(pause.until_at),
            }
            for pause in timing.pauses_of(case)
        ],
        "officer": viewer.name,
    }
    return _drawn("06", values, viewer, agency=case.agency)


def _moves(case: Case) -> list[dict[str, str]]:
    """Steps and passings from agency to agency, in order."""
    names = {step.code: step.name.vi for step in procedure_of_case(case).steps}
    routes = list(case.routes.order_by("pk"))

    def unit_at(moment: datetime) -> str:
        return next((route.from_name for route in routes if moment < route.at), case.agency_name)

    return [
        {
            "step": names.get(row.code, row.code),
            "unit": case.applicant_name if row.kind == "confirm" else unit_at(row.opened_at),
            "who": row.by_name if row.kind != "confirm" else "",
            "from_at": say_moment(row.opened_at),
            "until_at": _said(row.closed_at),
            "result": _result(row),
        }
        for row in case.steps.order_by("pk")
    ]


def _result(row: CaseStep) -> str:
    if row.closed_at is None:
        return "Đang làm"  # one language
    words = _RESULTS.get(row.outcome, "Xong")  # one language
    return f"{words}, quá hạn" if row.closed_at > row.due_at else f"{words}, đúng hạn"  # one language


def _said(moment: datetime | None) -> str:
    return say_moment(moment) if moment else ""


# --- 07 ---------------------------------------------------------------------------------------------------------------


def list_register(from_on: date, until_on: date, *, viewer: Actor) -> list[dict[str, Any]]:
    """The dossiers that the viewer's agency received from one day to the end of another; a look for all their names."""
    require(viewer, "case.read", agency=viewer.agency)
    if not timedelta() <= until_on - from_on <= LONGEST:
        words = t("Chọn một khoảng không quá một năm.", "Choose a span of at most a year.")
        raise Invalid([Problem(words, code="span", field="den")])
    start, end = (datetime.combine(day, time(), HANOI) for day in (from_on, until_on + timedelta(days=1)))
    cases = Case.objects.filter(agency=viewer.agency, submitted_at__gte=start, submitted_at__lt=end)
    rows = cases.exclude(status=Status.DRAFT).defer("answers_sealed", "lookups_sealed").order_by("submitted_at", "pk")
    found = [_row(case) for case in rows[:MOST_ROWS]]
    if found:
        look(by=viewer, person="", what="name", purpose="register", count=len(found))
    return found


def _row(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "procedure_code": case.code,
        "procedure": procedure_of_case(case).names.short.vi,
        "applicant": case.applicant_name,
        "channel": letters.CHANNELS[case.channel],
        "desk": case.desk_name or case.agency_name,
        "received_at": _said(case.received_at),
        "due_at": _said(case.due_at),
        "finished_at": _said(case.finished_at),
        "returned_at": _said(case.returned_at),
        "code": lifecycle.national_code(case),
        "result": lifecycle.NATIONAL_CODES[lifecycle.national_code(case)].vi,
    }


def draw_register(from_on: date, until_on: date, *, viewer: Actor) -> bytes:
    """Form 07 as PDF; a span with more dossiers than can be printed is refused, with what to do."""
    rows = list_register(from_on, until_on, viewer=viewer)
    if len(rows) > MOST_PRINTED:
        words = t(
            "Có {n} hồ sơ, quá nhiều để in: chọn khoảng ngắn hơn, hoặc tải CSV.",
            "{n} dossiers are too many to print: choose a shorter span, or take the CSV.",
        )
        raise Invalid([Problem(words.fill(n=len(rows)), code="too_many", field="den")])
    agency = open_agency(viewer.agency)
    values = {
        "unit": agency.name,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
        "rows": rows,
        "officer": viewer.name,
    }
    return _drawn("07", values, viewer, agency=viewer.agency)


def write_register(rows: Iterable[dict[str, Any]]) -> str:
    """The register as CSV that a spreadsheet opens as it is; no cell is ever taken for a formula."""
    kept = StringIO()
    writer = csv.writer(kept)
    writer.writerow(HEADS.values())
    for row in rows:
        writer.writerow([_plain(row[name]) for name in HEADS])
    return "\ufeff" + kept.getvalue()


def _plain(value: Any) -> str:
    words = str(value)
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t") else words


def _drawn(form: str, values: dict[str, Any], viewer: Actor, *, agency: str) -> bytes:
    template, title = letters.template_of_form(form), letters.OWN_TITLES[form]
    return preview_letter(template, values | {"internal": True}, agency=agency, title=title, viewer=viewer)
