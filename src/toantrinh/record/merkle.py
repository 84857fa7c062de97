"""The Merkle tree of RFC 6962, section 2.1 (SHA-256), kept in tiles of 256 hashes as C2SP tlog-tiles describes."""

from collections.abc import Callable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
WIDTH = 256
"""Hashes in a full tile."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash of a leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Root over hashes that stand side by side on one level of the tree."""
    level = list(hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        pairs = [sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def hashes_in(content: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [content[start : start + 32] for start in range(0, len(content), 32)]


class Edge:
    """The right edge of a growing tree: what stands in the unfinished tile of each level."""

    def __init__(self, size: int, levels: Sequence[Sequence[bytes]]) -> None:
        self.size = size
        self.levels = [list(level) for level in levels] or [[]]
        self.finished: dict[tuple[int, int], bytes] = {}
        """Tiles that became full since, by level and number."""

    @staticmethod
    def tiles_at(size: int) -> list[tuple[int, int, int]]:
        """Level, number and width of the last tile of each level in a tree of this size; the width may be 0."""
        found, level = [], 0
        while level == 0 or size >> 8 * level:
            number, width = divmod(size >> 8 * level, WIDTH)
            found.append((level, number, width))
            level += 1
        return found

    def append(self, leaf: bytes) -> None:
        """Take one more leaf, given as its hash."""
        self.size += 1
        self.levels[0].append(leaf)
        level = 0
        while len(self.levels[level]) == WIDTH:
            full, self.levels[level] = self.levels[level], []
            self.finished[level, (self.size >> 8 * (level + 1)) - 1] = b"".join(full)
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(root_of(full))

    def root(self) -> bytes:
        """Root of the whole tree."""
        return bag([root for level in reversed(self.levels) for root in peaks(level)])


class Peaks:
    """Roots of the complete subtrees of a growing tree, largest first: enough to tell its root at every size."""

    def __init__(self) -> None:
        self.stack: list[tuple[int, bytes]] = []

    def push(self, root: bytes, height: int = 0) -> None:
        """Append a complete subtree of 2 to the power of `height` leaves."""
        while self.stack and self.stack[-1][0] == height:
            root = node_hash(self.stack.pop()[1], root)
            height += 1
        self.stack.append((height, root))

    @property
    def roots(self) -> list[bytes]:
        return [root for _, root in self.stack]


def peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Roots of the complete subtrees, largest first, that hashes side by side from a boundary make up."""
    found, start = [], 0
    while start < len(hashes):
        width = 1 << (len(hashes) - start).bit_length() - 1
        found.append(root_of(hashes[start : start + width]))
        start += width
    return found


def bag(peak_hashes: Sequence[bytes]) -> bytes:
    """Root of a tree from the roots of its complete subtrees, largest first."""
    if not peak_hashes:
        return EMPTY_ROOT
    root = peak_hashes[-1]
    for peak in reversed(peak_hashes[:-1]):
        root = node_hash(peak, root)
    return root


class Tree:
    """Roots and proofs of a tree at any size that it has had, from its tiles."""

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        """`read` gives what is stored of the tile at a level and number."""
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        """Root at a size."""
        return self._hash(0, size) if size else EMPTY_ROOT

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """Audit path of a leaf in the tree of a size, nearest first (RFC 6962, 2.1.1)."""
        path, start, end = [], 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if position < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, size: int) -> list[bytes]:
        """Proof that the tree of `size` extends that of `old` (RFC 6962, 2.1.2)."""
        path: list[bytes] = []
        start, end, whole = 0, size, True
        while old != end:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start, whole = middle, False
        return ([] if whole else [self._hash(start, end)]) + path[::-1]

    def _hash(self, start: int, end: int) -> bytes:
        """Hash over the leaves from `start` to before `end`."""
        count = end - start
        if count & (count - 1) == 0 and start % count == 0:
            level = (count.bit_length() - 1) // 8
            number, offset = divmod(start >> 8 * level, WIDTH)
            tile = self._tile(level, number)[32 * offset : 32 * (offset + (count >> 8 * level))]
            return root_of(hashes_in(tile))
        middle = start + _split(count)
        return node_hash(self._hash(start, middle), self._hash(middle, end))

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._tiles:
            self._tiles[level, number] = self._read(level, number)
        return self._tiles[level, number]


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def root_from_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to (RFC 9162, 2.1.3.2); None where it cannot be one."""
    if not 0 <= position < size:
        return None
    here, last, root = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            root = node_hash(sibling, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        here, last = here >> 1, last >> 1
    return root if last == 0 else None
