"""Whether the record is whole, and whether the tables say what it says.

`verify_record` checks leaves and tiles (in parallel, see `leaves.py`), heads, checkpoints and their signatures, the
witness, promises, persons' keys, looks and the house itself (see `audits.py`); then it replays the record against the
tables of every room that registered a check. It changes nothing and names every difference.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import NamedTuple

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from toantrinh.kernel.text import t
from toantrinh.record import audits
from toantrinh.record.audits import HeadRow, Promises
from toantrinh.record.leaves import (
    CHUNK,
    Chunk,
    Difference,
    check_chunk,
    check_private,
    check_row,
    raw,
    raw_rows,
    waiting_rows,
)
from toantrinh.record.merkle import WIDTH, Peaks, bag, root_of

__all__ = ["Difference", "Report", "register_check", "verify_record"]

Check = Callable[[], Iterable[Difference]]

_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Let `check` compare a room's tables with the record whenever it is verified; called at start-up."""
    _checks[name] = check


@dataclass(slots=True)
class Report:
    """What was verified, and what was found."""

    size: int = 0
    """Sealed events."""
    root: bytes = b""
    heads: int = 0
    erased: int = 0
    """Events whose private part was erased under the law; their proofs stay valid."""
    promises: Promises = field(default_factory=Promises)
    replayed: list[str] = field(default_factory=list)
    """Rooms whose tables were compared with the record."""
    differences: list[Difference] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_whole(self) -> bool:
        return not self.differences


def verify_record(*, processes: int = 1, thorough: bool = False, replay: bool = True) -> Report:
    """Verify everything.

    `thorough` opens every private part and checks the signature of every promise too. More than one process needs
    what is committed: none of it is seen inside the caller's transaction.
    """
    started, report = time.monotonic(), Report()
    heads = audits.read_heads()
    report.heads, report.size = len(heads), heads[-1].size if heads else 0
    found = report.differences
    found += _check_tree(heads, processes, thorough)
    report.root = heads[-1].root if heads else b""
    found += _check_waiting(thorough)
    found += audits.check_counts(heads)
    found += audits.check_checkpoints(heads)
    found += audits.check_house()
    found += audits.check_person_keys()
    found += audits.check_promises(report.promises, thorough=thorough)
    found += audits.check_looks()
    found += audits.check_subscribers(report.size)
    report.erased = _count_erased()
    if replay:
        for name, check in _checks.items():
            found += check()
            report.replayed.append(name)
    report.seconds = time.monotonic() - started
    return report


def _check_tree(heads: list[HeadRow], processes: int, thorough: bool) -> Iterator[Difference]:
    """Leaves and tiles in chunks; then every head, and the tiles above, from what the chunks told."""
    size, grown, tile_roots = heads[-1].size if heads else 0, Peaks(), list[bytes]()
    roots = {head.size: head.root for head in heads}
    jobs = [Job(start, min(start + CHUNK, size), [], thorough) for start in range(0, size, CHUNK)]
    for head in roots:
        if 0 < head <= size:
            jobs[(head - 1) // CHUNK].head_sizes.append(head)
    for chunk in _run(jobs, processes):
        yield from chunk.differences
        for head, own in chunk.heads.items():
            if bag(grown.roots + own) != roots[head]:
                yield Difference(f"head {head}", _HEAD_ROOT)
        for height, root in chunk.peaks:
            grown.push(root, height)
        tile_roots += chunk.tile_roots
    yield from _check_upper_tiles(tile_roots)


class Job(NamedTuple):
    """A chunk to check: positions from `start` to before `end`, and the sizes of heads within."""

    start: int
    end: int
    head_sizes: list[int]
    thorough: bool


def _run(jobs: list[Job], processes: int) -> Iterator[Chunk]:
    """Check chunks, in their order, in this process or in several."""
    if processes < 2 or len(jobs) < 2:
        yield from map(_check, jobs)
        return
    with ProcessPoolExecutor(processes, get_context("fork"), initializer=_connect_anew) as pool:
        yield from pool.map(_check, jobs)


def _check(job: Job) -> Chunk:
    return check_chunk(connection, *job)


_inherited: list[BaseDatabaseWrapper] = []


def _connect_anew() -> None:
    """A forked process must neither use nor close the connection of its parent."""
    _inherited.append(connections["default"])
    connections["default"] = connections["default"].copy()


def _check_upper_tiles(hashes: list[bytes]) -> Iterator[Difference]:
    """The tiles of level 1 and above, from the roots of the full tiles below, and the width of every tile."""
    level = 1
    while hashes:
        rows = raw_rows(connection, "SELECT number, content FROM record_tile WHERE level = %s", [level])
        stored, above = {number: raw(content) for number, content in rows}, []
        for number, start in enumerate(range(0, len(hashes), WIDTH)):
            expected = hashes[start : start + WIDTH]
            if stored.get(number) != b"".join(expected):
                yield Difference(f"tile {level}/{number}", _TILE)
            if len(expected) == WIDTH:
                above.append(root_of(expected))
        level, hashes = level + 1, above
    wrong = "SELECT level, number FROM record_tile WHERE level >= 0 AND 32 * width <> {length}(content)"
    length = "octet_length" if connection.vendor == "postgresql" else "length"
    for found, number in raw_rows(connection, wrong.format(length=length)):
        yield Difference(f"tile {found}/{number}", _TILE)
    uneven = (
        "SELECT a.number FROM record_tile a JOIN record_tile b ON b.level = 0 AND b.number = a.number "
        "WHERE a.level = -1 AND a.width <> b.width"
    )
    for (number,) in raw_rows(connection, uneven):
        yield Difference(f"tile entries/{number}", _TILE)


def _check_waiting(thorough: bool) -> list[Difference]:
    """Events that are not sealed yet stand as they were stated."""
    found: list[Difference] = []
    rows = waiting_rows(connection)
    for row in rows:
        check_row(row, found)
    return found + (list(check_private(rows)) if thorough else [])


def _count_erased() -> int:
    counts = (
        raw_rows(
            connection,
            "SELECT count(*) FROM record_eventsubject x JOIN record_event e ON e.id = x.event_id "
            "WHERE x.urn = %s AND e.person = x.urn",
            [person],
        )[0][0]
        for person in audits.erased_persons()
    )
    return sum(counts)


_HEAD_ROOT = t("không phải gốc của các mục đã niêm phong", "is not the root of what was sealed")
_TILE = t("không khớp các ô bên dưới", "does not match the tiles below it")
