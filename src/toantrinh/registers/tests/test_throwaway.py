"""A register that nobody foresaw is a folder: installed, used, searched, corrected and read without a line of code."""

from pathlib import Path

import pytest

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Invalid, Refused
from toantrinh.people.cast import Cast
from toantrinh.record.models import Look
from toantrinh.registers.actions import correct_entry, enter, install_register
from toantrinh.registers.models import Version
from toantrinh.registers.queries import compare_with_record, extract, find_entries, list_entries_of, open_entry
from toantrinh.registers.tests.families import GROUND

BEES = """
code: bee-hives
edition: 1
in_force_from: 2026-01-01
title: {vi: "Sổ tổ ong", en: "Register of bee hives"}
gives: {vi: "Tổ ong và người nuôi.", en: "Hives and their keepers."}
keeper: G10
kinds:
  - code: hive
    label: {vi: "Tổ ong", en: "Hive"}
    subject: owner
    kept_by: entering
    numbering: {number: "O{sequence:04}", book: "{year}"}
    same: {fields: [plate], reason: {vi: "Tổ này đã ghi, số {number}.", en: "This hive is entered, number {number}."}}
    fields:
      - {name: owner, kind: person, party: true, required: true, label: {vi: "Người nuôi", en: "Keeper"}}
      - {name: plate, kind: text, required: true, searchable: true, in_lists: shown, label: {vi: "Biển", en: "Plate"}}
      - {name: phone, kind: text, secret: true, searchable: true, in_lists: masked, label: {vi: "Máy", en: "Phone"}}
      - {name: frames, kind: number, required: true, label: {vi: "Số cầu", en: "Frames"}}
      - {name: place, kind: address, in_lists: masked, label: {vi: "Nơi đặt", en: "Place"}}
      - name: breed
        kind: choice
        label: {vi: "Giống", en: "Breed"}
        choices:
          - {value: cerana, label: {vi: "Ong nội", en: "Native"}}
          - {value: mellifera, label: {vi: "Ong ngoại", en: "Western"}}
    rules:
      - must: frames >= 1 and frames <= 40
        field: frames
        reason: {vi: "Số cầu từ 1 đến 40.", en: "There are 1 to 40 frames."}
      - must: 'breed != "mellifera" or place.province = "79"'
        even_if_unknown: true
        field: place
        reason: {vi: "Ong ngoại chỉ nuôi ở Thành phố Hồ Chí Minh.", en: "Western bees only in Hồ Chí Minh City."}
"""
HIVE = {"plate": "Ổ Đất 7", "phone": "0912345678", "frames": 8, "breed": "cerana", "place": {"unit": "27301"}}


@pytest.fixture
def bees(cast: Cast, tmp_path: Path) -> None:
    """The register of bee hives."""
    folder = tmp_path / "bee-hives"
    folder.mkdir()
    (folder / "register.yaml").write_text(BEES, encoding="utf-8")
    install_register(folder, by=SYSTEM)


def test_it_is_entered_found_opened_corrected_and_extracted(bees: None, cast: Cast) -> None:
    entry = enter("bee-hives", "hive", {**HIVE, "owner": cast.anh.person}, by=cast.tuan, ground=GROUND)
    assert (entry.number, entry.book) == ("O0001", "2026")
    for text in ("o dat", "Ổ Đất", "O0001", "0912345678", "079195000017"):
        (found,) = find_entries("bee-hives", text, viewer=cast.tuan, purpose="thử")
        assert {value.name: value.words.vi for value in found.values} == {
            "plate": "Ổ Đất 7",
            "phone": "•••",
            "place": "Phường Chợ Quán, Thành phố Hồ Chí Minh",
        }
    assert not find_entries("bee-hives", "0912", viewer=cast.tuan, purpose="thử")
    assert open_entry(entry.urn, viewer=cast.tuan, purpose="thử").data["phone"] == "0912345678"
    assert Look.objects.filter(person=cast.anh.person).count() == 1
    correct_entry(entry.urn, {"frames": 9}, by=cast.tuan, reason="Đếm lại", ground=GROUND)
    (mine,) = list_entries_of(cast.anh.person, viewer=cast.anh, purpose="của tôi")
    assert mine.data["frames"] == 9
    assert {"vi": "Ong nội", "en": "Native"} in [
        line["words"] for line in extract(entry.urn, viewer=cast.anh, purpose="x")["lines"]
    ]
    assert "0912345678" not in str(list(Version.objects.values()))
    assert list(compare_with_record()) == []


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"frames": 41}, "frames", "Số cầu từ 1 đến 40."),
        ({"breed": "mellifera", "place": {"unit": "00004"}}, "place", "Ong ngoại chỉ nuôi"),
        ({"breed": "mellifera", "place": None}, "place", "Ong ngoại chỉ nuôi"),
    ],
)
def test_its_rules_refuse(bees: None, cast: Cast, changes: dict[str, object], field: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        enter("bee-hives", "hive", {**HIVE, "owner": cast.anh.person, **changes}, by=cast.tuan, ground=GROUND)
    assert caught.value.field == field and said in caught.value.message.vi


def test_its_values_are_read_by_their_kinds(bees: None, cast: Cast) -> None:
    wrong = {"owner": "Ánh", "frames": "tám", "breed": "wasp", "place": {"unit": "27301", "street": "x" * 501}}
    with pytest.raises(Invalid) as caught:
        enter("bee-hives", "hive", {**HIVE, **wrong}, by=cast.tuan, ground=GROUND)
    assert {problem.field for problem in caught.value.problems} == set(wrong)
