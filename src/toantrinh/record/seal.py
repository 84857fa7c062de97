"""The sealer: gives committed events their positions, lets the tree grow, and signs its head.

1. Refuse unless the tree extends the last checkpoint held in `settings.WITNESS_DIR`.
2. In one transaction, behind one lock: state the batch of new looks; take the waiting events in the order of their
   numbers; give them the next positions; write tiles and head.
3. In another: sign every head that has no checkpoint yet, put it into the witness directory, then into its table.

Events wait in a queue that a trigger fills in the event's own transaction, so that one from a slow transaction is
never passed over, and a round costs what it seals, however long the record is. A process killed anywhere leaves
either the state before a transaction or the state after it, and the next round goes on from there.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.record import keys, note
from toantrinh.record.batches import forget_sealed, state_new_looks
from toantrinh.record.merkle import WIDTH, Edge, hashes_in, leaf_hash
from toantrinh.record.models import Checkpoint, Event, Head, House, Unsealed
from toantrinh.record.statement import b64, header_of, leaf
from toantrinh.record.tiles import ENTRIES, stored_tile, stored_tree, write_whole

LOCK = 7_263_001
"""Number of the advisory lock behind which PostgreSQL lets one sealer at a time; SQLite has one writer anyway."""


class SealRefused(Refused):
    """The sealer will not go on; the message says what was found and what an operator can do."""


def seal_record(limit: int = 2048) -> int:
    """Seal everything committed, `limit` events a round, and sign; answers how many events were sealed.

    Answers 0 while another process seals. Raises SealRefused.
    """
    if not House.objects.exists():
        return 0
    check_witness()
    sign_heads()
    total = 0
    while sealed := seal_round(limit):
        sign_heads()
        total += sealed
        if sealed < limit:
            break
    return total


@transaction.atomic
def seal_round(limit: int) -> int:
    """Give up to `limit` waiting events their positions; answers how many."""
    if not locked():
        return 0
    looks = state_new_looks()
    first = Unsealed.objects.order_by("event_id").values("event_id")[:limit]
    waiting = list(Event.objects.filter(id__in=first).order_by("id").values_list(*_WANTED))
    if not waiting:
        return 0
    size = tree_size()
    root = _grow(size, waiting)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO record_sealed (position, event_id) VALUES (%s, %s)",
            [(size + index, event[0]) for index, event in enumerate(waiting)],
        )
        cursor.execute(
            "DELETE FROM record_unsealed WHERE event_id IN (SELECT event_id FROM record_sealed WHERE position >= %s)",
            [size],
        )
    Head.objects.create(size=size + len(waiting), previous=size, root=root)
    transaction.on_commit(lambda: forget_sealed(looks))
    return len(waiting)


def tree_size() -> int:
    """How many events are sealed."""
    return Head.objects.order_by("-size").values_list("size", flat=True).first() or 0


@transaction.atomic
def sign_heads() -> int:
    """Sign every head that has no checkpoint, oldest first; answers how many. Raises SealRefused."""
    unsigned = Head.objects.filter(checkpoint=None).order_by("size")
    if not unsigned.exists() or not locked():
        return 0
    held = check_witness()
    origin, tree, signed = House.objects.latest("number").origin, stored_tree(), 0
    for head in unsigned:
        if tree.root(head.size) != bytes(head.root):
            raise SealRefused(_NOT_THE_TREE.fill(size=head.size), code="head-differs")
        text = checkpoint_text(origin, head.size, bytes(head.root))
        if held is None or held.text != text:  # else: killed between the two steps below, it was signed before
            at = now().replace(microsecond=0)
            written = note.sign(text, origin, keys.signing_key("checkpoint"), at)
            write_whole(witness_file(origin), written.encode())
            held = note.Verified(written, text, at)
        Checkpoint.objects.create(head=head, note=held.note, at=held.at or now())
        signed += 1
    return signed


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The body of a checkpoint."""
    return f"{origin}\n{size}\n{b64(root)}\n"


def witness_file(origin: str) -> Path:
    """Where the last checkpoint of an origin is held outside the database."""
    return Path(settings.WITNESS_DIR) / (origin.replace("/", "_").replace(":", "_") + ".checkpoint")


def check_witness() -> note.Verified | None:
    """The last checkpoint held outside the database, None before the first.

    Raises SealRefused unless the tree extends it.
    """
    origin = House.objects.latest("number").origin
    last = Checkpoint.objects.order_by("-head_id").first()
    try:
        held = note.verify(witness_file(origin).read_text(), origin, keys.public_keys("checkpoint"))
        size, root = held.text.split("\n")[1:3]
    except FileNotFoundError:
        if last and last.note.startswith(origin + "\n"):
            raise SealRefused(_NO_WITNESS.fill(file=witness_file(origin)), code="witness-missing") from None
        return None
    except (note.NoteBroken, ValueError) as error:
        raise SealRefused(_BROKEN_WITNESS.fill(file=witness_file(origin)), code="witness-broken") from error
    if int(size) > tree_size():
        raise SealRefused(_OLDER.fill(held=size, size=tree_size()), code="older-backup")
    if b64(stored_tree().root(int(size))) != root:
        raise SealRefused(_FORKED.fill(held=size), code="forked")
    return held


def locked() -> bool:
    """Take the sealer's lock until the transaction ends; False where another process holds it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


_WANTED = ("id", "uid", "kind", "version", "area", "month", "commitments", "leaf_hash")


def _grow(size: int, events: list[tuple[Any, ...]]) -> bytes:
    """Append the leaves of `events` to the tree, write its changed tiles, and answer the new root."""
    edge = Edge(size, [hashes_in(_edge_tile(*place)) for place in Edge.tiles_at(size)])
    number, width = divmod(size, WIDTH)
    bundle, bundles = bytearray(_edge_tile(ENTRIES, number, width)), {}
    for _, uid, kind, version, area, month, commitments, known in events:
        entry = leaf(header_of(kind.encode(), version, area.encode(), month.encode()), bytes(commitments))
        hashed = leaf_hash(entry)
        if hashed != bytes(known):
            raise SealRefused(_CHANGED.fill(uid=uid), code="event-changed")
        edge.append(hashed)
        bundle += len(entry).to_bytes(2) + entry
        if edge.size % WIDTH == 0:
            bundles[ENTRIES, edge.size // WIDTH - 1], bundle = bytes(bundle), bytearray()
    rows = [(*place, WIDTH, content) for place, content in (bundles | edge.finished).items()]
    if bundle:
        rows.append((ENTRIES, edge.size // WIDTH, edge.size % WIDTH, bytes(bundle)))
    for level, hashes in enumerate(edge.levels):
        if hashes:
            rows.append((level, edge.size >> 8 * (level + 1), len(hashes), b"".join(hashes)))
    _write(rows)
    return edge.root()


def _edge_tile(level: int, number: int, width: int) -> bytes:
    """The unfinished tile at the edge; raises SealRefused where it is not as wide as the size of the tree says."""
    content = stored_tile(level, number) if width else b""
    if level != ENTRIES and len(content) != 32 * width:
        raise SealRefused(_NOT_THE_TREE.fill(size=number), code="tile-differs")
    return content


def _write(rows: list[tuple[int, int, int, bytes]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO record_tile (level, number, width, content) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (level, number) DO UPDATE SET width = excluded.width, content = excluded.content "
            "WHERE record_tile.width < excluded.width",
            rows,
        )


_OLDER = t(
    "Sổ ghi có {size} mục, nhưng mốc niêm phong giữ ở nơi khác có {held}: cơ sở dữ liệu là bản sao cũ được khôi phục. "
    "Hãy khôi phục bản mới hơn, hoặc mở nguồn gốc mới bằng `toantrinh record resume --reason …`.",
    "The record holds {size} entries, but a checkpoint of {held} is held elsewhere: an older backup was restored. "
    "Restore a newer one, or open a new origin with `toantrinh record resume --reason …`.",
)
_FORKED = t(
    "Sổ ghi không nối tiếp mốc niêm phong {held} mục giữ ở nơi khác: các mục đã niêm phong bị thay đổi. "
    "Chạy `toantrinh verify` để biết mục nào.",
    "The record does not extend the checkpoint of {held} entries that is held elsewhere: sealed entries were changed. "
    "Run `toantrinh verify` to learn which.",
)
_NO_WITNESS = t(
    "Không thấy mốc niêm phong {file} dù sổ ghi đã được ký. Hãy đặt lại tệp đó, "
    "hoặc mở nguồn gốc mới bằng `toantrinh record resume --reason …`.",
    "There is no checkpoint {file} though the record has been signed. Put that file back, "
    "or open a new origin with `toantrinh record resume --reason …`.",
)
_BROKEN_WITNESS = t(
    "Mốc niêm phong {file} không do khoá của hệ thống này ký. Hãy đặt lại tệp đúng và khoá đúng.",
    "The checkpoint {file} is not signed by a key of this house. Put the right file and the right keys back.",
)
_NOT_THE_TREE = t(
    "Cây ở cỡ {size} không khớp các ô đã lưu. Chạy `toantrinh verify` để biết chỗ nào.",
    "The tree at size {size} does not match the tiles that are stored. Run `toantrinh verify` to learn where.",
)
_CHANGED = t(
    "Sự kiện {uid} bị thay đổi trước khi niêm phong.",
    "The event {uid} was changed before it was sealed.",
)
