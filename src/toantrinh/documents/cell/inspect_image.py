"""Open a photo wholly, turn it upright, and write it anew without place, camera and whatever else hid in it."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

MOST_PIXELS = 120_000_000


def work(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`asked`: `media_type`, `longest_side`, `most_bytes`. Answers `media_type`, or `unfit` with the reason's code."""
    if asked["media_type"] == "image/heic":
        import pi_heif  # type: ignore[import-untyped]

        pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=[_FORMATS[asked["media_type"]]])
        image.load()
        profile = image.info.get("icc_profile")
        image = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"unfit": "too_many_pixels"}, b""
    except Exception:
        return {"unfit": "unreadable"}, b""
    return _written(image, profile, asked)


_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}


def _written(image: Image.Image, profile: bytes | None, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The image no longer than `longest_side` and no heavier than `most_bytes`."""
    kind = "PNG" if asked["media_type"] == "image/png" else "JPEG"
    side, quality = asked["longest_side"], 92
    while True:
        smaller = image
        if max(image.size) > side:
            smaller = image.copy()
            smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        result = _save(smaller, kind, quality, profile)
        if len(result) <= asked["most_bytes"]:
            return {"media_type": f"image/{kind.lower()}"}, result
        kind, quality, side = "JPEG", 85, side if kind == "PNG" else side * 3 // 4


def _save(image: Image.Image, kind: str, quality: int, profile: bytes | None) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        clean = image.copy()
        clean.info = {name: value for name, value in image.info.items() if name == "transparency"}
        clean.save(out, "PNG", icc_profile=profile)
        return out.getvalue()
    if image.mode not in ("RGB", "L"):
        image, profile = _on_white(image), None
    image.save(out, "JPEG", quality=quality, icc_profile=profile, exif=b"", progressive=True)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Colours as JPEG knows them; what was transparent becomes paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")
