"""Who lives in the sample country: communes with their officers, and couples who will have children."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.identifiers import PersonalNumber, Sex, make_personal_number
from toantrinh.people.actions import appoint, settle_cast, sign_in
from toantrinh.people.cast import Cast, parts
from toantrinh.people.claims import Claims
from toantrinh.people.models import Agency
from toantrinh.people.queries import actor_for, agency_for_unit, find_unit, list_units
from toantrinh.registers.actions import enter, register_person
from toantrinh.site.sample import names
from toantrinh.site.sample.belongings import enter_belongings

GROUND = "urn:toantrinh:sample:country"
PROVINCES = ("79", "01", "48", "92", "31", "22", "24", "75")
"""Hồ Chí Minh City, Hà Nội, Đà Nẵng, Cần Thơ, Hải Phòng, Quảng Ninh, Bắc Ninh, Đồng Nai."""
OFFICES = (
    ("receptionist", "Công chức Trung tâm Phục vụ hành chính công"),
    ("civil_status_officer", "Công chức tư pháp – hộ tịch"),
    ("signer", "Chủ tịch Ủy ban nhân dân"),
)
WARD_A, WARD_B = "27301", "00004"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune with those who work there."""

    unit: str
    province: str
    agency: Agency
    officers: dict[str, Actor]
    """Role → who holds it."""

    def names_to(self, other: "Commune") -> dict[str, str]:
        """Names of this commune, its province, agency and officers → those of the other."""
        names = {
            self.agency.name: other.agency.name,
            unit_name(self.province): unit_name(other.province),
            unit_name(self.unit): unit_name(other.unit),
        }
        return names | {officer.name: other.officers[role].name for role, officer in self.officers.items()}

    def urns_to(self, other: "Commune") -> dict[str, str]:
        """URNs of the agency, its officers and their offices → those of the other."""
        urns = {self.agency.urn: other.agency.urn}
        for role, officer in self.officers.items():
            there = other.officers[role]
            urns |= {officer.urn: there.urn, officer.office: there.office, officer.person: there.person}
        return urns

    def codes_to(self, other: "Commune") -> dict[str, str]:
        """Short codes, which mean this commune only where they are the whole value."""
        return {
            self.unit: other.unit,
            self.province: other.province,
            self.agency.area: other.agency.area,
            self.agency.code: other.agency.code,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """A grown person of the sample."""

    actor: Actor
    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Couple:
    """A mother and, mostly, a father."""

    mother: Adult
    father: Adult | None
    commune: Commune
    is_married: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Those of whom a lived story is told again."""

    mother_name: str
    mother_number: str
    father_name: str
    father_number: str
    lived_father: str

    def child_name(self, lived: str, rng: Random) -> str:
        """A name for the child, of the same sex and after the same parent as the lived one's."""
        children = names.words()["children"]
        given = " ".join(lived.split()[1:])
        sex = next((sex for sex in children if given in children[sex]), "female")
        is_fathers = self.father_name and lived.split()[:1] == self.lived_father.split()[:1]
        return f"{(self.father_name if is_fathers else self.mother_name).split()[0]} {rng.choice(children[sex])}"


def new_family(rng: Random, lived: Couple, commune: Commune) -> Family:
    """Other people as old as the lived ones, with numbers of their own."""
    father = lived.father
    return Family(
        mother_name=names.full_name(rng, "female"),
        mother_number=_number_like(rng, lived.mother.number, commune),
        father_name=names.full_name(rng, "male") if father else "",
        father_number=_number_like(rng, father.number, commune) if father else "",
        lived_father=father.name if father else "",
    )


def _number_like(rng: Random, lived: str, commune: Commune) -> str:
    number = PersonalNumber(lived)
    return str(make_personal_number(f"0{commune.province}", number.sex, number.birth_year, rng))


def settle_communes(rng: Random, count: int, since: date) -> tuple[Cast, list[Commune]]:
    """The cast in its two wards, and officers in `count` communes of several provinces."""
    cast = settle_cast(SYSTEM, from_on=since)
    units = [WARD_A, WARD_B]
    for province in PROVINCES:
        found = [unit.code for unit in list_units(province) if unit.code not in units]
        units += rng.sample(found, min(len(found), max(1, (count - 2) // len(PROVINCES) + 1)))
    settled = {WARD_A: {"receptionist": cast.lan, "civil_status_officer": cast.tuan, "signer": cast.duc}}
    settled[WARD_B] = {"receptionist": cast.hanh}
    return cast, [_commune(rng, unit, settled.get(unit, {}), since) for unit in units[:count]]


def _commune(rng: Random, unit: str, settled: dict[str, Actor], since: date) -> Commune:
    agency = agency_for_unit(unit, "commune", since)
    if agency is None:
        raise LookupError(f"The unit {unit} has no committee.")
    province = next(code for code in PROVINCES if any(one.code == unit for one in list_units(code)))
    officers = dict(settled)
    for role, title in OFFICES:
        if role not in officers:
            sex: Sex = rng.choice(("female", "male"))
            person = person_of(rng, sex, province, unit, rng.randrange(1968, 1998))
            account = sign_in(person, by=SYSTEM)
            office = appoint(account, agency, role, title=title, by=SYSTEM, from_on=since)
            officers[role] = actor_for(account, office.urn, assurance=2)
    return Commune(unit=unit, province=province, agency=agency, officers=officers)


def person_of(rng: Random, sex: Sex, province: str, unit: str, year: int, **known: Any) -> Claims:
    """A new person in the population register, as the electronic identity then vouches for them."""
    born = date(year, 1, 1) + timedelta(days=rng.randrange(365))
    values = {
        "full_name": names.full_name(rng, sex),
        "birth_date": born.isoformat(),
        "sex": sex,
        "birth_place": {"province": province, "unit": unit, "street": ""},
        "home_place": home_place(province),
        "nationality": "vn",
        "ethnicity": rng.choices(["kinh", "hoa", "tay"], weights=[92, 4, 4])[0],
        "residence": {"province": province, "unit": unit, "street": names.street(rng)},
        **known,
    }
    number = str(make_personal_number(f"0{province}", sex, year, rng))
    register_person(values, by=SYSTEM, ground=GROUND, personal_number=number)
    return Claims(personal_number=number, full_name=values["full_name"], birth_date=born, sex=sex, assurance=2)


@cache
def unit_name(code: str) -> str:
    """Name of a province or commune of today."""
    unit = find_unit(code)
    return unit.name if unit else code


def home_place(province: str) -> str:
    """Name of a province, as papers write a home place."""
    return unit_name(province)


def enter_cast() -> None:
    """Put the cast into the registers too: the mother and the father are married and live in ward A."""
    numbers = {}
    for key, part in parts().items():
        unit = WARD_B if key == "hanh" else WARD_A
        province = "01" if key == "hanh" else "79"
        claims = part.claims
        values = {
            "full_name": claims.full_name,
            "birth_date": claims.birth_date.isoformat(),
            "sex": claims.sex,
            "home_place": home_place(province),
            "nationality": "vn",
            "ethnicity": "kinh",
            "residence": {"province": province, "unit": unit, "street": "12 Trần Hưng Đạo"},
            "marital_status": "married" if key in ("anh", "khanh") else "single",
        }
        number = claims.personal_number
        numbers[key] = register_person(
            values, by=SYSTEM, ground=GROUND, personal_number=number, key=f"sample:{number}"
        ).subject
    groom, bride = ((numbers[key], parts()[key].claims) for key in ("khanh", "anh"))
    marry(groom, bride, on=date(2022, 5, 20), unit=WARD_A)
    enter_belongings(GROUND)


def marry(groom: tuple[str, Claims], bride: tuple[str, Claims], *, on: date, unit: str) -> None:
    """Enter a marriage (each: URN of the person, and who it is) in the books of a commune."""
    (husband, his), (wife, hers) = groom, bride
    agency = agency_for_unit(unit, "commune", date(2025, 7, 1))
    values = {
        "husband": husband,
        "husband_name": his.full_name,
        "husband_birth_date": his.birth_date.isoformat(),
        "wife": wife,
        "wife_name": hers.full_name,
        "wife_birth_date": hers.birth_date.isoformat(),
        "registered_on": on.isoformat(),
    }
    key = f"sample:{his.personal_number}:{hers.personal_number}"
    enter("civil-status", "marriage", values, by=SYSTEM, ground=GROUND, agency=agency.urn if agency else "", key=key)


def settle_couple(rng: Random, commune: Commune) -> Couple:
    """Two who will have a child; one in twelve mothers is alone, most others are married."""
    is_alone, is_married = rng.random() < 0.08, rng.random() < 0.9
    status = "married" if is_married and not is_alone else "single"
    year = rng.randrange(1988, 2003)
    hers = person_of(rng, "female", commune.province, commune.unit, year, marital_status=status)
    mother = _adult(hers)
    if is_alone:
        return Couple(mother=mother, father=None, commune=commune, is_married=False)
    his = person_of(rng, "male", commune.province, commune.unit, year - rng.randrange(0, 6), marital_status=status)
    father = _adult(his)
    if is_married:
        day = date(max(hers.birth_date.year + 21, 2012), 1, 5) + timedelta(days=rng.randrange(300))
        on = min(day, date(2025, 5, 1))
        marry((father.actor.person, his), (mother.actor.person, hers), on=on, unit=commune.unit)
    return Couple(mother=mother, father=father, commune=commune, is_married=is_married)


def _adult(claims: Claims) -> Adult:
    account = sign_in(claims, by=SYSTEM)
    return Adult(actor=actor_for(account, "", assurance=2), number=claims.personal_number, name=claims.full_name)
