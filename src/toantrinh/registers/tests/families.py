"""A family in the registers: mother and father of the cast, married, living in ward A. For tests of any room."""

from dataclasses import dataclass

from toantrinh.kernel.actor import SYSTEM
from toantrinh.people.cast import Cast, parts
from toantrinh.people.queries import find_agency
from toantrinh.registers.actions import enter, install_registers, register_person
from toantrinh.registers.models import Entry

GROUND = "urn:toantrinh:case:00000000000000000000000000"
STREET = "12 Trần Hưng Đạo"


@dataclass(frozen=True, slots=True)
class Family:
    """The entries of a family."""

    mother: Entry
    father: Entry
    marriage: Entry


def settle_family(cast: Cast) -> Family:
    """Install the registers and enter the family into them."""
    install_registers(by=SYSTEM)
    mother, father = _settle("anh", ethnicity="kinh"), _settle("khanh", ethnicity="hoa")
    ward = find_agency("H29.27301")
    assert ward is not None
    marriage = enter(
        "civil-status",
        "marriage",
        {
            "husband": father.subject,
            "husband_name": "Trần Quốc Khánh",
            "husband_birth_date": "1992-09-02",
            "wife": mother.subject,
            "wife_name": "Nguyễn Thị Ngọc Ánh",
            "wife_birth_date": "1995-03-08",
            "registered_on": "2020-05-20",
        },
        by=SYSTEM,
        ground=GROUND,
        agency=ward.urn,
    )
    return Family(mother, father, marriage)


def _settle(who: str, ethnicity: str) -> Entry:
    claims = parts()[who].claims
    return register_person(
        {
            "full_name": claims.full_name,
            "birth_date": claims.birth_date,
            "sex": claims.sex,
            "nationality": "vn",
            "ethnicity": ethnicity,
            "home_place": "Bến Tre",
            "residence": {"unit": "27301", "street": STREET},
            "marital_status": "married",
        },
        by=SYSTEM,
        ground=GROUND,
        personal_number=claims.personal_number,
    )
