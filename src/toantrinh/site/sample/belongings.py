"""What some of the cast hold in registers beside their own person: driving licences, an examination of their health."""

from toantrinh.kernel.actor import SYSTEM
from toantrinh.people.cast import parts
from toantrinh.people.queries import person_urn
from toantrinh.registers.actions import enter

LICENCES: dict[str, dict[str, str]] = {
    "khanh": {
        "number": "790245004321",
        "licence_class": "old-b2",
        "issued_on": "2024-03-06",
        "expires_on": "2034-03-06",
    },
    "anh": {"number": "790165001234", "licence_class": "old-a1", "issued_on": "2016-06-06"},
    "nam": {"number": "360155009876", "licence_class": "old-b2", "issued_on": "2015-05-06", "expires_on": "2025-05-06"},
}
"""The last one has expired."""


def enter_belongings(ground: str) -> None:
    """Enter them once; the persons stand in the population register already."""
    for key, said in LICENCES.items():
        _enter_licence(key, said, ground)
    examined = {"examined_on": "2025-06-15", "valid_until": "2027-06-15"}
    values = {"person": _person("khanh"), "facility": "Bệnh viện Nguyễn Tri Phương", "fit": True, **examined}
    enter("driver-health", "examination", values, by=SYSTEM, ground=ground, key="sample:khanh")


def _enter_licence(key: str, said: dict[str, str], ground: str) -> None:
    values = {
        **said,
        "holder": _person(key),
        "holder_name": parts()[key].claims.full_name,
        "issued_by": "Sở Giao thông vận tải Thành phố Hồ Chí Minh",  # one language
    }
    enter("driving-licence", "licence", values, by=SYSTEM, ground=ground, key=f"sample:{said['number']}")


def _person(key: str) -> str:
    return person_urn(parts()[key].claims.personal_number)
