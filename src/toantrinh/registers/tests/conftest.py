"""Registers with a family in them."""

import pytest

from toantrinh.kernel.actor import SYSTEM
from toantrinh.people.cast import Cast
from toantrinh.registers.actions import install_registers
from toantrinh.registers.tests.families import Family, settle_family


@pytest.fixture
def registers(cast: Cast) -> None:
    """Both registers of the house, empty."""
    install_registers(by=SYSTEM)


@pytest.fixture
def family(cast: Cast) -> Family:
    """The mother and the father of the cast, entered and married."""
    return settle_family(cast)
