"""People become known, sign in, change how they are reached, and are forgotten."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.people.actions import (
    change_contacts,
    choose_language,
    close_account,
    forget_person,
    know_person,
    sign_in,
    sign_out,
)
from toantrinh.people.cast import Cast, parts
from toantrinh.people.connectors.eid import Claims, PretendIdentity, connector, offer
from toantrinh.people.models import Account, Person
from toantrinh.people.queries import (
    account_of,
    actor_for,
    name_of,
    open_contacts,
    person_urn,
    personal_number,
)
from toantrinh.people.sign_in import AccountBackend
from toantrinh.record.actions import found_house
from toantrinh.record.models import Event, House
from toantrinh.record.queries import list_looks

CLAIMS = Claims(
    personal_number="001301000099",
    full_name="Nguyễn Văn Thử",
    birth_date=date(2001, 2, 3),
    sex="female",
    assurance=2,
)


def kinds() -> list[str]:
    """The facts stated so far, but the founding."""
    return list(Event.objects.exclude(kind__startswith="record.").order_by("id").values_list("kind", flat=True))


def account(cast: Cast, urn: str) -> Account:
    """The account behind an actor of the cast."""
    return Account.objects.get(urn=urn)


def test_the_first_sign_in_opens_an_account_and_the_second_finds_it(house: House) -> None:
    first = sign_in(CLAIMS)
    assert kinds() == ["person.known", "account.opened", "account.signed_in"]
    second = sign_in(replace(CLAIMS, full_name="Nguyễn Thị Thử", assurance=1))
    assert second.pk == first.pk and second.full_name == "Nguyễn Thị Thử"
    assert kinds()[3:] == ["account.signed_in"]
    assert actor_for(second, assurance=1).assurance == 1


def test_a_person_is_known_once_by_their_number_however_it_is_typed(house: House) -> None:
    person = know_person("001 301 000 099", by=SYSTEM)
    assert know_person("001301000099", by=SYSTEM) == person
    assert person_urn("001.301.000.099") == person.urn
    assert person_urn("001301000098") == ""


@pytest.mark.parametrize("number", ["", "12345", "00130100009x", "0013010000999"])
def test_an_impossible_number_is_refused_with_its_reason(house: House, number: str) -> None:
    with pytest.raises(Invalid) as told:
        know_person(number, by=SYSTEM)
    assert told.value.problems[0].field == "personal_number"


def test_the_number_stands_nowhere_in_the_clear(house: House) -> None:
    sign_in(CLAIMS)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert b"001301000099" not in content, table


def test_who_opens_a_number_leaves_a_look_that_its_owner_sees(cast: Cast) -> None:
    number = parts()["anh"].claims.personal_number
    assert personal_number(cast.anh.person, cast.anh) == number
    assert not list_looks(cast.anh.person, viewer=cast.anh).shown
    assert personal_number(cast.anh.person, cast.lan, purpose="Kiểm tra hồ sơ") == number
    looks = list_looks(cast.anh.person, viewer=cast.anh).shown
    assert [look.purpose for look in looks] == ["Kiểm tra hồ sơ"]


@pytest.mark.parametrize("who", ["nam", "truong", "nobody", "hanh_as_citizen"])
def test_who_has_no_right_does_not_learn_whether_there_is_a_number(cast: Cast, who: str) -> None:
    viewer = (
        replace(cast.hanh, office="", agency="", roles=frozenset()) if who.startswith("hanh") else getattr(cast, who)
    )
    with pytest.raises(Missing):
        personal_number(cast.anh.person, viewer)
    with pytest.raises(Missing):
        open_contacts(cast.anh.person, viewer=viewer)


def test_contacts_are_sealed_and_opened_with_a_look(cast: Cast) -> None:
    anh = account(cast, cast.anh.urn)
    change_contacts(anh, by=cast.anh, email=" anh@example.vn ", phone="+84 912 345 678")
    assert b"anh@" not in bytes(Account.objects.get(pk=anh.pk).email_sealed)
    contacts = open_contacts(cast.anh.person, viewer=cast.anh)
    assert (contacts.email, contacts.phone) == ("anh@example.vn", "0912345678")
    assert open_contacts(cast.anh.person, viewer=cast.lan, purpose="Gọi lại").phone == "0912345678"
    assert len(list_looks(cast.anh.person, viewer=cast.anh).shown) == 1
    change_contacts(anh, by=cast.anh)
    assert open_contacts(cast.anh.person, viewer=cast.anh).email == ""
    assert "anh@" not in str(Event.objects.values_list("publication", "exact"))


def test_each_wrong_contact_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as told:
        change_contacts(account(cast, cast.anh.urn), by=cast.anh, email="anh@", phone="123")
    assert [problem.field for problem in told.value.problems] == ["email", "phone"]


def test_nobody_changes_the_contacts_of_another(cast: Cast) -> None:
    for other in (cast.lan, cast.nam, cast.truong, cast.nobody):
        with pytest.raises(Missing):
            change_contacts(account(cast, cast.anh.urn), by=other, email="x@example.vn")


def test_one_chooses_the_language_of_the_house(cast: Cast) -> None:
    assert choose_language(account(cast, cast.anh.urn), "en", by=cast.anh).language == "en"
    assert open_contacts(cast.anh.person, viewer=SYSTEM).language == "en"


def test_signing_out_everywhere_ends_every_session(cast: Cast) -> None:
    anh = account(cast, cast.anh.urn)
    before = anh.get_session_auth_hash()
    sign_out(anh, by=cast.anh)
    assert account(cast, cast.anh.urn).get_session_auth_hash() == before
    sign_out(anh, by=cast.anh, everywhere=True)
    assert account(cast, cast.anh.urn).get_session_auth_hash() != before


def test_a_closed_account_neither_signs_in_nor_acts(cast: Cast) -> None:
    lan = account(cast, cast.lan.urn)
    close_account(lan, by=cast.nam, ground="Nghỉ việc")
    lan.refresh_from_db()
    assert AccountBackend().get_user(lan.pk) is None
    assert actor_for(lan, cast.lan.office) == cast.nobody
    with pytest.raises(Refused):
        sign_in(parts()["lan"].claims)
    assert kinds()[-2:] == ["office.ended", "account.closed"]


def test_the_backend_lets_nobody_in_by_itself(cast: Cast) -> None:
    anh = account(cast, cast.anh.urn)
    assert AccountBackend().get_user(anh.pk) == anh
    assert authenticate(urn=anh.urn, password="x") is None
    assert "password" not in {field.name for field in Account._meta.get_fields()}


def test_who_is_forgotten_cannot_be_found_or_read(cast: Cast) -> None:
    anh = account(cast, cast.anh.urn)
    change_contacts(anh, by=cast.anh, email="anh@example.vn")
    number = parts()["anh"].claims.personal_number
    with pytest.raises(Refused):
        forget_person(anh.person, by=cast.nam, ground="Theo yêu cầu")
    forget_person(anh.person, by=SYSTEM, ground="Theo yêu cầu")
    assert person_urn(number) == ""
    assert name_of(cast.anh.person) == "—"
    assert open_contacts(cast.anh.person, viewer=SYSTEM).email == ""
    assert personal_number(cast.anh.person, SYSTEM) == ""
    assert know_person(number, by=SYSTEM).urn != cast.anh.person


def test_the_pretend_identity_vouches_for_the_cast_at_both_levels(house: House) -> None:
    started = connector().start("/ho-so")
    assert started.address.startswith("/dang-nhap/") and "ho-so" in started.address
    anh = parts()["anh"].claims
    for level in (1, 2):
        claims = connector().finish(
            {"personal_number": anh.personal_number, "assurance": str(level)}, started.remembered
        )
        assert claims == replace(anh, assurance=level)
    assert [part.claims.full_name for part in offer()][:2] == ["Nguyễn Thị Ngọc Ánh", "Trần Quốc Khánh"]


def test_the_pretend_identity_vouches_for_whom_the_sample_knows_and_no_other(house: House) -> None:
    identity = PretendIdentity([lambda number: CLAIMS if number == CLAIMS.personal_number else None])
    assert identity.finish({"personal_number": "001 301 000 099", "assurance": "1"}, {}).assurance == 1
    with pytest.raises(Invalid):
        identity.finish({"personal_number": "001301000098"}, {})


@pytest.mark.django_db
def test_the_pretend_identity_refuses_in_a_real_house() -> None:
    found_house(demonstration=False)
    for call in (
        lambda: connector().start("/"),
        lambda: connector().finish({"personal_number": parts()["anh"].claims.personal_number}, {}),
    ):
        with pytest.raises(Refused):
            call()
    assert offer() == []
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_pretend_identity_refuses_where_no_house_was_founded() -> None:
    with pytest.raises(Refused):
        connector().start("/")


def test_the_cast_are_accounts_of_persons(cast: Cast) -> None:
    found = account_of(cast.anh.person)
    assert found and found.full_name == name_of(cast.anh.person) == "Nguyễn Thị Ngọc Ánh"
    assert account_of("urn:toantrinh:person:none") is None and name_of("") == ""
