"""A register's definition comes into force."""

from pathlib import Path

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import require
from toantrinh.record.actions import state
from toantrinh.registers.editions import folders, read_package
from toantrinh.registers.facts import RegisterInstalled
from toantrinh.registers.models import Edition


@transaction.atomic
def install_register(folder: Path, *, by: Actor) -> Edition:
    """Let the package in `folder` hold from now on; installing the same again changes nothing.

    Raises `PackageMistakes` for a package with a mistake, `Refused` where its content changed under an old number.
    """
    require(by, "package.install")
    found = read_package(folder)
    register = found.value
    known = Edition.objects.filter(register=register.code, number=register.edition).first()
    if known is not None and known.digest != found.digest:
        raise Refused(
            t(
                f"Ấn bản {register.edition} của sổ {register.code} đã cài với nội dung khác. Hãy tăng số ấn bản.",
                f"Edition {register.edition} of {register.code} is installed with other content. Give it a new number.",
            ),
            code="register.edition_changed",
        )
    if known is not None:
        return known
    edition = Edition.objects.create(
        register=register.code,
        number=register.edition,
        digest=found.digest,
        content=register.model_dump(mode="json", by_alias=True),
        installed_at=now(),
    )
    state(RegisterInstalled(register=edition.register, number=edition.number, digest=edition.digest), by=by)
    return edition


def install_registers(*, by: Actor) -> list[Edition]:
    """Install every register of the packages folder."""
    return [install_register(folder, by=by) for folder in folders()]
