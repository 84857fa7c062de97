"""The record tells what the tables must hold, and names whatever they hold instead."""

import pytest

from toantrinh.cases import actions
from toantrinh.cases.actions import Ground
from toantrinh.cases.models import Case, Edition
from toantrinh.cases.tests.conftest import Town
from toantrinh.cases.verification import check_cases, check_editions

pytestmark = pytest.mark.django_db


def differences() -> list[str]:
    return [difference.what.en for check in (check_cases, check_editions) for difference in check()]


def test_whatever_happens_to_cases_the_record_tells_the_same(town: Town) -> None:
    town.draft()
    actions.discard_draft(town.draft(), by=town.cast.anh)
    actions.turn_away_case(town.submitted(), [Ground(code="trung-ten")], by=town.cast.lan)
    actions.withdraw_case(
        actions.ask_supplement(town.accepted(), [Ground(code="ten-quan")], by=town.cast.tuan), by=town.cast.anh
    )
    actions.rate_case(actions.return_result(town.finished(), by=town.cast.anh), 4, by=town.cast.anh)
    case = town.to_sign()
    actions.decide_case(case, "refused", version=case.version, grounds=[Ground(code="trung-ten")], by=town.cast.duc)
    assert differences() == []


def test_a_status_changed_behind_the_actions_is_named(town: Town) -> None:
    case = town.finished()
    Case.objects.filter(pk=case.pk).update(due_at=case.received_at, outcome="refused")
    assert [what.split(" is ")[0] for what in differences()] == ["outcome", "due_at"]


def test_a_case_that_vanished_is_named(town: Town) -> None:
    town.submitted().delete()
    assert differences() == ["the record tells of it, and it is gone"]


def test_law_changed_after_its_installation_is_named(town: Town) -> None:
    edition = Edition.objects.get()
    edition.source["procedure.yaml"] += "#"
    edition.save()
    assert differences() == ["its content is not what was installed"]
