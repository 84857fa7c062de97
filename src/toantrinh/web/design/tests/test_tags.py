"""Words and values are said one way everywhere, and nothing that a person typed becomes part of a page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.web.design.parts import STATUS_LOOKS, Clock, Column, Link, Milestone, Pages, Row, Task

EVIL = "<script>x</script>"
AT = datetime(2026, 10, 21, 10, 0, tzinfo=UTC)


def show(template: str, language: str = "vi", /, **values: Any) -> str:
    """A template as a reader of that language sees it."""
    with translation.override(language):
        return engines["django"].from_string(template).render(values)


def test_a_pair_is_said_in_the_reader_s_language() -> None:
    assert show('{% say "Còn {n} ngày" "{n} days left" n=3 %}') == "Còn 3 ngày"
    assert show('{% say "Còn {n} ngày" "{n} days left" n=3 %}', "en") == "3 days left"
    assert show("{% say text %}", "en", text=t("Một", "One")) == "One"


def test_values_and_variables_are_escaped_and_our_own_marks_are_not() -> None:
    assert EVIL not in show('{% say "Chào {who}" "Hello {who}" who=who %}', who=EVIL)
    assert EVIL not in show("{% say one two %}", one=EVIL, two=EVIL)
    assert EVIL not in show("{% say text %}", text=t(EVIL, EVIL))
    assert show('{% say "<b>{n}</b>" "<b>{n}</b>" n=1 %}') == "<b>1</b>"


def test_a_value_with_braces_stays_as_it_is() -> None:
    assert show('{% say "Chào {who}" "Hello {who}" who=who %}', who="{0} {who}") == "Chào {0} {who}"


@pytest.mark.parametrize(
    ("template", "vi", "en"),
    [
        ("{% date day %}", "21/10/2026", "21 October 2026"),
        ("{% date day weekday=True %}", "thứ Tư, 21/10/2026", "Wednesday, 21 October 2026"),
        ('{% date "1990" %}', "1990", "1990"),
        ('{% date "1990-03" %}', "3/1990", "3/1990"),
        ("{% moment at weekday=True %}", "17:00 thứ Tư, 21/10/2026", "Wednesday, 21 October 2026, 17:00"),
        ("{% money 8000 %}", "8.000 đồng", "8,000 đồng"),
        ("{% money None %}", "Chưa xác định", "Not set yet"),
        ("{% money 0 free_because=why %}", "Miễn: Điều 11", "Free: article 11"),
        ("{% number 1234567 %}", "1.234.567", "1,234,567"),
        ("{% number share places=2 percent=True %}", "40,08 %", "40.08 %"),
    ],
)
def test_each_value_is_said_one_way(template: str, vi: str, en: str) -> None:
    values: dict[str, Any] = {"day": date(2026, 10, 21), "at": AT, "why": t("Điều 11", "article 11"), "share": 40.08}
    assert vi in show(template, **values)
    assert en in show(template, "en", **values)


def test_a_personal_number_is_masked_in_lists() -> None:
    assert "079" not in show('{% personal_number "079195000017" %}')
    assert "079 195 000 017" in show('{% personal_number "079195000017" masked=False %}')


@pytest.mark.parametrize("code", STATUS_LOOKS)
def test_every_status_has_words_and_a_drawing(code: int) -> None:
    tag = show("{% status code words %}", code=code, words=t("Đang giải quyết", "Being decided"))
    assert "Đang giải quyết" in tag and "<svg" in tag and "data-color" in tag


def test_a_refusal_is_red_although_its_code_is_that_of_a_result() -> None:
    assert "danger" in show("{% status 9 words refused=True %}", words="x")


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (Clock(due_at=AT, left=3, holder="Phường Chợ Quán"), "Còn 3 ngày làm việc"),
        (Clock(due_at=AT, hours_left=4), "Còn 4 giờ làm việc"),
        (Clock(due_at=AT, left=-2), "Quá hẹn 2 ngày làm việc"),
        (Clock(due_at=AT, stopped_since=date(2026, 10, 12), stopped_days=5), "Đồng hồ dừng từ 12/10/2026"),
        (Clock(due_at=AT, left=3, unit="day"), "Còn 3 ngày."),
    ],
)
def test_a_clock_says_promise_time_left_and_what_stops_it(clock: Clock, words: str) -> None:
    text = " ".join(show("{% clock one %}", one=clock).replace("<strong>", "").replace("</time>", "").split())
    assert words in text.replace('<time datetime="2026-10-12">', "")
    assert "ds-tag" in show("{% clock_tag one %}", one=clock)


def test_a_late_clock_names_the_agency_s_fault_and_the_apology() -> None:
    apology = Link(words=t("Thư xin lỗi", "Apology"), address="/thu")
    late = Clock(due_at=AT, left=-1, apology=apology, promised_anew_at=AT + timedelta(days=1))
    assert all(part in show("{% clock one %}", one=late) for part in ("Lỗi thuộc cơ quan", "Thư xin lỗi", "Hẹn mới"))


def test_lists_escape_what_people_typed() -> None:
    rows = [Row(key=t("Tên", "Name"), value=EVIL, links=[Link(words=t("Sửa", "Change"), address="/x")])]
    milestones = [Milestone(words=EVIL, by=EVIL, at=AT)]
    tasks = [Task(words=EVIL, state="todo", address="/x", hint=EVIL)]
    page = show("{% summary_list rows %}{% timeline milestones %}{% task_list tasks %}", **locals())
    assert EVIL not in page and page.count("&lt;script&gt;") == 5


def test_an_empty_answer_reads_as_not_given_and_a_held_one_names_its_source() -> None:
    rows = [Row(key="a"), Row(key="b", value=True), Row(key="c", value=date(1990, 3, 27), source="Dân cư")]
    page = show("{% summary_list rows %}", rows=rows)
    assert "Không cung cấp" in page and "Có" in page and "27/3/1990" in page and "Dân cư" in page


def test_a_table_labels_every_cell_for_phones_and_escapes_it() -> None:
    columns = [
        Column(words=t("Tên", "Name")),
        Column(words=t("Ngày", "Day"), sort_address="?sap=ngay", sorted="ascending"),
    ]
    page = show("{% table caption columns rows %}", caption="Mẫu", columns=columns, rows=[[EVIL, date(2026, 10, 1)]])
    assert EVIL not in page and 'data-label="Ngày"' in page and 'aria-sort="ascending"' in page and "1/10/2026" in page
    assert "Chưa có gì ở đây" in show("{% table caption columns rows %}", caption="Mẫu", columns=columns, rows=[])


def test_the_error_summary_links_to_the_field_with_the_same_words() -> None:
    page = show(
        "{% error_summary problems %}", problems=[Problem(t("Thiếu tên.", "No name."), field="child.full_name")]
    )
    assert 'href="#o-child.full_name"' in page and "Có 1 chỗ cần sửa" in page and "autofocus" in page
    assert show("{% error_summary problems %}", problems=[]) == ""


def test_pages_of_a_list_keep_the_filters_and_stay_in_range() -> None:
    request = RequestFactory().get("/", {"trang": "5", "loc": "qua-han"})
    pages = Pages.of(request, 612)
    assert (pages.number, pages.total, pages.slice()) == (5, 13, slice(200, 250))
    assert pages.shown == [1, None, 4, 5, 6, None, 13]
    assert pages.address(6) == "?loc=qua-han&trang=6"
    for wrong in ("0", "-1", "x", "99999999999", "²"):
        assert 1 <= Pages.of(RequestFactory().get("/", {"trang": wrong}), 612).number <= 13
    assert show("{% pager pages %}", pages=Pages.of(request, 3)) == ""


def test_the_day_of_a_moment_is_that_of_ha_noi() -> None:
    assert "22/10/2026" in show("{% date at %}", at=datetime(2026, 10, 21, 20, 0, tzinfo=UTC))
