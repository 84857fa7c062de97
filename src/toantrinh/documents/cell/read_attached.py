"""Take the first JSON file out of a PDF that a stranger sent, such as the proof inside a receipt."""

import io
from typing import Any

from pypdf import PdfReader

LARGEST = 1 << 20


def work(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Answers the file's bytes; none where there is none, or where the PDF cannot be read."""
    try:
        for name, versions in PdfReader(io.BytesIO(content)).attachments.items():
            if name.endswith(".json") and versions and len(versions[0]) <= LARGEST:
                return {"name": name}, versions[0]
    except Exception:
        return {"name": ""}, b""
    return {"name": ""}, b""
