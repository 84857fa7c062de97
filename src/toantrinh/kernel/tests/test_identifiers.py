"""Numbers that the state gives: read as typed, refused with words that say what to mend."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toantrinh.kernel import moment
from toantrinh.kernel.identifiers import (
    BIRTH_PLACES,
    AgencyCode,
    DossierNumber,
    PersonalNumber,
    check_against,
    group_phone,
    make_personal_number,
    read_agency_code,
    read_dossier_number,
    read_law_number,
    read_personal_number,
    read_phone,
    read_procedure_code,
    read_tax_code,
)
from toantrinh.kernel.partial_date import PartialDate
from toantrinh.kernel.problem import Problem

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def refusal(read: Callable[[str], object], typed: str) -> Problem:
    with moment.at(NOW), pytest.raises(Problem) as problem:
        read(typed)
    return problem.value


@pytest.mark.parametrize("typed", ["001099012345", "001 099 012 345", "001.099.012.345", " 001-099-012345 "])
def test_a_personal_number_is_read_however_it_is_spaced(typed: str) -> None:
    number = read_personal_number(typed)
    assert (number.place, number.sex, number.birth_year) == ("Hà Nội", "male", 1999)
    assert (str(number), number.grouped) == ("001099012345", "001 099 012 345")


def test_the_fourth_digit_tells_century_and_sex() -> None:
    number = read_personal_number("079301000001")
    assert (number.place, number.sex, number.birth_year) == ("Thành phố Hồ Chí Minh", "female", 2001)
    assert read_personal_number("105300000001").place == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Nhập số định danh gồm 12 chữ số."),
        ("00109901234", "Số định danh phải có 12 chữ số. Bạn đã nhập 11."),
        ("0010990123456", "Số định danh phải có 12 chữ số. Bạn đã nhập 13."),
        ("00109901234a", "Số định danh chỉ gồm chữ số."),
        ("٠٠١٠٩٩٠١٢٣٤٥", "Số định danh chỉ gồm chữ số."),
        ("003099012345", "Không có nơi sinh nào mang mã 003. Kiểm tra lại 3 chữ số đầu của số định danh."),
        ("000099012345", "Không có nơi sinh nào mang mã 000. Kiểm tra lại 3 chữ số đầu của số định danh."),
        (
            "001287012345",
            "Số định danh này ghi năm sinh 2087, năm chưa đến. Kiểm tra lại chữ số thứ 4 đến thứ 6.",
        ),
    ],
)
def test_an_impossible_personal_number_is_refused_in_words(typed: str, said: str) -> None:
    assert refusal(read_personal_number, typed).message.vi == said


def test_the_field_at_fault_is_named() -> None:
    with pytest.raises(Problem) as problem:
        read_personal_number("1", field="mother.number")
    assert problem.value.field == "mother.number"
    assert problem.value.message.en == "The personal number must have 12 digits. You entered 1."


def test_a_number_that_disagrees_with_what_was_declared_warns() -> None:
    number = PersonalNumber("001187012345")
    assert check_against(number, date(1987, 3, 27), "female") == []
    assert check_against(number, None, None) == []
    warnings = check_against(number, PartialDate(1978), "male")
    assert [warning.vi for warning in warnings] == [
        "Số định danh ghi sinh năm 1987, bạn nhập 1978. Kiểm tra lại.",
        "Số định danh ghi giới tính nữ, bạn nhập nam. Kiểm tra lại.",
    ]


@given(
    st.sampled_from(sorted(BIRTH_PLACES)), st.sampled_from(["male", "female"]), st.integers(1900, 2026), st.integers()
)
def test_a_number_that_is_made_says_what_it_was_made_from(
    place: str, sex: Literal["male", "female"], year: int, seed: int
) -> None:
    number = make_personal_number(place, sex, year, Random(seed))
    with moment.at(NOW):
        assert read_personal_number(str(number)) == number
    assert (number.place_code, number.sex, number.birth_year) == (place, sex, year)


def test_there_are_63_places_of_birth_and_no_number_for_other_centuries() -> None:
    assert len(BIRTH_PLACES) == 63
    assert (BIRTH_PLACES["001"], BIRTH_PLACES["096"]) == ("Hà Nội", "Cà Mau")
    with pytest.raises(ValueError, match="No personal number"):
        make_personal_number("001", "male", 1899, Random(1))


@pytest.mark.parametrize("code", ["0100109106", "0100686174", "0100047516", "0311638525-027"])
def test_real_tax_codes_pass_their_check_digit(code: str) -> None:
    assert read_tax_code(code) == code


def test_a_tax_code_keeps_its_dash_and_may_be_a_personal_number() -> None:
    assert read_tax_code("0311638525027") == "0311638525-027"
    assert read_tax_code("01 0010 9106") == "0100109106"
    assert read_tax_code("001 099 012 345") == "001099012345"


def test_wrong_tax_codes_are_refused_in_words() -> None:
    assert "chữ số kiểm tra không khớp" in refusal(read_tax_code, "0123456789").message.vi
    assert "chữ số kiểm tra không khớp" in refusal(read_tax_code, "0311638525-000").message.vi
    assert refusal(read_tax_code, "123").message.vi.endswith("Bạn đã nhập 3.")


def test_agency_codes_new_and_old_name_their_ministry_or_province() -> None:
    assert (read_agency_code("h26.01").area, read_agency_code("H15.50.05.13").is_old) == ("H26", False)
    assert (read_agency_code("000.00.01.H26").area, read_agency_code("000.00.01.H26").is_old) == ("H26", True)
    assert read_agency_code("G15").area == "G15"
    for typed in ("", "26.01", "H26.", "H26-01", "H" + ".1" * 20):
        assert refusal(read_agency_code, typed).code == "agency"


@pytest.mark.parametrize(
    ("typed", "agency", "day", "sequence"),
    [
        ("H15.50.05.13-261008-0975", "H15.50.05.13", date(2026, 10, 8), 975),
        ("000.00.01.h26-210512-0001", "000.00.01.H26", date(2021, 5, 12), 1),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
        (" H26.01 – 261008 – 0975 ", "H26.01", date(2026, 10, 8), 975),
    ],
)
def test_dossier_numbers_are_read_in_every_form_in_use(typed: str, agency: str, day: date, sequence: int) -> None:
    number = read_dossier_number(typed)
    assert (str(number.agency), number.day, number.sequence) == (agency, day, sequence)


def test_a_dossier_number_is_written_as_it_came_or_in_our_form() -> None:
    assert str(read_dossier_number("G09.20-20260609-0092637")) == "G09.20-20260609-0092637"
    assert str(DossierNumber(AgencyCode("H26.01"), date(2026, 10, 8), 12345)) == "H26.01-261008-12345"
    for typed in ("", "H26.01-261308-0975", "H26.01-261008-1", "261008-0975"):
        assert refusal(read_dossier_number, typed).code == "dossier"


def test_procedure_codes_and_law_numbers() -> None:
    for code in ("1.001193", "1.001193.01", "1.000656.000.00.00.H29"):
        assert read_procedure_code(f" {code} ") == code
    assert refusal(read_procedure_code, "1001193").code == "procedure"
    laws = (
        "118/2025/NĐ-CP 766/QĐ-TTg 57-NQ/TW 91/2025/QH15 66.7/2025/NQ-CP 01-KH/BCĐTW 9354/QĐ-BCA-C06 "
        "398/NQ-UBTVQH16 281/2016/TT-BTC 45/2019/QH14"
    )
    for law in laws.split():
        assert read_law_number(law) == law
    assert read_law_number("118/2025/NÐ-CP") == "118/2025/NĐ-CP"
    assert refusal(read_law_number, "Nghị định 118").code == "law"


def test_telephone_numbers() -> None:
    for typed in ("0912345678", "+84 912 345 678", "0084.912.345.678", "(091) 234-5678"):
        assert read_phone(typed) == "0912345678"
    assert read_phone("024 3825 1234") == "02438251234"
    assert group_phone("0912345678") == "0912 345 678"
    for typed in ("", "0112345678", "091234567", "12345", "abc"):
        assert refusal(read_phone, typed).code == "phone"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    readers: list[Callable[[str], object]] = [
        read_personal_number,
        read_tax_code,
        read_agency_code,
        read_dossier_number,
        read_procedure_code,
        read_law_number,
        read_phone,
    ]
    for read in readers:
        try:
            read(typed)
        except Problem as problem:
            assert problem.message.vi
