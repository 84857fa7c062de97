"""Tiles and checkpoint as C2SP tlog-tiles serves them: table rows, answered by path, or exported as files."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from toantrinh.kernel.problem import Missing
from toantrinh.record.merkle import WIDTH, Edge, Tree
from toantrinh.record.models import Checkpoint, Tile

ENTRIES = -1
"""The level under which entry bundles are kept."""

_PATH = re.compile(r"(entries|\d{1,2})/((?:x\d{3}/){0,5}\d{3})(?:\.p/(\d{1,3}))?", re.ASCII)


def stored_tile(level: int, number: int) -> bytes:
    """What is stored of a tile; nothing where there is none."""
    content = Tile.objects.filter(level=level, number=number).values_list("content", flat=True).first()
    return b"" if content is None else bytes(content)


def stored_tree() -> Tree:
    """The tree as its stored tiles tell it."""
    return Tree(stored_tile)


def tile(path: str) -> bytes:
    """The bytes of `tile/<path>`, such as `0/x001/234`, `entries/000.p/12`: full, or as it was at that width."""
    if not (found := _PATH.fullmatch(path)):
        raise Missing()
    level = ENTRIES if found[1] == "entries" else int(found[1])
    number, width = int(re.sub(r"\D", "", found[2])), int(found[3] or WIDTH)
    row = Tile.objects.filter(level=level, number=number).first()
    if row is None or not 0 < width <= row.width or path != path_of(level, number, width):
        raise Missing()
    return narrowed(level, bytes(row.content), width)


def narrowed(level: int, content: bytes, width: int) -> bytes:
    """The first `width` hashes or entries of a tile."""
    if level != ENTRIES:
        return content[: 32 * width]
    end = 0
    for _ in range(width):
        end += 2 + int.from_bytes(content[end : end + 2])
    return content[:end]


def latest_checkpoint() -> str:
    """The newest checkpoint; Missing before the first sealing."""
    note = Checkpoint.objects.order_by("-head_id").values_list("note", flat=True).first()
    if note is None:
        raise Missing()
    return note


def path_of(level: int, number: int, width: int) -> str:
    """Path of a tile below `tile/`."""
    digits = f"{number:03d}" if number < 1000 else f"{number:0{-(-len(str(number)) // 3) * 3}d}"
    parts = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"{'entries' if level == ENTRIES else level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, number and width of every tile that a tree of this size has, entry bundles first."""
    for level, full, width in [(ENTRIES, *Edge.tiles_at(size)[0][1:]), *Edge.tiles_at(size)]:
        yield from ((level, number, WIDTH) for number in range(full))
        if width:
            yield level, full, width


def export(directory: Path) -> int:
    """Write the tree as files that any web server or bucket can serve; answers how many were new.

    Full tiles that are there already are left alone; the checkpoint comes last, so that it never points at nothing.
    """
    note, written = latest_checkpoint(), 0
    for level, number, width in tiles_of(int(note.split("\n")[1])):
        target = directory / "tile" / path_of(level, number, width)
        if not target.exists():
            write_whole(target, narrowed(level, stored_tile(level, number), width))
            written += 1
    write_whole(directory / "checkpoint", note.encode())
    return written


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole or not at all, and have it on disk before returning."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(target.name + ".new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
