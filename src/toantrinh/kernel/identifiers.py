"""Numbers that Việt Nam gives to people, firms, agencies, dossiers, procedures and laws: read, checked, written.

Each `read_…` accepts what people type (spaces, dots, dashes) and raises `Problem` with words that say what to mend.
"""

import re
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from toantrinh.kernel.moment import today
from toantrinh.kernel.partial_date import PartialDate
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t, tidy_name

Sex = Literal["male", "female"]
_SEXES: dict[Sex, Text] = {"male": t("nam", "male"), "female": t("nữ", "female")}

BIRTH_PLACES: dict[str, str] = dict(  # one language
    re.findall(
        r"([0-9]{3}) ([^|]+)",
        "001 Hà Nội|002 Hà Giang|004 Cao Bằng|006 Bắc Kạn|008 Tuyên Quang|010 Lào Cai|011 Điện Biên|012 Lai Châu|"
        "014 Sơn La|015 Yên Bái|017 Hòa Bình|019 Thái Nguyên|020 Lạng Sơn|022 Quảng Ninh|024 Bắc Giang|025 Phú Thọ|"
        "026 Vĩnh Phúc|027 Bắc Ninh|030 Hải Dương|031 Hải Phòng|033 Hưng Yên|034 Thái Bình|035 Hà Nam|036 Nam Định|"
        "037 Ninh Bình|038 Thanh Hóa|040 Nghệ An|042 Hà Tĩnh|044 Quảng Bình|045 Quảng Trị|046 Thừa Thiên Huế|"
        "048 Đà Nẵng|049 Quảng Nam|051 Quảng Ngãi|052 Bình Định|054 Phú Yên|056 Khánh Hòa|058 Ninh Thuận|"
        "060 Bình Thuận|062 Kon Tum|064 Gia Lai|066 Đắk Lắk|067 Đắk Nông|068 Lâm Đồng|070 Bình Phước|072 Tây Ninh|"
        "074 Bình Dương|075 Đồng Nai|077 Bà Rịa - Vũng Tàu|079 Thành phố Hồ Chí Minh|080 Long An|082 Tiền Giang|"
        "083 Bến Tre|084 Trà Vinh|086 Vĩnh Long|087 Đồng Tháp|089 An Giang|091 Kiên Giang|092 Cần Thơ|093 Hậu Giang|"
        "094 Sóc Trăng|095 Bạc Liêu|096 Cà Mau",
    )
)
"""The 63 provinces of birth as the personal number writes them; the mergers of 2025 did not renumber anyone."""


# fmt: off
_MESSAGES = {
    "empty": t("Nhập số định danh gồm 12 chữ số.", "Enter the personal number, 12 digits."),
    "digits": t("Số định danh chỉ gồm chữ số.", "The personal number has digits only."),
    "length": t("Số định danh phải có 12 chữ số. Bạn đã nhập {count}.",
                "The personal number must have 12 digits. You entered {count}."),
    "place": t("Không có nơi sinh nào mang mã {place}. Kiểm tra lại 3 chữ số đầu của số định danh.",
               "No place of birth has the code {place}. Check the first 3 digits of the personal number."),
    "year": t("Số định danh này ghi năm sinh {year}, năm chưa đến. Kiểm tra lại chữ số thứ 4 đến thứ 6.",
              "This personal number says born in {year}, which has not come. Check digits 4 to 6."),
    "other_year": t("Số định danh ghi sinh năm {number}, bạn nhập {entered}. Kiểm tra lại.",
                    "The personal number says born in {number}, you entered {entered}. Check it."),
    "other_sex": t("Số định danh ghi giới tính {number}, bạn nhập {entered}. Kiểm tra lại.",
                   "The personal number says {number}, you entered {entered}. Check it."),
    "phone": t("Số điện thoại di động có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09, ví dụ 0912 345 678.",
               "A mobile number has 10 digits and starts with 03, 05, 07, 08 or 09, for example 0912 345 678."),
    "tax_length": t("Mã số thuế có 10 chữ số (đơn vị phụ thuộc 13), hoặc là số định danh 12 số. Bạn đã nhập {count}.",
                    "A tax code has 10 digits (a branch 13), or is a 12-digit personal number. You entered {count}."),
    "tax_check": t("Mã số thuế này không có: chữ số kiểm tra không khớp. So lại từng số với giấy tờ.",
                   "There is no such tax code: its check digit does not fit. Compare it with your papers."),
    "agency": t("Mã cơ quan có dạng H26.01 (mới) hoặc 000.00.01.H26 (cũ).",
                "An agency's code looks like H26.01 (new) or 000.00.01.H26 (old)."),
    "dossier": t("Mã hồ sơ có dạng H26.01-261008-0975: mã cơ quan, ngày nhận, số thứ tự. Xem trên giấy tiếp nhận.",
                 "A dossier's number looks like H26.01-261008-0975: agency, day, sequence. It stands on the receipt."),
    "procedure": t("Mã thủ tục có dạng 1.001193.", "A procedure's code looks like 1.001193."),
    "law": t("Số văn bản có dạng 118/2025/NĐ-CP hoặc 766/QĐ-TTg.",
             "The number of a law looks like 118/2025/NĐ-CP or 766/QĐ-TTg."),
}
# fmt: on


def _wrong(code: str, field: str, **values: object) -> Problem:
    return Problem(_MESSAGES[code].fill(**values), code=code, field=field)


# ---- people


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """Số định danh cá nhân: place of birth (3), century and sex (1), year (2), random (6); it has no check digit.

    Sex and year are those registered when it was given; `place` is empty for who was born abroad.
    """

    digits: str

    @property
    def place_code(self) -> str:
        return self.digits[:3]

    @property
    def place(self) -> str:
        return BIRTH_PLACES.get(self.place_code, "")

    @property
    def sex(self) -> Sex:
        return "female" if int(self.digits[3]) % 2 else "male"

    @property
    def birth_year(self) -> int:
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])

    @property
    def grouped(self) -> str:
        """`001 099 012 345`, as it is echoed to its owner."""
        return " ".join(self.digits[at : at + 3] for at in range(0, 12, 3))

    def __str__(self) -> str:
        return self.digits


def read_personal_number(typed: str, *, field: str = "") -> PersonalNumber:
    """The personal number that was typed; refuses one that nobody can have."""
    digits = re.sub(r"[\s.\-‐-―·]", "", typed)
    if not re.fullmatch(r"[0-9]+", digits):
        raise _wrong("digits" if digits else "empty", field)
    if len(digits) != 12:
        raise _wrong("length", field, count=len(digits))
    number = PersonalNumber(digits)
    if not number.place and number.place_code <= "100":  # codes from 101 are countries
        raise _wrong("place", field, place=number.place_code)
    if number.birth_year > today().year:
        raise _wrong("year", field, year=number.birth_year)
    return number


def check_against(number: PersonalNumber, birth_date: PartialDate | date | None, sex: Sex | None) -> list[Text]:
    """Where the number disagrees with what was declared: warnings, since it keeps what was registered at first."""
    warnings = []
    if birth_date and birth_date.year != number.birth_year:
        warnings.append(_MESSAGES["other_year"].fill(number=number.birth_year, entered=birth_date.year))
    if sex and sex != number.sex:
        warnings.append(_MESSAGES["other_sex"].fill(number=_SEXES[number.sex], entered=_SEXES[sex]))
    return warnings


def make_personal_number(place_code: str, sex: Sex, birth_year: int, random: Random) -> PersonalNumber:
    """A new number with the right form; that nobody has it yet is for the register to say."""
    century = 2 * (birth_year // 100 - 19) + (sex == "female")
    if not 0 <= century <= 9 or not re.fullmatch(r"[0-9]{3}", place_code):
        raise ValueError(f"No personal number for {place_code!r}, {birth_year}")
    return PersonalNumber(f"{place_code}{century}{birth_year % 100:02}{random.randrange(10**6):06}")


def read_phone(typed: str, *, field: str = "") -> str:
    """A Vietnamese telephone number as `0912345678`; `+84` is understood."""
    digits = re.sub(r"^(\+|00)84", "0", re.sub(r"[\s.\-‐-―·()]", "", typed))
    if not re.fullmatch(r"0[35789][0-9]{8}|02[0-9]{8,9}", digits):
        raise _wrong("phone", field)
    return digits


def group_phone(digits: str) -> str:
    """`0912 345 678`."""
    return " ".join((digits[:-6], digits[-6:-3], digits[-3:]))


# ---- firms

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def read_tax_code(typed: str, *, field: str = "") -> str:
    """A tax code: `0100109106`, with a branch `0311638525-027`, or a person's 12-digit number (since 1 July 2025)."""
    digits = re.sub(r"[^0-9A-Za-z]", "", typed)
    if len(digits) == 12:
        return str(read_personal_number(digits, field=field))
    if not re.fullmatch(r"[0-9]{10}([0-9]{3})?", digits):
        raise _wrong("tax_length", field, count=len(digits))
    check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    if check != int(digits[9]) or digits[10:] == "000":
        raise _wrong("tax_check", field)
    return f"{digits[:10]}-{digits[10:]}" if digits[10:] else digits


# ---- agencies, dossiers, procedures, laws

_OLD_AGENCY = r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}"
_NEW_AGENCY = r"[A-Z](?:[0-9]{2})?(?:\.[A-Z0-9]{1,8})*"


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """Code of an agency: new, read from the left (`H26.01`), or old, read from the right (`000.00.01.H26`)."""

    code: str

    @property
    def is_old(self) -> bool:
        """Whether it is of the form before 2020."""
        return bool(re.fullmatch(_OLD_AGENCY, self.code))

    @property
    def area(self) -> str:
        """The ministry or province: `H26`, `G15`."""
        return self.code.split(".")[-1 if self.is_old else 0]

    def __str__(self) -> str:
        return self.code


def read_agency_code(typed: str, *, field: str = "") -> AgencyCode:
    """An agency's code, new (at most 35 signs) or old."""
    code = "".join(typed.split()).upper()
    if len(code) > 35 or not re.fullmatch(f"{_OLD_AGENCY}|{_NEW_AGENCY}", code):
        raise _wrong("agency", field)
    return AgencyCode(code)


@dataclass(frozen=True, slots=True)
class DossierNumber:
    """Mã hồ sơ: agency, day of receipt, sequence; one in the whole country."""

    agency: AgencyCode
    day: date
    sequence: int
    written: str = ""
    """As it was received from elsewhere; empty for ours."""

    def __str__(self) -> str:
        return self.written or f"{self.agency}-{self.day:%y%m%d}-{self.sequence:04}"


_DOSSIER = re.compile(f"({_OLD_AGENCY}|{_NEW_AGENCY})-([0-9]{{6}}|[0-9]{{8}})-([0-9]{{4,7}})")


def read_dossier_number(typed: str, *, field: str = "") -> DossierNumber:
    """A dossier's number: `H15.50.05.13-261008-0975`, or with the whole year as some ministries write it."""
    number = re.sub(r"[‐-―]", "-", "".join(typed.split()).upper())
    if found := _DOSSIER.fullmatch(number):
        digits = found[2] if len(found[2]) == 8 else f"20{found[2]}"
        try:
            day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            return DossierNumber(AgencyCode(found[1]), day, int(found[3]), number)
        except ValueError:
            pass
    raise _wrong("dossier", field)


_PROCEDURE = re.compile(rf"[1-9]\.[0-9]{{6}}(?:\.{_OLD_AGENCY}|\.[0-9]{{2}})?")
_LAW = re.compile(
    r"[0-9]{1,5}(?:\.[0-9]{1,2})?(?:/(?:19|20)[0-9]{2})?/"
    r"(?:QH[0-9]{1,2}|[A-ZĐ][A-Za-zĐ0-9&]{1,9}(?:-[A-ZĐ][A-Za-zĐ0-9&]{1,13}){1,2})"
    r"|[0-9]{1,4}-[A-ZĐ]{2,4}/[A-ZĐ][A-Za-zĐ]{1,8}"
)


def read_procedure_code(typed: str, *, field: str = "") -> str:
    """A procedure's national code: `1.001193`, a case of it `1.001193.01`, or a province's own."""
    code = "".join(typed.split()).upper()
    if not _PROCEDURE.fullmatch(code):
        raise _wrong("procedure", field)
    return code


def read_law_number(typed: str, *, field: str = "") -> str:
    """The number of a law, decree, decision or party resolution: `118/2025/NĐ-CP`, `766/QĐ-TTg`, `57-NQ/TW`."""
    number = tidy_name("".join(typed.split()))
    if not _LAW.fullmatch(number):
        raise _wrong("law", field)
    return number
