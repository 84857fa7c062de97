"""The decision: granted or refused, once, by the role that signs."""

from collections.abc import Sequence

from toantrinh.cases.models import Case
from toantrinh.cases.reasons import Ground
from toantrinh.kernel.actor import Actor


def decide_case(
    case: Case, outcome: str, *, version: int, grounds: Sequence[Ground] = (), note: str = "", by: Actor
) -> Case:
    """Grant or refuse; `version` is that of the dossier which the signer read."""
    raise NotImplementedError


def send_back(case: Case, sentence: str, *, by: Actor) -> Case:
    """The signer returns the case to the step before, and says why."""
    raise NotImplementedError


def reverse_decision(case: Case, grounds: Sequence[Ground], *, by: Actor) -> Case:
    """After the register refused: refuse what had been granted, since it cannot be entered."""
    raise NotImplementedError
