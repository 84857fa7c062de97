"""Where sealed content lies on disk: written whole or not at all, named by digest, never changed in place."""

import errno
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.record import vault

log = logging.getLogger(__name__)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
_NAME = re.compile(r"[0-9a-f]{64}")


class StoreFull(Problem):
    """The disk takes no more; nothing of what was being written is kept."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            t(
                "Kho tệp tạm thời không nhận thêm. Tệp này chưa được lưu; các tệp khác vẫn còn.",
                "The file store cannot take more for now. This file was not saved; your other files are safe.",
            ),
            code="store_full",
            advice=t(
                "Thử lại sau ít phút. Người vận hành đã được báo.", "Try again in a few minutes; the operator was told."
            ),
        )


class Unreadable(Problem):
    """What was kept cannot be read any more: gone from the disk, changed, or under other keys."""

    status = 500

    def __init__(self) -> None:
        super().__init__(
            t(
                "Tệp này hiện không đọc được. Người vận hành đã được báo.",
                "This file cannot be read now. The operator was told.",
            ),
            code="unreadable_in_store",
        )


def digest_of(person: str, content: bytes) -> str:
    """Name of a content in the store: keyed and different for each owner, so that equal files cannot be matched."""
    return vault.digest(f"{person} {hashlib.sha256(content).hexdigest()}", "file")


def path_of(digest: str) -> Path:
    """Where the content of `digest` lies."""
    if not _NAME.fullmatch(digest):
        raise ValueError(f"Not a digest: {digest!r}")
    return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest


def write(digest: str, sealed: bytes) -> None:
    """Keep `sealed` so that it survives a power cut before the row that names it commits.

    Written again even where it exists: that renews its age, so that a sweep running now leaves it alone.
    """
    path = path_of(digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
            _fsync_folder(folder)
    except OSError as error:
        if error.errno in _FULL:
            log.error("The file store takes no more: %s", error)
            raise StoreFull from error
        raise


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(digest: str) -> bytes:
    """The sealed content of `digest`; raises FileNotFoundError."""
    return path_of(digest).read_bytes()


def remove(digest: str) -> None:
    """Take the content of `digest` off the disk."""
    path_of(digest).unlink(missing_ok=True)


def list_older(before: float) -> Iterator[Path]:
    """Everything in the store, half-written drafts too, last written before the Unix time `before`."""
    for path in Path(settings.FILES_DIR).glob("*/*/*"):
        try:
            if path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:
            continue
