"""The check of packages: what changes under its number is found, and what is wrong is named."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from toantrinh.kernel.packages import PackageMistakes
from toantrinh.site import packages

SERVICE = "population.person.read.yaml"
SERVICES = next(kind for kind in packages.KINDS if kind.folder == "services")


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """A service of the house in a folder of its own."""
    folder = tmp_path / "services"
    folder.mkdir()
    return Path(shutil.copy(settings.PACKAGES_DIR / "services" / SERVICE, folder))


def test_an_edition_that_was_not_recorded_is_found(service: Path) -> None:
    (told,) = packages.check(SERVICES, service)
    assert re.fullmatch(rf"{re.escape(str(service))}: edition \d+ is not recorded yet", told)


def test_a_recorded_edition_is_in_order(service: Path) -> None:
    packages.record(SERVICES, service)
    assert packages.check(SERVICES, service) == []


def test_content_that_changed_under_its_number_is_found_and_stays_found(service: Path) -> None:
    packages.record(SERVICES, service)
    service.write_text(service.read_text(encoding="utf-8") + "# another word\n", encoding="utf-8")
    packages.record(SERVICES, service)
    assert "give it the next number" in packages.check(SERVICES, service)[0]


def test_a_mistake_is_named_with_its_line(service: Path) -> None:
    service.write_text("editoin: 1\n" + service.read_text(encoding="utf-8"), encoding="utf-8")
    assert any(f"{service}:1:" in line and "edition" in line for line in packages.check(SERVICES, service))
    with pytest.raises(PackageMistakes):
        packages.record(SERVICES, service)


def test_every_kind_of_package_is_found() -> None:
    found = {kind.folder for kind, _ in packages.packages(settings.PACKAGES_DIR)}
    assert found == {kind.folder for kind in packages.KINDS}


def test_a_lock_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    procedures = next(kind for kind in packages.KINDS if kind.folder == "procedures")
    folder = tmp_path / "procedures" / "khai-sinh"
    shutil.copytree(settings.PACKAGES_DIR / "procedures" / "khai-sinh", folder)
    (folder / "editions.yaml").write_text("editions:\n", encoding="utf-8")
    assert any("editions.yaml:1:" in line for line in packages.check(procedures, folder))
