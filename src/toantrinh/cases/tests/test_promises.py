"""By which limit a dossier is promised: the law's, one of several, or a day that the agency sets."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from toantrinh.cases import actions, queries
from toantrinh.cases.actions import Ground, Promise
from toantrinh.cases.models import Case
from toantrinh.cases.tests.conftest import MONDAY, PDF, SAMPLES, Town
from toantrinh.cases.verification import check_cases
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at, local
from toantrinh.kernel.packages import PackageMistakes
from toantrinh.kernel.problem import Invalid

pytestmark = pytest.mark.django_db

LAW = 'limit: {amount: 3, unit: working_day, basis: "118/2025/NĐ-CP"}'
SAID = "Theo thông báo của cơ quan"
UNKNOWN = f'limit: {{amount: null, said: "{SAID}"}}'
SEVERAL = """limit: {amount: 5, unit: working_day, said: "Xã miền núi"}
    limits:
      - {when: 'permit.kind = "books"', limit: {amount: 0.5, unit: working_day}}
      - {limit: {amount: 2, unit: working_day, said: "Nơi khác"}}"""
FRIDAY = date(2026, 10, 9)


@pytest.fixture
def shop(town: Town, tmp_path: Path) -> Path:
    """A copy of the procedure, in which a test writes other limits as edition 2."""
    folder = tmp_path / "shop"
    shutil.copytree(SAMPLES, folder)
    return folder


def install(folder: Path, limit: str) -> None:
    file = folder / "procedure.yaml"
    text = file.read_text().replace(LAW, limit).replace("edition: 1\n", "edition: 2\n")
    file.write_text(text)
    actions.install_procedure(folder, by=SYSTEM)


def until(case: Case) -> datetime:
    assert case.due_at
    return local(case.due_at)


def test_where_no_limit_is_known_the_officer_sets_the_day(town: Town, shop: Path) -> None:
    install(shop, UNKNOWN)
    case = town.submitted()
    assert queries.preview_due(case) is None
    with pytest.raises(Invalid) as refused:
        actions.accept_case(case, by=town.cast.lan)
    assert refused.value.problems[0].field == "due_on"
    case = Case.objects.get(pk=case.pk)
    actions.accept_case(case, promise=Promise(due_on=FRIDAY), by=town.cast.lan)
    assert until(case) == datetime(2026, 10, 9, 17, 30, tzinfo=HANOI)
    assert (case.limit["set_by"], case.limit["said"]) == ("officer", SAID)
    assert queries.clock_of(case).days[-1].date == FRIDAY
    assert list(check_cases()) == []


@pytest.mark.parametrize("day", [date(2026, 10, 10), date(2026, 10, 2), date(2036, 1, 1)])
def test_a_day_that_cannot_be_promised_is_refused(town: Town, shop: Path, day: date) -> None:
    install(shop, UNKNOWN)
    with pytest.raises(Invalid):
        actions.accept_case(town.submitted(), promise=Promise(due_on=day), by=town.cast.lan)


def test_the_day_that_an_officer_set_moves_by_what_the_citizen_took(town: Town, shop: Path) -> None:
    install(shop, UNKNOWN)
    case = actions.accept_case(town.submitted(), promise=Promise(due_on=FRIDAY), by=town.cast.lan)
    with at(MONDAY + timedelta(days=1)):
        actions.ask_supplement(case, [Ground(code="ten-quan", sentence="Viết rõ.")], by=town.cast.tuan)
    with at(MONDAY + timedelta(days=2)):
        actions.supply_supplement(case, by=town.cast.anh)
    assert until(case) == datetime(2026, 10, 12, 17, 30, tzinfo=HANOI)


def test_a_known_limit_leaves_the_officer_no_choice(town: Town) -> None:
    with pytest.raises(Invalid):
        actions.accept_case(town.submitted(), promise=Promise(due_on=FRIDAY), by=town.cast.lan)


def test_what_was_answered_picks_the_limit_and_half_a_day_is_four_hours(town: Town, shop: Path) -> None:
    install(shop, SEVERAL)
    case = town.draft()
    actions.save_answers(case, "viec", {"permit.name": "Hiệu sách", "permit.kind": "books"}, by=town.cast.anh)
    assert queries.limits_to_choose(case) == [queries.limit_of_case(case)]
    actions.attach_paper(case, "so-do", PDF, name="so-do.pdf", by=town.cast.anh)
    actions.submit_case(case, token="once", by=town.cast.anh)
    actions.accept_case(case, by=town.cast.lan)
    assert until(case) == datetime(2026, 10, 5, 15, 0, tzinfo=HANOI)  # from 9:00, with two hours at noon


def test_the_officer_chooses_among_limits_that_no_answer_tells_apart(town: Town, shop: Path) -> None:
    install(shop, SEVERAL)
    usual = actions.accept_case(town.submitted(), by=town.cast.lan)
    shorter = actions.accept_case(town.submitted(), promise=Promise(limit=1), by=town.cast.lan)
    assert until(usual) - until(shorter) == timedelta(days=5)  # three working days and a weekend
    assert shorter.limit["set_by"] == "choice"
    with pytest.raises(Invalid):
        actions.accept_case(town.submitted(), promise=Promise(limit=7), by=town.cast.lan)


def test_the_limit_of_a_step_must_be_a_number(shop: Path) -> None:
    file = shop / "procedure.yaml"
    file.write_text(file.read_text().replace("limit: {amount: 8, unit: working_hour}", "limit: {amount: null}"))
    with pytest.raises(PackageMistakes, match="must be a number"):
        actions.install_procedure(shop, by=SYSTEM)
