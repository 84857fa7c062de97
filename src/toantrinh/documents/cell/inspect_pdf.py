"""Open a PDF wholly, count its pages, and find what a paper has no need of: programs, actions, files inside it."""

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_OBJECTS = 300_000
MOST_PAGES = 500
ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/RichMediaSettings", "/XFA"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition", "/GoToE"}


def work(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Answers `pages`, or `unfit` with the reason's code. A signed PDF stays as it is, byte for byte."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return {"unfit": "locked"}, b""
        pages = len(reader.pages)
        if not pages:
            return {"unfit": "unreadable"}, b""
        if pages > MOST_PAGES:
            return {"unfit": "too_many_pages", "pages": pages}, b""
        for page in reader.pages:
            _ = page.mediabox, page.get("/Contents")
        if _is_active(reader):
            return {"unfit": "active"}, b""
    except Exception:
        return {"unfit": "unreadable"}, b""
    return {"pages": pages}, b""


def _is_active(reader: PdfReader) -> bool:
    """Walk everything that is reachable from the trailer."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer]
    walked = 0
    while waiting:
        item = waiting.pop()
        walked += 1
        if walked > MOST_OBJECTS:
            raise ValueError("too many objects")
        if isinstance(item, IndirectObject):
            if (item.idnum, item.generation) in seen:
                continue
            seen.add((item.idnum, item.generation))
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            if ACTIVE_KEYS & item.keys() or item.get("/S") in ACTIVE_ACTIONS:
                return True
            waiting.extend(item.values())
        elif isinstance(item, ArrayObject):
            waiting.extend(item)
    return False
