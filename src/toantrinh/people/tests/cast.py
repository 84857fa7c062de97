"""The house, the country and the cast, for every test that asks for them by name.

Rooms are imported inside the fixtures: this file is loaded before the first test, also where no room is needed.
"""

from typing import TYPE_CHECKING

import pytest

from toantrinh.kernel.actor import SYSTEM, Actor

if TYPE_CHECKING:
    from toantrinh.people.cast import Cast
    from toantrinh.people.models import Agency
    from toantrinh.record.models import House

PROVINCES = ("01", "79")
"""Hà Nội and Hồ Chí Minh City: the wards of the cast stand in them."""


@pytest.fixture
def house(db: None) -> "House":
    """A house in demonstration mode, founded in an empty database."""
    from toantrinh.record.actions import found_house
    from toantrinh.record.models import House

    return House.objects.first() or found_house(demonstration=True)


def store_country() -> None:
    """Put the country there without a fact, so that a test's record begins empty."""
    from django.conf import settings

    from toantrinh.people.actions.reference import store_reference
    from toantrinh.people.reference import read_reference

    store_reference(read_reference(settings.PACKAGES_DIR, frozenset(PROVINCES)))


@pytest.fixture
def country(house: "House") -> None:
    """The ministries, Hà Nội, Hồ Chí Minh City, their communes and agencies."""
    from toantrinh.people.models import Agency

    if not Agency.objects.exists():  # a test with real transactions has emptied the tables
        store_country()


@pytest.fixture
def cast(country: None) -> "Cast":
    """The named cast, each in the capacity in which the stories know them."""
    from toantrinh.people.actions import settle_cast

    return settle_cast(SYSTEM)


@pytest.fixture
def actor(cast: "Cast") -> Actor:
    """Somebody who may act: the mother, as a citizen."""
    return cast.anh


@pytest.fixture
def ward_a(country: None) -> "Agency":
    """The people's committee of Phường Chợ Quán, where most of the cast work."""
    from toantrinh.people.models import Agency

    return Agency.objects.get(code="H29.27301")


@pytest.fixture
def ward_b(country: None) -> "Agency":
    """The people's committee of Phường Ba Đình, in another province."""
    from toantrinh.people.models import Agency

    return Agency.objects.get(code="H26.00004")
