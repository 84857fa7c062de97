"""Offices begin and end by the day, agencies too, and rights with them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import at, today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.people.actions import (
    appoint,
    end_agency,
    end_appointment,
    found_agency,
    grant_mandate,
    recognise_guardians,
    revoke_mandate,
    settle_cast,
)
from toantrinh.people.cast import Cast
from toantrinh.people.models import Account, Agency, Appointment, Mandate
from toantrinh.people.queries import actor_for, heirs_of, list_mandates, list_offices, may, roles_of
from toantrinh.record.models import Event


def office(actor: Actor) -> Appointment:
    """The appointment in which an actor acts."""
    return Appointment.objects.get(urn=actor.office)


def again(actor: Actor) -> Actor:
    """The same account and office, asked again, as the next page does."""
    return actor_for(Account.objects.get(urn=actor.urn), actor.office, assurance=2)


def test_leaving_takes_the_rights_the_same_moment(cast: Cast, ward_a: Agency) -> None:
    assert may(again(cast.lan), "case.receive", agency=ward_a.urn)
    end_appointment(office(cast.lan), by=cast.nam)
    left = again(cast.lan)
    assert not left.office and not left.roles and not left.agency
    assert not may(left, "case.receive", agency=ward_a.urn)
    assert list_offices(Account.objects.get(urn=cast.lan.urn)) == []


def test_an_office_gives_its_rights_between_its_days(cast: Cast, ward_a: Agency) -> None:
    account = Account.objects.get(urn=cast.anh.urn)
    start = today() + timedelta(days=10)
    given = appoint(
        account, ward_a, "receptionist", title="Thực tập", by=cast.nam, from_on=start, to_on=start + timedelta(5)
    )
    for days, holds in ((0, False), (9, False), (10, True), (14, True), (15, False)):
        with at(datetime.now(UTC) + timedelta(days=days)):
            assert bool(actor_for(account, given.urn).office) is holds, days


def test_the_office_of_another_gives_nothing(cast: Cast) -> None:
    anh = Account.objects.get(urn=cast.anh.urn)
    assert actor_for(anh, cast.duc.office, assurance=2) == cast.anh
    assert actor_for(anh, "urn:toantrinh:office:none", assurance=2) == cast.anh


def test_one_has_every_role_that_one_holds_at_the_agency(cast: Cast, ward_a: Agency) -> None:
    lan = Account.objects.get(urn=cast.lan.urn)
    appoint(lan, ward_a, "civil_status_officer", title="Kiêm nhiệm", by=cast.nam)
    both = again(cast.lan)
    assert both.roles == {"receptionist", "civil_status_officer"}
    assert {role.code for role in roles_of(both)} == both.roles


def test_an_office_in_a_service_centre_acts_for_its_committee(cast: Cast, ward_a: Agency) -> None:
    centre = Agency.objects.get(code=f"{ward_a.code}.01")
    given = appoint(Account.objects.get(urn=cast.anh.urn), centre, "receptionist", title="Một cửa", by=cast.nam)
    acting = actor_for(given.account, given.urn, assurance=2)
    assert (acting.agency, acting.area) == (ward_a.urn, "H29")


def test_only_who_may_change_offices_does_and_never_their_own(cast: Cast, ward_a: Agency) -> None:
    anh, nam = Account.objects.get(urn=cast.anh.urn), Account.objects.get(urn=cast.nam.urn)
    for other in (cast.anh, cast.duc, cast.truong, cast.nobody):
        with pytest.raises(Missing):
            appoint(anh, ward_a, "signer", title="Chủ tịch", by=other)
    with pytest.raises(Refused):
        appoint(nam, ward_a, "signer", title="Chủ tịch", by=cast.nam)
    with pytest.raises(ValueError, match="role"):
        appoint(anh, ward_a, "king", title="Vua", by=cast.nam)


def test_nobody_is_appointed_where_the_days_do_not_fit(cast: Cast) -> None:
    anh, closed = Account.objects.get(urn=cast.anh.urn), Agency.objects.get(code="H09")
    with pytest.raises(Refused):
        appoint(anh, closed, "leader", title="Lãnh đạo", by=cast.nam)
    with pytest.raises(Refused):
        appoint(anh, Agency.objects.get(code="H29"), "leader", title="x", by=cast.nam, to_on=date(2020, 1, 1))


def test_an_agency_that_ends_takes_its_offices_along_and_names_its_heirs(cast: Cast, ward_a: Agency) -> None:
    city = Agency.objects.get(code="H29")
    heir = found_agency(
        "H29.90001", t("Cơ quan mới", "New agency"), level="commune", kind="committee", by=cast.nam, parent=city
    )
    assert heir.area == "H29"
    with pytest.raises(Refused):
        found_agency("H29.90001", t("Trùng", "Double"), level="commune", kind="committee", by=cast.nam)
    end_agency(ward_a, heirs=[heir], by=cast.nam)
    assert not again(cast.lan).office
    assert heirs_of(ward_a) == [heir]
    with pytest.raises(Refused):
        end_agency(ward_a, heirs=[], by=cast.nam)
    with pytest.raises(Missing):
        end_agency(city, heirs=[], by=cast.duc)


def test_each_change_of_an_office_is_stated_with_its_area(cast: Cast) -> None:
    end_appointment(office(cast.duc), by=cast.nam)
    end_appointment(office(cast.duc), by=cast.nam)
    ended = Event.objects.filter(kind="office.ended")
    assert [(event.area, event.by) for event in ended] == [("H29", cast.nam.urn)]


def test_parents_act_for_their_child_as_the_register_says(cast: Cast) -> None:
    from toantrinh.people.actions import know_person

    child = know_person("079326000010", by=SYSTEM).urn
    entry = "urn:toantrinh:entry:birth1"
    of_age = date(2044, 5, 1)
    parents = [cast.anh.person, cast.khanh.person]
    first = recognise_guardians(child, parents, ground=entry, by=SYSTEM, to_on=of_age)
    assert recognise_guardians(child, parents, ground=entry, by=SYSTEM, to_on=of_age) == first
    assert again(cast.anh).acting_for == (child,)
    assert set(again(cast.khanh).acting_for) == {child, cast.anh.person}
    assert not again(cast.lan).acting_for
    with at(datetime(2044, 5, 1, tzinfo=UTC)):
        assert again(cast.anh).acting_for == ()
    with pytest.raises(Refused):
        revoke_mandate(first[0], by=cast.anh)
    with pytest.raises(Missing):
        recognise_guardians(child, [cast.truong.person], ground="urn:toantrinh:entry:x", by=cast.truong)


def test_a_mandate_is_given_by_its_principal_and_taken_back(cast: Cast) -> None:
    given = Mandate.objects.get()
    assert [mandate.urn for mandate in list_mandates(cast.anh)] == [given.urn]
    for stranger in (cast.lan, cast.truong):
        with pytest.raises(Missing):
            revoke_mandate(given, by=stranger)
    revoke_mandate(given, by=cast.anh)
    assert again(cast.khanh).acting_for == ()
    assert revoke_mandate(given, by=cast.khanh) == given
    assert list_mandates(cast.anh) == []
    assert Event.objects.filter(kind="mandate.revoked").count() == 1


def test_nobody_takes_a_mandate_by_themselves(cast: Cast) -> None:
    with pytest.raises(Missing):
        grant_mandate(cast.anh.person, cast.khanh.person, by=cast.khanh)
    with pytest.raises(Refused):
        grant_mandate(cast.anh.person, cast.anh.person, by=cast.anh)
    with pytest.raises(Missing):
        grant_mandate(cast.anh.person, "urn:toantrinh:person:none", by=cast.anh)
    assert grant_mandate(cast.anh.person, cast.lan.person, by=cast.anh).urn


def test_the_cast_settles_once(cast: Cast) -> None:
    events = Event.objects.count()
    assert settle_cast(SYSTEM) == cast
    assert Event.objects.count() == events
