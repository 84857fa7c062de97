"""The one-stop desk: take the dossier in, or say why not."""

from collections.abc import Sequence

from toantrinh.cases.models import Case
from toantrinh.cases.reasons import Ground
from toantrinh.kernel.actor import Actor


def accept_case(case: Case, *, by: Actor) -> Case:
    """Receive the dossier: letter 01, and the promise is frozen."""
    raise NotImplementedError


def turn_away_case(case: Case, grounds: Sequence[Ground], *, by: Actor) -> Case:
    """Do not accept the dossier, and say why: letter 03, national code 3."""
    raise NotImplementedError
