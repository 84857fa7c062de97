"""A draft saves itself, is filled in by the State, follows the law, and is forgotten in time."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from toantrinh.cases import actions, queries
from toantrinh.cases.models import Case, Edition
from toantrinh.cases.tests.conftest import CODE, MONDAY, PDF, SAMPLES, Town
from toantrinh.documents.models import File
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.notices.models import Notice

pytestmark = pytest.mark.django_db


def begin(town: Town) -> Case:
    return actions.create_draft(
        CODE, applicant=town.cast.anh.person, applicant_name=town.cast.anh.name, by=town.cast.anh
    )


def second_edition(tmp_path: Path, number: int = 2) -> Path:
    folder = tmp_path / "second"
    shutil.copytree(SAMPLES, folder)
    text = (folder / "procedure.yaml").read_text(encoding="utf-8")
    text = text.replace("edition: 1\nin_force_from: 2025-07-01", f"edition: {number}\nin_force_from: 2026-10-06")
    text = text.replace('label: {vi: "Tên quán"', 'label: {vi: "Tên cửa hàng"')
    (folder / "procedure.yaml").write_text(text, encoding="utf-8")
    return folder


def test_what_the_state_knows_is_not_asked(town: Town) -> None:
    case = actions.fetch_lookups(begin(town), by=town.cast.anh)
    form = queries.form_of(case)
    owner = form.page("chu")
    assert owner is not None and not owner.is_asking
    assert form.page_after("") == "viec"
    assert form.agency is not None and form.agency.code == "H29.27301"
    assert owner.questions[0].as_of == "2026-10-05"


def test_a_register_is_not_asked_twice_for_the_same(town: Town) -> None:
    case = begin(town)
    for _ in range(3):
        actions.fetch_lookups(case, by=town.cast.anh)
    assert town.provider.asked == 1


def test_a_silent_register_leaves_the_question_to_the_form_and_is_asked_later(town: Town) -> None:
    town.provider.is_silent = True
    case = actions.fetch_lookups(begin(town), by=town.cast.anh)
    assert queries.form_of(case).page_after("") == "chu"
    town.provider.is_silent = False
    actions.fetch_lookups(case, by=town.cast.anh)
    assert town.provider.asked == 1
    with at(MONDAY + timedelta(minutes=6)):
        actions.fetch_lookups(case, by=town.cast.anh)
    assert queries.form_of(case).page_after("") == "viec"


def test_a_value_reported_wrong_is_asked_and_both_are_shown(town: Town) -> None:
    case = town.draft()
    actions.report_wrong_value(case, "owner.name", "Thiếu chữ Hồng", by=town.cast.anh)
    actions.save_answers(case, "chu", {"owner.name": "Nguyễn Thị Hồng Ánh"}, by=town.cast.anh)
    row = queries.sections(case)[0].rows[0]
    assert (row.value.vi, row.held and row.held.vi, row.said) == (
        "Nguyễn Thị Hồng Ánh",
        "Nguyễn Thị Ngọc Ánh",
        "Thiếu chữ Hồng",
    )
    actions.withdraw_report(case, "owner.name", by=town.cast.anh)
    assert queries.sections(case)[0].rows[0].value.vi == "Nguyễn Thị Ngọc Ánh"


def test_what_was_typed_is_kept_right_or_wrong(town: Town) -> None:
    case = begin(town)
    problems = actions.save_answers(case, "viec", {"permit.name": "x" * 300, "permit.kind": "food"}, by=town.cast.anh)
    assert [problem.field for problem in problems] == ["permit.name"]
    form = queries.form_of(Case.objects.get(pk=case.pk))
    assert form.typed("permit.name") == {"permit.name": "x" * 300}
    assert form.contents.answers["permit.kind"] == "food"


def test_beginning_again_before_answering_goes_on_with_the_same_draft(town: Town) -> None:
    assert begin(town).urn == begin(town).urn
    assert town.draft().urn != begin(town).urn


def test_nothing_personal_stands_clear_in_a_draft(town: Town) -> None:
    case = town.draft()
    row = Case.objects.filter(pk=case.pk).values().get()
    assert "079195000017" not in str(row)
    assert "Phở" not in bytes(row["answers_sealed"]).decode("latin-1")


def test_a_form_that_changed_meanwhile_says_what_changed_and_loses_nothing(town: Town, tmp_path: Path) -> None:
    case = town.draft()
    actions.install_procedure(second_edition(tmp_path), by=SYSTEM)
    with at(MONDAY + timedelta(days=1)):
        with pytest.raises(Refused, match="The form has changed"):
            actions.submit_case(case, token="a", by=town.cast.anh)
        told = actions.adopt_edition(case, by=town.cast.anh)
        assert [text.en for text in told] == ['The question "Name of the shop" was reworded: check your answer.']
        assert actions.submit_case(case, token="a", by=town.cast.anh).about_name == "Quán Phở Hoà"


def test_other_content_under_the_same_number_is_refused(town: Town, tmp_path: Path) -> None:
    assert actions.install_procedure(SAMPLES, by=SYSTEM) == Edition.objects.get()
    with pytest.raises(Refused, match="is installed with other content"):
        actions.install_procedure(second_edition(tmp_path, number=1), by=SYSTEM)


def test_a_draft_is_deleted_after_thirty_days_and_its_owner_told_before(town: Town) -> None:
    case = town.draft()
    with at(MONDAY + timedelta(days=26)):
        assert actions.purge_old_drafts() == 0
    with at(MONDAY + timedelta(days=28)):
        assert actions.purge_old_drafts() == 0
        assert Notice.objects.filter(about=case.urn).count() == 1
    with at(MONDAY + timedelta(days=29)):
        actions.save_answers(case, "viec", {"permit.name": "A", "permit.kind": "food"}, by=town.cast.anh)
    with at(MONDAY + timedelta(days=32)):
        assert actions.purge_old_drafts() == 0, "saved again"
    for days in (57, 61):
        with at(MONDAY + timedelta(days=days)):
            actions.purge_old_drafts()
    assert not Case.objects.exists()
    assert not File.objects.filter(about=case.urn, dropped_at=None).exists()


def test_files_go_into_slots_and_out_again(town: Town) -> None:
    case = town.draft()
    kept = queries.list_paper_files(case)
    assert [(file.slot, file.name, file.pages) for file in kept] == [("don", "don.pdf", 1)]
    with pytest.raises(Missing):
        actions.attach_paper(case, "khong-co", PDF, name="a.pdf", by=town.cast.anh)
    actions.reuse_paper(case, "don", kept[0].file, by=town.cast.anh)
    actions.remove_paper(case, kept[0].file, by=town.cast.anh)
    assert len(queries.list_paper_files(case)) == 1


def test_an_unknown_procedure_and_a_weak_sign_in_are_told_apart(town: Town) -> None:
    from dataclasses import replace

    with pytest.raises(Missing):
        actions.create_draft("1.000000", applicant=town.cast.anh.person, applicant_name="", by=town.cast.anh)
    with pytest.raises(Refused, match="level 2"):
        actions.create_draft(
            CODE, applicant=town.cast.anh.person, applicant_name="", by=replace(town.cast.anh, assurance=1)
        )


def test_words_are_needed_to_say_that_a_value_is_wrong(town: Town) -> None:
    with pytest.raises((Refused, Invalid)):
        actions.report_wrong_value(town.draft(), "owner.name", " ", by=town.cast.anh)
