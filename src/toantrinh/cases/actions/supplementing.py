"""Asking the citizen for more: once, all at once, in writing, while the clock stands."""

from collections.abc import Sequence

from toantrinh.cases.models import Case
from toantrinh.cases.reasons import Ground
from toantrinh.kernel.actor import Actor


def ask_supplement(case: Case, grounds: Sequence[Ground], *, by: Actor) -> Case:
    """Ask the citizen to complete the dossier: letter 02; the law allows this once."""
    raise NotImplementedError


def supply_supplement(case: Case, *, by: Actor) -> Case:
    """The citizen has supplied what was asked: the clock runs on, and the promise moves by the days that it stood."""
    raise NotImplementedError


def expire_supplement(case: Case, *, by: Actor) -> Case:
    """Stop a case whose citizen stayed silent past the date: letter 05, national code 8."""
    raise NotImplementedError
