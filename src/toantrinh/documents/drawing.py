"""Letters drawn from Typst templates: the same data and template give the same PDF, byte for byte."""

import hashlib
import io
import json
import logging
import re
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from pypdf import PdfReader, PdfWriter

from toantrinh.documents import cell
from toantrinh.kernel.moment import local
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t

log = logging.getLogger(__name__)

_IMPORT = re.compile(r'#(?:import|include)\s+"/?([^"]+)"')


@dataclass(frozen=True, slots=True)
class Template:
    """A Typst template with all that it imports."""

    texts: dict[str, str]
    """By path; `main.typ` is the template itself."""

    @property
    def digest(self) -> str:
        """By which a letter says from what it was drawn."""
        return hashlib.sha256(json.dumps(sorted(self.texts.items())).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the house adds to a letter's own data: it stands on every page, or around the text."""

    title: str
    agency: str
    parent: str
    """Name of the body of which the agency is a part, which stands over its own; empty for none."""
    place: str
    issued_at: datetime
    token: str
    """Of the page that checks the letter; empty for a preview, which is marked as one."""
    is_sample: bool
    path: str = ""
    """Of the page that checks it, where that is not the page of a token."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter as PDF."""

    content: bytes
    pages: int


class CannotDraw(Problem):
    """A letter that its template and data do not make; the log says why, nothing was issued."""

    status = 500

    def __init__(self) -> None:
        super().__init__(
            t(
                "Chưa lập được văn bản này. Chưa có gì được ban hành.",
                "This letter could not be made. Nothing was issued.",
            ),
            code="cannot_draw",
            advice=t(
                "Hồ sơ vẫn giữ nguyên. Báo người vận hành kiểm tra mẫu văn bản.",
                "The dossier stays as it was. Ask the operator to check the letter's template.",
            ),
        )


def read_template(path: Path) -> Template:
    """The template in a file, with the files it imports: from its own folder, or the style that all letters share."""
    shared = Path(settings.PACKAGES_DIR) / "reference" / "letters"
    texts: dict[str, str] = {}
    waiting = [("main.typ", path)]
    while waiting:
        name, file = waiting.pop()
        texts[name] = file.read_text(encoding="utf-8")
        for wanted in _IMPORT.findall(texts[name]):
            if wanted in texts or Path(wanted).name != wanted:
                continue  # what is not beside it is not given to Typst, which then says so
            beside = (found for found in (path.parent / wanted, shared / wanted) if found.is_file())
            waiting.extend((wanted, found) for found in list(beside)[:1])
    return Template(texts)


def written(data: dict[str, Any]) -> str:
    """The data of a letter as JSON; dates as ISO writes them, moments on the clock of Hà Nội."""
    return json.dumps(data, ensure_ascii=False, default=_plain)


def draw(template: Template, data: str, *, sheet: Sheet) -> Drawn:
    """Draw the letter of `template` with `data` (JSON); raises `CannotDraw`."""
    texts = template.texts | {"data.json": data, "sheet.json": json.dumps(_around(sheet), ensure_ascii=False)}
    with tempfile.TemporaryDirectory(prefix="toantrinh-letter-") as root:
        asked = {
            "texts": texts,
            "fonts": str(settings.BUILD_DIR / "fonts"),
            "root": root,
            "moment": sheet.issued_at.replace(microsecond=0).isoformat(),
        }
        try:
            answer, pdf = cell.run("draw_letter", asked)
        except cell.Broken as error:
            log.error("A letter was not drawn: %s", error)
            raise CannotDraw from error
    if "error" in answer:
        log.error("A letter was not drawn: %s", answer["error"])
        raise CannotDraw
    return Drawn(pdf, len(PdfReader(io.BytesIO(pdf)).pages))


def attach(pdf: bytes, files: dict[str, bytes]) -> bytes:
    """The PDF with files inside it, by name."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    for name, content in files.items():
        writer.add_attachment(name, content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _around(sheet: Sheet) -> dict[str, Any]:
    path = sheet.path or (f"kiem-tra/{sheet.token}" if sheet.token else "")
    address = f"{settings.HOST}/{path}" if path else ""
    return {
        "title": sheet.title,
        "agency": sheet.agency,
        "parent": sheet.parent,
        "place": sheet.place,
        "issued_at": local(sheet.issued_at).isoformat(),
        "address": address,
        "qr": _qr(address) if address else "",
        "is_sample": sheet.is_sample,
    }


def _qr(address: str) -> str:
    """The address as SVG; a fifth of the marks may be lost to a fold or a stamp."""
    out = io.BytesIO()
    segno.make(address, error="m", boost_error=False).save(out, kind="svg", border=2, xmldecl=False, svgclass=None)
    return out.getvalue().decode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
