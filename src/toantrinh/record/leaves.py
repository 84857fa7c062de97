"""The large part of verification: every sealed row against its leaf, its tile and its place, a chunk at a time.

Rows are read as raw bytes, so that a value which no longer is text or a date is a difference and not a crash. Nothing
here looks at more than one chunk, so that chunks can be checked in parallel.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from toantrinh.kernel.text import Text, t
from toantrinh.record import vault
from toantrinh.record.merkle import WIDTH, Peaks, hashes_in, leaf_hash, root_of
from toantrinh.record.statement import SALT, Content, clear_commitments, commit, header_of, leaf

CHUNK = 1 << 14
"""Positions in a chunk."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the record says."""

    where: str
    """Event and position, or table and row."""
    what: Text


@dataclass(slots=True)
class Chunk:
    """What one chunk adds to the whole."""

    differences: list[Difference] = field(default_factory=list)
    tile_roots: list[bytes] = field(default_factory=list)
    """Roots of its full tiles."""
    heads: dict[int, list[bytes]] = field(default_factory=dict)
    """The chunk's own peaks at the size of each head within it."""
    peaks: list[tuple[int, bytes]] = field(default_factory=list)
    """Height and root of the complete subtrees of the whole chunk."""


class Row(NamedTuple):
    """An event as it stands in the tables."""

    position: int | None
    content: Content
    header: bytes
    commitments: bytes
    leaf_hash: bytes
    has_key: bool

    @property
    def where(self) -> str:
        name = f"event {self.content.uid.decode(errors='replace')}"
        return name if self.position is None else f"{name} (position {self.position})"


def check_chunk(
    connection: BaseDatabaseWrapper, start: int, end: int, head_sizes: Sequence[int], with_private: bool = False
) -> Chunk:
    """Check the positions from `start`, a multiple of CHUNK, to before `end`."""
    chunk, grown, sizes = Chunk(), Peaks(), set(head_sizes)
    rows = sealed_rows(connection, start, end)
    tiles = _tiles(connection, start // WIDTH, -(-end // WIDTH))
    for first in range(start, end, WIDTH):
        last = min(first + WIDTH, end)
        hashes = _check_tile(chunk.differences, rows, tiles, range(first, last))
        if last - first == WIDTH:
            chunk.tile_roots.append(root_of(hashes))
        if last - first == WIDTH and sizes.isdisjoint(range(first + 1, last)):
            grown.push(chunk.tile_roots[-1], 8)
            if last in sizes:
                chunk.heads[last] = grown.roots
            continue
        for size, hashed in enumerate(hashes, first + 1):
            grown.push(hashed)
            if size in sizes:
                chunk.heads[size] = grown.roots
    chunk.peaks = grown.stack
    if with_private:
        chunk.differences += check_private(rows.values())
    return chunk


def _check_tile(
    differences: list[Difference], rows: dict[int, Row], tiles: dict[tuple[int, int], bytes], positions: range
) -> list[bytes]:
    """Check the rows of one tile and what is stored of it; answers the hashes with which the tree goes on."""
    number = positions.start // WIDTH
    stored, hashes, entries = hashes_in(tiles.get((0, number), b"")), [], []
    for index, position in enumerate(positions):
        held = stored[index] if index < len(stored) else b""
        if (row := rows.get(position)) is None:
            differences.append(Difference(f"position {position}", _GONE))
            hashes.append(held)
            continue
        entry, hashed = check_row(row, differences)
        entries.append(len(entry).to_bytes(2) + entry)
        hashes.append(hashed if hashed == row.leaf_hash else held)
        if hashed != held:
            differences.append(Difference(row.where, _NOT_IN_TILE))
    if b"".join(hashes) != tiles.get((0, number), b""):
        differences.append(Difference(f"tile 0/{number}", _TILE))
    if len(entries) == len(positions) and b"".join(entries) != tiles.get((-1, number), b""):
        differences.append(Difference(f"tile entries/{number}", _TILE))
    return hashes


def check_row(row: Row, differences: list[Difference]) -> tuple[bytes, bytes]:
    """The leaf that a row makes, and its hash; what in the row does not fit together is named."""
    try:
        clear = clear_commitments(row.content)
    except ValueError:
        clear = b""
    if clear != row.commitments[:64]:
        what = _EXACT if clear[:32] == row.commitments[:32] else _PUBLICATION
        differences.append(Difference(row.where, what))
    if not row.has_key:
        differences.append(Difference(row.where, _NO_KEY))
    entry = leaf(row.header, row.commitments)
    hashed = leaf_hash(entry)
    if hashed != row.leaf_hash:
        differences.append(Difference(row.where, _HEADER))
    return entry, hashed


def check_private(rows: Iterable[Row]) -> Iterator[Difference]:
    """Open every private part whose key was not erased, and hold it against its commitment."""
    for row in rows:
        try:
            opened = vault.unseal(row.content.person.decode(), row.content.private)
        except (vault.Damaged, UnicodeDecodeError):
            yield Difference(row.where, _CLOSED)
            continue
        if opened is not None and commit(opened[:SALT], opened[SALT:]) != row.commitments[64:]:
            yield Difference(row.where, _PRIVATE)


_COLUMNS = """
    e.version, {at}, e.person = '' OR EXISTS (SELECT 1 FROM record_personkey k WHERE k.person = e.person),
    e.uid, e."by", e.person, (SELECT {gather} FROM record_eventsubject x WHERE x.event_id = e.id), e.private,
    e.publication, e.exact, e.secret, e.kind, e.area, e.month, e.commitments, e.leaf_hash
"""
_GATHER = {"postgresql": "string_agg(x.urn, chr(10))", "sqlite": "group_concat(x.urn, char(10))"}


def sealed_rows(connection: BaseDatabaseWrapper, start: int, end: int) -> dict[int, Row]:
    """Rows by position; a position whose event is gone is left out."""
    columns = _COLUMNS.format(gather=_GATHER[connection.vendor], at=stored_moment(connection, "e.at"))
    found = raw_rows(
        connection,
        f"SELECT s.position, {columns} FROM record_sealed s JOIN record_event e ON e.id = s.event_id "
        "WHERE s.position >= %s AND s.position < %s",
        [start, end],
    )
    return {row[0]: _row(row) for row in found}


def waiting_rows(connection: BaseDatabaseWrapper) -> list[Row]:
    """Rows of events that are not sealed yet."""
    columns = _COLUMNS.format(gather=_GATHER[connection.vendor], at=stored_moment(connection, "e.at"))
    sql = f"SELECT NULL, {columns} FROM record_unsealed u JOIN record_event e ON e.id = u.event_id"
    return [_row(row) for row in raw_rows(connection, sql)]


def _row(values: tuple[Any, ...]) -> Row:
    position, version, at, has_key, *rest = values
    if type(rest[0]) is not bytes:  # SQLite gave bytes already
        rest = [raw(value) for value in rest]
    uid, by, person, subjects, private, publication, exact, secret, kind, area, month, commitments, hashed = rest
    about = sorted(subjects.split(b"\n")) if subjects else ()
    content = Content(uid, by, person, about, private, raw_moment(at), publication, exact, secret)
    header = header_of(kind, version, area, month) if isinstance(version, int) else b""
    return Row(position, content, header, commitments, hashed, bool(has_key))


def _tiles(connection: BaseDatabaseWrapper, first: int, last: int) -> dict[tuple[int, int], bytes]:
    sql = "SELECT level, number, content FROM record_tile WHERE level IN (-1, 0) AND number >= %s AND number < %s"
    return {(level, number): raw(content) for level, number, content in raw_rows(connection, sql, [first, last])}


def raw_rows(connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query, with text as bytes where the database might hold what is no text."""
    with connection.cursor() as cursor, _as_bytes(connection):
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@contextmanager
def _as_bytes(connection: BaseDatabaseWrapper) -> Iterator[None]:
    if connection.vendor != "sqlite":  # PostgreSQL keeps its text valid
        yield
        return
    connection.connection.text_factory = bytes
    try:
        yield
    finally:
        connection.connection.text_factory = str


def stored_moment(connection: BaseDatabaseWrapper, column: str) -> str:
    """How a query asks for a moment, so that Django's converter does not stumble over what is none."""
    return f"({column} || '')" if connection.vendor == "sqlite" else column


def raw(value: Any) -> bytes:
    """A column's value as the bytes that commitments hold."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return b"" if value is None else bytes(value)


def raw_moment(value: Any) -> bytes:
    """A moment as `canonical.moment` writes it; what is none is left as it stands."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds").encode()[:-6] + b"Z"
    text = raw(value)
    if text[10:11] != b" " or len(text) not in (19, 26):
        return text
    return text[:10] + b"T" + text[11:] + (b".000000Z" if len(text) == 19 else b"Z")


_GONE = t("sự kiện không còn", "the event is gone")
_PUBLICATION = t(
    "dòng công bố hoặc bí mật của sự kiện không như đã cam kết",
    "its publication row or its secret is not what was committed to",
)
_EXACT = t(
    "số liệu chính xác, thời điểm, người thực hiện, đối tượng hoặc phần riêng không như đã cam kết",
    "its exact facts, time, actor, subjects or private part are not what was committed to",
)
_HEADER = t("loại, địa bàn, tháng hoặc cam kết không như dấu của mục", "its header or commitments do not give its hash")
_NO_KEY = t("khoá của người liên quan không còn mà không có lệnh xoá", "its person's key is gone, and was not erased")
_NOT_IN_TILE = t("không phải mục đã niêm phong ở vị trí này", "is not what was sealed at this position")
_TILE = t("không khớp các sự kiện của nó", "does not match its events")
_CLOSED = t("phần riêng không mở được", "its private part does not open")
_PRIVATE = t("phần riêng không như đã cam kết", "its private part is not what was committed to")
