"""Who may do what, to what, as the table says."""

from dataclasses import replace
from itertools import product

import pytest

from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.problem import Missing
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency, Appointment, Mandate
from toantrinh.people.queries import list_roles, may, require, visible_to
from toantrinh.people.rights import CITIZEN, ROLES, VERBS

MINE = "urn:toantrinh:person:mine"
OTHERS = "urn:toantrinh:person:others"
CITIZEN_2 = Actor(urn="urn:toantrinh:account:a", name="A", person=MINE, assurance=2)


@pytest.mark.parametrize(
    ("verb", "assurance", "persons", "allowed"),
    [
        ("case.file", 1, [MINE], True),
        ("case.file", 1, [OTHERS], False),
        ("case.file", 1, [OTHERS, MINE], True),
        ("case.file", 0, [MINE], False),
        ("case.file", 1, [], True),
        ("mandate.give", 1, [MINE], False),
        ("mandate.give", 2, [MINE], True),
        ("case.receive", 2, [MINE], False),
        ("console.read", 2, [], False),
        ("document.read", 1, [""], False),
    ],
)
def test_a_citizen_may_what_concerns_them_at_the_level_it_needs(
    verb: str, assurance: int, persons: list[str], allowed: bool
) -> None:
    assert may(replace(CITIZEN_2, assurance=assurance), verb, persons=persons) is allowed


def test_a_citizen_may_act_for_whom_a_mandate_names() -> None:
    parent = replace(CITIZEN_2, acting_for=("urn:toantrinh:person:child",))
    assert may(parent, "case.read_own", persons=["urn:toantrinh:person:child"])
    assert not may(parent, "case.read_own", persons=[OTHERS])


def test_what_an_agency_controls_and_names_no_person_is_not_a_citizens() -> None:
    assert not may(CITIZEN_2, "document.read", agency="urn:toantrinh:agency:h26")


def test_nobody_may_nothing_and_the_house_everything() -> None:
    for verb in VERBS:
        assert not may(NOBODY, verb)
        assert may(SYSTEM, verb, agency="urn:toantrinh:agency:h26", persons=[OTHERS])


def test_an_office_gives_what_its_line_of_the_table_says_and_where(cast: Cast) -> None:
    for role, verb in product(ROLES.values(), VERBS):
        officer = replace(cast.lan, roles=frozenset({role.code}))
        own, anywhere = verb in role.verbs, verb in role.anywhere
        assert may(officer, verb) is own, (role.code, verb)
        assert may(officer, verb, agency=cast.lan.agency, persons=[OTHERS]) is own, (role.code, verb)
        assert may(officer, verb, agency=cast.hanh.agency, persons=[OTHERS]) is anywhere, (role.code, verb)
        assert may(officer, verb, persons=[OTHERS]) is anywhere, (role.code, verb)


def test_a_leader_sees_what_stands_below_and_no_neighbour(cast: Cast, ward_a: Agency, ward_b: Agency) -> None:
    assert ward_a.parent
    leader = replace(cast.duc, agency=ward_a.parent.urn, roles=frozenset({"leader"}))
    assert may(leader, "task.read", agency=ward_a.urn)
    assert may(leader, "task.read", agency=f"{ward_a.urn}.01")
    assert not may(leader, "task.read", agency=ward_b.urn)
    assert not may(leader, "case.read", agency=ward_a.urn)


def test_an_officer_is_not_the_citizen_that_they_also_are(cast: Cast) -> None:
    assert not may(cast.lan, "case.file", persons=[cast.lan.person])
    assert not may(cast.lan, "case.read_own", persons=[cast.lan.person])


def test_forbidden_looks_like_missing(cast: Cast, ward_a: Agency) -> None:
    with pytest.raises(Missing):
        require(cast.hanh, "case.read", agency=ward_a.urn)


def test_a_verb_that_nobody_has_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="rights"):
        may(CITIZEN_2, "case.fly")


def test_rows_are_visible_as_may_says_of_each(cast: Cast) -> None:
    offices = Appointment.objects.all()

    def seen(viewer: Actor, verb: str) -> set[str]:
        rows = visible_to(offices, viewer, verb, agency="agency__urn", person="account__person__urn")
        return set(rows.values_list("urn", flat=True))

    actors = [cast.anh, cast.lan, cast.hanh, cast.nam, cast.truong, cast.nobody, SYSTEM]
    for actor in actors:
        for verb in ("document.read", "case.read", "record.read", "task.read"):
            expected = {
                row.urn for row in offices if may(actor, verb, agency=row.agency.urn, persons=[row.account.person.urn])
            }
            assert seen(actor, verb) == expected, (actor.name, verb)
    assert seen(cast.lan, "case.read") and seen(cast.lan, "case.read").isdisjoint(seen(cast.hanh, "case.read"))


def test_rows_without_an_agency_are_a_citizens_alone(cast: Cast) -> None:
    rows = Mandate.objects.all()
    assert visible_to(rows, cast.khanh, "person.read", agency="", person="agent__urn").count() == 1
    assert not visible_to(rows, cast.lan, "person.read", agency="", person="agent__urn").exists()


def test_each_role_says_in_one_sentence_what_it_lets_one_see() -> None:
    for role in list_roles():
        for sentence in (role.sees.vi, role.sees.en, role.name.vi, role.name.en):
            assert sentence
        assert role.sees.vi.endswith(".") and role.sees.en.endswith(".")
        assert all(verb.count(".") == 1 for verb in role.verbs | CITIZEN.keys())
