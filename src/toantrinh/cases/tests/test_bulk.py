"""Many dossiers at once: each by itself, what cannot is told why, and nothing happens twice."""

import pytest

from toantrinh.cases import actions, queries
from toantrinh.cases.actions import bulk
from toantrinh.cases.comparing import check_bulk
from toantrinh.cases.models import BulkRun, Case
from toantrinh.cases.tests.conftest import Town
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.problem import Invalid, Missing
from toantrinh.people.actions import end_appointment
from toantrinh.people.models import Appointment
from toantrinh.record.models import Event

pytestmark = pytest.mark.django_db


def run(act: str, cases: list[Case], *, by: Actor, token: str = "once", to: str = "") -> BulkRun:
    """Begun as the preview showed it, and done."""
    chosen = [(case.number, case.version) for case in cases]
    return actions.continue_bulk(actions.begin_bulk(act, chosen, token=token, to=to, by=by), by=by)


def answers(found: BulkRun) -> list[tuple[str, str]]:
    return [(row.state, row.why_en) for row in found.rows.order_by("position")]


def test_many_are_granted_and_each_states_its_own_decision(town: Town) -> None:
    cases = [town.to_sign() for _ in range(3)]
    found = run("decide", cases, by=town.cast.duc)
    assert answers(found) == [("done", "")] * 3
    assert found.ended_at
    assert Event.objects.filter(kind="case.decided").count() == 3
    assert set(Case.objects.values_list("outcome", flat=True)) == {"granted"}
    assert list(check_bulk()) == []


def test_those_that_cannot_are_told_why_and_the_others_are_done(town: Town) -> None:
    good, stale, disputed, waiting = town.to_sign(), town.to_sign(), town.to_sign(), town.examined()
    taken = town.to_sign()
    Case.objects.filter(pk=disputed.pk).update(disputed=["permit.name"])
    chosen = [good, stale, disputed, waiting, taken]
    versions = [(case.number, case.version) for case in chosen]
    actions.add_note(stale, "Vừa gọi điện.", by=town.cast.tuan)
    begun = actions.begin_bulk("decide", versions, token="once", by=town.cast.duc)
    second = Actor(
        urn="urn:toantrinh:account:other", name="Trần Phó", office=town.cast.duc.office, agency=town.cast.duc.agency,
        area=town.cast.duc.area, roles=town.cast.duc.roles, assurance=2,
    )  # fmt: skip
    begun.rows.filter(number=taken.number).update(version=actions.take_case(taken, by=second).version)
    found = answers(actions.continue_bulk(begun, by=town.cast.duc))
    assert [state for state, _ in found] == ["done", "failed", "failed", "failed", "failed"]
    assert "has changed since you opened it" in found[1][1]
    assert "differs from the registers" in found[2][1]
    assert "check the draft" in found[3][1]
    assert "Trần Phó is working on this dossier" in found[4][1]
    assert Case.objects.filter(outcome="granted").count() == 1


def test_a_refusal_is_never_given_to_many(town: Town) -> None:
    case = town.accepted()
    ground = actions.Ground(code="trung-ten")
    actions.complete_step(case, proposal="refused", grounds=[ground], by=town.cast.tuan)
    line = queries.preview_bulk("decide", [case.number], viewer=town.cast.duc)[0]
    assert line.why_not is not None
    assert "proposes a refusal" in line.why_not.en
    with pytest.raises(Missing):
        actions.begin_bulk("refuse", [(case.number, case.version)], token="x", by=town.cast.duc)


def test_a_second_press_does_nothing_again(town: Town) -> None:
    cases = [town.submitted() for _ in range(2)]
    first = run("receive", cases, by=town.cast.lan)
    again = run("receive", cases, by=town.cast.lan)
    assert (again.pk, BulkRun.objects.count()) == (first.pk, 1)
    assert Event.objects.filter(kind="case.accepted").count() == 2


def test_what_a_request_leaves_is_done_by_the_worker_as_that_officer(town: Town) -> None:
    cases = [town.submitted() for _ in range(3)]
    begun = actions.begin_bulk("receive", [(one.number, one.version) for one in cases], token="x", by=town.cast.lan)
    assert actions.continue_bulk(begun, by=town.cast.lan, seconds=-1).ended_at is None
    assert actions.continue_bulks() is False
    assert set(Event.objects.filter(kind="case.accepted").values_list("by", flat=True)) == {town.cast.lan.urn}
    assert actions.continue_bulks() is False


def test_rights_that_ended_meanwhile_end_the_run(town: Town) -> None:
    case = town.submitted()
    begun = actions.begin_bulk("receive", [(case.number, case.version)], token="x", by=town.cast.lan)
    end_appointment(Appointment.objects.get(urn=town.cast.lan.office), by=SYSTEM)
    actions.continue_bulks()
    assert answers(begun) == [("failed", "You have no right to do this to the dossier.")]


def test_what_breaks_three_times_is_given_up_and_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = town.submitted()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(bulk._DO, "receive", broken)
    begun = actions.begin_bulk("receive", [(case.number, case.version)], token="x", by=town.cast.lan)
    for _ in range(3):
        actions.continue_bulk(begun, by=town.cast.lan)
    assert [(state, why[:15]) for state, why in answers(begun)] == [("failed", "Something broke")]


def test_dossiers_of_another_agency_are_not_even_named(town: Town) -> None:
    case = town.submitted()
    assert queries.preview_bulk("receive", [case.number], viewer=town.cast.hanh) == []
    with pytest.raises(Invalid):
        actions.begin_bulk("receive", [(case.number, case.version)], token="x", by=town.cast.hanh)
    begun = actions.begin_bulk("receive", [(case.number, case.version)], token="y", by=town.cast.lan)
    with pytest.raises(Missing):
        queries.open_bulk(begun.urn, viewer=town.cast.hanh)


def test_many_are_given_to_one_officer_and_handed_over(town: Town) -> None:
    cases = [town.accepted() for _ in range(2)]
    found = run("assign", cases, by=town.cast.duc, to=town.cast.tuan.urn)
    assert answers(found) == [("done", "")] * 2
    done = run("return", [town.finished(), cases[0]], by=town.cast.lan, token="z")
    assert [state for state, _ in answers(done)] == ["done", "failed"]
