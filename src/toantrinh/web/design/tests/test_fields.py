"""Inputs show what was typed, right or wrong; buttons that only change the page lose nothing."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.web.design.fields import Choice, Field, FileShown, Pressed, after, by_field, pressed


def draw(kind: str, **values: Any) -> str:
    """The input of a field named `a.b`."""
    field = Field(name="a.b", kind=kind, label="Nhãn", **values)
    return render_to_string(field.template, {"field": field})


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("1990-03-27", ["27", "3", "1990"]),
        ("1990-03", ["", "3", "1990"]),
        ("1990", ["", "", "1990"]),
        (None, ["", "", ""]),
    ],
)
def test_a_date_stands_in_three_inputs(value: str | None, parts: list[str]) -> None:
    field = Field(name="d", kind="date", label="Ngày", value=value)
    assert [part for _, part in field.date_parts()] == parts


def test_a_wrong_date_stays_as_it_was_typed() -> None:
    page = draw("date", typed={"a.b.day": "31", "a.b.month": "hai", "a.b.year": "20x6"}, problem="Sai")
    assert 'value="31"' in page and 'value="hai"' in page and 'value="20x6"' in page
    assert 'aria-invalid="true"' in page and 'aria-describedby="o-a.b-loi"' in page


@pytest.mark.parametrize(
    "kind", ["text", "long_text", "full_name", "number", "date", "choice", "yes_no", "person", "group"]
)
def test_every_kind_puts_the_link_of_the_summary_at_its_first_input(kind: str) -> None:
    assert draw(kind, choices=[Choice(value="x", label="X")]).count('id="o-a.b"') == 1


def test_what_people_typed_is_escaped() -> None:
    assert "<script>" not in draw("text", value='"><script>') + draw("long_text", value="</textarea><script>")


def test_only_what_may_be_left_out_is_marked() -> None:
    assert "không bắt buộc" in draw("text", optional=True)
    assert "không bắt buộc" not in draw("text") and "*" not in draw("text")


def test_many_choices_become_a_list_and_few_stay_visible() -> None:
    few = [Choice(value=str(number), label=str(number)) for number in range(3)]
    assert draw("choice", choices=few, value="2").count('type="radio"') == 3
    many = draw("choice", choices=few * 5, value="2")
    assert "<select" in many and 'value="2" selected' in many


def test_yes_and_no_come_back_as_they_were_answered() -> None:
    assert 'value="false" checked' in draw("yes_no", value=False)
    assert "checked" not in draw("yes_no", value=None)


@pytest.mark.django_db
def test_an_address_offers_communes_of_the_chosen_province(country: None) -> None:
    empty, chosen = draw("address"), draw("address", value={"province": "79", "unit": "27301", "street": "12 Lê Lợi"})
    assert "Chọn tỉnh, thành phố trước" in empty and "Phường Chợ Quán" not in empty
    assert 'value="27301" selected' in chosen and 'value="12 Lê Lợi"' in chosen


@pytest.mark.django_db
def test_communes_stand_in_the_order_of_their_own_names(country: None) -> None:
    names = [unit.label for unit in Field(name="a", kind="address", label="", value={"province": "79"}).units()]
    assert names.index("Phường An Đông") < names.index("Xã Bà Điểm") < names.index("Phường Bến Thành")


def test_a_file_that_is_there_can_be_seen_and_taken_away() -> None:
    page = draw("file", files=[FileShown(urn="urn:f", name="<giay>.pdf", size=2_000_000, pages=2, address="/tep")])
    assert "&lt;giay&gt;.pdf" in page and "2 trang" in page and "1,9 MB" in page and 'value="drop:urn:f"' in page


def rows(typed: dict[str, str]) -> list[list[str]]:
    """What the rows of a group hold."""
    inner = [Field(name="ten", kind="text", label="Tên"), Field(name="ngay", kind="date", label="Ngày")]
    group = Field(name="con", kind="group", label="Con", fields=inner, typed=typed)
    return [[row[0].text(), *(part for _, part in row[1].date_parts())] for row in group.rows()]


def test_a_row_is_added_and_dropped_without_losing_the_others() -> None:
    posted = QueryDict("con.0.ten=An&con.0.ngay.day=1&con.1.ten=B%C3%ACnh&con.1.ngay.year=2020&khac=x", mutable=True)
    assert rows(after(Pressed("add", "con"), posted)) == [
        ["An", "1", "", ""],
        ["Bình", "", "", "2020"],
        ["", "", "", ""],
    ]
    dropped = after(Pressed("drop", "con.0"), posted)
    assert rows(dropped) == [["Bình", "", "", "2020"]]
    assert dropped["khac"] == "x"
    assert rows({}) == [["", "", "", ""]]


def test_choosing_a_province_forgets_the_commune_of_the_former_one() -> None:
    posted = QueryDict("noi.province=01&noi.unit=27301&noi.street=12")
    assert after(Pressed("choose", "noi"), posted) == {"noi.province": "01", "noi.unit": "", "noi.street": "12"}


@pytest.mark.parametrize(
    ("sent", "button"),
    [
        ("", None),
        ("lam=", None),
        ("lam=add:con", Pressed("add", "con")),
        ("lam=drop:urn:a:b", Pressed("drop", "urn:a:b")),
    ],
)
def test_a_pressed_button_is_told_from_the_form_itself(sent: str, button: Pressed | None) -> None:
    assert pressed(QueryDict(sent)) == button


def test_one_field_shows_its_first_problem() -> None:
    problems = [Problem(t("Một", "One"), field="a"), Problem(t("Hai", "Two"), field="a")]
    assert by_field(problems) == {"a": t("Một", "One")}
