"""A death, from the form to the registers: the marriage ends, the account too, and nothing is entered twice."""

from datetime import timedelta
from typing import Any

import pytest

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import list_letters, next_services
from toantrinh.exchange.actions import call
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Invalid, Refused
from toantrinh.people.actions import grant_mandate, sign_in
from toantrinh.people.models import Account, Mandate, Person
from toantrinh.record.models import Look
from toantrinh.registers.actions import enter
from toantrinh.registers.models import Entry, Version
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.sample.people import WARD_B, marry
from toantrinh.site.tests.civil import DEATH, Ward, nothing_differs, typed_day, typed_place

FATHER, MOTHER = "Trần Văn Ba", "Lê Thị Bảy"


@pytest.fixture
def ward(country: None) -> Ward:
    return Ward()


@pytest.fixture
def father(ward: Ward) -> Actor:
    return ward.citizen(FATHER, "male", 1948, marital_status="married")


@pytest.fixture
def widow(ward: Ward, father: Actor) -> Actor:
    """His wife, married to him in ward A."""
    wife = ward.citizen(MOTHER, "female", 1950, marital_status="married")
    groom, bride = (father.person, ward.claims[father.person]), (wife.person, ward.claims[wife.person])
    marry(groom, bride, on=today() - timedelta(days=15000), unit="27301")
    return wife


def death(ward: Ward, informant: Actor, number: str, *, days: int = 3, **changed: Any) -> Case:
    """A death of `days` ago, answered in full."""
    event = {
        **typed_day("death.date", today() - timedelta(days=days)),
        "death.time": "14 giờ 30",
        "death.facility": "Bệnh viện Chợ Rẫy",
        **typed_place("death.place", street="201B Nguyễn Chí Thanh"),
        "death.cause": "Bệnh",
        "death.notified": "true",
        **({"exemption": "none"} if days > 15 else {}),
    }
    pages = {
        "nguoi-khai": {"relation": "spouse"},
        "so-dinh-danh": {"deceased.personal_number": number},
        "nguoi-mat": {},
        "su-kien-chet": event,
        "nhan-ket-qua": {"copies": "0"},
    }
    return ward.filled(DEATH, informant, pages | changed, ["giay-bao-tu"])


def person_says(person: str) -> dict[str, Any]:
    """What the population register holds of somebody now, the clear part."""
    rows = Version.objects.filter(entry__subject=person, entry__register="population", known_to=None)
    return rows.order_by("-valid_from").first().data  # type: ignore[union-attr, no-any-return]


def test_a_death_is_entered_and_everything_that_follows_from_it_follows(
    ward: Ward, father: Actor, widow: Actor
) -> None:
    grant_mandate(father.person, widow.person, by=SYSTEM)
    case = ward.granted(death(ward, widow, ward.number_of(father)))
    assert case.finished_at and case.about_name == FATHER
    entry = Entry.objects.get(kind="death")
    assert (entry.subject, entry.ground, entry.agency) == (father.person, case.urn, ward.cast.lan.agency)
    died = (today() - timedelta(days=3)).isoformat()
    assert person_says(father.person)["died_on"] == died
    assert person_says(widow.person)["marital_status"] == "widowed"
    marriage = Version.objects.get(
        entry__kind="marriage", links__person=father.person, known_to=None, links__role="husband"
    )
    assert marriage.valid_to and marriage.valid_to.isoformat() == died
    assert not Account.objects.get(person__urn=father.person).is_active
    assert not Mandate.objects.filter(principal__urn=father.person, to_on__gt=today()).exists()
    assert [one.title.vi for one in list_letters(case) if one.is_result] == ["Trích lục khai tử"]
    assert "2.000635" in [one.procedure for one in next_services(case)]
    nothing_differs()


def test_a_dead_person_cannot_sign_in_again(ward: Ward, father: Actor, widow: Actor) -> None:
    ward.granted(death(ward, widow, ward.number_of(father)))
    with pytest.raises(Refused, match="is registered"):
        sign_in(ward.claims[father.person], by=SYSTEM)
    with pytest.raises(Refused, match="is registered"):
        grant_mandate(father.person, widow.person, by=SYSTEM)


def test_who_never_signed_in_cannot_after_their_death(ward: Ward, father: Actor, widow: Actor) -> None:
    Account.objects.filter(person__urn=father.person).delete()
    ward.granted(death(ward, widow, ward.number_of(father)))
    assert Person.objects.get(urn=father.person).death
    with pytest.raises(Refused):
        sign_in(ward.claims[father.person], by=SYSTEM)


def test_a_second_registration_is_told_at_once(ward: Ward, father: Actor, widow: Actor) -> None:
    ward.granted(death(ward, widow, ward.number_of(father)))
    again = death(ward, widow, ward.number_of(father))
    with pytest.raises(Refused, match="registered already"):
        actions.submit_case(again, token="again", by=widow)


def test_two_dossiers_of_one_death_make_one_entry(ward: Ward, father: Actor, widow: Actor) -> None:
    """Both were sent before either was decided: the register refuses the second, and an officer has it."""
    first, second = (death(ward, widow, ward.number_of(father)) for _ in range(2))
    actions.submit_case(second, token="b", by=widow)
    ward.granted(first)
    second = ward.carried_out(second)
    assert Entry.objects.filter(kind="death").count() == 1
    assert not second.finished_at and second.effects.get(code="khai-tu").state == "refused"
    nothing_differs()


def test_the_day_of_death_is_in_the_past_and_after_the_birth(ward: Ward, father: Actor, widow: Actor) -> None:
    case = death(ward, widow, ward.number_of(father))
    for day in (today() + timedelta(days=1), today().replace(year=1900)):
        problems = actions.save_answers(case, "su-kien-chet", typed_day("death.date", day), by=widow)
        assert "death.date" in [problem.field for problem in problems]


def test_a_stranger_is_told_nothing_of_whose_number_they_type(ward: Ward, father: Actor) -> None:
    """Who is no relative is asked for everything, and is not told whether the number exists."""
    stranger = ward.citizen("Phan Văn Lạ", "male", 1980)
    case = actions.create_draft(DEATH, applicant=stranger.person, applicant_name=stranger.name, by=stranger)
    actions.save_answers(case, "nguoi-khai", {"relation": "other"}, by=stranger)
    actions.save_answers(case, "so-dinh-danh", {"deceased.personal_number": ward.number_of(father)}, by=stranger)
    actions.fetch_lookups(case, by=stranger)
    assert not Look.objects.filter(person=father.person, about=case.urn).exists()
    with pytest.raises(Invalid):
        actions.submit_case(case, token="x", by=stranger)


def test_who_has_no_number_is_entered_where_they_lived(ward: Ward) -> None:
    aunt = ward.citizen("Phạm Thị Xa", "female", 1960)
    who = {
        "deceased.full_name": "Phạm Văn Cũ",
        "deceased.birth_date.year": "1939",
        "deceased.sex": "male",
        "deceased.ethnicity": "kinh",
        "deceased.nationality": "vn",
        **typed_place("deceased.residence", WARD_B),
    }
    pages: dict[str, Any] = {"nguoi-mat": who}
    case = death(ward, aunt, "", **pages)
    with pytest.raises(Invalid) as wrong:
        actions.submit_case(case, token="x", by=aunt)
    assert [problem.field for problem in wrong.value.problems] == ["paper:noi-cu-tru-cuoi-cung"]
    actions.attach_paper(case, "noi-cu-tru-cuoi-cung", birth_notification(2), name="x.png", by=aunt)
    actions.submit_case(case, token="x", by=aunt)
    assert (case.agency, case.about_name) == (ward.cast.hanh.agency, "Phạm Văn Cũ")


def test_the_register_itself_refuses_what_cannot_be(ward: Ward, father: Actor, widow: Actor) -> None:
    """No marriage of a dead person, and no second death, whichever door it comes by."""
    ward.granted(death(ward, widow, ward.number_of(father)))
    bride = ward.citizen("Ngô Thị Mới", "female", 1970)
    groom = (father.person, ward.claims[father.person])
    with pytest.raises(Refused, match="The death of one"):
        marry(groom, (bride.person, ward.claims[bride.person]), on=today(), unit="27301")
    again = {"deceased": father.person, "full_name": "Tên khác", "died_on": today().isoformat()}
    with pytest.raises(Refused, match="registered already"):
        enter("civil-status", "death", again, by=SYSTEM, ground="urn:toantrinh:paper:x", agency=ward.cast.lan.agency)


def test_the_widow_may_marry_again(ward: Ward, father: Actor, widow: Actor) -> None:
    ward.granted(death(ward, widow, ward.number_of(father)))
    groom = ward.citizen("Ngô Văn Sau", "male", 1951)
    marry(
        (groom.person, ward.claims[groom.person]), (widow.person, ward.claims[widow.person]), on=today(), unit="27301"
    )
    other = ward.citizen("Ngô Văn Ba", "male", 1951)
    with pytest.raises(Refused, match="married already"):
        marry(
            (other.person, ward.claims[other.person]),
            (widow.person, ward.claims[widow.person]),
            on=today() - timedelta(days=1),
            unit="27301",
        )
    nothing_differs()


def test_the_same_key_never_marks_twice_and_another_day_is_refused(ward: Ward, father: Actor, widow: Actor) -> None:
    case = ward.granted(death(ward, widow, ward.number_of(father)))
    body = {"personal_number": ward.number_of(father), "died_on": "2026-01-01", "death_entry": "urn:toantrinh:entry:x"}
    with pytest.raises(Refused, match="Correct the entry"):
        call("population.person.mark_dead", body, by=SYSTEM, purpose="khai-tu", about=case.urn, key="another")
