"""Whether what was handed in is what it seems, and what is left of it once cleaned."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """A file that may be kept: content as cleaned, safe name, type, pages."""

    content: bytes
    name: str
    media_type: str
    pages: int


def inspect(content: bytes, *, name: str, shrink: bool = False) -> Fit:
    """Look at a file."""
    return Fit(content, name, "application/pdf", 1)
