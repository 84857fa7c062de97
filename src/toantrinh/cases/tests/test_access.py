"""Who finds what: nobody holds a case that they may not see, and who looks is seen."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from toantrinh.cases import actions, queries
from toantrinh.cases.actions import Ground
from toantrinh.cases.models import Case
from toantrinh.cases.tests.conftest import Town
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.record.models import Look

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_nothing_whatever_they_try(town: Town) -> None:
    case = town.submitted()
    strangers = [
        town.cast.hanh,
        town.cast.truong,
        town.cast.nam,
        town.cast.nobody,
        replace(town.cast.anh, person="urn:x"),
    ]
    for stranger in strangers:
        for name in (case.number, case.urn):
            with pytest.raises(Missing):
                queries.open_case(name, viewer=stranger, purpose="test")


ACTS: dict[str, Callable[[Case, Actor], object]] = {
    "save": lambda case, by: actions.save_answers(case, "viec", {}, by=by),
    "submit": lambda case, by: actions.submit_case(case, token="x", by=by),
    "accept": lambda case, by: actions.accept_case(case, by=by),
    "turn_away": lambda case, by: actions.turn_away_case(case, [Ground(code="trung-ten")], by=by),
    "ask": lambda case, by: actions.ask_supplement(case, [Ground(code="ten-quan")], by=by),
    "supply": lambda case, by: actions.supply_supplement(case, by=by),
    "complete": lambda case, by: actions.complete_step(case, by=by),
    "confirm": lambda case, by: actions.confirm_draft(case, by=by),
    "decide": lambda case, by: actions.decide_case(case, "granted", version=case.version, by=by),
    "return": lambda case, by: actions.return_result(case, by=by),
    "withdraw": lambda case, by: actions.withdraw_case(case, by=by),
    "note": lambda case, by: actions.add_note(case, "x", by=by),
    "take": lambda case, by: actions.take_case(case, by=by),
    "apologise": lambda case, by: actions.apologise(case, "x", case.created_at.date(), by=by),
    "rate": lambda case, by: actions.rate_case(case, 5, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_open_to_a_stranger(town: Town, act: str) -> None:
    case = town.accepted()
    for stranger in (town.cast.hanh, town.cast.truong, town.cast.nam, town.cast.nobody):
        with pytest.raises(Missing):
            ACTS[act](case, stranger)


def test_an_officer_of_another_role_cannot_take_anothers_step(town: Town) -> None:
    case = town.accepted()
    for other in (town.cast.lan, town.cast.duc):
        with pytest.raises(Missing):
            actions.complete_step(case, by=other)


def test_a_step_out_of_order_is_refused(town: Town) -> None:
    case = town.accepted()
    with pytest.raises(Refused):
        actions.accept_case(case, by=town.cast.lan)
    with pytest.raises(Problem):
        actions.decide_case(case, "granted", version=case.version, by=town.cast.duc)


def test_whoever_opens_a_dossier_leaves_a_look_that_its_citizen_reads(town: Town) -> None:
    case = town.submitted()
    queries.open_case(case.number, viewer=town.cast.lan, purpose="giai-quyet")
    assert queries.open_case(case.number, viewer=town.cast.anh).urn == case.urn
    looks = queries.list_looks(case, viewer=town.cast.anh)
    assert [(look.purpose, look.agency_name[:15]) for look in looks] == [("giai-quyet", "Ủy ban nhân dân")]


def test_who_acts_by_mandate_opens_it_and_is_seen(town: Town) -> None:
    case = town.submitted()
    assert queries.open_case(case.number, viewer=town.cast.khanh).urn == case.urn
    assert Look.objects.filter(about=case.urn, viewer=town.cast.khanh.urn).exists()


def test_the_citizen_reads_a_story_without_officers_names(town: Town) -> None:
    case = town.accepted()
    actions.take_case(case, by=town.cast.tuan)
    actions.add_note(case, "Nội bộ.", by=town.cast.tuan)
    own = queries.timeline(case, viewer=town.cast.anh)
    assert {line.by for line in own} == {""}
    assert not {"case.noted", "case.taken"} & {line.kind for line in own}
    assert "Phạm Văn Tuấn" in {line.by for line in queries.timeline(case, viewer=town.cast.tuan)}
    assert queries.list_notes(case, viewer=town.cast.lan)[0][1] == "Nội bộ."
    with pytest.raises(Missing):
        queries.list_notes(case, viewer=town.cast.anh)


def test_tracking_needs_the_number_and_four_digits_and_tells_no_difference(town: Town) -> None:
    case = town.submitted()
    assert queries.track(f" {case.number.lower()} ", "0017").standing.code == 1
    with pytest.raises(Problem) as wrong_digits:
        queries.track(case.number, "0018")
    with pytest.raises(Problem) as no_number:
        queries.track("H29.27301-261005-9999", "0017")
    assert wrong_digits.value.message == no_number.value.message


def test_tracking_cannot_be_guessed(town: Town) -> None:
    case = town.submitted()
    for guess in range(10):
        with pytest.raises(Problem, match="No dossier has this number"):
            queries.track(case.number, f"{guess:04}")
    with pytest.raises(Refused, match="many attempts"):
        queries.track(case.number, "0017")


def test_a_draft_concerns_no_office(town: Town) -> None:
    case = town.draft()
    for officer in (town.cast.lan, town.cast.tuan, town.cast.hanh):
        for act in (ACTS["save"], ACTS["note"], ACTS["take"], ACTS["submit"], ACTS["accept"]):
            with pytest.raises(Missing):
                act(case, officer)
        with pytest.raises(Missing):
            queries.open_case(case.urn, viewer=officer, purpose="test")
