"""A page that shows every piece once, in a demonstration: for those who build screens, and for tests that look."""

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t
from toantrinh.web.design.fields import Choice, Field, FileShown
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Clock, Column, Link, Milestone, Pages, Row, Stretch, Task
from toantrinh.web.design.templatetags.design import clock_tag, money

SENT_AT = datetime(2026, 10, 8, 9, 12, tzinfo=HANOI)
DUE_AT = datetime(2026, 10, 21, 17, 0, tzinfo=HANOI)
WARD = "Công an phường Chợ Quán"  # one language
REGISTER = t("Cơ sở dữ liệu quốc gia về dân cư", "National population database")
PERSON = "Nguyễn Thị Ngọc Ánh"  # one language
COLUMNS = (
    Column(words=t("Mã hồ sơ", "Number"), is_number=True),
    Column(words=t("Người nộp", "Applicant")),
    Column(words=t("Hạn", "Due"), sort_address="?sap=-han", sorted="ascending"),
    Column(words=t("Lệ phí", "Fee"), is_number=True),
)
STATUS_WORDS: tuple[tuple[int, Text, bool], ...] = (
    (0, t("Bản nháp, chưa nộp", "Draft, not sent"), False),
    (1, t("Đã nộp, chờ cơ quan nhận", "Sent, waiting to be received"), False),
    (3, t("Không nhận hồ sơ: xem lý do", "Not accepted: see why"), False),
    (4, t("Đang giải quyết", "Being decided"), False),
    (5, t("Chờ bạn bổ sung", "Waiting for you: documents"), False),
    (7, t("Bạn đã rút hồ sơ", "You withdrew it"), False),
    (9, t("Đã có kết quả", "Result ready"), False),
    (9, t("Không được chấp thuận: xem lý do", "Refused: see why"), True),
)


@page(anyone=True, demonstration=True)
def style_guide(request: Request) -> HttpResponse:
    """Every piece of the look, with pretend content."""
    problems = [
        Problem(
            t(
                "Số định danh phải có 12 chữ số. Bạn đã nhập 11.",
                "The personal number must have 12 digits. You entered 11.",
            ),
            field="mau.so",
        ),
        Problem(
            t(
                "Ngày sinh phải là ngày đã qua. Bạn đã nhập 27/3/2062.",
                "The date of birth must be in the past. You entered 27/3/2062.",
            ),
            field="mau.ngay",
        ),
    ]
    values = {
        "title": t("Bộ giao diện", "Style guide"),
        "problems": problems,
        "back": Link(words=t("Trang chủ", "Home"), address="/"),
        "fields": [*_fields(problems), *_more_fields()],
        "rows": _rows(),
        "tasks": _tasks(),
        "milestones": _milestones(),
        "clocks": _clocks(),
        "statuses": STATUS_WORDS,
        "columns": COLUMNS,
        "table_rows": [
            [f"H29.27301-261008-097{n}", PERSON, clock_tag(one), money(111117)] for n, one in enumerate(_clocks())
        ],
        "pages": Pages.of(request, 612),
        "sent_at": SENT_AT,
        "day": SENT_AT.date(),
    }
    return render(request, "design/style_guide.html", values)


def _fields(problems: list[Problem]) -> list[Field]:
    return [
        Field(name="mau.ten", kind="full_name", label=t("Họ, chữ đệm và tên", "Full name"), autocomplete="name"),
        Field(
            name="mau.so",
            kind="person",
            label=t("Số định danh cá nhân", "Personal number"),
            hint=t("12 chữ số, ghi ở mặt trước thẻ căn cước", "12 digits, on the front of the identity card"),
            typed={"mau.so": "07919000012"},
            problem=problems[0].message,
        ),
        Field(
            name="mau.ngay",
            kind="date",
            label=t("Ngày sinh", "Date of birth"),
            hint=t("Ví dụ 27 3 1990", "For example 27 3 1990"),
            typed={"mau.ngay.day": "27", "mau.ngay.month": "3", "mau.ngay.year": "2062"},
            problem=problems[1].message,
        ),
        Field(
            name="mau.nam",
            kind="partial_date",
            label=t("Ngày sinh của ông nội", "Grandfather's birth"),
            value="1931",
            optional=True,
        ),
        Field(name="mau.gioi", kind="choice", label=t("Giới tính", "Sex"), value="nu", choices=_sexes()),
        Field(
            name="mau.giay",
            kind="yes_no",
            label=t("Bạn có giấy chứng sinh không?", "Do you have the birth notification?"),
        ),
        Field(
            name="mau.noi",
            kind="address",
            label=t("Nơi sinh", "Place of birth"),
            value={"province": "79", "unit": "27301"},
        ),
    ]


def _more_fields() -> list[Field]:
    return [
        Field(name="mau.ban", kind="number", label=t("Số bản sao", "Copies"), value=2),
        Field(name="mau.y", kind="long_text", label=t("Ý kiến của bạn", "Your opinion"), optional=True),
        Field(name="mau.tep", kind="file", label=t("Giấy chứng sinh", "Birth notification"), files=_files()),
        Field(
            name="mau.con",
            kind="group",
            label=t("Con", "Child"),
            fields=[Field(name="ten", kind="full_name", label=t("Họ tên", "Full name"))],
            value=[{"ten": "Trần Minh An"}, {"ten": "Trần Minh Châu"}],  # one language
        ),
    ]


def _sexes() -> list[Choice]:
    return [Choice(value="nu", label=t("Nữ", "Female")), Choice(value="nam", label=t("Nam", "Male"))]


def _files() -> list[FileShown]:
    return [FileShown(urn="mau", name="giay-chung-sinh.jpg", size=1_480_000, pages=2, address="#")]


def _rows() -> list[Row]:
    change = [Link(words=t("Sửa", "Change"), address="#")]
    return [
        Row(
            key=t("Họ, chữ đệm và tên", "Full name"),
            value="Nguyễn Thị Ngọc Ánh",  # one language
            source=REGISTER,
            as_of=date(2026, 7, 1),
        ),  # one language
        Row(key=t("Ngày sinh", "Date of birth"), value=date(1995, 3, 8), links=change),
        Row(key=t("Số bản sao", "Copies"), value=2, links=change),
        Row(key=t("Số điện thoại", "Telephone"), links=change),
    ]


def _tasks() -> list[Task]:
    return [
        Task(words=t("Bạn là gì của trẻ?", "What are you to the child?"), state="done", address="#"),
        Task(words=t("Trẻ được khai sinh", "The child"), state="doing", address="#"),
        Task(words=t("Giấy tờ", "Papers"), state="todo", address="#", hint=t("Giấy chứng sinh", "Birth notification")),
        Task(words=t("Kiểm tra và nộp", "Check and send"), state="blocked"),
    ]


def _milestones() -> list[Milestone]:
    return [
        Milestone(words=t("Đã nộp", "Sent"), at=SENT_AT),
        Milestone(words=t("Đã nhận", "Received"), at=SENT_AT + timedelta(hours=5), by=WARD),
        Milestone(
            words=t("Chờ bạn bổ sung", "Waiting for your documents"), at=SENT_AT + timedelta(days=4), state="now"
        ),
        Milestone(words=t("Trả kết quả", "Result"), at=DUE_AT, state="next"),
    ]


def _clocks() -> list[Clock]:
    stretch = Stretch(
        start_at=SENT_AT,
        end_at=DUE_AT,
        whose=t("Cơ quan", "Agency"),
        counts=True,
        reason=t("Ngày làm việc", "Working days"),
    )
    return [
        Clock(due_at=DUE_AT, left=3, holder=WARD, stretches=[stretch]),
        Clock(due_at=DUE_AT, left=0, hours_left=4, holder=WARD),
        Clock(
            due_at=DUE_AT,
            stopped_since=date(2026, 10, 12),
            stopped_days=5,
            stopped_because=t("chờ bạn bổ sung", "waiting for your documents"),
            due_if_answered_today=DUE_AT + timedelta(days=5),
        ),
        Clock(
            due_at=DUE_AT,
            left=-2,
            holder=WARD,
            apology=Link(words=t("Thư xin lỗi", "Letter of apology"), address="#"),
            promised_anew_at=DUE_AT + timedelta(days=7),
        ),
    ]
