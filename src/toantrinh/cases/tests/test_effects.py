"""What a decision changes in registers: once, in order, whatever the register answers."""

from datetime import timedelta

import pytest

from toantrinh.cases import actions, lifecycle, queries
from toantrinh.cases.actions import Ground
from toantrinh.cases.models import Case, CaseEffect
from toantrinh.cases.tests.conftest import MONDAY, Town
from toantrinh.cases.verification import check_cases
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Missing, Refused

pytestmark = pytest.mark.django_db


def test_a_silent_register_is_asked_again_every_five_minutes(town: Town) -> None:
    case = town.decided()
    town.provider.is_silent = True
    actions.send_effects(case)
    assert (case.wait, lifecycle.national_code(case)) == ("register", 4)
    assert queries.list_effects(case, viewer=town.cast.tuan)[0].state == "silent"
    assert actions.send_waiting_effects() == 0, "not yet"
    with at(MONDAY + timedelta(minutes=6)):
        assert actions.send_waiting_effects() == 1
    town.provider.is_silent = False
    with at(MONDAY + timedelta(minutes=12)):
        assert actions.send_waiting_effects() == 1
        assert actions.send_waiting_effects() == 0
    case.refresh_from_db()
    assert case.finished_at == MONDAY + timedelta(minutes=12)
    story = [line.kind for line in queries.timeline(case, viewer=town.cast.anh)]
    assert story.count("case.register_silent") == 1
    assert list(check_cases()) == []


def test_what_a_register_refused_is_mended_by_the_officer_and_sent_again(town: Town) -> None:
    case = town.decided()
    town.provider.refuses = True
    actions.send_effects(case)
    effect = queries.list_effects(case, viewer=town.cast.tuan)[0]
    assert effect.reason is not None
    assert (effect.state, effect.reason.vi) == ("refused", "Tên này đã có trong sổ.")
    assert (case.status, case.wait, case.step) == ("decided", "", "tham-tra")
    assert effect.fields == ("permit.name",)
    town.provider.refuses = False
    actions.mend_effect(case, "ghi-so", {"permit.name": "Phở Hoà 2"}, by=town.cast.tuan)
    actions.send_effects(case)
    assert [body["name"] for body in town.provider.written.values()] == ["Phở Hoà 2"]
    assert case.finished_at is not None
    assert list(check_cases()) == []


def test_a_grant_that_cannot_be_entered_is_turned_into_a_refusal(town: Town) -> None:
    case = town.decided()
    town.provider.refuses = True
    actions.send_effects(case)
    with pytest.raises(Missing):
        actions.reverse_decision(case, [Ground(code="trung-ten")], by=town.cast.tuan)
    actions.reverse_decision(case, [Ground(code="trung-ten")], by=town.cast.duc)
    assert (case.outcome, lifecycle.national_code(case)) == ("refused", 9)
    assert CaseEffect.objects.get().state == "dropped"
    assert list(check_cases()) == []


def test_what_a_register_has_entered_is_not_reversed(town: Town) -> None:
    case = town.finished()
    with pytest.raises(Refused):
        actions.reverse_decision(case, [Ground(code="trung-ten")], by=town.cast.duc)


def test_sending_again_after_a_lost_answer_enters_nothing_twice(town: Town) -> None:
    case = town.finished()
    Case.objects.filter(pk=case.pk).update(wait="register", finished_at=None)
    CaseEffect.objects.update(state="sent", next_at=MONDAY, answer_sealed=b"")
    case.pauses.filter(why="register").update(until_at=None)
    actions.send_effects(case)
    assert len(town.provider.written) == 1
    assert case.finished_at is not None


def test_one_process_at_a_time_sends_an_effect(town: Town) -> None:
    case = town.decided()
    CaseEffect.objects.update(state="sent", next_at=MONDAY + timedelta(minutes=5))
    actions.send_effects(case)
    assert town.provider.written == {}
