"""What some of the cast hold in registers beside their own person: driving licences, an examination of their health."""

from typing import Any

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import today
from toantrinh.people.cast import parts
from toantrinh.people.queries import person_urn
from toantrinh.registers.actions import enter

LICENCES: dict[str, dict[str, Any]] = {
    "khanh": {"number": "790185004321", "licence_class": "old-b2", "from": (8, 3), "years": 10},
    "anh": {"number": "790145001234", "licence_class": "old-a1", "from": (9, 6), "years": None},
    "nam": {"number": "360155009876", "licence_class": "old-b2", "from": (11, 1), "years": 10},
}
"""Class, how many years ago and in which month it was issued, for how many years: the last one has expired."""


def enter_belongings(ground: str) -> None:
    """Enter them once; the persons stand in the population register already."""
    for key, said in LICENCES.items():
        _enter_licence(key, said, ground)
    year = today().year
    examined = {"examined_on": f"{year - 1}-12-15", "valid_until": f"{year + 1}-12-15"}
    values = {"person": _person("khanh"), "facility": "Bệnh viện Nguyễn Tri Phương", "fit": True, **examined}
    enter("driver-health", "examination", values, by=SYSTEM, ground=ground, key="sample:khanh")


def _enter_licence(key: str, said: dict[str, Any], ground: str) -> None:
    ago, month = said["from"]
    issued = today().year - ago
    values = {
        "holder": _person(key),
        "holder_name": parts()[key].claims.full_name,
        "number": said["number"],
        "licence_class": said["licence_class"],
        "issued_on": f"{issued}-{month:02}-06",
        "expires_on": f"{issued + said['years']}-{month:02}-06" if said["years"] else None,
        "issued_by": "Sở Giao thông vận tải Thành phố Hồ Chí Minh",  # one language
    }
    enter("driving-licence", "licence", values, by=SYSTEM, ground=ground, key=f"sample:{said['number']}")


def _person(key: str) -> str:
    return person_urn(parts()[key].claims.personal_number)
