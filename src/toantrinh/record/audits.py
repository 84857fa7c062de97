"""The smaller parts of verification: everything in the record beside the leaves themselves."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from toantrinh.kernel.moment import now
from toantrinh.kernel.text import t
from toantrinh.record import keys, note, vault
from toantrinh.record.batches import COLUMNS, SERIES, numbers_in
from toantrinh.record.canonical import canonical, moment
from toantrinh.record.leaves import Difference, raw, raw_moment, raw_rows, stored_moment
from toantrinh.record.merkle import leaf_hash, root_of
from toantrinh.record.receipt import promise_text
from toantrinh.record.seal import SealRefused, check_witness, checkpoint_text
from toantrinh.record.tiles import tiles_of

PAGE = 5000


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A head as it stands in its table."""

    size: int
    previous: int
    root: bytes


@dataclass(slots=True)
class Promises:
    """What became of the promises given with receipts."""

    kept: int = 0
    due: int = 0
    broken: list[str] = field(default_factory=list)
    """Events that were sealed late, or are late now."""


def read_heads() -> list[HeadRow]:
    """Every head, smallest first."""
    rows = raw_rows(connection, "SELECT size, previous, root FROM record_head ORDER BY size")
    return [HeadRow(size, previous, raw(root)) for size, previous, root in rows]


def check_counts(heads: list[HeadRow]) -> Iterator[Difference]:
    """No event without a position or a place in the queue, no position or tile too many, no gap between heads."""
    expected = 0
    for head in heads:
        if head.previous != expected:
            yield Difference(f"head {head.size}", _HEAD_GAP.fill(size=expected))
        expected = head.size
    events, sealed, queued, waiting, tiles, last = raw_rows(connection, _COUNTS)[0]
    if sealed != (last or 0):
        yield Difference("record_sealed", _SEALED_COUNT.fill(sealed=sealed, size=last or 0))
    if last is not None and tiles != sum(1 for _ in tiles_of(last)):
        yield Difference("record_tile", _TILE_COUNT)
    if queued != waiting:
        yield Difference("record_unsealed", _QUEUE)
    if events != sealed + waiting:
        lost = raw_rows(
            connection,
            "SELECT e.uid FROM record_event e LEFT JOIN record_sealed s ON s.event_id = e.id "
            "LEFT JOIN record_unsealed u ON u.event_id = e.id WHERE s.event_id IS NULL AND u.event_id IS NULL",
        )
        yield from (Difference(f"event {_shown(uid)}", _NEITHER) for (uid,) in lost)


_COUNTS = """
    SELECT (SELECT count(*) FROM record_event), (SELECT count(*) FROM record_sealed),
        (SELECT count(*) FROM record_unsealed),
        (SELECT count(*) FROM record_unsealed u JOIN record_event e ON e.id = u.event_id
            LEFT JOIN record_sealed s ON s.event_id = e.id WHERE s.event_id IS NULL),
        (SELECT count(*) FROM record_tile), (SELECT max(size) FROM record_head)
"""


def check_checkpoints(heads: list[HeadRow]) -> Iterator[Difference]:
    """Each head is signed by a key of the house under an origin of its time, and the witness agrees."""
    origins = [_shown(row[0]) for row in raw_rows(connection, "SELECT origin FROM record_house ORDER BY number")]
    known, reached = keys.public_keys("checkpoint"), 0
    rows = raw_rows(connection, f"SELECT head_id, note, {_at('at')} FROM record_checkpoint ORDER BY head_id")
    signed = {size: (_shown(text), raw_moment(at)) for size, text, at in rows}
    for head in heads:
        where = f"checkpoint {head.size}"
        if head.size not in signed:
            if head.size < max(signed, default=0):
                yield Difference(where, _UNSIGNED)
            continue
        text, at = signed[head.size]
        origin = text.split("\n", 1)[0]
        try:
            verified = note.verify(text, origin, known)
        except note.NoteBroken:
            yield Difference(where, _BAD_SIGNATURE)
            continue
        if verified.text != checkpoint_text(origin, head.size, head.root) or origin not in origins[reached:]:
            yield Difference(where, _OTHER_HEAD)
        elif verified.at is None or moment(verified.at).encode() != at:
            yield Difference(where, _OTHER_TIME)
        else:
            reached = origins.index(origin)
    if origins:
        try:
            check_witness()
        except SealRefused as refusal:
            yield Difference("witness", refusal.message)


def check_house() -> Iterator[Difference]:
    """What the house is, and every public key of it, was stated in the record."""
    stated = _facts_of("urn:toantrinh:record:origin")
    rows = raw_rows(
        connection, f"SELECT number, origin, is_demonstration, {_at('at')} FROM record_house ORDER BY number"
    )
    told = [(fact["origin"], fact["is_demonstration"], at) for fact, at in stated]
    for number, origin, demonstration, at in rows:
        if (_shown(origin), bool(demonstration), raw_moment(at)) not in told[number - 1 : number]:
            yield Difference(f"house {number}", _NOT_STATED)
    if len(rows) != len(told):
        yield Difference("record_house", _NOT_STATED)
    rotated = [fact for fact, _ in _facts_of("urn:toantrinh:record:keys")]
    for purpose in keys.SIGNING_PURPOSES if rows else ():
        public = {fact[f"{purpose}_key"] for fact, _ in stated}
        public |= {fact["public_key"] for fact in rotated if fact["purpose"] == purpose}
        unknown = set(keys.public_keys(purpose)) - {b64decode(key) for key in public}
        yield from (Difference(f"key {purpose} {key.hex()[:16]}", _NOT_STATED) for key in unknown)


def check_person_keys() -> Iterator[Difference]:
    """Every person's key opens, unless its erasure was stated."""
    erased = erased_persons()
    has_vault = (Path(settings.KEYS_DIR) / "vault").exists()
    present = set()
    for person, wrapped in raw_rows(connection, "SELECT person, wrapped FROM record_personkey"):
        name, content = _shown(person), raw(wrapped)
        if name in erased:
            present.add(name)
        if bool(content) == (name in erased):
            yield Difference(f"key of {name}", _ERASURE)
        elif content and has_vault:
            try:
                vault.open_under(keys.secret("vault"), name, content)
            except vault.Damaged:
                yield Difference(f"key of {name}", _KEY_CLOSED)
    yield from (Difference(f"key of {name}", _ERASURE) for name in erased - present)


def erased_persons() -> set[str]:
    """Persons of whom the record says that their key was destroyed."""
    return {fact["erased"] for fact, _ in _facts_of("urn:toantrinh:record:erasure")}


def check_promises(promises: Promises, *, thorough: bool) -> Iterator[Difference]:
    """Each promise stands as it was stated; counts in `promises` what became of them.

    `thorough` checks the signature of each, not only of those that wait.
    """
    rows = raw_rows(connection, f"SELECT head_id, {_at('at')} FROM record_checkpoint ORDER BY head_id")
    times = [(size, raw_moment(at)) for size, at in rows]
    present, seen, last = moment(now()).encode(), 0, 0
    names = {f"{_shown(row[0])}/receipts" for row in raw_rows(connection, "SELECT origin FROM record_house")}
    sql = _PROMISES.format(due_at=_at("p.due_at"))
    while page := raw_rows(connection, sql, [last, PAGE]):
        last, pointer = page[-1][0], 0
        for _, exact, due_at, text, uid, hashed, position in sorted(page, key=lambda row: row[-1] or 0):
            where = f"promise of event {_shown(uid)}"
            if text is None:
                yield Difference(where, _NO_PROMISE)
                continue
            seen += 1
            if not _is_as_stated(exact, raw_moment(due_at), raw(text), raw(uid)):
                yield Difference(where, _OTHER_PROMISE)
            elif (thorough or position is None) and not _is_signed(raw(text), raw(hashed), raw_moment(due_at), names):
                yield Difference(where, _BAD_SIGNATURE)
            while position is not None and pointer < len(times) and times[pointer][0] <= position:
                pointer += 1
            sealed_at = times[pointer][1] if position is not None and pointer < len(times) else None
            if sealed_at is None and raw_moment(due_at) < present:
                yield Difference(where, _BROKEN.fill(due=raw_moment(due_at).decode()))
            _count(promises, where, raw_moment(due_at), sealed_at, present)
    if seen != raw_rows(connection, "SELECT count(*) FROM record_promise")[0][0]:
        yield Difference("record_promise", _NOT_STATED)


_PROMISES = """
    SELECT q.id, q.exact, {due_at}, p.note, substr(about.urn, 21), e.leaf_hash, s.position
    FROM record_eventsubject series JOIN record_event q ON q.id = series.event_id
    JOIN record_eventsubject about ON about.event_id = q.id AND about.urn LIKE 'urn:toantrinh:event:%%'
    LEFT JOIN record_event e ON e.uid = substr(about.urn, 21)
    LEFT JOIN record_promise p ON p.event_id = e.id
    LEFT JOIN record_sealed s ON s.event_id = e.id
    WHERE series.urn = 'urn:toantrinh:record:promises' AND q.id > %s ORDER BY q.id LIMIT %s
"""


def _is_as_stated(exact: Any, due_at: bytes, text: bytes, uid: bytes) -> bool:
    stated = {
        "due_at": _shown(due_at),
        "event": f"urn:toantrinh:event:{_shown(uid)}",
        "note": sha256(text).hexdigest(),
    }
    return canonical(stated).encode() == raw(exact)


def _is_signed(text: bytes, hashed: bytes, due_at: bytes, names: set[str]) -> bool:
    origin = _shown(text).split("\n")[1:2]
    name = f"{origin[0]}/receipts" if origin else ""
    try:
        verified = note.verify(_shown(text), name, keys.public_keys("receipt") if name in names else [])
    except note.NoteBroken:
        return False
    return verified.text == promise_text(origin[0], hashed, due_at.decode())


def _count(promises: Promises, where: str, due_at: bytes, sealed_at: bytes | None, present: bytes) -> None:
    if (sealed_at or present) > due_at:
        promises.broken.append(where)
    elif sealed_at:
        promises.kept += 1
    else:
        promises.due += 1


def check_looks() -> Iterator[Difference]:
    """Every look is in a batch whose root it gives, or waits for one. Looks that come meanwhile are no difference."""
    for attempt in range(3):
        found, batched, last = [], 0, set[int]()
        for fact, _ in _facts_of(SERIES):
            last = set(numbers_in(fact["looks"]))
            batched += len(last)
            if _root_of_looks(last) != fact["root"]:
                found.append(Difference(f"looks {fact['looks']}", _LOOKS))
        place = connections["looks"]
        queue = {row[0] for row in raw_rows(place, "SELECT look_id FROM record_unsealedlook")} - last
        present, queued = raw_rows(place, _LOOK_COUNTS)[0]
        if found or (present == batched + len(queue) and queued >= len(queue)):
            break
        if attempt == 2:
            found.append(
                Difference("record_look", _LOOK_COUNT.fill(present=present, stated=batched, waiting=len(queue)))
            )
    yield from found


_LOOK_COUNTS = """
    SELECT (SELECT count(*) FROM record_look),
        (SELECT count(*) FROM record_unsealedlook u JOIN record_look l ON l.id = u.look_id)
"""


def _root_of_looks(chosen: set[int]) -> str:
    columns = ", ".join(_at(f'"{name}"') if name in ("at", "secret_until") else f'"{name}"' for name in COLUMNS)
    rows = raw_rows(
        connections["looks"],
        f"SELECT {columns} FROM record_look WHERE id BETWEEN %s AND %s ORDER BY id",
        [min(chosen), max(chosen)],
    )
    leaves = [leaf_hash(canonical([_plain(value) for value in row]).encode()) for row in rows if row[0] in chosen]
    return root_of(leaves).hex()


def _plain(value: Any) -> Any:
    """A look's value as its batch was computed from."""
    return value if value is None or isinstance(value, int) else _shown(raw_moment(value))


def check_subscribers(size: int) -> Iterator[Difference]:
    """No subscriber has read further than the record goes."""
    ahead = raw_rows(connection, "SELECT name FROM record_subscriber WHERE position < 0 OR position > %s", [size])
    yield from (Difference(f"subscriber {_shown(name)}", _AHEAD) for (name,) in ahead)


def _facts_of(series: str) -> list[tuple[dict[str, Any], bytes]]:
    """Values and moments of the record's own facts of a series, oldest first; damaged rows are named elsewhere."""
    rows = raw_rows(
        connection,
        f"SELECT e.publication, e.exact, {_at('e.at')} FROM record_eventsubject x "
        "JOIN record_event e ON e.id = x.event_id WHERE x.urn = %s ORDER BY e.id",
        [series],
    )
    found = []
    for publication, exact, at in rows:
        try:
            found.append((json.loads(raw(publication)) | json.loads(raw(exact)), raw_moment(at)))
        except (ValueError, TypeError):
            continue
    return found


def _at(column: str) -> str:
    return stored_moment(connection, column)


def _shown(value: Any) -> str:
    return raw(value).decode(errors="replace")


_HEAD_GAP = t("không nối tiếp đỉnh cỡ {size}", "does not follow the head of size {size}")
_SEALED_COUNT = t("có {sealed} vị trí, đỉnh nói {size}", "holds {sealed} positions, the newest head says {size}")
_TILE_COUNT = t("thừa hoặc thiếu ô", "holds too many or too few tiles")
_NEITHER = t("không có vị trí và không chờ niêm phong", "has no position and does not wait for one")
_QUEUE = t("hàng chờ niêm phong không khớp các sự kiện", "the queue of the sealer does not match the events")
_UNSIGNED = t("thiếu", "is missing")
_BAD_SIGNATURE = t("chữ ký sai", "its signature is wrong")
_OTHER_HEAD = t("không nói về đỉnh này", "does not speak of this head")
_OTHER_TIME = t("thời điểm không như đã ký", "its time is not the one that was signed")
_NOT_STATED = t("không như đã ghi trong sổ", "is not as it was stated in the record")
_ERASURE = t("việc xoá khoá và sổ ghi không khớp", "erased without a statement, or stated and not erased")
_KEY_CLOSED = t("không mở được bằng khoá két", "does not open under the vault key")
_NO_PROMISE = t("lời hứa không còn", "the promise is gone")
_OTHER_PROMISE = t("lời hứa không như đã ghi trong sổ", "the promise is not as it was stated in the record")
_BROKEN = t("chưa niêm phong, đã hứa trước {due}", "is not sealed, though promised by {due}")
_LOOKS = t("không như khi được niêm phong", "are not as they were when sealed")
_LOOK_COUNT = t(
    "có {present} lượt xem, sổ ghi nói {stated} và {waiting} đang chờ",
    "holds {present} looks, the record says {stated} and {waiting} wait",
)
_AHEAD = t("đọc quá cuối sổ ghi", "has read beyond the end of the record")
