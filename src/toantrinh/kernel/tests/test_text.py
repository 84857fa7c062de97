"""Vietnamese text: searched, sorted, tidied, printed."""

import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toantrinh.kernel.text import (
    Text,
    fold,
    name_sort_key,
    say_date,
    say_moment,
    say_money,
    say_number,
    say_time,
    sort_key,
    t,
    tidy_name,
)


def shuffled(words: list[str]) -> list[str]:
    return Random(1).sample(words, len(words))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    "typed",
    ["Nguyễn Thị Ngọc Ánh", "NGUYỄN THỊ NGỌC ÁNH", "  nguyen   thi ngoc anh ", decomposed("Nguyễn Thị Ngọc Ánh")],
)
def test_folding_forgets_accents_capitals_and_spaces(typed: str) -> None:
    assert fold(typed) == "nguyen thi ngoc anh"


def test_folding_takes_every_look_alike_of_d() -> None:
    assert fold("Đỗ Ðức đặng ð") == "do duc dang d"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_letters_sort_before_tones_as_in_a_dictionary() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(shuffled(letters), key=sort_key) == letters
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mầ", "mậ"]
    assert sorted(shuffled(tones), key=sort_key) == tones
    assert sorted(["đa", "da", "dạ", "dâ", "Đà", "an"], key=sort_key) == ["an", "da", "dạ", "dâ", "đa", "Đà"]


def test_a_shorter_word_sorts_first_and_capitals_do_not_matter() -> None:
    assert sorted(["Hà Nội", "Hà", "hà giang", "Hạ Long"], key=sort_key) == ["Hà", "hà giang", "Hạ Long", "Hà Nội"]
    assert sort_key("HÀ NỘI") == sort_key("hà nội") == sort_key(unicodedata.normalize("NFD", "Hà  Nội"))


def test_people_sort_by_given_name_then_family_then_middle() -> None:
    people = [
        "Lê Văn An",
        "Nguyễn An",
        "Nguyễn Bảo An",
        "Trần Thị Ánh",
        "Bùi Xuân Bình",
        "Đỗ Thị Đào",
        "Hoàng Minh Đức",
    ]
    assert sorted(shuffled(people), key=name_sort_key) == people
    assert sorted(["Nguyễn Văn Án", "Trần An", "Lê Anh"], key=name_sort_key) == ["Trần An", "Nguyễn Văn Án", "Lê Anh"]


@given(st.text(), st.text())
def test_any_text_has_a_key_that_databases_can_store(one: str, other: str) -> None:
    assert "\x00" not in sort_key(one)
    assert name_sort_key(f"{one} {other}") is not None


def test_names_are_kept_composed_with_single_spaces_and_the_right_d() -> None:
    assert tidy_name(" Ðỗ \u200b Thị\u00a0 Ha\u0323nh\t") == "Đỗ Thị Hạnh"


def test_dates_bind_with_their_weekday() -> None:
    day = date(2026, 10, 30)
    assert say_date(day) == "30/10/2026"
    assert say_date(day, weekday=True) == "thứ Sáu, 30/10/2026"
    assert say_date(day, "en", weekday=True) == "Friday, 30 October 2026"
    assert say_date(date(2026, 11, 1), weekday=True) == "Chủ nhật, 1/11/2026"


def test_moments_are_told_by_the_clock_of_hanoi() -> None:
    moment = datetime(2026, 10, 21, 10, 0, tzinfo=UTC)
    assert say_moment(moment, weekday=True) == "17:00 thứ Tư, 21/10/2026"
    assert say_moment(moment, "en") == "21 October 2026, 17:00"
    assert say_time(time(7, 5)) == "07:05"


def test_numbers_and_money_read_as_in_each_language() -> None:
    assert say_number(Decimal("1234567.89")) == "1.234.567,89"
    assert say_number(Decimal("1234567.89"), "en") == "1,234,567.89"
    assert say_number(Decimal("0.4567"), places=2) == "0,46"
    assert say_money(8000) == "8.000 đồng"
    assert say_money(1_500_000, "en") == "1,500,000 đồng"


def test_a_text_fills_its_marks_in_each_language() -> None:
    greeting = t("Chào {who}, còn {n} ngày", "Hello {who}, {n} days left")
    assert greeting.fill(who=t("bạn", "you"), n=3) == Text("Chào bạn, còn 3 ngày", "Hello you, 3 days left")
    assert greeting.say("en-GB", who="Lan", n=2) == "Hello Lan, 2 days left"
