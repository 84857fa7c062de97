"""Files: kept whole or not at all, seen by those who may, unreadable to everybody else."""

import errno
import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from toantrinh.documents import store
from toantrinh.documents.actions import drop_file, give_files, keep_file, set_aside, sweep_store
from toantrinh.documents.inspection import Unfit
from toantrinh.documents.models import File
from toantrinh.documents.queries import (
    compare_with_record,
    list_files,
    list_own_files,
    open_aside,
    open_file,
    open_thumbnail,
)
from toantrinh.documents.tests.samples import pdf, photo
from toantrinh.kernel.actor import NOBODY
from toantrinh.kernel.problem import Missing
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency
from toantrinh.record.actions import erase_person_key
from toantrinh.record.models import Event
from toantrinh.record.queries import list_looks

CASE = "urn:toantrinh:case:0000000000000000000000test"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")
    return tmp_path / "files"


def keep(cast: Cast, content: bytes = b"", name: str = "don.pdf", agency: str = "") -> File:
    return keep_file(content or pdf(2), name=name, person=cast.anh.person, about=CASE, agency=agency, by=cast.anh)


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_opened_and_stated(cast: Cast) -> None:
    content = pdf(2)
    file = keep(cast, content, "Đơn của tôi.pdf")
    line, opened = open_file(file.urn, viewer=cast.anh, purpose="own")
    assert (opened, line.name, line.pages, line.size) == (content, "Đơn của tôi.pdf", 2, len(content))
    assert Event.objects.filter(kind="file.kept", subjects__urn=file.urn).count() == 1


def test_neither_content_nor_name_lies_open_on_the_disk(cast: Cast, own_store: Path) -> None:
    file = keep(cast, pdf(), "giay-ra-toa.pdf")
    [path] = contents(own_store)
    assert path.name == file.digest
    assert b"%PDF" not in path.read_bytes()
    assert b"giay-ra-toa" not in bytes(file.name_sealed)


def test_equal_files_of_two_people_cannot_be_matched(cast: Cast) -> None:
    mine = keep(cast)
    his = keep_file(pdf(2), name="don.pdf", person=cast.khanh.person, about=CASE, by=cast.khanh)
    assert mine.digest != his.digest


def test_a_draft_s_files_are_its_owner_s_until_they_are_given_to_an_agency(cast: Cast, ward_a: Agency) -> None:
    file = keep(cast)
    for stranger in (cast.lan, cast.hanh, cast.nam, cast.truong, NOBODY):
        with pytest.raises(Missing):
            open_file(file.urn, viewer=stranger, purpose="case.decide")
        assert list_files(CASE, viewer=stranger) == []
    assert give_files(CASE, agency=ward_a.urn, by=cast.anh) == 1
    assert [line.urn for line in list_files(CASE, viewer=cast.lan)] == [file.urn]
    for stranger in (cast.hanh, cast.nam, cast.truong, NOBODY):
        with pytest.raises(Missing):
            open_file(file.urn, viewer=stranger, purpose="case.decide")


def test_one_with_a_mandate_sees_the_file_and_leaves_a_look(cast: Cast) -> None:
    file = keep(cast)
    open_file(file.urn, viewer=cast.khanh, purpose="own")
    assert [line.urn for line in list_own_files(viewer=cast.khanh)] == [file.urn]
    assert len(list_looks(cast.anh.person, viewer=cast.anh).shown) == 1


def test_an_officer_s_opening_is_a_look_and_the_owner_s_is_not(cast: Cast, ward_a: Agency) -> None:
    file = keep(cast, agency=ward_a.urn)
    open_file(file.urn, viewer=cast.anh, purpose="own")
    open_file(file.urn, viewer=cast.lan, purpose="case.receive")
    [seen] = list_looks(cast.anh.person, viewer=cast.anh).shown
    assert (seen.agency, seen.purpose, seen.about, seen.what) == (ward_a.urn, "case.receive", CASE, "file")


def test_a_photo_has_a_thumbnail_and_a_pdf_has_none(cast: Cast) -> None:
    media_type, small = open_thumbnail(keep(cast, photo(), "anh.jpg").urn, viewer=cast.anh, purpose="own")
    assert media_type == "image/jpeg" and len(small) < 20_000
    with pytest.raises(Missing):
        open_thumbnail(keep(cast).urn, viewer=cast.anh, purpose="own")


def test_a_dropped_file_is_gone_at_once_and_off_the_disk_with_the_sweep(cast: Cast, own_store: Path) -> None:
    file = keep(cast)
    other = keep(cast, pdf(3))
    drop_file(file.urn, by=cast.anh)
    with pytest.raises(Missing):
        open_file(file.urn, viewer=cast.anh, purpose="own")
    with pytest.raises(Missing):
        drop_file(file.urn, by=cast.anh)
    assert sweep_store() == 0, "content younger than an hour may belong to an action that has not committed"
    for path in contents(own_store):
        os.utime(path, (time.time() - 7200,) * 2)
    assert sweep_store() == 1
    assert [path.name for path in contents(own_store)] == [other.digest]


def test_a_stranger_cannot_drop_a_file(cast: Cast) -> None:
    file = keep(cast)
    for stranger in (cast.hanh, cast.truong, cast.lan, NOBODY):
        with pytest.raises(Missing):
            drop_file(file.urn, by=stranger)


def test_nobody_keeps_a_file_for_a_stranger(cast: Cast, ward_a: Agency) -> None:
    for by in (cast.truong, cast.hanh, cast.nam, NOBODY):
        with pytest.raises(Missing):
            keep_file(pdf(), name="a.pdf", person=cast.anh.person, about=CASE, agency=ward_a.urn, by=by)


def test_an_unfit_file_leaves_nothing(cast: Cast, own_store: Path) -> None:
    with pytest.raises(Unfit):
        keep(cast, b"nothing of use", "a.pdf")
    assert not File.objects.exists() and not contents(own_store)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_told_and_leaves_nothing_half_kept(
    cast: Cast, own_store: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    with pytest.raises(store.StoreFull) as caught:
        keep(cast)
    assert "chưa được lưu" in caught.value.message.vi
    monkeypatch.undo()
    assert not File.objects.exists() and not contents(own_store)


def test_an_action_that_rolls_back_leaves_content_that_the_sweep_removes(cast: Cast, own_store: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(cast)
        raise RuntimeError
    assert not File.objects.exists()
    [orphan] = contents(own_store)
    os.utime(orphan, (time.time() - 7200,) * 2)
    assert sweep_store() == 1


def test_a_changed_or_exchanged_content_is_never_shown(cast: Cast) -> None:
    file, other = keep(cast), keep(cast, pdf(5))
    path = store.path_of(file.digest)
    path.write_bytes(store.read(other.digest))
    with pytest.raises(store.Unreadable):
        open_file(file.urn, viewer=cast.anh, purpose="own")
    path.write_bytes(b"x" * 100)
    with pytest.raises(store.Unreadable):
        open_file(file.urn, viewer=cast.anh, purpose="own")
    path.unlink()
    with pytest.raises(store.Unreadable):
        open_file(file.urn, viewer=cast.anh, purpose="own")


def test_after_the_erasure_of_a_person_s_key_nothing_of_the_file_can_be_read(cast: Cast) -> None:
    file = keep(cast)
    erase_person_key(cast.anh.person, by=cast.nam, ground="Law 91/2025, article 14")
    with pytest.raises(Missing):
        open_file(file.urn, viewer=cast.anh, purpose="own")
    assert [line.name for line in list_files(CASE, viewer=cast.anh)] == [""]


def test_the_tables_and_the_store_say_what_the_record_says(cast: Cast, ward_a: Agency) -> None:
    kept, dropped = keep(cast), keep(cast, pdf(3))
    drop_file(dropped.urn, by=cast.anh)
    give_files(CASE, agency=ward_a.urn, by=cast.anh)
    assert list(compare_with_record()) == []
    store.path_of(kept.digest).unlink()
    assert [difference.where for difference in compare_with_record()] == [kept.urn]
    File.objects.filter(pk=dropped.pk).update(dropped_at=None)
    assert {difference.where for difference in compare_with_record()} == {kept.urn, dropped.urn}
    File.objects.all().delete()
    assert {difference.where for difference in compare_with_record()} == {kept.urn, dropped.urn}


def test_a_heavy_upload_waits_a_while_for_its_sender_alone(cast: Cast) -> None:
    content = b"x" * 1000
    name = set_aside(content, person=cast.anh.person, by=cast.anh)
    assert open_aside(name, person=cast.anh.person, viewer=cast.anh) == content
    assert open_aside("../etc", person=cast.anh.person, viewer=cast.anh) is None
    with pytest.raises(Missing):
        open_aside(name, person=cast.anh.person, viewer=cast.hanh)
    path = store.path_of(name)
    os.utime(path, (1, 1))
    sweep_store()
    assert open_aside(name, person=cast.anh.person, viewer=cast.anh) is None
