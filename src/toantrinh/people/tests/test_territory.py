"""Provinces and communes of today, those before them, and who became whom."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from toantrinh.kernel.actor import SYSTEM
from toantrinh.people.actions import load_reference
from toantrinh.people.models import Agency, Unit
from toantrinh.people.queries import (
    agency_for_unit,
    area_of,
    describe_unit,
    find_agency,
    find_unit,
    heirs_of,
    list_agencies,
    list_units,
    map_old_unit,
    search_units,
)
from toantrinh.people.reference import Reference, read_reference
from toantrinh.record.models import Event, House

BEFORE = date(2025, 6, 30)
NOW = date(2026, 11, 22)


@pytest.fixture(scope="module")
def whole() -> Reference:
    """Everything that the packages say."""
    return read_reference(settings.PACKAGES_DIR)


def in_force(reference: Reference, on: date) -> list[Unit]:
    """Units of the package on a day."""
    return [
        unit for unit in reference.units.values() if unit.valid_from <= on and (not unit.valid_to or unit.valid_to > on)
    ]


def written(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of units."""
    path: Path = settings.PACKAGES_DIR / "reference" / "units" / f"{name}.csv"
    return csv.DictReader(path.read_text(encoding="utf-8").splitlines())


def test_there_are_34_provinces_and_3321_communes(whole: Reference) -> None:
    for day in (date(2025, 7, 1), NOW):
        counts = Counter(unit.level for unit in in_force(whole, day))
        assert counts == {"province": 34, "commune": 3321}
    kinds = Counter(unit.kind for unit in in_force(whole, NOW) if unit.level == "commune")
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_there_were_63_provinces_696_districts_and_10035_communes(whole: Reference) -> None:
    assert Counter(unit.level for unit in in_force(whole, BEFORE)) == {
        "province": 63,
        "district": 696,
        "commune": 10035,
    }


@pytest.mark.parametrize(
    ("day", "cities"), [("2025-07-01", 6), ("2026-04-30", 7), ("2026-09-01", 8), ("2026-11-22", 9)]
)
def test_centrally_run_cities_are_counted_by_day(whole: Reference, day: str, cities: int) -> None:
    provinces = [unit for unit in in_force(whole, date.fromisoformat(day)) if unit.level == "province"]
    assert sum(unit.kind == "thành phố" for unit in provinces) == cities
    assert all(unit.note for unit in whole.units.values() if not unit.is_sure and unit.kind == "thành phố")


def test_every_former_commune_has_its_heir_or_all_that_it_may_be(whole: Reference) -> None:
    heirs = Counter(old for old, _, _ in whole.successions)
    formers = [key for key, unit in whole.units.items() if unit.valid_to == date(2025, 7, 1)]
    without = [key for key in formers if key[0] != "district" and not heirs[key]]
    assert not without
    for old, _, is_split in whole.successions:
        assert is_split is (heirs[old] > 1)
    assert sum(count > 1 for key, count in heirs.items() if key[0] == "commune") == 471


def test_every_commune_of_today_came_from_somewhere(whole: Reference) -> None:
    reached = {new for _, new, _ in whole.successions}
    communes = {key for key, unit in whole.units.items() if unit.level == "commune" and unit.valid_to is None}
    assert communes <= reached


def test_the_files_are_of_whom_the_notice_names() -> None:
    notice = (Path(settings.ROOT) / "NOTICE").read_text(encoding="utf-8")
    assert "vietnamadminunits" in notice and "MIT License" in notice
    assert sum(1 for _ in written("communes")) == 3321


@pytest.mark.parametrize(
    ("old", "commune", "new_code", "address"),
    [
        ("phường 4, quận 5, hcm", "Phường 4", "27301", "Phường Chợ Quán, Thành phố Hồ Chí Minh"),
        ("phuong 1 quan 5 ho chi minh", "Phường 1", "27301", "Phường Chợ Quán, Thành phố Hồ Chí Minh"),
        ("Liên Bảo, Vĩnh Yên", "Phường Liên Bảo", "08716", "Phường Vĩnh Phúc, Tỉnh Phú Thọ"),
    ],
)
def test_an_old_address_finds_its_unit_of_today(
    house: House, old: str, commune: str, new_code: str, address: str
) -> None:
    load_reference(by=SYSTEM, provinces=["79", "25"])
    former = search_units(old, on=BEFORE)[0]
    assert former.name == commune
    where = map_old_unit(former.code)
    assert where and where.new and not where.is_split
    assert where.new.code == new_code
    assert describe_unit(new_code) == address


def test_a_commune_that_was_split_is_never_guessed(country: None) -> None:
    split = next(
        row for row in written("old_communes") if " " in row["successors"] and find_unit(row["successors"].split()[0])
    )
    where = map_old_unit(split["code"])
    assert where and where.is_split and where.new is None
    assert [unit.code for unit in where.candidates] == split["successors"].split()


def test_a_code_that_was_given_again_names_one_unit_a_day(country: None) -> None:
    then, now = find_unit("00004", on=BEFORE), find_unit("00004", on=NOW)
    assert then and now
    assert (then.name, now.name) == ("Phường Trúc Bạch", "Phường Ba Đình")
    assert describe_unit("00004", on=BEFORE) == "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"


def test_a_former_district_lists_every_commune_it_may_be(country: None) -> None:
    where = map_old_unit("774")
    assert where and where.is_split
    assert {unit.name for unit in where.candidates} >= {"Phường Chợ Quán", "Phường An Đông", "Phường Chợ Lớn"}


def test_a_province_that_changed_rank_is_the_same_land(house: House) -> None:
    load_reference(by=SYSTEM, provinces=["75"])
    then, now = find_unit("75", on=date(2026, 4, 29)), find_unit("75", on=date(2026, 4, 30))
    assert then and now and (then.name, now.name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
    where = map_old_unit("70", on=NOW)
    assert where and where.new == now
    assert map_old_unit("75", on=date(2025, 12, 1)).new == then  # type: ignore[union-attr]


def test_units_are_found_with_and_without_accents(country: None) -> None:
    assert search_units("cho quan")[0].code == "27301"
    assert search_units("Chợ Quán hcm")[0].code == "27301"
    assert search_units("ba đình")[0].name == "Phường Ba Đình"
    assert search_units("") == []
    assert len(list_units("79")) == 168
    assert {unit.code for unit in list_units()} == {"01", "79"}


def test_an_agency_answers_for_its_territory_on_a_day(country: None) -> None:
    committee = agency_for_unit("27301")
    assert committee and committee.name == "Ủy ban nhân dân phường Chợ Quán"
    assert committee.name_en == "People's Committee of Chợ Quán ward"
    assert committee.code_is_ours
    city = agency_for_unit("27301", "province")
    assert city and (city.code, city.old_code, city.name_en) == (
        "H29",
        "000.00.00.H29",
        "People's Committee of Hồ Chí Minh City",
    )
    assert agency_for_unit("27301", on=BEFORE) is None
    former = agency_for_unit("74", "province", BEFORE)
    assert former and former.code == "H09" and heirs_of(former) == [city]
    assert agency_for_unit("74", "province", NOW) is None
    assert area_of("27301") == "H29"


def test_a_code_of_the_statistics_office_given_to_another_province_leads_to_the_right_committee(house: House) -> None:
    load_reference(by=SYSTEM, provinces=["24"])
    before, after = agency_for_unit("24", "province", BEFORE), agency_for_unit("24", "province", NOW)
    assert before and after
    assert (before.code, after.code) == ("H02", "H05")
    assert agency_for_unit("27", "province", BEFORE) == after


def test_agencies_are_found_by_new_and_by_old_code(country: None) -> None:
    justice = find_agency("G15")
    assert justice and justice.name == "Bộ Tư pháp" and find_agency("000.00.00.G15") == justice
    closed = find_agency("G14")
    assert closed and closed.valid_to and not closed.is_sure
    assert find_agency("H99") is None and find_agency("") is None
    assert len(list_agencies(level="ministry")) == 17
    centre = find_agency("H29.27301.01")
    assert centre and centre.parent and centre.parent.code == "H29.27301"


def test_every_surviving_province_kept_its_code(whole: Reference) -> None:
    provincial = [agency for agency in whole.agencies.values() if agency.level == Agency.Level.PROVINCE]
    committees = [agency for agency in provincial if agency.kind == Agency.Kind.COMMITTEE]
    assert len(committees) == 63
    assert sum(agency.valid_to is None for agency in committees) == 34
    assert sorted(old for old, *_ in whole.heirs if old.startswith("H")) == sorted(
        agency.code for agency in committees if agency.valid_to
    )
    assert len(whole.agencies) == 22 + 63 + 3 * 3321 + 34 * (15 + 2)


def test_loading_twice_changes_nothing_and_says_so(house: House) -> None:
    assert load_reference(by=SYSTEM, provinces=["46"])
    facts = Event.objects.filter(kind="reference.loaded").count()
    assert not load_reference(by=SYSTEM, provinces=["46"])
    assert Event.objects.filter(kind="reference.loaded").count() == facts == 1


@pytest.mark.slow
def test_the_whole_country_loads_by_one_command(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    call_command("load_reference")
    assert capsys.readouterr().out.splitlines() == [
        "Territory and agencies were loaded.",
        "Territory and agencies are up to date.",
    ]
    assert Unit.objects.in_force(NOW).filter(level="commune").count() == 3321
    assert len(list_units()) == 34
    assert Agency.objects.in_force(NOW).filter(kind="committee", level="commune").count() == 3321


@pytest.mark.usefixtures("country")
def test_departments_police_and_insurance_stand_beside_the_committees() -> None:
    found = {
        branch: agency_for_unit("27301", level, branch=branch)
        for level, branch in (("commune", "CA"), ("province", "STP"), ("province", "BHXH"))
    }
    assert [(one.name, one.area) for one in found.values() if one] == [
        ("Công an phường Chợ Quán", "G01"),
        ("Sở Tư pháp thành phố Hồ Chí Minh", "H29"),
        ("Bảo hiểm xã hội thành phố Hồ Chí Minh", "G12"),
    ]
    police = found["CA"]
    assert police and police.parent and police.parent.name == "Công an thành phố Hồ Chí Minh"
    assert agency_for_unit("27301", "commune", branch="STP") is None
