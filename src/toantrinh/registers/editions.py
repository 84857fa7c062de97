"""Register packages on disk, and the editions of them that were installed."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from toantrinh.kernel.packages import Loaded, digest, load
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.registers.definition import EntryKind, Register
from toantrinh.registers.models import Edition, Entry


class InForce(NamedTuple):
    """An installed edition and what it says."""

    edition: Edition
    register: Register


def folders() -> list[Path]:
    """The folders of register packages."""
    return sorted(path.parent for path in (settings.PACKAGES_DIR / "registers").glob("*/register.yaml"))


def read_package(folder: Path) -> Loaded[Register]:
    """The definition in a package's folder; raises `PackageMistakes`."""
    found = load(Register, folder / "register.yaml")
    return Loaded(found.value, digest(folder), folder)


def edition_in_force(register: str) -> InForce:
    """The newest installed edition of a register; raises `Missing` where none is installed."""
    found = Edition.objects.filter(register=register).order_by("-number").first()
    if found is None:
        raise Missing(
            t(f"Chưa cài sổ {register}.", f"The register {register} is not installed."), code="register.unknown"
        )
    return InForce(found, definition_of(found))


_parsed: dict[str, Register] = {}


def definition_of(edition: Edition) -> Register:
    """What an installed edition says; parsed once, since its content never changes."""
    if edition.digest not in _parsed:
        _parsed[edition.digest] = Register.model_validate(edition.content)
    return _parsed[edition.digest]


def kind_of(entry: Entry) -> EntryKind:
    """The definition by which an entry was made."""
    kind = definition_of(entry.edition).kind(entry.kind)
    assert kind is not None, "an edition keeps every kind that it had"
    return kind
