"""A file of records, one JSON object a line, packed or not, whole or cut: every good line, and why the rest is not.

A file that was cut in half still gives all lines before the cut; the line in which it was cut is named by its number.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from toantrinh.kernel.text import Text, t

CHUNK = 1 << 20
LONGEST = 16 * 1024 * 1024
"""Bytes of one line; a record has some twenty thousand."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: the record in it, or why there is none."""

    number: int
    record: Mapping[str, Any] | None = None
    wrong: Text | None = None


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """Every line that says anything; one that cannot be read says why."""
    number, rest, cut = 0, b"", None
    for piece in _pieces(file):
        if isinstance(piece, Text):
            cut = piece
            break
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            number += 1
            yield from _read(number, line)
        if len(rest) > LONGEST:
            yield Line(number=number + 1, wrong=t("dòng dài quá 16 MB", "the line has more than 16 MB"))
            return
    if cut is not None:
        yield Line(number=number + 1, wrong=cut)
    elif rest:
        yield from _read(number + 1, rest)


def _pieces(file: BinaryIO) -> Iterator[bytes | Text]:
    """The content, unpacked where it is packed; last of all what is wrong with the file, if anything is."""
    first = file.read(CHUNK)
    if not first.startswith(_GZIP):
        while first:
            yield first
            first = file.read(CHUNK)
        return
    cut = t("tệp nén bị cắt cụt hoặc hỏng ở dòng này", "the packed file was cut or is damaged in this line")
    unpack = zlib.decompressobj(wbits=31)
    while first:
        try:
            yield unpack.decompress(first)
        except zlib.error:
            yield cut
            return
        first = unpack.unused_data or file.read(CHUNK)
        if unpack.eof and first:
            unpack = zlib.decompressobj(wbits=31)
    if not unpack.eof:
        yield unpack.flush()
        yield cut


def _read(number: int, line: bytes) -> Iterator[Line]:
    if not line.strip():
        return
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
        if b"\\ud" in line.lower():  # halves of characters, which no text can hold
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        yield Line(number=number, wrong=t("không phải JSON, hoặc bị cắt cụt", "this is no JSON, or it was cut"))
        return
    if b"\\u0000" in line or b"\0" in line:
        words = t("dòng có ký tự rỗng (NUL), không kho nào giữ được", "the line holds a NUL, which no store can keep")
        yield Line(number=number, wrong=words)
    elif isinstance(record, dict):
        yield Line(number=number, record=record)
    else:
        yield Line(number=number, wrong=t("dòng phải là một bản ghi {{…}}", "a line must be one record {{…}}").fill())


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def in_order(lines: list[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines with a record, and whether their code stands in the file more than once; then the newest comes last.

    Newest is the one updated last, and of equal ones the later line.
    """
    alike: defaultdict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        if line.record is not None:
            code = line.record.get("code")
            alike[code if isinstance(code, str) and code.strip() else line.number].append(line)
    for group in alike.values():
        for line in sorted(group, key=lambda one: (_updated(one), one.number)):
            yield line, len(group) > 1


def _updated(line: Line) -> float:
    moment = line.record.get("updatedAt") if line.record else None
    return float(moment) if isinstance(moment, int | float) and not isinstance(moment, bool) else 0.0
