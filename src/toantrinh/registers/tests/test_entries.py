"""Entries are made by right and rule, numbered without gaps, found with or without accents, never read unseen."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency, Mandate
from toantrinh.record.models import Event, Look
from toantrinh.registers.actions import correct_entry, end_entry, enter, link_persons
from toantrinh.registers.editions import folders
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.queries import (
    compare_with_record,
    describe_look,
    extract,
    find_entries,
    list_entries_of,
    list_history,
    list_registers,
    open_entry,
)
from toantrinh.registers.tests.families import GROUND, STREET, Family

WHY = "trich-luc"
BIRTH = {
    "full_name": "Trần Nguyễn Minh An",
    "birth_date": "2026-09-27",
    "sex": "female",
    "mother_name": "Nguyễn Thị Ngọc Ánh",
    "father_name": "Trần Quốc Khánh",
}


def enter_birth(by: Actor, key: str = "", **changes: Any) -> Entry:
    return enter("civil-status", "birth", {**BIRTH, **changes}, by=by, ground=GROUND, key=key)


def looks(person: str = "") -> list[Look]:
    return list(Look.objects.filter(person=person).order_by("pk"))


# ---- entering


def test_a_birth_is_entered_in_the_books_of_the_ward_and_stated(registers: None, cast: Cast) -> None:
    entry = enter_birth(cast.tuan)
    assert (entry.agency, entry.number, entry.book) == (cast.tuan.agency, "1/2026", "01/2026")
    event = Event.objects.get(kind="register.entered")
    assert "Minh An" not in event.publication + event.exact and entry.urn in event.exact
    assert event.area == "H29"


@pytest.mark.parametrize("who", ["anh", "lan", "nam", "truong", "nobody"])
def test_who_may_not_write_is_told_that_there_is_nothing(registers: None, cast: Cast, who: str) -> None:
    with pytest.raises(Missing):
        enter_birth(getattr(cast, who))


def test_an_officer_writes_in_no_other_ward_s_books(registers: None, cast: Cast, ward_b: Agency) -> None:
    with pytest.raises(Missing):
        enter("civil-status", "birth", BIRTH, by=cast.tuan, ground=GROUND, agency=ward_b.urn)


def test_a_rule_refuses_with_its_reason_beside_the_field(registers: None, cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        enter_birth(cast.tuan, birth_date="2040-01-01")
    assert caught.value.field == "birth_date" and "tương lai" in caught.value.message.vi
    assert not Entry.objects.exists()


def test_every_impossible_value_is_named_at_once(registers: None, cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        enter_birth(
            cast.tuan, birth_date="2026-02-30", sex="x", full_name="", surprise=1, birth_place={"unit": "99999"}
        )
    assert {problem.field for problem in caught.value.problems} == {
        "birth_date",
        "sex",
        "full_name",
        "surprise",
        "birth_place",
    }


def test_a_person_whom_nobody_knows_is_named(registers: None, cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        enter_birth(cast.tuan, mother="urn:toantrinh:person:00000000000000000000000009")
    assert caught.value.problems[0].field == "mother"


def test_the_same_key_gives_the_same_entry(registers: None, cast: Cast) -> None:
    assert enter_birth(cast.tuan, "case-1") == enter_birth(cast.tuan, "case-1")
    assert Entry.objects.count() == Event.objects.filter(kind="register.entered").count() == 1


def test_the_same_birth_is_not_entered_twice_in_any_ward(registers: None, cast: Cast, ward_b: Agency) -> None:
    enter_birth(cast.tuan)
    with pytest.raises(Refused, match=r"1/2026 \(01/2026\)"):
        enter(
            "civil-status",
            "birth",
            {**BIRTH, "full_name": "trần nguyễn minh an"},
            by=SYSTEM,
            ground=GROUND,
            agency=ward_b.urn,
        )
    assert enter_birth(cast.tuan, full_name="Trần Nguyễn Minh Anh").number == "2/2026"


def test_a_number_of_a_refused_entry_is_given_to_the_next(registers: None, cast: Cast) -> None:
    def broken_off() -> None:
        with transaction.atomic():
            enter_birth(cast.tuan)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert enter_birth(cast.tuan).number == "1/2026"


def test_numbers_begin_anew_each_year_and_in_each_ward(registers: None, cast: Cast, ward_b: Agency) -> None:
    with at(datetime(2026, 12, 31, 16, 59, tzinfo=UTC)):
        assert enter_birth(cast.tuan).number == "1/2026"
    with at(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)):  # the new year in Hà Nội
        assert enter_birth(cast.tuan, full_name="Hai").number == "1/2027"
        assert enter_birth(cast.tuan, full_name="Ba").number == "2/2027"
        other = enter(
            "civil-status", "birth", {**BIRTH, "full_name": "Tư"}, by=SYSTEM, ground=GROUND, agency=ward_b.urn
        )
        assert other.number == "1/2027"


def test_a_full_book_is_followed_by_the_next(registers: None, cast: Cast) -> None:
    from toantrinh.registers.models import Book

    first = enter_birth(cast.tuan)
    Book.objects.update(last=200)
    entry = enter_birth(cast.tuan, full_name="Hai")
    assert (first.book, entry.book, entry.number) == ("01/2026", "02/2026", "201/2026")


# ---- corrections


def test_a_correction_keeps_what_was_believed_before(registers: None, cast: Cast) -> None:
    with at(datetime(2026, 10, 1, tzinfo=UTC)):
        entry = enter_birth(cast.tuan)
    with at(datetime(2026, 11, 1, tzinfo=UTC)):
        correct_entry(entry.urn, {"full_name": "Trần Minh An"}, by=cast.tuan, reason="Ghi nhầm", ground=GROUND)
        now = open_entry(entry.urn, viewer=cast.tuan, purpose=WHY).data
        believed = list_history(entry.urn, viewer=cast.tuan, purpose=WHY, known_at=datetime(2026, 10, 15, tzinfo=UTC))
    assert now["full_name"] == "Trần Minh An"
    assert [value.value for line in believed for value in line.values if value.name == "full_name"] == [
        "Trần Nguyễn Minh An"
    ]
    assert Event.objects.filter(kind="register.corrected").count() == 1
    assert list(compare_with_record()) == []


def test_the_same_correction_again_changes_nothing(registers: None, cast: Cast) -> None:
    entry = enter_birth(cast.tuan)
    for _ in range(2):
        correct_entry(entry.urn, {"full_name": "Trần Minh An"}, by=cast.tuan, reason="Ghi nhầm", ground=GROUND)
    assert Version.objects.count() == 2 and Event.objects.filter(kind="register.corrected").count() == 1


def test_a_move_changes_the_residence_from_its_day(family: Family, cast: Cast) -> None:
    moved = {"residence": {"unit": "26740", "street": "1 Lê Lợi"}}
    correct_entry(family.mother.urn, moved, by=SYSTEM, reason="Chuyển nơi ở", ground=GROUND, from_on=date(2026, 6, 1))
    lines = list_history(family.mother.urn, viewer=SYSTEM, purpose=WHY)
    by_day = {
        line.valid_from: value.value["unit"]
        for line in lines
        if line.known_to is None
        for value in line.values
        if value.name == "residence"
    }
    assert by_day == {date(1995, 3, 8): "27301", date(2026, 6, 1): "26740"}
    assert list(compare_with_record()) == []


def test_a_corrected_day_of_birth_moves_the_beginning(registers: None, cast: Cast) -> None:
    entry = enter_birth(cast.tuan)
    correct_entry(entry.urn, {"birth_date": "2026-09-20"}, by=cast.tuan, reason="Ghi nhầm", ground=GROUND)
    assert Version.objects.get(known_to=None).valid_from == date(2026, 9, 20)


def test_a_correction_must_meet_the_rules_too(registers: None, cast: Cast) -> None:
    entry = enter_birth(cast.tuan)
    with pytest.raises(Refused):
        correct_entry(
            entry.urn, {"mother_name": None, "father_name": None}, by=cast.tuan, reason="Ghi nhầm", ground=GROUND
        )
    assert Version.objects.get().known_to is None


def test_an_ended_entry_stands_in_nobody_s_way_and_in_the_history(registers: None, cast: Cast) -> None:
    entry = enter_birth(cast.tuan)
    end_entry(entry.urn, on=date(2026, 9, 27), by=cast.tuan, reason="Ghi hai lần", ground=GROUND)
    assert list_history(entry.urn, viewer=cast.tuan, purpose=WHY)[0].known_to is not None
    with pytest.raises(Missing):
        open_entry(entry.urn, viewer=cast.tuan, purpose=WHY)
    with pytest.raises(Refused):
        correct_entry(entry.urn, {"full_name": "Ai"}, by=cast.tuan, reason="?", ground=GROUND)
    assert enter_birth(cast.tuan).number == "2/2026"
    assert list(compare_with_record()) == []


def test_parents_act_for_the_child_once_it_is_known_and_no_longer_when_corrected(family: Family, cast: Cast) -> None:
    child = cast.truong.person
    entry = enter_birth(cast.tuan, mother=cast.anh.person, father=cast.khanh.person)
    assert not Mandate.objects.filter(principal__urn=child).exists()
    link_persons(entry.urn, {"child": child}, by=cast.tuan, reason="Có số định danh", ground=GROUND)
    agents = Mandate.objects.filter(principal__urn=child, to_on=date(2044, 9, 27))
    assert {mandate.agent.urn for mandate in agents} == {cast.anh.person, cast.khanh.person}
    correct_entry(entry.urn, {"father": None, "father_name": None}, by=cast.tuan, reason="Bản án", ground=GROUND)
    assert {mandate.agent.urn for mandate in agents.all()} == {cast.anh.person}
    with pytest.raises(Refused, match="somebody else"):
        link_persons(entry.urn, {"child": cast.lan.person}, by=cast.tuan, reason="?", ground=GROUND)


# ---- reading


def test_opening_tells_everyone_named_in_the_entry_why(family: Family, cast: Cast) -> None:
    opened = open_entry(family.marriage.urn, viewer=cast.tuan, purpose=WHY, about=GROUND)
    assert opened.data["wife_name"] == "Nguyễn Thị Ngọc Ánh"
    for person in (cast.anh.person, cast.khanh.person):
        (seen,) = looks(person)
        assert (seen.office, seen.purpose, seen.about) == (cast.tuan.office, WHY, GROUND)
        assert (words := describe_look(seen.what)) and "họ tên chồng" in words.vi and "wife's name" in words.en


def test_an_entry_opens_by_its_number_in_one_s_own_books(family: Family, cast: Cast) -> None:
    number = family.marriage.number
    assert open_entry(number, register="civil-status", viewer=cast.tuan, purpose=WHY).entry == family.marriage
    with pytest.raises(Missing):
        open_entry("9999/2026", register="civil-status", viewer=cast.tuan, purpose=WHY)


@pytest.mark.parametrize("who", ["lan", "hanh", "nam", "truong", "nobody"])
def test_nobody_else_opens_it_and_no_look_is_left(family: Family, cast: Cast, who: str) -> None:
    for read in (open_entry, list_history, extract):
        with pytest.raises(Missing):
            read(family.marriage.urn, viewer=getattr(cast, who), purpose=WHY)
    assert not Look.objects.exists()


def test_an_entry_is_not_opened_without_a_reason(family: Family, cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        open_entry(family.marriage.urn, viewer=cast.tuan, purpose=" ")
    assert caught.value.field == "purpose"


def test_a_citizen_sees_what_is_theirs_and_their_children_s(family: Family, cast: Cast) -> None:
    entry = enter_birth(cast.tuan, mother=cast.anh.person, child=cast.truong.person)
    mine = list_entries_of(cast.anh.person, viewer=cast.anh, purpose="xem-du-lieu-cua-toi")
    assert [opened.entry for opened in mine] == [entry, family.marriage, family.mother]
    assert mine[2].data["residence"]["street"] == STREET
    with pytest.raises(Missing):
        list_entries_of(cast.lan.person, viewer=cast.anh, purpose="xem-du-lieu-cua-toi")


def test_whoever_only_told_of_a_birth_does_not_read_its_entry(family: Family, cast: Cast) -> None:
    entry = enter_birth(cast.tuan, informant=cast.khanh.person, informant_relation="relative")
    with pytest.raises(Missing):
        open_entry(entry.urn, viewer=cast.khanh, purpose=WHY)


@pytest.mark.parametrize("text", ["minh an", "MINH  AN", "Trần Nguyễn Minh An", "nguyen anh", "1/2026"])
def test_an_entry_is_found_with_or_without_accents_and_by_number(family: Family, cast: Cast, text: str) -> None:
    entry = enter_birth(cast.tuan)
    found = find_entries("civil-status", text, viewer=cast.tuan, purpose=WHY, kind="birth")
    assert [line.urn for line in found] == [entry.urn]
    words = {value.name: value.words.vi for value in found[0].values}
    assert words == {
        "full_name": "Trần Nguyễn Minh An",
        "birth_date": "27/9/2026",
        "mother_name": "Nguyễn •••",
        "father_name": "Trần •••",
    }
    (seen,) = looks()
    assert (seen.count, seen.purpose) == (1, WHY)


def test_what_is_typed_with_accents_comes_first(registers: None, cast: Cast) -> None:
    for name in ("Trần Văn Ân", "Trần Văn An", "Trần Văn Ẩn"):
        enter_birth(cast.tuan, full_name=name)
    found = find_entries("civil-status", "văn an", viewer=cast.tuan, purpose=WHY)
    assert found[0].values[0].words.vi == "Trần Văn An" and len(found) == 3


def test_a_person_is_found_by_personal_number_and_never_by_a_part_of_it(family: Family, cast: Cast) -> None:
    def found(text: str) -> list[str]:
        return [line.urn for line in find_entries("population", text, viewer=SYSTEM, purpose=WHY)]

    assert found("079195000017") == found("079 195 000 017") == [family.mother.urn]
    assert found("079195") == found("Trần Hưng Đạo") == found("") == []


def test_a_search_stays_within_what_the_viewer_may_see(family: Family, cast: Cast) -> None:
    assert find_entries("civil-status", "ngoc anh", viewer=cast.tuan, purpose=WHY)
    assert not find_entries("population", "ngoc anh", viewer=cast.tuan, purpose=WHY)
    assert find_entries("population", "ngoc anh", viewer=cast.anh, purpose=WHY)
    for who in (cast.hanh, cast.nam, cast.truong, cast.nobody):
        with pytest.raises(Missing):
            find_entries("civil-status", "ngoc anh", viewer=who, purpose=WHY)


def test_secret_values_stand_nowhere_in_clear(family: Family, cast: Cast) -> None:
    rows = str(list(Version.objects.values("data", "search"))) + str(list(Event.objects.values("publication", "exact")))
    assert "079195000017" not in rows and STREET not in rows


def test_an_erased_person_s_secrets_are_gone_and_the_rest_stays(family: Family, cast: Cast) -> None:
    from toantrinh.record.actions import erase_person_key

    with transaction.atomic():
        erase_person_key(cast.anh.person, by=SYSTEM, ground="Luật 91/2025/QH15")
    data = open_entry(family.mother.urn, viewer=SYSTEM, purpose=WHY).data
    assert "personal_number" not in data and data["full_name"] == "Nguyễn Thị Ngọc Ánh"
    assert list(compare_with_record()) == []


def test_an_extract_says_what_the_entry_says_in_both_languages(family: Family, cast: Cast) -> None:
    said = extract(family.marriage.urn, viewer=cast.tuan, purpose=WHY)
    assert "Chợ Quán" in said["agency"] and said["entry_number"] == family.marriage.number
    lines = {line["name"]: line for line in said["lines"]}
    assert lines["registered_on"]["words"] == {"vi": "20/5/2020", "en": "20 May 2020"}
    assert "husband" not in lines  # a link is no value of an extract


def test_registers_tell_anyone_what_they_hold(registers: None, cast: Cast) -> None:
    assert [register.code for register in list_registers(cast.nobody)] == sorted(path.name for path in folders())
