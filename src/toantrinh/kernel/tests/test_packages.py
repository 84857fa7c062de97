"""Packages: read as written, refused with file, line and what would be right, never changed under their number."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, model_validator

from toantrinh.kernel.packages import (
    Definition,
    Finding,
    PackageMistakes,
    check_edition,
    digest,
    json_schema,
    load,
    nearest,
    read_lock,
    record_edition,
    refuse,
)
from toantrinh.kernel.text import Text, t


class Question(Definition):
    """One question of a form."""

    kind: Literal["question"]
    id: str
    """Name of the answer."""
    label: Text
    is_optional: bool = False


class Group(Definition):
    """Questions that may repeat."""

    kind: Literal["group"]
    id: str
    most: int = Field(default=1, ge=1)
    questions: tuple[Question, ...] = ()


class Form(Definition):
    """A form, as simple as a test needs it."""

    title: Text
    code: str
    in_force_from: date
    fee: Decimal = Decimal(0)
    closes: time | None = None
    anything: Mapping[str, Any] = Field(default={})
    parts: tuple[Annotated[Question | Group, Field(discriminator="kind")], ...] = ()
    starts_with: str = ""

    @model_validator(mode="after")
    def _starts_with_a_part(self) -> "Form":
        ids = [part.id for part in self.parts]
        if self.starts_with and self.starts_with not in ids:
            what = t(f"không có phần “{self.starts_with}”", f"there is no part “{self.starts_with}”")
            raise refuse(Finding(what, nearest(self.starts_with, ids), ("starts_with",)))
        return self


GOOD = """\
title: {vi: "Tờ khai {n}", en: "Form {n}"}
code: 1.001190
in_force_from: 2026-07-01
fee: 8000.50
closes: 15:00
starts_with: child
anything: {on: on, no: no, true: true, three: 3, code: 001, day: 2026-01-02, none: }
parts:
  - {kind: question, id: child, label: {vi: Con, en: Child}}
  - {kind: group, id: 007, most: 3}
"""


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return folder


def mistakes(path: Path) -> list[str]:
    with pytest.raises(PackageMistakes) as refused:
        load(Form, path)
    lines = refused.value.message.en.splitlines()
    assert len(refused.value.message.vi.splitlines()) == len(lines)
    return [line.removeprefix(f"{path}/") for line in lines]


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    form = load(Form, write(tmp_path / "form", form=GOOD)).value
    assert form.title == Text("Tờ khai {n}", "Form {n}")
    assert form.code == "1.001190"
    assert (form.in_force_from, form.fee, form.closes) == (date(2026, 7, 1), Decimal("8000.50"), time(15))
    assert form.parts[1] == Group(kind="group", id="007", most=3)
    # Nothing turns into a date, a truth or an octal number behind the author's back.
    assert form.anything == {
        "on": "on",
        "no": "no",
        "true": True,
        "three": 3,
        "code": "001",
        "day": "2026-01-02",
        "none": None,
    }


def test_a_folder_is_one_definition_cut_where_the_author_likes(tmp_path: Path) -> None:
    head, parts = GOOD.split("parts:")
    cut = load(Form, write(tmp_path / "cut", form=head, parts=f"parts:{parts}"))
    whole = load(Form, write(tmp_path / "whole", form=GOOD))
    assert cut.value == whole.value
    assert cut.digest != whole.digest
    assert cut.source == tmp_path / "cut"
    twice = write(tmp_path / "cut", again="code: 2.000635\n")
    assert mistakes(twice) == [f"form.yaml:2: “code” stands in {twice}/again.yaml:1 already"]


def test_all_mistakes_are_named_at_once_each_with_its_line(tmp_path: Path) -> None:
    form = """\
titel: {vi: A, en: A}
code: true
in_force_from: 2026-02-30
fee: much
closes: 25:00
parts:
  - kind: question
    id: child
    label: {vi: Con}
    is_optional: perhaps
  - {kind: group, id: two, most: 0}
  - {kind: gruop, id: three}
  - kind: question
    label: {vi: "còn {n}", en: "{m} left"}
    lable: x
  - just text
"""
    assert mistakes(write(tmp_path / "form", form=form)) == [
        "form.yaml:1: “titel” has no place here → did you mean “title”?",
        "form.yaml:1: “title” is missing",
        "form.yaml:2: “code”: “true” cannot be used → needs text; quote a number or true/false",
        "form.yaml:3: “in_force_from”: “2026-02-30” cannot be used → needs a date that exists, like 2026-07-01",
        "form.yaml:4: “fee”: “much” cannot be used → needs a number, like 2.50",
        "form.yaml:5: “closes”: “25:00” cannot be used → needs a time of day, like 15:00",
        "form.yaml:9: “label”: “{…}” cannot be used → needs {vi: …, en: …}, both with words",
        "form.yaml:10: “is_optional”: “perhaps” cannot be used → needs true or false",
        "form.yaml:11: “most”: “0” cannot be used → must be at least 1",
        "form.yaml:12: “kind”: “gruop” cannot be used → did you mean “group”?",
        "form.yaml:13: “id” is missing",
        "form.yaml:14: “label”: “{…}” cannot be used → the {…} must be the same in both languages",
        "form.yaml:15: “lable” has no place here → did you mean “label”?",
        "form.yaml:16: “#5”: “just text” cannot be used → needs “key: value” lines",
    ]


def test_a_definitions_own_check_points_at_the_culprit(tmp_path: Path) -> None:
    found = mistakes(write(tmp_path / "form", form=GOOD.replace("starts_with: child", "starts_with: chid")))
    assert found == ["form.yaml:6: there is no part “chid” → did you mean “child”?"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "3: “a” stands on line 1 already"),
        ("a: &one 1\nb: *one\n", "1: no !tags, &anchors, *aliases: write it out"),
        ("a: !!python/object/apply:os.system [ls]\n", "1: no !tags, &anchors, *aliases: write it out"),
        ("a: [1, 2\nb: 3\n", "2: not YAML: did not find expected ',' or ']'"),
        ("a:\n\t- 1\n", "2: not YAML: found character that cannot start any token"),
        ("a: \x07\n", "0: not YAML: unacceptable character"),
        ("- a\n- b\n", "1: the file must consist of “key: value” lines"),
        ("a: 1\n---\nb: 2\n", "2: the file holds two documents: remove “---”"),
        ("? [a]\n: b\n", "1: a key must be a word"),
        ("a: " + "[" * 100_000, "1: nested more than 40 deep"),
        ("a: " + "x" * 4_000_001, "0: the file has more than 4000000 characters"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: str, said: str) -> None:
    assert mistakes(write(tmp_path / "form", form=content))[0].startswith(f"form.yaml:{said}")


def test_a_path_without_a_package_says_so(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == [f"{tmp_path}:0: the folder holds no .yaml file"]
    assert mistakes(tmp_path / "none.yaml")[0].endswith(
        "none.yaml:0: the file cannot be opened: No such file or directory"
    )
    (tmp_path / "latin.yaml").write_bytes("tên: Hà".encode("utf-16"))
    assert mistakes(tmp_path / "latin.yaml")[0].endswith("latin.yaml:0: the file is not UTF-8 text")


@given(st.text(max_size=80) | st.text("abc:-[]{}!&*?|>'\"\n ,#%@`0", max_size=80))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(content, encoding="utf-8", errors="replace", newline="")
    with pytest.raises(PackageMistakes) as refused:
        load(Form, file)
    assert all(mistake.file == str(file) and mistake.what.vi for mistake in refused.value.mistakes)


def test_the_digest_covers_every_file_and_nothing_else(tmp_path: Path) -> None:
    folder = write(tmp_path / "form", form=GOOD)
    (folder / "letters").mkdir()
    (folder / "letters" / "one.typ").write_text("Kính gửi")
    first = digest(folder)
    write(folder, editions="editions: {}\n")
    (folder / ".swp").write_text("x")
    assert digest(folder) == first
    (folder / "letters" / "one.typ").write_text("Kính gửi!")
    assert digest(folder) != first
    assert digest(folder / "form.yaml").startswith("sha256:")


def test_changed_content_under_an_unchanged_number_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "form", form=GOOD)
    assert "number 1 is not recorded" in check_edition(folder, 1)[0].what.en
    record_edition(folder, 1)
    assert check_edition(folder, 1) == []
    assert read_lock(folder) == {1: digest(folder)}
    write(folder, form=GOOD.replace("8000.50", "9000"))
    mistake = check_edition(folder, 1)[0]
    assert (mistake.what.en, mistake.right.en) == (
        "the content changed under number 1",
        "number it 2, or restore the content",
    )
    with pytest.raises(PackageMistakes):
        record_edition(folder, 1)
    record_edition(folder, 2)
    assert [*read_lock(folder)] == [1, 2]


def test_the_json_schema_accepts_what_loads_and_documents_its_fields() -> None:
    schema = json_schema(Form)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$defs"]["Question"]["properties"]["id"]["description"] == "Name of the answer."
    checked = jsonschema_rs.validator_for(schema)
    good = {"title": {"vi": "A", "en": "A"}, "code": "1", "in_force_from": "2026-07-01"}
    assert checked.is_valid(good)
    assert not checked.is_valid(good | {"title": {"vi": "A"}})
    assert not checked.is_valid(good | {"titel": "x"})


def test_texts_go_out_as_they_came_in() -> None:
    form = Form.model_validate({"title": {"vi": "A", "en": "B"}, "code": 3, "in_force_from": "2026-07-01"})
    assert form.model_dump(mode="json")["title"] == {"vi": "A", "en": "B"}
    assert Form.model_validate(form.model_dump()) == form
    assert form.code == "3"
