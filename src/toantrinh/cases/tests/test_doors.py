"""Through other hands: routing, another agency's word, a stop, and the sheets that the office keeps."""

from datetime import date, timedelta

import pytest

from toantrinh.cases import actions, lifecycle, queries
from toantrinh.cases.actions import Ground
from toantrinh.cases.comparing import check_doors
from toantrinh.cases.models import Case, CaseLetter, CaseOpinion
from toantrinh.cases.tests.conftest import MONDAY, Town
from toantrinh.cases.verification import check_cases
from toantrinh.documents.queries import open_letter
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.notices.models import Notice
from toantrinh.people.actions import appoint
from toantrinh.people.models import Account, Agency
from toantrinh.record.models import Event, Look
from toantrinh.tasks.models import Task

pytestmark = pytest.mark.django_db
GROUND = Ground(code="trung-ten", sentence="Đang có tranh chấp về tên.")
ANSWER = "Quán này không có tranh chấp."


def differences() -> list[str]:
    return [found.what.en for check in (check_cases, check_doors) for found in check()]


def test_a_wrongly_addressed_dossier_passes_on_with_its_number_and_its_clock(town: Town) -> None:
    case, other = town.submitted(), town.cast.hanh.agency
    number = case.number
    with pytest.raises(Invalid):
        actions.reroute_case(case, other, " ", by=town.cast.lan)
    with at(MONDAY + timedelta(hours=1)):
        actions.reroute_case(case, other, "Quán ở phường khác.", by=town.cast.lan)
    assert (case.number, case.agency, case.role) == (number, other, "receptionist")
    assert Task.objects.get(about=case.urn, closed_at=None).agency == other
    with pytest.raises(Missing):
        queries.open_case(number, viewer=town.cast.lan, purpose="case.handle")
    assert queries.open_case(number, viewer=town.cast.hanh, purpose="case.handle").pk == case.pk
    assert Notice.objects.filter(about=case.urn, person=case.applicant).exists()
    assert case.routes.get().from_agency == town.cast.lan.agency
    actions.accept_case(case, by=town.cast.hanh)
    assert differences() == []


def test_it_does_not_pass_to_where_nobody_does_this_step(town: Town) -> None:
    case = town.submitted()
    empty = Agency.objects.exclude(urn__in=[town.cast.lan.agency, town.cast.hanh.agency]).filter(valid_to=None).first()
    assert empty
    for to in ("", case.agency, "urn:toantrinh:agency:none", empty.urn):
        with pytest.raises(Invalid):
            actions.reroute_case(case, to, "Nhầm nơi.", by=town.cast.lan)
    with pytest.raises(Missing):
        actions.reroute_case(case, town.cast.hanh.agency, "Nhầm nơi.", by=town.cast.hanh)


def test_the_open_step_passes_to_another_unit_that_can_do_it(town: Town) -> None:
    case = town.accepted()
    with pytest.raises(Invalid):
        actions.move_step(case, "leader", "Việc của phòng kinh tế.", by=town.cast.tuan)
    account, ward = Account.objects.get(urn=town.cast.duc.urn), Agency.objects.get(urn=case.agency)
    appoint(account, ward, "business_officer", title="Chuyên viên", by=town.cast.nam)
    actions.move_step(case, "business_officer", "Việc của phòng kinh tế.", by=town.cast.tuan)
    assert (case.role, Task.objects.get(about=case.urn, closed_at=None).role) == ("business_officer",) * 2
    with pytest.raises(Missing):
        actions.complete_step(case, by=town.cast.tuan)
    assert differences() == []


# --- Another agency's word --------------------------------------------------------------------------------------------


def asked(town: Town, case: Case, *, waits: bool = True) -> CaseOpinion:
    """Tuấn asks ward B, and shows it one page and no file."""
    due_at = MONDAY + timedelta(days=1)
    question, by = "Quán có tranh chấp không?", town.cast.tuan
    return actions.ask_opinion(case, town.cast.hanh.agency, question, due_at=due_at, pages=["viec"], waits=waits, by=by)


def test_another_agency_sees_what_it_is_shown_and_answers(town: Town) -> None:
    case = town.accepted()
    opinion = asked(town, case)
    view = queries.open_opinion(opinion.urn, viewer=town.cast.hanh)
    assert [section.page for section in view.sections] == ["viec"]
    assert Look.objects.filter(person=case.applicant, purpose="case.opine").exists()
    with pytest.raises(Missing):
        queries.open_shown_file(opinion.urn, case.papers.get().file, viewer=town.cast.hanh)
    for stranger in (town.cast.lan, town.cast.nam, town.cast.anh):
        with pytest.raises(Missing):
            queries.open_opinion(opinion.urn, viewer=stranger)
    with at(MONDAY + timedelta(days=2)):
        actions.answer_opinion(opinion.urn, ANSWER, by=town.cast.hanh)
        line = queries.list_opinions(case, viewer=town.cast.tuan)[0]
        case.refresh_from_db()
        assert (line.answer, line.late_days, case.consulted) == (ANSWER, 1, 0)
        assert queries.clock_of(case).days_by_holder["other"] >= 2
        with pytest.raises(Refused):
            actions.answer_opinion(opinion.urn, ANSWER, by=town.cast.hanh)
    assert '"was_late":true' in Event.objects.get(kind="case.opinion_answered").publication.replace(" ", "")
    assert differences() == []


def test_a_late_opinion_is_reminded_of_and_the_dossier_may_go_on(town: Town) -> None:
    case = town.accepted()
    opinion = asked(town, case)
    with at(MONDAY + timedelta(days=1, hours=1)):
        actions.watch()
        assert Task.objects.filter(kind="case.opinion_late", agency=town.cast.hanh.agency).exists()
        actions.complete_step(case, by=town.cast.tuan)
    opinion.refresh_from_db()
    assert (opinion.state, Task.objects.filter(about=opinion.urn, closed_at=None).count()) == ("overtaken", 0)
    assert differences() == []


def test_an_opinion_is_due_inside_the_clock(town: Town) -> None:
    case = town.accepted()
    assert case.due_at
    for due_at in (MONDAY - timedelta(hours=1), case.due_at + timedelta(days=1)):
        with pytest.raises(Invalid):
            actions.ask_opinion(case, town.cast.hanh.agency, "?", due_at=due_at, by=town.cast.tuan)
    with pytest.raises(Invalid):
        actions.ask_opinion(case, case.agency, "?", due_at=case.due_at, by=town.cast.tuan)


# --- A stop -----------------------------------------------------------------------------------------------------------


def stopped(town: Town) -> Case:
    """Stopped by the examiner on Monday."""
    return actions.stop_case(
        town.accepted(), [GROUND], how_to_go_on="Nộp bản án về tên quán.", days=5, by=town.cast.tuan
    )


def test_a_stop_says_why_and_how_to_go_on_and_the_clock_stands(town: Town) -> None:
    case = stopped(town)
    before = case.due_at
    assert (lifecycle.national_code(case), case.wait) == (8, "stopped")
    letter = CaseLetter.objects.get(case=case, form="05").letter
    assert open_letter(letter, viewer=town.cast.anh, purpose="own")[1].startswith(b"%PDF")
    with at(MONDAY + timedelta(days=2)):
        actions.resume_case(case, by=town.cast.tuan)
    assert case.due_at and before
    assert case.due_at - before == timedelta(days=4), "two working days and a weekend"
    assert lifecycle.national_code(case) == 4
    assert differences() == []


def test_a_stop_that_nobody_ends_is_the_end(town: Town) -> None:
    case = stopped(town)
    with at(MONDAY + timedelta(days=8)):
        actions.watch()
    case.refresh_from_db()
    assert (case.status, case.outcome, lifecycle.national_code(case)) == ("closed", "stopped", 8)
    assert differences() == []


@pytest.mark.parametrize(("how", "days"), [(" ", 5), ("Nộp bản án.", 0), ("Nộp bản án.", 9999)])
def test_a_stop_without_a_way_on_is_refused(town: Town, how: str, days: int) -> None:
    with pytest.raises(Invalid):
        actions.stop_case(town.accepted(), [GROUND], how_to_go_on=how, days=days, by=town.cast.tuan)
    with pytest.raises(Missing):
        actions.stop_case(town.accepted(), [GROUND], how_to_go_on="Nộp bản án.", by=town.cast.lan)


# --- Sheets of the office ---------------------------------------------------------------------------------------------


def test_the_control_sheet_and_the_register_are_drawn(town: Town) -> None:
    case, day = town.to_sign(), date(2026, 10, 5)
    assert queries.draw_control_sheet(case, viewer=town.cast.duc).startswith(b"%PDF")
    assert queries.draw_register(day, day, viewer=town.cast.lan).startswith(b"%PDF")
    rows = queries.list_register(day, day, viewer=town.cast.lan)
    assert [row["number"] for row in rows] == [case.number]
    assert queries.list_register(day, day, viewer=town.cast.hanh) == []
    with pytest.raises(Invalid):
        queries.list_register(day, date(2026, 10, 4), viewer=town.cast.lan)
    rows[0]["applicant"] = "=HYPERLINK()"
    assert "'=HYPERLINK()" in queries.write_register(rows)
