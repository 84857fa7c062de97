"""Files as people send them, made anew for each test."""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

PLACE = {1: "N", 2: (10.0, 45.0, 30.0)}
"""Where a photo says it was taken."""
UPRIGHT_BY_TURNING = 6


def photo(width: int = 640, height: int = 480, kind: str = "JPEG", *, noisy: bool = False) -> bytes:
    """A photo with a place, lying on its side."""
    image = Image.effect_noise((width, height), 90) if noisy else Image.new("L", (width, height), "#aabbcc")
    about = Image.Exif()
    about[0x0112] = UPRIGHT_BY_TURNING
    about[0x8825] = PLACE
    out = io.BytesIO()
    image.convert("RGB").save(out, kind, exif=about, quality=95)
    return out.getvalue()


def pdf(pages: int = 1, *, program: bool = False, attachment: bool = False, password: str = "") -> bytes:
    """A PDF of empty pages, with what it should not carry where asked."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if program:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if attachment:
        writer.add_attachment("a.exe", b"MZ")
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
