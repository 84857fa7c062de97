"""The registers through the exchange: each service returns what it promises, and everyone read gets a look."""

from dataclasses import replace
from typing import Any

import pytest

from toantrinh.exchange.actions import call
from toantrinh.exchange.connectors.faulty import Faulty
from toantrinh.exchange.connectors.route import by_way_of
from toantrinh.exchange.queries import persons_in_answer
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.problem import Missing, Refused, Silent
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency, Mandate, Person
from toantrinh.people.queries import actor_for, person_urn
from toantrinh.record.models import Look
from toantrinh.registers.models import Entry
from toantrinh.registers.queries import compare_with_record, open_entry
from toantrinh.registers.tests.families import GROUND as CASE
from toantrinh.registers.tests.families import STREET, Family

ANH, KHANH, LAN = "079195000017", "079092000026", "079190000035"
BIRTH = {
    "full_name": "Trần Nguyễn Minh An",
    "birth_date": "2026-09-27",
    "sex": "female",
    "birth_facility": "Bệnh viện Từ Dũ",
    "birth_place": {"province": "79", "unit": "27301", "street": "284 Cống Quỳnh"},
    "ethnicity": "hoa",
    "nationality": "vn",
    "home_place": "Bến Tre",
    "mother_number": ANH,
    "mother_name": "Nguyễn Thị Ngọc Ánh",
    "mother_birth_date": "1995-03-08",
    "father_number": KHANH,
    "father_name": "Trần Quốc Khánh",
    "father_birth_date": "1992-09-02",
    "informant_number": ANH,
    "informant_relation": "mother",
}


def ask(service: str, body: dict[str, Any], by: Actor, key: str = "", purpose: str = "khai-sinh") -> dict[str, Any]:
    return call(service, body, by=by, purpose=purpose, about=CASE, key=key)


def register_birth(by: Actor, key: str = "k", **changes: Any) -> dict[str, Any]:
    return ask("civil_status.birth.register", {**BIRTH, **changes}, by, key)


def register_child(by: Actor, birth: str | None, key: str = "k2") -> dict[str, Any]:
    names = ("full_name", "birth_date", "sex", "birth_place", "home_place", "ethnicity", "nationality")
    parents = {"mother_number": ANH, "father_number": KHANH, "residence": {"unit": "27301", "street": STREET}}
    body = {**{name: BIRTH[name] for name in names}, **parents, "birth_entry": birth}
    return ask("population.person.register", body, by, key)


@pytest.fixture
def house_of_ward(ward_a: Agency) -> Actor:
    """The house, carrying out what the ward decided."""
    return replace(SYSTEM, agency=ward_a.urn, area=ward_a.area)


def test_a_person_is_read_with_source_and_day(family: Family, cast: Cast) -> None:
    said = ask("population.person.read", {"personal_number": ANH}, cast.anh)
    assert said["full_name"] == "Nguyễn Thị Ngọc Ánh" and said["sex"] == "female"
    assert said["residence"] == {"province": "79", "unit": "27301", "street": STREET}
    assert (said["source"], said["as_of"]) == ("population", "2026-11-02")


def test_a_household_is_spouse_children_and_residence(family: Family, cast: Cast, house_of_ward: Actor) -> None:
    child = register_child(house_of_ward, register_birth(house_of_ward)["entry"])
    said = ask("population.household.read", {"personal_number": ANH}, cast.anh)
    assert said["spouse"]["personal_number"] == KHANH and said["residence"]["street"] == STREET
    assert [one["personal_number"] for one in said["children"]] == [child["personal_number"]]


def test_a_single_person_s_household_names_no_spouse(family: Family, cast: Cast) -> None:
    from toantrinh.kernel.moment import today
    from toantrinh.registers.actions import end_entry

    end_entry(family.marriage.urn, on=today(), by=SYSTEM, reason="Ly hôn", ground=CASE)
    assert "spouse" not in ask("population.household.read", {"personal_number": ANH}, cast.anh)
    said = ask("civil_status.marriage.read", {"personal_number": ANH}, cast.anh)
    assert "entry_number" not in said and said["source"] == "civil-status"


def test_a_marriage_is_read_with_number_and_book(family: Family, cast: Cast) -> None:
    said = ask("civil_status.marriage.read", {"personal_number": ANH, "spouse_number": KHANH}, cast.anh)
    assert (said["entry_number"], said["book"], said["registered_on"]) == ("1/2026", "01/2026", "2020-05-20")
    nobody = ask("civil_status.marriage.read", {"personal_number": ANH, "spouse_number": LAN}, cast.tuan)
    assert "entry_number" not in nobody


def test_an_extract_is_read_by_who_is_named_in_it(family: Family, cast: Cast) -> None:
    said = ask("civil_status.extract.read", {"person": cast.anh.person}, cast.anh, purpose="trich-luc")
    assert said["kind"] == "marriage" and said["values"]["wife_name"] == "Nguyễn Thị Ngọc Ánh"
    with pytest.raises(Missing):
        ask("civil_status.extract.read", {"person": cast.anh.person, "kind": "birth"}, cast.anh, purpose="trich-luc")


READS = [
    ("population.person.read", {"personal_number": ANH}),
    ("population.household.read", {"personal_number": ANH}),
    ("civil_status.marriage.read", {"personal_number": ANH}),
    ("civil_status.extract.read", {"person": ""}),
]


@pytest.mark.parametrize(("service", "body"), READS)
def test_everyone_whom_an_answer_names_sees_office_purpose_and_case(
    family: Family, cast: Cast, service: str, body: dict[str, Any]
) -> None:
    body = {"person": cast.anh.person} if "person" in body else body
    answer = ask(service, body, cast.tuan)
    named = persons_in_answer(service, answer)
    assert cast.anh.person in named
    for person in named:
        seen = Look.objects.filter(person=person).latest("pk")
        assert (seen.office, seen.purpose, seen.about) == (cast.tuan.office, "khai-sinh", CASE)


@pytest.mark.parametrize(("service", "body"), READS)
@pytest.mark.parametrize("who", ["lan_as_citizen", "nam", "truong", "nobody"])
def test_a_stranger_reads_nothing_and_leaves_no_look(
    family: Family, cast: Cast, who: str, service: str, body: dict[str, Any]
) -> None:
    body = {"person": cast.anh.person} if "person" in body else body
    stranger = (
        replace(cast.lan, office="", agency="", roles=frozenset()) if who == "lan_as_citizen" else getattr(cast, who)
    )
    with pytest.raises(Missing):
        ask(service, body, stranger)
    assert not Look.objects.exists()


def test_a_citizen_reads_spouse_but_no_stranger(family: Family, cast: Cast) -> None:
    assert ask("population.person.read", {"personal_number": KHANH}, cast.anh)["full_name"] == "Trần Quốc Khánh"
    for number in (LAN, "001199000001"):
        with pytest.raises(Missing):
            ask("population.person.read", {"personal_number": number}, cast.anh)


def test_a_person_whom_the_register_does_not_hold_is_said_to_be_missing_there(family: Family, cast: Cast) -> None:
    with pytest.raises(Refused, match="does not hold"):
        ask("population.person.read", {"personal_number": LAN}, cast.tuan)


# ---- writing


def test_a_birth_gets_number_and_book_and_the_child_a_personal_number(
    family: Family, cast: Cast, ward_a: Agency, house_of_ward: Actor
) -> None:
    birth = register_birth(house_of_ward)
    assert (birth["entry_number"], birth["book"], birth["registered_on"]) == ("1/2026", "01/2026", "2026-11-02")
    child = register_child(house_of_ward, birth["entry"])
    number = read_personal_number(child["personal_number"])
    assert (number.place_code, number.sex, number.birth_year) == ("079", "female", 2026)
    assert person_urn(child["personal_number"]) == child["person"]
    entry = Entry.objects.get(urn=birth["entry"])
    assert (entry.subject, entry.agency) == (child["person"], ward_a.urn)
    assert list(compare_with_record()) == []


def test_parents_act_for_the_child_from_then_on(family: Family, cast: Cast, house_of_ward: Actor) -> None:
    child = register_child(house_of_ward, register_birth(house_of_ward)["entry"])["person"]
    mother = actor_for(Person.objects.get(urn=cast.anh.person).account)
    assert child in mother.acting_for
    assert Mandate.objects.filter(principal__urn=child, kind="guardianship").count() == 2
    assert open_entry(Entry.objects.get(register="population", subject=child).urn, viewer=mother, purpose="x")


def test_an_officer_registers_in_the_own_ward_only(family: Family, cast: Cast, ward_b: Agency) -> None:
    assert register_birth(cast.tuan)["entry_number"] == "1/2026"
    with pytest.raises(Refused) as caught:
        register_birth(cast.tuan, key="other", full_name="Hai", agency=ward_b.urn)
    assert caught.value.field == "agency"
    with pytest.raises(Missing):
        register_birth(cast.lan, key="third", full_name="Ba")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"birth_date": "2027-01-01"}, "birth_date", "tương lai"),
        ({"mother_number": "079195999999"}, "mother_number", "Không có ai mang số định danh này: mẹ"),
        (
            {"mother_number": None, "mother_name": None, "father_number": None, "father_name": None},
            "mother_name",
            "Cần ghi",
        ),
        ({"father_number": ANH}, "father", "cùng một người"),
    ],
)
def test_the_register_refuses_and_the_officer_mends(
    family: Family, house_of_ward: Actor, changes: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(Refused) as caught:
        register_birth(house_of_ward, **changes)
    assert caught.value.field == field and said in caught.value.message.vi
    assert register_birth(house_of_ward)["entry_number"] == "1/2026"


def test_values_that_cannot_be_are_one_refusal_that_names_each(family: Family, house_of_ward: Actor) -> None:
    with pytest.raises(Refused) as caught:
        register_birth(house_of_ward, ethnicity="klingon", birth_date="2026-02-30")
    assert "klingon" in caught.value.message.vi and "2026-02-30" in caught.value.message.en


def test_a_birth_that_is_registered_already_is_refused_by_its_number(family: Family, house_of_ward: Actor) -> None:
    register_birth(house_of_ward)
    with pytest.raises(Refused, match=r"1/2026"):
        register_birth(house_of_ward, key="another")


def test_an_abandoned_child_is_entered_by_who_raises_it(family: Family, house_of_ward: Actor) -> None:
    nobody: dict[str, Any] = dict.fromkeys([name for name in BIRTH if name.startswith(("mother", "father"))])
    assert register_birth(house_of_ward, **nobody, informant_relation="carer")["entry_number"] == "1/2026"


@pytest.mark.parametrize("fault", ["silent", "silent_after", "twice"])
def test_a_birth_is_entered_once_whatever_happens_on_the_way(family: Family, house_of_ward: Actor, fault: str) -> None:
    with by_way_of(Faulty([fault])):  # type: ignore[list-item]
        if fault != "twice":
            with pytest.raises(Silent):
                register_birth(house_of_ward)
        birth = register_birth(house_of_ward)
    assert Entry.objects.filter(kind="birth").count() == 1 and birth["entry_number"] == "1/2026"


@pytest.mark.parametrize("fault", ["silent_after", "twice"])
def test_a_child_gets_one_number_whatever_happens_on_the_way(family: Family, house_of_ward: Actor, fault: str) -> None:
    birth = register_birth(house_of_ward)["entry"]
    people = Person.objects.count()
    with by_way_of(Faulty([fault])):  # type: ignore[list-item]
        if fault != "twice":
            with pytest.raises(Silent):
                register_child(house_of_ward, birth)
        child = register_child(house_of_ward, birth)
    assert Person.objects.count() == people + 1
    assert Entry.objects.get(urn=birth).subject == child["person"]
    assert register_child(house_of_ward, birth) == child
