"""Letters drawn from Typst templates."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What every page of a letter carries beside its words."""

    token: str
    title: str
    issued_at: datetime
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter as PDF."""

    content: bytes
    pages: int


def digest_of(template: Path) -> str:
    """Digest of a template with all that it may draw upon."""
    return hashlib.sha256(template.read_bytes()).hexdigest()


def draw(template: Path, data: dict[str, Any], *, sheet: Sheet) -> Drawn:
    """Draw a letter."""
    return Drawn(b"%PDF-", 1)
