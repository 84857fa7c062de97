"""What a form asks, holds, concludes and says of what was typed."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from toantrinh.cases import form
from toantrinh.cases.definition import Procedure
from toantrinh.cases.editions import read_folder
from toantrinh.cases.examples import run_examples, situation_of
from toantrinh.kernel.packages import PackageMistakes

BIRTH = Path(settings.PACKAGES_DIR) / "procedures" / "khai-sinh"


@pytest.fixture(scope="module")
def birth() -> Procedure:
    return read_folder(BIRTH)[0]


@pytest.fixture
def mother(birth: Procedure) -> form.Situation:
    """A married mother of whom the State knows all; she has answered everything."""
    return situation_of(birth, birth.examples[0])


def test_every_example_of_the_package_holds(birth: Procedure) -> None:
    assert [failure.say() for failure in run_examples(birth)] == []


def test_an_example_that_does_not_hold_is_named_with_what_came_instead(birth: Procedure) -> None:
    wrong = birth.examples[0].model_copy(
        update={"expect": birth.examples[0].expect.model_copy(update={"unit": "00001"})}
    )
    failures = run_examples(birth.model_copy(update={"examples": [wrong]}))
    assert [(failure.what, failure.expected, failure.got) for failure in failures] == [("unit", "00001", "27301")]


def test_what_the_state_holds_is_shown_with_its_source_and_not_asked(mother: form.Situation) -> None:
    parents = form.page(mother, "cha-me")
    assert parents is not None and not parents.is_asking
    name = next(one for one in parents.questions if one.field.name == "father.full_name")
    assert (name.state, name.value, name.source and name.source.en) == (
        "held",
        "Trần Quốc Khánh",
        "National population database",
    )


def test_a_held_value_that_is_reported_wrong_becomes_a_question(mother: form.Situation) -> None:
    disputed = replace(mother, disputed=frozenset({"father.full_name"}))
    parents = form.page(disputed, "cha-me")
    assert parents is not None
    assert [one.field.name for one in parents.questions if one.state == "asked"] == ["father.full_name"]


def test_lookups_are_wanted_one_after_the_other_as_their_questions_are_answered(mother: form.Situation) -> None:
    nothing = replace(mother, lookups={}, answers={})
    assert [(lookup.code, body) for lookup, body in form.wanted_lookups(nothing)] == [
        ("applicant", {"personal_number": "079194000011"})
    ]
    related = replace(mother, lookups={"applicant": {}})
    assert [lookup.code for lookup, _ in form.wanted_lookups(related)] == ["household", "mother_record"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"child.birth_date.day": "31", "child.birth_date.month": "4", "child.birth_date.year": "2026"},
            "ngày 1 đến 30",
        ),
        ({"child.birth_date.day": "9", "child.birth_date.month": "10", "child.birth_date.year": "2062"}, "ngày đã qua"),
        ({"child.birth_date.year": "2026"}, "nhập đủ ngày, tháng, năm"),
        ({}, "nhập ngày, ví dụ 27 3 1990"),
    ],
)
def test_a_date_that_cannot_be_is_told_and_what_was_typed_stays(
    mother: form.Situation, typed: dict[str, Any], words: str
) -> None:
    posted = {"child.full_name": "Trần An", "child.sex": "female", **typed}
    answers, problems = form.read_page(mother, "tre", posted)
    assert [problem.field for problem in problems] == ["child.birth_date"]
    assert words in problems[0].message.vi
    assert answers["child.full_name"] == "Trần An"
    kept = answers["child.birth_date#typed"]
    assert kept is None or kept == typed


def test_an_impossible_personal_number_is_told_how_many_digits_it_has(mother: form.Situation) -> None:
    foreign = replace(mother, answers={"relation": "mother", "father.status": "known"}, lookups={"household": {}})
    answers, problems = form.read_page(
        foreign, "cha-me", {"father.status": "known", "father.personal_number": "0790920000"}
    )
    assert "12 chữ số" in next(one.message.vi for one in problems if one.field == "father.personal_number")
    assert answers["father.personal_number#typed"] == {"father.personal_number": "0790920000"}


def test_a_choice_that_is_not_offered_is_not_taken(mother: form.Situation) -> None:
    _, problems = form.read_page(mother, "tre", {"child.full_name": "An", "child.sex": "robot"})
    assert "child.sex" in [problem.field for problem in problems]


def test_a_name_pasted_in_decomposed_letters_is_kept_composed(mother: form.Situation) -> None:
    answers, _ = form.read_page(mother, "tre", {"child.full_name": "  Trâ\u0300n   An "})
    assert answers["child.full_name"] == "Trần An"


def test_the_paper_reads_words_not_codes(mother: form.Situation) -> None:
    result = mother.procedure.results[0]
    contents = form.result_contents(mother, result, {"dan-cu": {"personal_number": "079326000001", "person": "urn:x"}})
    assert (contents["sex"], contents["ethnicity"], contents["nationality"]) == ("Nữ", "Hoa", "Việt Nam")
    assert contents["owner"] == "urn:x"


def test_mistakes_in_conditions_are_named_with_file_line_and_what_would_be_right(tmp_path: Path) -> None:
    folder = tmp_path / "khai-sinh"
    shutil.copytree(BIRTH, folder)
    source = (folder / "procedure.yaml").read_text(encoding="utf-8")
    broken = source.replace('show_when: "birth.notified = true"', 'show_when: "birth.notifed = true"')
    (folder / "procedure.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(PackageMistakes) as caught:
        read_folder(folder)
    (mistake,) = caught.value.mistakes
    assert mistake.line == broken.splitlines().index('    show_when: "birth.notifed = true"') + 1
    assert "did you mean “birth.notified”?" in mistake.say("en")


def test_nothing_of_the_day_leaks_into_a_form() -> None:
    procedure = read_folder(BIRTH)[0]
    early, late = (
        form.Situation(procedure=procedure, today=day, answers={"child.birth_date": "2026-08-01"})
        for day in (date(2026, 8, 2), date(2026, 12, 1))
    )
    registering = [[fee.code for fee in form.fees(s) if fee.code != "ban-sao"] for s in (early, late)]
    assert registering == [["le-phi"], ["le-phi-qua-han"]]
