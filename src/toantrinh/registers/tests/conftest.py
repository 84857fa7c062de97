"""Registers with a family in them, on a Monday in November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at
from toantrinh.people.cast import Cast
from toantrinh.registers.actions import install_registers
from toantrinh.registers.tests.families import Family, settle_family


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Numbers of entries hold the year: every test lives in the same one."""
    with at(datetime(2026, 11, 2, 3, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def registers(cast: Cast) -> None:
    """Both registers of the house, empty."""
    install_registers(by=SYSTEM)


@pytest.fixture
def family(cast: Cast) -> Family:
    """The mother and the father of the cast, entered and married."""
    return settle_family(cast)
