"""Code lists of packages/reference/codes: ethnic groups, nationalities."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.kernel.packages import Definition, load
from toantrinh.kernel.text import Text
from toantrinh.registers.definition import Field


class CodeList(Definition):
    """One list of codes, in the order in which they are offered."""

    code: str
    name: Text
    as_of: str = ""
    source: str = ""
    sure: bool = True
    values: dict[str, Text]


def choices_of(field: Field) -> dict[str, Text]:
    """The values that a field may take, each with its words."""
    if field.choices_from:
        return _load(settings.PACKAGES_DIR / "reference" / "codes" / f"{field.choices_from}.yaml")
    return {choice.value: choice.label for choice in field.choices}


@lru_cache(maxsize=64)
def _load(path: Path) -> dict[str, Text]:
    return load(CodeList, path).value.values
