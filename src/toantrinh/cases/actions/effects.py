"""What the decision changes in registers, through the exchange."""

from collections.abc import Mapping
from typing import Any

from toantrinh.cases.models import Case
from toantrinh.kernel.actor import Actor


def send_effects(case: Case, *, by: Actor) -> Case:
    """Send each planned change in order until one is silent or refused; when all are confirmed, issue the results."""
    raise NotImplementedError


def send_waiting_effects(*, by: Actor) -> int:
    """Send again whatever is due; how many cases were tried. The worker calls this every minute."""
    raise NotImplementedError


def mend_effect(case: Case, code: str, answers: Mapping[str, Any], *, by: Actor) -> Case:
    """Correct the answers that a register refused, and send the change again."""
    raise NotImplementedError
