"""Procedures come into the house."""

from pathlib import Path

from toantrinh.cases.models import Edition
from toantrinh.kernel.actor import Actor


def install_procedure(folder: Path, *, by: Actor) -> Edition:
    """Install the edition in `folder`; the same again changes nothing, other content under its number is refused."""
    raise NotImplementedError
