"""Readers of tlog-tiles that others wrote accept what we export and what we serve."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tiles import leaf_hash

from toantrinh.kernel.problem import Missing
from toantrinh.record import queries
from toantrinh.record.actions import seal_record
from toantrinh.record.models import Checkpoint, Event
from toantrinh.record.tests.conftest import birth, stated
from toantrinh.record.tiles import export, path_of


class OurDoors:
    """What a web server in front of our doors would answer."""

    def get(self, *path: str) -> bytes | None:
        try:
            return queries.latest_checkpoint().encode() if path == ("checkpoint",) else queries.tile("/".join(path[1:]))
        except Missing:
            return None


def check(reader: Any) -> None:
    checkpoint = reader.get_checkpoint()
    ours = [Vkey.from_string(line) for line in queries.verifier_keys()]
    assert VkeySet(*ours).verify(checkpoint.signatures, checkpoint)
    assert reader.calculate_root_hash() == checkpoint.root_hash
    for position in (0, 5, 255, 256, checkpoint.size - 1):
        entry = reader.get_entry(position)
        reader.get_inclusion_proof(position, checkpoint.size).check(leaf_hash(entry), checkpoint.root_hash)
        event = Event.objects.get(sealed__position=position)
        assert json.loads(entry)["header"] == {
            "area": event.area,
            "kind": event.kind,
            "month": event.month,
            "version": event.version,
        }
    for old in Checkpoint.objects.order_by("head_id"):
        root = bytes(old.head.root)
        reader.get_consistency_proof(old.head_id, checkpoint.size).check(root, checkpoint.root_hash)


def test_a_reader_accepts_the_export(lived_in: list[Event], tmp_path: Path) -> None:
    assert export(tmp_path / "log") == 5
    check(TilesReader(LocalBackend(tmp_path / "log")))
    stated()
    seal_record()
    assert export(tmp_path / "log") == 2
    check(TilesReader(LocalBackend(tmp_path / "log")))


def test_a_reader_accepts_what_the_doors_answer(lived_in: list[Event], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        check(TilesReader(OurDoors()))
    assert not caplog.records


def test_a_timed_signature_is_accepted_too(lived_in: list[Event]) -> None:
    checkpoint = TilesReader(OurDoors()).get_checkpoint()
    origin = checkpoint.origin
    from toantrinh.record import keys, note

    timed = Vkey.from_string(note.verifier_key(origin, keys.public_keys("checkpoint")[-1], note.TIMED))
    [(_, signature)] = VkeySet(timed).verify(checkpoint.signatures, checkpoint)
    at = Checkpoint.objects.latest("head_id").at
    assert int.from_bytes(signature.payload[:8]) == int(at.timestamp())


def test_tiles_of_every_size_that_ever_was_are_served(lived_in: list[Event]) -> None:
    for head in Checkpoint.objects.values_list("head_id", flat=True):
        if width := head % 256:
            tile = queries.tile(f"0/{head // 256:03d}.p/{width}")
            assert (
                queries.tile(f"0/{head // 256:03d}.p/{width - 1}" if width > 1 else f"0/{head // 256:03d}.p/1") in tile
            )
            assert len(tile) == 32 * width


def test_a_path_that_is_no_tile_is_missing(lived_in: list[Event]) -> None:
    for path in (
        "0/001",
        "0/000.p/256",
        "0/000.p/0",
        "0/1",
        "00/000",
        "entries/x000/000",
        "9/000",
        "-1/000",
        "0/000.p/01",
    ):
        with pytest.raises(Missing):
            queries.tile(path)


def test_paths_are_those_of_the_specification() -> None:
    assert path_of(0, 1234067, 256) == "0/x001/x234/067"
    assert path_of(-1, 999, 3) == "entries/999.p/3"
    assert path_of(2, 1000, 256) == "2/x001/000"


def test_a_leaf_tells_no_more_than_its_header(founded: None) -> None:
    event = stated(birth(child="Bé Sâm"))
    seal_record()
    bundle = queries.tile(f"entries/000.p/{2}")
    for hidden in ("Bé Sâm", event.uid, event.person, "days", "agency", f"{event.at:%Y-%m-%d}"):
        assert hidden.encode() not in bundle
