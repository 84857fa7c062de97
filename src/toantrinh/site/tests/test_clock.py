"""The command `clock`: the due moment and the reason of each day, and plain words for what cannot be."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def clock(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("clock", *arguments, stdout=out)
    return out.getvalue().splitlines()


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        clock(*arguments)
    return str(error.value)


def test_three_working_days_from_the_friday_before_tet() -> None:
    lines = clock("--received", "2026-02-13T14:00", "--limit", "3 working days")
    assert lines[0] == "14:00 thứ Tư, 25/2/2026"
    assert [line.split("  ")[-1].strip() for line in (lines[1], lines[5], lines[13])] == [
        "tính 3 giờ 30 phút",
        "Tết Nguyên đán, mùng 1",
        "tính 4 giờ 30 phút",
    ]


def test_both_languages_ask_and_answer() -> None:
    lines = clock("--received", "2026-02-13T14:00", "--limit", "3 ngày làm việc", "--language", "en")
    assert lines[0] == "Wednesday, 25 February 2026, 14:00"
    assert lines[2].endswith("weekend")


def test_cut_off_suspension_and_an_earlier_calendar() -> None:
    received = ("--received", "2025-12-31T09:00", "--limit", "1 working day", "--cut-off", "15:00")
    asked = (*received, "--pause", "2025-12-31T10:00/2026-01-01T10:00")
    assert clock(*received)[0] == "17:30 thứ Tư, 31/12/2025"
    assert clock(*asked)[0] == "17:30 thứ Hai, 5/1/2026"
    assert clock(*asked, "--known-on", "2025-12-20")[0] == "17:30 thứ Sáu, 2/1/2026"


def test_an_unannounced_year_is_mentioned() -> None:
    assert clock("--received", "2027-03-01T09:00", "--limit", "1 day")[-1].endswith("hạn có thể thay đổi.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--received", "yesterday", "--limit", "1 day"), "--received: “yesterday”"),
        (("--received", "2026-02-30T09:00", "--limit", "1 day"), "--received: “2026-02-30T09:00”"),
        (("--received", "9999-12-31T09:00", "--limit", "9 days"), "năm quá xa"),
        (("--received", "2026-02-13T14:00", "--limit", "3 weeks"), "Không hiểu thời hạn “3 weeks”"),
        (("--received", "2026-02-13T14:00", "--limit", "3 days", "--cut-off", "15:00"), "chỉ ngày làm việc"),
        (("--received", "2026-02-13T14:00", "--limit", "3 days", "--cut-off", "3pm"), "--cut-off: “3pm”"),
        (("--received", "2026-02-13T14:00", "--limit", "3 days", "--pause", "Monday"), "--pause: “Monday”"),
        (("--received", "2026-02-13T14:00", "--limit", "3 days", "--known-on", "then"), "--known-on: “then”"),
        (
            ("--received", "2026-02-13T14:00", "--limit", "3 days", "--calendar", "none.yaml"),
            "none.yaml:0: không mở được",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(arguments: tuple[str, ...], said: str) -> None:
    assert said in refusal(*arguments)


def test_a_calendar_of_ones_own_with_a_mistake_names_its_line(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("title: {vi: A, en: A}\nhours: []\nyear: {}\n", encoding="utf-8")
    said = refusal("--received", "2026-02-13T14:00", "--limit", "3 days", "--calendar", str(own))
    assert f"{own}:3: “year” không có ở đây → ý bạn là “years”?" in said
