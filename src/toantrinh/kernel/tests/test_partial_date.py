"""Dates of which only a part is known, and dates as people type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toantrinh.kernel import moment
from toantrinh.kernel.partial_date import PartialDate, parse_partial_date, partial_date_from_fields, read_date
from toantrinh.kernel.problem import Problem

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("iso", ["1990", "1990-03", "1990-03-27"])
def test_a_date_is_written_as_far_as_it_is_known(iso: str) -> None:
    assert str(parse_partial_date(iso)) == iso


@pytest.mark.parametrize("iso", ["", "90", "1990-3", "1990-13", "1990-02-29", "1990-03-27-01", "0000", "19 90", "١٩٩٠"])
def test_what_is_no_date_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_partial_date(iso)


def test_what_is_not_known_spans_its_year_or_month() -> None:
    assert (PartialDate(1990).first, PartialDate(1990).last) == (date(1990, 1, 1), date(1990, 12, 31))
    assert PartialDate(2024, 2).last == date(2024, 2, 29)
    assert PartialDate(1990, 3, 27).is_full
    with pytest.raises(ValueError, match="month"):
        PartialDate(1990, 0, 27)


def test_a_partial_date_says_what_is_known() -> None:
    assert [PartialDate(1990).say(), PartialDate(1990, 3).say(), PartialDate(1990, 3, 27).say()] == [
        "1990",
        "3/1990",
        "27/3/1990",
    ]
    assert PartialDate(1990, 3).say("en") == "March 1990"


@pytest.mark.parametrize("month", ["3", "03", "ba", "Tháng ba", "tháng 3", "THÁNG BA", "March", "mar", "Mar."])
def test_the_month_may_be_a_word(month: str) -> None:
    assert partial_date_from_fields("27", month, "1990") == PartialDate(1990, 3, 27)


def test_day_and_month_may_be_left_out() -> None:
    assert partial_date_from_fields("", "", " 1990 ") == PartialDate(1990)
    assert partial_date_from_fields("", "mười hai", "1990") == PartialDate(1990, 12)


@pytest.mark.parametrize(
    ("typed", "said", "code"),
    [
        (("30", "2", "2023"), "Tháng 2 năm 2023 có ngày 1 đến 28. Bạn đã nhập 30.", "day"),
        (("0", "2", "2023"), "Tháng 2 năm 2023 có ngày 1 đến 28. Bạn đã nhập 0.", "day"),
        (("hai", "2", "2023"), "Tháng 2 năm 2023 có ngày 1 đến 28. Bạn đã nhập hai.", "day"),
        (("1", "13", "2023"), "Tháng phải từ 1 đến 12. Bạn đã nhập 13.", "month"),
        (("1", "giêng hai", "2023"), "Tháng phải từ 1 đến 12. Bạn đã nhập giêng hai.", "month"),
        (("1", "", "2023"), "Nhập tháng; nếu chỉ nhớ năm thì bỏ cả ngày.", "month"),
        (("1", "2", "23"), "Năm phải có 4 chữ số, như 1990. Bạn đã nhập 23.", "year"),
        (("1", "2", ""), "Nhập năm, 4 chữ số.", "year"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_in_words(typed: tuple[str, str, str], said: str, code: str) -> None:
    with pytest.raises(Problem) as problem:
        partial_date_from_fields(*typed, field="birth_date")
    assert (problem.value.message.vi, problem.value.code, problem.value.field) == (said, code, "birth_date")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("27/3/1990", date(1990, 3, 27)),
        ("27-3-90", date(1990, 3, 27)),
        ("27.03.26", date(2026, 3, 27)),
        ("27031990", date(1990, 3, 27)),
        ("27 3 1990", date(1990, 3, 27)),
        ("1990-03-27", date(1990, 3, 27)),
        ("hôm nay", date(2026, 11, 2)),
        ("Hom Nay", date(2026, 11, 2)),
        ("+5", date(2026, 11, 7)),
        ("-2", date(2026, 10, 31)),
    ],
)
def test_officers_type_dates_in_one_field(typed: str, day: date) -> None:
    with moment.at(NOW):
        assert read_date(typed) == day


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_date_or_refused(typed: str) -> None:
    for read in (
        read_date,
        lambda one: partial_date_from_fields(one, one, one),
        lambda one: partial_date_from_fields("", one, "1990"),
    ):
        try:
            read(typed)
        except Problem as problem:
            assert problem.message.vi
