"""Draw a letter by Typst from texts given by the pipe, in an empty root, as PDF for archives and screen readers."""

from datetime import datetime
from typing import Any

import typst


def work(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`asked`: `texts` by path, `fonts`, `root` (an empty folder), `moment`. Answers the PDF."""
    try:
        pdf = typst.compile(
            {path: text.encode() for path, text in asked["texts"].items()},
            root=asked["root"],
            font_paths=[asked["fonts"]],
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.fromisoformat(asked["moment"]),
        )
    except typst.TypstError as error:
        return {"error": f"{error.message} {error.diagnostic}"}, b""
    return {}, pdf
