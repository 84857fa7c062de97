"""How a house comes to be: folders, keys, tables, its founding row, and the reference data that it stands on.

Every step leaves alone what is already there, so that running it again mends what is missing and brings a house that
was founded earlier up to date.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import Text, t


def found(*, demonstration: bool, say: Callable[[Text], None]) -> None:
    """Make everything that a house needs to open; raises `Refused` where it exists and is of the other kind."""
    make_folders()
    make_keys()
    say(t("Khoá và thư mục đã sẵn sàng.", "Keys and folders are ready."))
    for alias in connections:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    say(t("Các bảng đã sẵn sàng.", "Tables are ready."))
    found_once(demonstration=demonstration)
    load_reference_data(say)


def make_folders() -> None:
    """Folders that only this user can read."""
    for folder in (settings.DATA_DIR, settings.KEYS_DIR, settings.FILES_DIR, settings.WITNESS_DIR):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_keys() -> None:
    """Keys that do not exist yet; from here on this process signs sessions with the real one."""
    from toantrinh.record import keys

    keys.make_keys()
    settings.SECRET_KEY = (settings.KEYS_DIR / "session").read_text().strip()


def found_once(*, demonstration: bool) -> None:
    """The founding row: whether this house plays or is real is decided here, for ever."""
    from toantrinh.record.actions import found_house
    from toantrinh.record.models import House
    from toantrinh.record.queries import is_demonstration

    if not House.objects.exists():
        found_house(demonstration=demonstration)
    elif demonstration and not is_demonstration():
        raise Refused(
            t(
                "Đây là hệ thống thật, không đổi thành bản trình diễn. Đặt TOANTRINH_DATA trỏ tới thư mục khác.",
                "This is a real house and cannot become a demonstration. Point TOANTRINH_DATA to another folder.",
            )
        )


def load_reference_data(say: Callable[[Text], None]) -> None:
    """Territory and agencies, then the packages in force."""
    from toantrinh.cases.actions import install_procedure, rebuild_search
    from toantrinh.indicators.actions import install_indicator
    from toantrinh.registers.actions import install_registers

    load_territory()
    say(t("Địa bàn và cơ quan đã được nạp.", "Territory and agencies are loaded."))
    install_registers(by=SYSTEM)
    for package in sorted((settings.PACKAGES_DIR / "procedures").glob("*/procedure.yaml")):
        install_procedure(package.parent, by=SYSTEM)
    rebuild_search()
    for package in sorted((settings.PACKAGES_DIR / "indicators").glob("*.yaml")):
        install_indicator(package, by=SYSTEM)
    say(t("Các gói dữ liệu pháp luật đã được cài.", "The packages of the law are installed."))


def load_territory() -> None:
    """Provinces, communes, agencies, and what they followed."""
    from toantrinh.people.actions import load_reference

    load_reference(by=SYSTEM)
