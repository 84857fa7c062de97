"""Pictures that stand for papers of the sample country."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw


@cache
def birth_notification(variant: int) -> bytes:
    """A small picture of a birth notification, plainly marked as a sample."""
    picture = Image.new("RGB", (620, 877), (252, 250, 244))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((24, 24, 596, 853), outline=(120, 120, 120), width=2)
    pen.text((200, 60), "GIAY CHUNG SINH - BAN MAU", fill=(150, 30, 30))
    for line in range(14):
        width = 260 + (line * 97 + variant * 53) % 260
        pen.line((60, 150 + line * 44, 60 + width, 150 + line * 44), fill=(90, 90, 110), width=3)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
