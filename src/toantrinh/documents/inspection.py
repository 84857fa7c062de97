"""Whether what was handed in is what it seems, and what is left of it once cleaned."""

import logging
import unicodedata
from dataclasses import dataclass
from typing import Any

import filetype  # type: ignore[import-untyped]

from toantrinh.documents import cell
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t

log = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
SHRINKABLE_BYTES = 60 * 1024 * 1024
"""A photo up to this weight can be made smaller instead of refused."""
LONGEST_SIDE = 4096
"""Pixels: an A4 page at 300 dots an inch has 3,508."""
LONGEST_NAME = 120
ENDINGS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "application/pdf": (".pdf",)}


@dataclass(frozen=True, slots=True)
class Fit:
    """A file that may be kept: content as cleaned, safe name, type, pages."""

    content: bytes
    name: str
    media_type: str
    pages: int


class Unfit(Problem):
    """A file that cannot be kept; nothing of it is, and other files are not touched."""

    status = 422


def inspect(content: bytes, *, name: str, shrink: bool = False) -> Fit:
    """Clean a file that a stranger sent, or raise `Unfit`.

    A photo is turned upright, rid of place and camera and brought under `LONGEST_SIDE`; an iPhone's HEIC becomes JPEG.
    A PDF stays as it is, for it may be signed. `shrink` makes a photo over `MOST_BYTES` smaller instead of refusing it.
    """
    name = safe_name(name)
    if not content:
        raise _unfit("empty", name)
    media_type = sniff(content)
    if media_type is None:
        raise _unfit("office" if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else "unknown_type", name)
    if len(content) > MOST_BYTES:
        _refuse_heavy(len(content), name, media_type, shrink)
    if media_type == "application/pdf":
        answer, _ = _ask("inspect_pdf", {}, content, name)
        return Fit(content, _with_ending(name, media_type), media_type, answer["pages"])
    asked = {"media_type": media_type, "longest_side": LONGEST_SIDE, "most_bytes": MOST_BYTES}
    answer, cleaned = _ask("inspect_image", asked, content, name)
    return Fit(cleaned, _with_ending(name, answer["media_type"]), answer["media_type"], 1)


def sniff(content: bytes) -> str | None:
    """The type that the content itself shows, where it is one that we keep."""
    found = filetype.guess_mime(content[:4096])
    if found in ("image/jpeg", "image/png", "image/heic"):
        return str(found)
    return "application/pdf" if b"%PDF-" in content[:1024] else None


def safe_name(name: str) -> str:
    """The last part of a name, composed, without what cannot be seen or turns writing around, and not too long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C" and mark not in '<>:"|?*')
    stem, dot, ending = " ".join(seen.split()).strip(". ").rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = stem + dot + ending, "", ""
    return (stem[: LONGEST_NAME - len(dot + ending)].strip() or "tệp") + dot + ending  # one language


def _with_ending(name: str, media_type: str) -> str:
    endings = ENDINGS[media_type]
    if name.lower().endswith(endings):
        return name
    stem = name.rpartition(".")[0] if name.lower().endswith((".heic", ".heif", *sum(ENDINGS.values(), ()))) else name
    return (stem or name) + endings[0]


def _ask(kind: str, asked: dict[str, Any], content: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    try:
        answer, cleaned = cell.run(kind, asked, content)
    except cell.Broken as error:
        log.warning("A file could not be inspected: %s", error)
        raise _unfit("unreadable", name) from error
    if "unfit" in answer:
        raise _unfit(str(answer.pop("unfit")), name, **answer)
    return answer, cleaned


def _refuse_heavy(size: int, name: str, media_type: str, shrink: bool) -> None:
    megabytes = -(-size // (1024 * 1024))
    if media_type == "application/pdf":
        raise _unfit("heavy_pdf", name, megabytes=megabytes)
    if size > SHRINKABLE_BYTES:
        raise _unfit("heavy_beyond_shrinking", name, megabytes=megabytes)
    if not shrink:
        raise _unfit("heavy_photo", name, megabytes=megabytes)


def _unfit(code: str, name: str, **values: object) -> Unfit:
    return Unfit(REASONS[code].fill(name=name, **values), code=code, field="file")


REASONS: dict[str, Text] = {
    "empty": t(
        'Tệp "{name}" trống. Chụp hoặc chọn lại tệp này; các tệp khác đã lưu.',
        'The file "{name}" is empty. Take or choose it again; your other files are saved.',
    ),
    "unreadable": t(
        'Không mở được tệp "{name}": tệp hỏng hoặc chưa tải lên hết. Chụp hoặc chọn lại tệp này; các tệp khác đã lưu.',
        'The file "{name}" cannot be opened: it is damaged or did not arrive whole. '
        "Take or choose it again; your other files are saved.",
    ),
    "unknown_type": t(
        'Tệp "{name}" không phải ảnh hay PDF. Chụp ảnh giấy tờ, hoặc chọn tệp JPEG, PNG, HEIC hay PDF.',
        'The file "{name}" is neither a photo nor a PDF. Photograph it, or choose a JPEG, PNG, HEIC or PDF file.',
    ),
    "office": t(
        'Tệp "{name}" là tệp nén hoặc tệp Word, Excel. Lưu thành PDF rồi chọn lại, hoặc chụp ảnh giấy tờ.',
        'The file "{name}" is an archive or a Word or Excel file. Save it as PDF and choose that, or photograph it.',
    ),
    "heavy_photo": t(
        'Ảnh nặng {megabytes} MB, tối đa 10 MB. Bấm "Thu nhỏ giúp tôi" hoặc chụp lại.',
        'The photo is {megabytes} MB; the limit is 10 MB. Press "Shrink it for me" or take it again.',
    ),
    "heavy_beyond_shrinking": t(
        "Ảnh nặng {megabytes} MB, quá lớn để thu nhỏ giúp bạn. Chụp lại ở chế độ thường.",
        "The photo is {megabytes} MB, too large for us to shrink. Take it again in the camera's normal mode.",
    ),
    "heavy_pdf": t(
        'Tệp "{name}" nặng {megabytes} MB, tối đa 10 MB. Quét lại ở mức thấp hơn, hoặc chia thành nhiều tệp.',
        'The file "{name}" is {megabytes} MB; the limit is 10 MB. Scan it at a lower setting, or split it.',
    ),
    "too_many_pixels": t(
        'Ảnh "{name}" quá lớn để mở. Chụp lại ở chế độ thường.',
        'The photo "{name}" is too large to open. Take it again in the camera\'s normal mode.',
    ),
    "too_many_pages": t(
        'Tệp "{name}" có {pages} trang, tối đa 500. Chia thành nhiều tệp.',
        'The file "{name}" has {pages} pages; the limit is 500. Split it into several files.',
    ),
    "locked": t(
        'Tệp "{name}" có mật khẩu nên cơ quan không mở được. Bỏ mật khẩu rồi chọn lại; các tệp khác đã lưu.',
        'The file "{name}" has a password, so the agency cannot open it. Remove the password and choose it again; your '
        "other files are saved.",
    ),
    "active": t(
        'Tệp "{name}" có chương trình hoặc tệp khác bên trong. In lại thành PDF rồi chọn lại, hoặc chụp ảnh giấy tờ.',
        'The file "{name}" holds a program or another file. Print it to a new PDF and choose that, or photograph it.',
    ),
}
